package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MessageStatus;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Reached;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.log.Status;
import dev.rivulet.contracts.log.Watermark;
import dev.rivulet.receipt.state.FormerState;
import dev.rivulet.receipt.state.MemberState;
import dev.rivulet.receipt.state.ReceiptsState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// One conversation: its members' watermarks and its messages that are not read by everyone.
///
/// A message counts for those who were members at its seq, its sender aside. Who leaves stays in
/// the numbers of earlier messages as far as he had got, so that no number ever goes down.
public final class ConversationReceipts {
  /// Who was a member in (joined, left], and how far he had got.
  private record Former(ByteString user, long joined, long left, long delivered, long read) {
    static Former of(FormerState state) {
      return new Former(
          state.getUser(),
          state.getJoined(),
          state.getLeft(),
          state.getDelivered(),
          state.getRead());
    }

    FormerState state() {
      return FormerState.newBuilder()
          .setUser(user)
          .setJoined(joined)
          .setLeft(left)
          .setDelivered(delivered)
          .setRead(read)
          .build();
    }
  }

  private final ByteString conversation;
  private final Map<ByteString, Member> members =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());
  private final Deque<Former> former = new ArrayDeque<>();
  private final Unread unread = new Unread(Bounds.UNREAD_MESSAGES_KEPT);

  /// Those whose claims are ahead of the head.
  private final TreeSet<ByteString> ahead =
      new TreeSet<>(ByteString.unsignedLexicographicalComparator());

  /// In a 1:1, who has blocked the other.
  private final TreeSet<ByteString> blocking =
      new TreeSet<>(ByteString.unsignedLexicographicalComparator());

  private boolean direct;
  private long head;
  private long count;

  public ConversationReceipts(ByteString conversation) {
    this.conversation = conversation;
  }

  /// As it was when it was saved.
  public static ConversationReceipts load(ReceiptsState state) {
    var receipts = new ConversationReceipts(state.getConversation());
    receipts.direct = state.getDirect();
    receipts.head = state.getHead();
    receipts.count = state.getCount();
    for (MemberState saved : state.getMembersList()) {
      Member member = Member.of(saved);
      receipts.members.put(saved.getUser(), member);
      if (member.present() && member.ahead(receipts.head)) {
        receipts.ahead.add(saved.getUser());
      }
    }
    state.getFormerList().forEach(it -> receipts.former.addLast(Former.of(it)));
    receipts.unread.load(state);
    receipts.blocking.addAll(state.getBlockingList());
    return receipts;
  }

  public ReceiptsState save() {
    var state =
        ReceiptsState.newBuilder()
            .setConversation(conversation)
            .setDirect(direct)
            .setHead(head)
            .setCount(count)
            .addAllBlocking(blocking);
    members.forEach((user, member) -> state.addMembers(member.state(user)));
    former.forEach(it -> state.addFormer(it.state()));
    unread.save(state);
    return state.build();
  }

  /// What an earlier run has told. It comes before the first event; if it is overtaken, what was
  /// stored since then may be smaller and is stored again.
  public List<Effect> restore(ReceiptStatus told) {
    Member member = member(told.getUser());
    member.merge(told);
    return head > 0 && member.present()
        ? List.of(new Effect.Stored(status(told.getUser(), member)))
        : List.of();
  }

  /// Whether this user is a member now.
  public boolean has(ByteString user) {
    Member member = members.get(user);
    return member != null && member.present();
  }

  /// The next event; one that has been seen changes nothing.
  public List<Effect> event(Event event) {
    if (event.getSeq() <= head) {
      return List.of();
    }
    head = event.getSeq();
    count = event.getCount();
    if (event.hasMessage()) {
      // Before those who have claimed it already are moved over it.
      unread.add(new Unread.Message(head, event.getUser(), count, event.getTime()));
    }
    var effects = new ArrayList<Effect>();
    for (ByteString user : List.copyOf(ahead)) {
      moved(user, member(user), effects);
    }
    apply(event, effects);
    return effects;
  }

  private void apply(Event event, List<Effect> effects) {
    switch (event.getBodyCase()) {
      case DIRECT_OPENED -> {
        direct = true;
        event.getDirectOpened().getMembersList().forEach(it -> join(it, effects));
      }
      case GROUP_CREATED ->
          event.getGroupCreated().getMembersList().forEach(it -> join(it, effects));
      case MEMBERS_ADDED -> event.getMembersAdded().getUsersList().forEach(it -> join(it, effects));
      case MEMBERS_REMOVED -> event.getMembersRemoved().getUsersList().forEach(this::leave);
      case MEMBER_LEFT -> leave(event.getUser());
      case BLOCKED -> block(event.getUser(), event.getBlocked().getBlocked());
      case MESSAGE -> message(event, effects);
      default -> {
        // Other events take a seq that watermarks pass over.
      }
    }
  }

  private void join(ByteString user, List<Effect> effects) {
    Member member = member(user);
    if (!member.present()) {
      member.joined = head;
      member.claim(head, head, true);
      moved(user, member, effects);
    }
  }

  private void leave(ByteString user) {
    Member member = members.get(user);
    if (member == null || !member.present()) {
      return;
    }
    former.addLast(new Former(user, member.joined, head, member.delivered, member.read));
    if (former.size() > Bounds.MEMBERS_MAX) {
      former.removeFirst();
    }
    member.joined = 0;
    ahead.remove(user);
    if (member.ownDelivered <= head) {
      // He starts at the join when he comes back, which is later than all that is known of him.
      members.remove(user);
    }
  }

  private void block(ByteString user, boolean blocked) {
    if (blocked) {
      blocking.add(user);
    } else {
      blocking.remove(user);
    }
  }

  private void message(Event event, List<Effect> effects) {
    ByteString sender = event.getUser();
    Member member = members.get(sender);
    if (member != null && member.present()) {
      member.claimedAt = event.getTime();
      member.claim(head, head, shows(member));
      moved(sender, member, effects);
    }
  }

  /// A device's claim of a time that is not known.
  public List<Effect> receipt(Receipt receipt) {
    return receipt(receipt, 0);
  }

  /// A device's claim, whatever its order.
  ///
  /// @param time when the broker got it, in milliseconds since 1970
  public List<Effect> receipt(Receipt receipt, long time) {
    Member member = members.get(receipt.getUser());
    long farthest = Math.max(receipt.getDelivered(), receipt.getRead());
    if (member == null || !member.present() || farthest > head + Bounds.RECEIPT_AHEAD_MAX) {
      return List.of();
    }
    var effects = new ArrayList<Effect>();
    member.hides = receipt.getPrivate();
    if (farthest > member.ownDeliveredClaim) {
      member.claimedAt = time;
    }
    member.claim(receipt.getDelivered(), receipt.getRead(), shows(member));
    if (!moved(receipt.getUser(), member, effects)) {
      // The device repeats because it missed the echo; the others have it.
      effects.add(echo(receipt.getUser(), member, receipt.getDevice()));
    }
    return effects;
  }

  /// Whether others may know how far he gets now.
  private boolean shows(Member member) {
    return !member.hides && blocking.isEmpty();
  }

  private boolean moved(ByteString user, Member member, List<Effect> effects) {
    long delivered = member.delivered;
    long read = member.read;
    long ownDelivered = Math.max(member.ownDelivered, member.joined);
    long ownRead = member.ownRead;
    boolean moved = member.advance(head);
    if (member.present() && member.ahead(head)) {
      ahead.add(user);
    } else {
      ahead.remove(user);
    }
    if (!moved || !member.present()) {
      return false;
    }
    if (member.ownRead > ownRead) {
      long reached = unread.countAt(member.ownRead, count);
      member.ownReadCount = Math.max(member.ownReadCount, reached);
    }
    effects.add(new Effect.Stored(status(user, member)));
    effects.add(echo(user, member, ByteString.EMPTY));
    if (member.claimedAt > 0 && member.ownDelivered > ownDelivered) {
      unread.delays(user, ownDelivered, member.ownDelivered, member.claimedAt).stream()
          .map(Effect.Took::new)
          .forEach(effects::add);
    }
    // What was written before he joined does not count him.
    long deliveredBefore = Math.max(delivered, member.joined);
    long readBefore = Math.max(read, member.joined);
    if (direct && (member.delivered > deliveredBefore || member.read > readBefore)) {
      tellOther(user, member, effects);
    }
    if (direct) {
      forget();
    } else {
      unread.changed(user, deliveredBefore, member.delivered);
      unread.changed(user, readBefore, member.read);
    }
    return true;
  }

  private void tellOther(ByteString user, Member member, List<Effect> effects) {
    members.forEach(
        (other, theirs) -> {
          if (!other.equals(user) && theirs.present() && shows(theirs)) {
            var status = Status.newBuilder().setConversation(conversation);
            status.setOther(
                Reached.newBuilder().setDelivered(member.delivered).setRead(member.read));
            effects.add(told(Notice.newBuilder().setUser(other).setStatus(status)));
          }
        });
  }

  /// Whether senders in a group are to be told something: call [#flush] soon, but not for each
  /// receipt.
  public boolean pending() {
    return unread.anyChanged();
  }

  /// What has changed for senders in a group since the last call: one notice to each.
  public List<Effect> flush() {
    var effects = new ArrayList<Effect>();
    unread
        .takeChanged(Bounds.STATUS_MESSAGES_MAX)
        .forEach(
            (sender, messages) -> {
              Member member = members.get(sender);
              if (member != null && member.present() && !member.hides) {
                var status = Status.newBuilder().setConversation(conversation);
                messages.forEach(message -> status.addMessages(counted(message)));
                effects.add(told(Notice.newBuilder().setUser(sender).setStatus(status)));
              }
            });
    forget();
    return effects;
  }

  private MessageStatus counted(Unread.Message message) {
    int delivered = 0;
    int read = 0;
    int of = 0;
    for (var entry : members.entrySet()) {
      Member member = entry.getValue();
      boolean counts = member.present() && member.joined < message.seq();
      if (counts && !entry.getKey().equals(message.sender())) {
        of++;
        delivered += member.delivered >= message.seq() ? 1 : 0;
        read += member.read >= message.seq() ? 1 : 0;
      }
    }
    for (Former gone : former) {
      boolean counts = gone.joined() < message.seq() && message.seq() <= gone.left();
      if (counts && !gone.user().equals(message.sender())) {
        of++;
        delivered += gone.delivered() >= message.seq() ? 1 : 0;
        read += gone.read() >= message.seq() ? 1 : 0;
      }
    }
    return MessageStatus.newBuilder()
        .setSeq(message.seq())
        .setDelivered(delivered)
        .setRead(read)
        .setOf(of)
        .build();
  }

  /// Drops what everybody has read. Who hides counts by what he has read himself: he would keep
  /// every message for ever.
  private void forget() {
    long readByAll = Long.MAX_VALUE;
    for (Member member : members.values()) {
      if (member.present()) {
        readByAll = Math.min(readByAll, member.hides ? member.ownRead : member.read);
      }
    }
    unread.forget(Math.min(readByAll, head));
    long oldest = unread.oldest();
    former.removeIf(gone -> gone.left() < oldest);
  }

  private Member member(ByteString user) {
    return members.computeIfAbsent(user, it -> new Member());
  }

  private ReceiptStatus status(ByteString user, Member member) {
    return ReceiptStatus.newBuilder()
        .setConversation(conversation)
        .setUser(user)
        .setDelivered(member.delivered)
        .setRead(member.read)
        .setOwnRead(member.ownRead)
        .setOwnReadCount(member.ownReadCount)
        .build();
  }

  private Effect echo(ByteString user, Member member, ByteString device) {
    var own = Reached.newBuilder().setDelivered(member.ownDelivered).setRead(member.ownRead);
    return told(
        Notice.newBuilder()
            .setUser(user)
            .setDevice(device)
            .setWatermark(
                Watermark.newBuilder()
                    .setConversation(conversation)
                    .setOwn(own)
                    .setReadCount(member.ownReadCount)));
  }

  private static Effect told(Notice.Builder notice) {
    return new Effect.Told(notice.build());
  }

  int messagesKept() {
    return unread.size();
  }
}
