/// Opens sync to the simulation, which drives the classes of production themselves.
@NullMarked
package dev.rivulet.api.sync;

import org.jspecify.annotations.NullMarked;
