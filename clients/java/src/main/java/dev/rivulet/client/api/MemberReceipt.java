package dev.rivulet.client.api;

import java.util.List;
import java.util.UUID;

/// How far a member is: everything up to `delivered` has reached him, everything up to `read` was
/// shown to him.
public record MemberReceipt(UUID user, long delivered, long read) {
  record Page(List<MemberReceipt> receipts) {}
}
