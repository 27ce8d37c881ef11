package dev.rivulet.gateway;

import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.gateway.command.CommandLog;
import dev.rivulet.gateway.receipt.ReceiptLog;
import dev.rivulet.gateway.session.Identity;
import dev.rivulet.gateway.session.PresenceLog;
import dev.rivulet.gateway.session.SessionLog;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The log in memory: keeps what is appended and answers as it is told to.
public final class FakeLog implements CommandLog, ReceiptLog, SessionLog, PresenceLog {
  public final List<Command> commands = new CopyOnWriteArrayList<>();
  public final List<Receipt> receipts = new CopyOnWriteArrayList<>();
  public final List<SessionRecord> announced = new CopyOnWriteArrayList<>();
  public final List<UUID> ended = new CopyOnWriteArrayList<>();
  public final List<UUID> present = new CopyOnWriteArrayList<>();

  /// What becomes of an append; accepted at once by default.
  public volatile Consumer<Outcome> answer = Outcome::appended;

  /// Told of each announced session, as the router is.
  public volatile Consumer<SessionRecord> router = session -> {};

  @Override
  public void append(Command command, Outcome outcome) {
    commands.add(command);
    answer.accept(outcome);
  }

  @Override
  public void append(Receipt receipt) {
    receipts.add(receipt);
  }

  @Override
  public void announce(SessionRecord record, Runnable failed) {
    announced.add(record);
    router.accept(record);
  }

  @Override
  public void end(UUID user, UUID session) {
    ended.add(session);
  }

  @Override
  public void present(Identity identity) {
    present.add(identity.session());
  }

  @Override
  public void gone(Identity identity) {
    present.remove(identity.session());
  }
}
