/// Opens what the simulation drives: the classes of production themselves.
@NullMarked
package dev.rivulet.gateway.delivery;

import org.jspecify.annotations.NullMarked;
