/// The one thread that owns a client's state, as an interface: tests give it virtual time.
@NullMarked
package dev.rivulet.client.loop;

import org.jspecify.annotations.NullMarked;
