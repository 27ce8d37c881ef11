/// Devices: each log-in is one, holds one refresh token at a time, and is revoked by itself.
@NullMarked
package dev.rivulet.api.device;

import org.jspecify.annotations.NullMarked;
