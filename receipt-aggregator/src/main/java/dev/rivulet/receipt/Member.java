package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.receipt.state.MemberState;

/// How far one user is. Claims may be ahead of the head; the watermarks never are, and nothing here
/// ever goes down.
final class Member {
  /// The seq of the event that let him in; 0 while he is no member.
  long joined;

  /// He shows nobody how far he is, and is shown nothing.
  boolean hides;

  // What his devices claim, at most 10,000 beyond the head; the last two as others may know it.
  long ownDeliveredClaim;
  long ownReadClaim;
  long deliveredClaim;
  long readClaim;

  /// When the farthest claim was made, in milliseconds since 1970; 0 if that is not known.
  long claimedAt;

  // What has been told: each at most the head.
  long ownDelivered;
  long ownRead;
  long ownReadCount;
  long delivered;
  long read;

  static Member of(MemberState state) {
    Member member = new Member();
    member.joined = state.getJoined();
    member.hides = state.getHides();
    member.ownDeliveredClaim = state.getOwnDeliveredClaim();
    member.ownReadClaim = state.getOwnReadClaim();
    member.deliveredClaim = state.getDeliveredClaim();
    member.readClaim = state.getReadClaim();
    member.ownDelivered = state.getOwnDelivered();
    member.ownRead = state.getOwnRead();
    member.ownReadCount = state.getOwnReadCount();
    member.delivered = state.getDelivered();
    member.read = state.getRead();
    member.claimedAt = state.getClaimedAt();
    return member;
  }

  MemberState state(ByteString user) {
    return MemberState.newBuilder()
        .setUser(user)
        .setJoined(joined)
        .setHides(hides)
        .setOwnDeliveredClaim(ownDeliveredClaim)
        .setOwnReadClaim(ownReadClaim)
        .setDeliveredClaim(deliveredClaim)
        .setReadClaim(readClaim)
        .setOwnDelivered(ownDelivered)
        .setOwnRead(ownRead)
        .setOwnReadCount(ownReadCount)
        .setDelivered(delivered)
        .setRead(read)
        .setClaimedAt(claimedAt)
        .build();
  }

  boolean present() {
    return joined > 0;
  }

  void claim(long toDelivered, long toRead, boolean shown) {
    ownReadClaim = Math.max(ownReadClaim, toRead);
    ownDeliveredClaim = Math.max(ownDeliveredClaim, Math.max(toDelivered, toRead));
    if (shown) {
      readClaim = Math.max(readClaim, toRead);
      deliveredClaim = Math.max(deliveredClaim, Math.max(toDelivered, toRead));
    }
  }

  /// Whether a later head will move him. (What an earlier run has told may be beyond the head of a
  /// run that reads the log again, and is no claim.)
  boolean ahead(long head) {
    return ownDeliveredClaim > Math.max(head, ownDelivered);
  }

  /// Follows the claims up to the head.
  ///
  /// @return whether a watermark has moved
  boolean advance(long head) {
    long before = ownDelivered + ownRead + delivered + read;
    ownDelivered = Math.max(ownDelivered, Math.min(ownDeliveredClaim, head));
    ownRead = Math.max(ownRead, Math.min(ownReadClaim, head));
    delivered = Math.max(delivered, Math.min(deliveredClaim, head));
    read = Math.max(read, Math.min(readClaim, head));
    return ownDelivered + ownRead + delivered + read > before;
  }

  /// What an earlier run has told counts, wherever this one is in the log.
  void merge(ReceiptStatus told) {
    delivered = Math.max(delivered, told.getDelivered());
    read = Math.max(read, told.getRead());
    ownRead = Math.max(ownRead, told.getOwnRead());
    ownReadCount = Math.max(ownReadCount, told.getOwnReadCount());
    // Until his next receipt says so; shown too late is better than shown against his will.
    hides |= told.getOwnRead() > told.getRead();
    ownDelivered = Math.max(ownDelivered, Math.max(delivered, ownRead));
    claim(ownDelivered, ownRead, false);
    claim(delivered, read, true);
  }
}
