/// Which access tokens are void before they expire: the `revocations` topic, read by this service
/// as by every other edge.
@NullMarked
package dev.rivulet.api.revocation;

import org.jspecify.annotations.NullMarked;
