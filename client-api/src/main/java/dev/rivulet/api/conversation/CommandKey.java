package dev.rivulet.api.conversation;

import dev.rivulet.api.http.Request;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// What makes a request's commands recognisable when it is sent again: the header
/// `Idempotency-Key`, or a random one. It becomes the client message id, and a group's id is
/// derived from it, so the same request again leads to the same group.
///
/// `fingerprint` is the request's, when the client named it.
record CommandKey(String text, Optional<String> fingerprint) {
  private static final String GROUP_DOMAIN = "rivulet.group.v1";
  private static final String PART_DOMAIN = "rivulet.command-part.v1";

  CommandKey(String text) {
    this(text, Optional.empty());
  }

  static CommandKey of(Request request) {
    return request
        .idempotencyKey()
        .map(given -> new CommandKey(given, Optional.of(request.fingerprint())))
        .orElseGet(() -> new CommandKey(UUID.randomUUID().toString()));
  }

  /// The id of the group that this device asks for under this key.
  UUID group(Caller caller) {
    byte[] ids =
        ByteBuffer.allocate(2 * Ids.BYTES)
            .put(Ids.array(caller.user()))
            .put(Ids.array(caller.device()))
            .array();
    return Ids.named(GROUP_DOMAIN, ids, text);
  }

  /// The client message id of the request's n-th command, from 0.
  String part(int n) {
    byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(n).array();
    return n == 0 ? text : Ids.named(PART_DOMAIN, number, text).toString();
  }
}
