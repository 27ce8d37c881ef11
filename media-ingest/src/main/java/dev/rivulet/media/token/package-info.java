/// Who is asking: access tokens, verified with client-api's public keys, and what was revoked. The
/// same rules as at the gateways.
@NullMarked
package dev.rivulet.media.token;

import org.jspecify.annotations.NullMarked;
