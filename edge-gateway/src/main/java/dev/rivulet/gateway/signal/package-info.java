/// What is said for the moment and may be lost: who is writing, and who is online for those who
/// watch. Under load it is the first to be left out; none of it passes where messages pass.
@NullMarked
package dev.rivulet.gateway.signal;

import org.jspecify.annotations.NullMarked;
