/// Opens what the simulation drives: the classes of production themselves.
@NullMarked
package dev.rivulet.api.conversation;

import org.jspecify.annotations.NullMarked;
