/// Uploads and downloads against a server that breaks off.
@NullMarked
package dev.rivulet.client.media;

import org.jspecify.annotations.NullMarked;
