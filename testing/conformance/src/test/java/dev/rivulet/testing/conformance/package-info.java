/// The gateway's port against RFC 6455: the cases of the Autobahn test suite under their numbers,
/// told anew, and opening handshakes and rough treatment of our own. The suite is proven on Jetty,
/// where every difference is known and has a reason.
@NullMarked
package dev.rivulet.testing.conformance;

import org.jspecify.annotations.NullMarked;
