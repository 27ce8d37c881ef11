@NullMarked
package dev.rivulet.gateway.session;

import org.jspecify.annotations.NullMarked;
