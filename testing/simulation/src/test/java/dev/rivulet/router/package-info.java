/// Opens the router to the simulation, which drives the classes of production themselves.
@NullMarked
package dev.rivulet.router;

import org.jspecify.annotations.NullMarked;
