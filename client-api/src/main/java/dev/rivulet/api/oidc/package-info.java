/// Log-ins at other issuers (OpenID Connect Core 1.0): which we trust, whether a token is theirs,
/// and to whom it belongs here.
@NullMarked
package dev.rivulet.api.oidc;

import org.jspecify.annotations.NullMarked;
