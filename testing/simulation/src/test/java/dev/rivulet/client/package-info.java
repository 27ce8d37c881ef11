/// Opens the client to the simulation, which drives the classes of production themselves.
@NullMarked
package dev.rivulet.client;

import org.jspecify.annotations.NullMarked;
