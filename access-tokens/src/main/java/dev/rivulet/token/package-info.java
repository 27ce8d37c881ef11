/// Who is asking: access tokens (RFC 9068), the keys that sign them, and what was revoked. One form
/// and one judgement for the service that issues them and for all that accept them.
@NullMarked
package dev.rivulet.token;

import org.jspecify.annotations.NullMarked;
