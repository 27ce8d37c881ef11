/// Opens what the simulation drives: the classes of production themselves.
@NullMarked
package dev.rivulet.sink.event;

import org.jspecify.annotations.NullMarked;
