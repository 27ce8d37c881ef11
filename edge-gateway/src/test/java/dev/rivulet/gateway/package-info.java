/// Test support: a started edge whose log is in memory, and a client on a bare socket.
@NullMarked
package dev.rivulet.gateway;

import org.jspecify.annotations.NullMarked;
