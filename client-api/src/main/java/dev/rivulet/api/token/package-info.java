/// Tokens: the keys of this installation, access tokens (JWT, ES256), refresh tokens, and who a
/// request comes from.
///
/// An access token is believed for its 15 minutes unless its device is revoked. A refresh token is
/// believed once; its successor is computed from it, so that a lost answer can be given again.
@NullMarked
package dev.rivulet.api.token;

import org.jspecify.annotations.NullMarked;
