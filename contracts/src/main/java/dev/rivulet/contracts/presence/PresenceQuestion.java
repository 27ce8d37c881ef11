package dev.rivulet.contracts.presence;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The one question to Redis of who is online: a script with the users as arguments, and how its
/// answer is read.
///
/// A device counts while the gateway that holds it lives, so that a killed gateway's devices go
/// offline together when its key expires, and nothing has to be written for a user who stays.
public final class PresenceQuestion {
  /// Answers one number per user: -1 online, otherwise when he was last seen, 0 if unknown.
  public static final String SCRIPT =
      """
      local alive = {}
      local answer = {}
      for i, user in ipairs(ARGV) do
        local seen = tonumber(redis.call('GET', 'seen:' .. user) or '0') or 0
        local online = false
        for _, entry in ipairs(redis.call('HVALS', 'where:' .. user)) do
          local readable, place = pcall(cjson.decode, entry)
          if readable and type(place) == 'table' and type(place.gateway) == 'string' then
            local gateway = place.gateway
            if alive[gateway] == nil then
              alive[gateway] = redis.call('EXISTS', 'gateway:' .. gateway) == 1
            end
            if alive[gateway] then
              online = true
            elseif type(place.lastSeen) == 'number' and place.lastSeen > seen then
              seen = place.lastSeen
            end
          end
        end
        answer[i] = online and -1 or seen
      end
      return answer
      """;

  private static final long ONLINE = -1;

  private PresenceQuestion() {}

  /// What is known of one user.
  ///
  /// @param lastSeen milliseconds since 1970-01-01 UTC; 0 while he is online, and if it is not
  ///   known
  public record State(boolean online, long lastSeen) {
    /// Of whom nothing is known, or nothing may be.
    public static final State OFFLINE = new State(false, 0);
  }

  public static String[] arguments(Collection<UUID> users) {
    return users.stream().map(UUID::toString).toArray(String[]::new);
  }

  /// In the order of the users that were asked for.
  public static Map<UUID, State> states(Collection<UUID> users, List<Long> answer) {
    if (answer.size() != users.size()) {
      throw new IllegalArgumentException(
          "%d users, %d answers".formatted(users.size(), answer.size()));
    }
    Map<UUID, State> states = new LinkedHashMap<>();
    int at = 0;
    for (UUID user : users) {
      long one = answer.get(at++);
      states.put(user, one == ONLINE ? new State(true, 0) : new State(false, one));
    }
    return states;
  }

  public static String seenKey(UUID user) {
    return "seen:" + user;
  }
}
