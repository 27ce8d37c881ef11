package dev.rivulet.client.api;

import java.util.List;
import java.util.UUID;

/// A current member; `role` is `owner`, `admin` or `member`.
public record Member(UUID user, String role, long visibleFrom) {
  record Page(List<Member> members) {}
}
