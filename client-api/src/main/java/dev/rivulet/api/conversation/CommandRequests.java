package dev.rivulet.api.conversation;

import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.limit.Budget;
import dev.rivulet.api.limit.RateLimits;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.log.Command;
import java.util.UUID;
import java.util.function.Consumer;

/// Requests that become one command: answered as soon as it is in the log.
record CommandRequests(CommandWriter commands, RateLimits limits, Budget byUser) {
  record Answer(String command) {}

  /// `body` is set within the asker's budget; a problem that it throws is the answer.
  Reply accept(Caller caller, Request request, UUID conversation, Consumer<Command.Builder> body) {
    CommandKey key = CommandKey.of(request);
    limits.use(request, byUser, caller.user().toString());
    commands.append(caller, conversation, key, body);
    return Reply.accepted(new Answer(key.part(0)));
  }
}
