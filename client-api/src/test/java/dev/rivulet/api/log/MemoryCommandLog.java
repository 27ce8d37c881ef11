package dev.rivulet.api.log;

import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.log.AdminAction;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.log.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A log in memory that can be away.
public final class MemoryCommandLog implements CommandLog {
  private final List<Command> commands = new ArrayList<>();
  private final List<UserRecord> users = new ArrayList<>();
  private final List<Revocation> revocations = new ArrayList<>();
  private final List<PrivacyRecord> privacy = new ArrayList<>();
  private final List<UUID> erased = new ArrayList<>();
  private final List<AdminAction> actions = new ArrayList<>();
  private boolean away;

  public void setAway(boolean away) {
    this.away = away;
  }

  @Override
  public void append(List<Command> appended) {
    check();
    commands.addAll(appended);
  }

  @Override
  public void publish(UserRecord user) {
    check();
    users.add(user);
  }

  @Override
  public void publishErased(UUID user) {
    check();
    erased.add(user);
  }

  @Override
  public void publish(AdminAction action) {
    check();
    actions.add(action);
  }

  @Override
  public void publishEventually(UserRecord user) {
    if (!away) {
      users.add(user);
    }
  }

  @Override
  public void publish(Revocation revocation) {
    check();
    revocations.add(revocation);
  }

  @Override
  public void publish(PrivacyRecord record) {
    check();
    privacy.add(record);
  }

  public List<PrivacyRecord> privacy() {
    return privacy;
  }

  private void check() {
    if (away) {
      throw Problem.unavailable();
    }
  }

  public List<Command> commands() {
    return commands;
  }

  public List<UserRecord> users() {
    return users;
  }

  public List<UUID> erased() {
    return erased;
  }

  public List<AdminAction> actions() {
    return actions;
  }

  public List<Revocation> revocations() {
    return revocations;
  }
}
