/// What the client needs of the network, so that tests can be the network.
@NullMarked
package dev.rivulet.client.transport;

import org.jspecify.annotations.NullMarked;
