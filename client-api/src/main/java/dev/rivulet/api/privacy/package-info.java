/// What people do not show: the topic `privacy`, read as a table and written by its owners.
@NullMarked
package dev.rivulet.api.privacy;

import org.jspecify.annotations.NullMarked;
