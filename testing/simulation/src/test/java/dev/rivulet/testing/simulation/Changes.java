package dev.rivulet.testing.simulation;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.ChangeRules;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.Mute;
import dev.rivulet.contracts.log.RemoveMembers;
import dev.rivulet.fanout.decide.RuleSets;
import java.util.UUID;

/// How the groups begin, and what client-api and operators change in them.
final class Changes {
  private final Simulation world;

  /// Whether the second group becomes big.
  private final boolean big;

  /// Whether it is already.
  private boolean crowded;

  private long changes;

  Changes(Simulation world, boolean big) {
    this.world = world;
    this.big = big;
    this.crowded = big && world.chance(2);
  }

  static Command.Builder command(UUID group, UUID user, String id) {
    var actor = Actor.newBuilder().setUser(Ids.bytes(user)).setDevice(Ids.bytes(user));
    return Command.newBuilder()
        .setConversation(Ids.bytes(group))
        .setActor(actor)
        .setClientMessageId(id);
  }

  void begin() {
    for (var group : People.GROUPS) {
      if (big && group.equals(crowd())) {
        changeRules(group);
      }
      var create = CreateGroup.newBuilder().setName("a group");
      for (int number = 1; number < People.DEVICES - 1; number++) {
        create.addMembers(Ids.bytes(People.user(number)));
      }
      if (crowded && group.equals(crowd())) {
        create.addAllMembers(People.silent());
      }
      world.log.append(
          command(group, People.user(0), "create").setCreateGroup(create).build(), world.log.now);
    }
  }

  boolean big() {
    return big;
  }

  /// The one that may become big.
  private static UUID crowd() {
    return People.GROUPS.getLast();
  }

  private void changeRules(UUID group) {
    var rules = ChangeRules.newBuilder().setNumber(RuleSets.RELEASED.newest());
    world.log.append(
        command(group, People.user(0), "rules").setChangeRules(rules).build(), world.time());
  }

  /// Membership of the last person changes, or the rules do, or a group becomes big.
  void next(Device device) {
    if (world.chance(2)) {
      return;
    }
    changes++;
    var group = world.anyGroup();
    if (changes == 2) {
      changeRules(group);
      return;
    }
    var command = command(group, People.user(0), "change" + changes);
    int who = world.chance(2) ? People.DEVICES - 1 : 1 + world.index(device) % (People.DEVICES - 1);
    var subject = Ids.bytes(People.user(who));
    boolean told = big && group.equals(crowd());
    if (told && world.chance(3)) {
      mute(group, device);
      return;
    }
    if (told && !crowded) {
      crowded = true;
      command.setAddMembers(AddMembers.newBuilder().addAllUsers(People.silent()));
    } else if (world.chance(2)) {
      command.setAddMembers(AddMembers.newBuilder().addUsers(subject));
    } else {
      command.setRemoveMembers(RemoveMembers.newBuilder().addUsers(subject));
    }
    world.log.append(command.build(), world.time());
  }

  /// What only one sees takes its place for everybody.
  private void mute(UUID group, Device device) {
    var mute = Mute.newBuilder().setMuted(changes % 2 == 0);
    world.log.append(
        command(group, device.user, "change" + changes).setMute(mute).build(), world.time());
  }
}
