package dev.rivulet.contracts.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.rivulet.contracts.id.Ids;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// One example of every record and of every kind it can hold, with all fields set.
final class Examples {
  private static final ByteString ANN = id(0xa1);
  private static final ByteString BOB = id(0xb2);
  private static final ByteString CONVERSATION = id(0xc3);
  private static final ByteString DEVICE = id(0xd4);
  private static final ByteString SESSION = id(0xe5);
  private static final ByteString INSTANCE = id(0xf6);

  private Examples() {}

  static Map<String, Message> all() {
    var all = new LinkedHashMap<String, Message>();
    commands(all);
    changeCommands(all);
    events(all);
    changeEvents(all);
    live(all);
    receipts(all);
    all.put(
        "DeadLetter",
        DeadLetter.newBuilder()
            .setTopic("rivulet.events")
            .setPartition(3)
            .setOffset(300)
            .setReason("not an Event")
            .setKey(CONVERSATION)
            .setValue(ByteString.copyFromUtf8("x"))
            .build());
    all.put(
        "Revocation",
        Revocation.newBuilder()
            .setUser(ANN)
            .setDevice(DEVICE)
            .setIssuedUntil(1_700_000_000)
            .build());
    all.put(
        "PrivacyRecord",
        PrivacyRecord.newBuilder()
            .setUser(ANN)
            .setHidesReceipts(true)
            .setHidesPresence(true)
            .build());
    all.put("Typing", Typing.newBuilder().setConversation(CONVERSATION).setUser(ANN).build());
    all.put(
        "UserRecord",
        UserRecord.newBuilder()
            .setUser(ANN)
            .setHandle("ann")
            .setDisplayName("Ann")
            .setCreatedAt(1_700_000_000_000L)
            .build());
    media(all);
    accounts(all);
    return all;
  }

  private static void accounts(Map<String, Message> all) {
    all.put(
        "UserRecordWithProfile",
        UserRecord.newBuilder()
            .setUser(ANN)
            .setHandle("ann")
            .setDisplayName("Ann")
            .setCreatedAt(1_700_000_000_000L)
            .setAbout("Hiking")
            .setPicture(CONVERSATION)
            .setAway(true)
            .build());
    all.put(
        "AdminAction",
        AdminAction.newBuilder()
            .setAction("user-disable")
            .setSubject(ANN)
            .setOperator("olga")
            .setReason("spam")
            .setTime(1_700_000_000_000L)
            .setFailed(true)
            .build());
  }

  private static void media(Map<String, Message> all) {
    all.put(
        "MediaRecord",
        MediaRecord.newBuilder()
            .setId(id(0x77))
            .setOwner(ANN)
            .setType("image/webp")
            .setSize(70_000)
            .setWidth(1600)
            .setHeight(1200)
            .setDurationMs(1)
            .setCreatedAt(1_700_000_000_000L)
            .setUploadedSize(3_000_000)
            .build());
    var carrying = content().toBuilder().clearMedia().addAttachments(attachment());
    all.put(
        "Command send_message with attachments",
        command().setSendMessage(SendMessage.newBuilder().setContent(carrying)).build());
    all.put("Event message with attachments", event().setMessage(carrying).build());
    var target = Target.newBuilder().setSeq(7).setAuthor(ANN).setTime(1_700_000_000_000L);
    all.put(
        "Command delete_message with media",
        command()
            .setDeleteMessage(DeleteMessage.newBuilder().setTarget(target).addMedia(id(0x77)))
            .build());
    all.put(
        "Event message_deleted with media",
        event()
            .setMessageDeleted(MessageDeleted.newBuilder().setSeq(6).addMedia(id(0x77)))
            .build());
  }

  private static Attachment attachment() {
    return Attachment.newBuilder()
        .setId(id(0x77))
        .setOwner(ANN)
        .setSize(70_000)
        .setType("image/webp")
        .setExpires(1_700_000_000_000L)
        .setWidth(1600)
        .setHeight(1200)
        .setPlaceholder("1QcSHQRnh493V4dIh4eXh1h4kJUI")
        .setDurationMs(1)
        .setName("beach.jpg")
        .build();
  }

  private static void commands(Map<String, Message> all) {
    all.put(
        "Command open_direct",
        command().setOpenDirect(OpenDirect.newBuilder().setFirst(ANN).setSecond(BOB)).build());
    all.put(
        "Command create_group",
        command()
            .setCreateGroup(CreateGroup.newBuilder().setName("friends").addMembers(BOB))
            .build());
    all.put(
        "Command send_message",
        command().setSendMessage(SendMessage.newBuilder().setContent(content())).build());
    all.put(
        "Command add_members",
        command().setAddMembers(AddMembers.newBuilder().addUsers(BOB)).build());
    all.put(
        "Command remove_members",
        command().setRemoveMembers(RemoveMembers.newBuilder().addUsers(BOB)).build());
    all.put(
        "Command leave_group", command().setLeaveGroup(LeaveGroup.getDefaultInstance()).build());
    all.put(
        "Command change_rules",
        Command.newBuilder()
            .setOrigin(Origin.newBuilder().setService("topic-setup"))
            .setChangeRules(ChangeRules.newBuilder().setNumber(2))
            .build());
  }

  private static void changeCommands(Map<String, Message> all) {
    var target = Target.newBuilder().setSeq(7).setAuthor(ANN).setTime(1_700_000_000_000L);
    all.put(
        "Command edit_message",
        command()
            .setEditMessage(EditMessage.newBuilder().setTarget(target).setContent(content()))
            .build());
    all.put(
        "Command delete_message",
        command().setDeleteMessage(DeleteMessage.newBuilder().setTarget(target)).build());
    all.put(
        "Command react",
        command()
            .setReact(React.newBuilder().setTarget(target).setEmoji("+1").setRemove(true))
            .build());
    all.put(
        "Command change_group",
        command()
            .setChangeGroup(
                ChangeGroup.newBuilder()
                    .setName("old friends")
                    .setPicture(SESSION)
                    .setHistory(HistoryVisibility.FROM_THE_START))
            .build());
    all.put(
        "Command change_role",
        command().setChangeRole(ChangeRole.newBuilder().setUser(BOB).setRole(Role.ADMIN)).build());
    all.put(
        "Command close_group", command().setCloseGroup(CloseGroup.getDefaultInstance()).build());
    all.put("Command mute", command().setMute(Mute.newBuilder().setMuted(true)).build());
    all.put("Command block", command().setBlock(Block.newBuilder().setBlocked(true)).build());
  }

  private static void changeEvents(Map<String, Message> all) {
    all.put(
        "Event message_edited",
        event()
            .setHiddenFrom(BOB)
            .setMessageEdited(MessageEdited.newBuilder().setSeq(7).setContent(content()))
            .build());
    all.put(
        "Event message_deleted",
        event().setMessageDeleted(MessageDeleted.newBuilder().setSeq(7)).build());
    all.put(
        "Event reacted",
        event().setReacted(Reacted.newBuilder().setSeq(7).setEmoji("+1").setRemoved(true)).build());
    all.put(
        "Event group_changed",
        event()
            .setGroupChanged(
                GroupChanged.newBuilder()
                    .setName("old friends")
                    .setPicture(SESSION)
                    .setHistory(HistoryVisibility.FROM_THE_START))
            .build());
    all.put(
        "Event role_changed",
        event().setRoleChanged(RoleChanged.newBuilder().setUser(BOB).setRole(Role.ADMIN)).build());
    all.put("Event group_closed", event().setGroupClosed(GroupClosed.getDefaultInstance()).build());
    all.put(
        "Event muted", event().setOnlyFor(ANN).setMuted(Muted.newBuilder().setMuted(true)).build());
    all.put(
        "Event blocked",
        event().setOnlyFor(ANN).setBlocked(Blocked.newBuilder().setBlocked(true)).build());
  }

  private static void events(Map<String, Message> all) {
    all.put(
        "Event direct_opened",
        event().setDirectOpened(DirectOpened.newBuilder().addMembers(ANN).addMembers(BOB)).build());
    all.put(
        "Event group_created",
        event()
            .setGroupCreated(
                GroupCreated.newBuilder()
                    .setName("friends")
                    .setOwner(ANN)
                    .addMembers(ANN)
                    .addMembers(BOB))
            .build());
    all.put("Event message", event().setMessage(content()).build());
    all.put(
        "Event members_added",
        event().setMembersAdded(MembersAdded.newBuilder().addUsers(BOB)).build());
    all.put(
        "Event members_removed",
        event().setMembersRemoved(MembersRemoved.newBuilder().addUsers(BOB)).build());
    all.put("Event member_left", event().setMemberLeft(MemberLeft.getDefaultInstance()).build());
    all.put(
        "InboxRecord",
        InboxRecord.newBuilder()
            .setEvent(event().setMessage(content()))
            .setRecipients(ANN.concat(BOB))
            .build());
    all.put(
        "InboxRecord by_membership",
        InboxRecord.newBuilder()
            .setEvent(event().setMessage(content()))
            .setByMembership(true)
            .build());
    all.put(
        "BigMember",
        BigMember.newBuilder()
            .setConversation(CONVERSATION)
            .setUser(ANN)
            .setSeq(9)
            .addIntervals(interval())
            .build());
  }

  private static MemberInterval interval() {
    return MemberInterval.newBuilder().setVisibleFrom(1).setLeft(10).setJoined(4).build();
  }

  private static void live(Map<String, Message> all) {
    all.put(
        "Notice sent",
        Notice.newBuilder()
            .setUser(ANN)
            .setDevice(DEVICE)
            .setSent(
                Sent.newBuilder()
                    .setConversation(CONVERSATION)
                    .setClientMessageId("m-1")
                    .setN(3)
                    .setSeq(7))
            .build());
    all.put(
        "Notice duplicate",
        Notice.newBuilder()
            .setUser(ANN)
            .setDevice(DEVICE)
            .setDuplicate(
                Duplicate.newBuilder()
                    .setConversation(CONVERSATION)
                    .setClientMessageId("m-1")
                    .setN(3)
                    .setSeq(7))
            .build());
    all.put(
        "Notice refused",
        Notice.newBuilder()
            .setUser(ANN)
            .setDevice(DEVICE)
            .setRefused(
                Refused.newBuilder()
                    .setConversation(CONVERSATION)
                    .setClientMessageId("m-1")
                    .setN(3)
                    .setCode("gap")
                    .setNext(2))
            .build());
    all.put(
        "SessionRecord",
        SessionRecord.newBuilder()
            .setUser(ANN)
            .setDevice(DEVICE)
            .setSession(SESSION)
            .setConnection(5)
            .setSlot(2)
            .setInstance(INSTANCE)
            .setAttachedAt(1_700_000_000_000L)
            .setRefreshed(true)
            .build());
    deliveries(all);
  }

  private static void receipts(Map<String, Message> all) {
    all.put(
        "Receipt",
        Receipt.newBuilder()
            .setConversation(CONVERSATION)
            .setUser(BOB)
            .setDevice(DEVICE)
            .setDelivered(9)
            .setRead(7)
            .setPrivate(true)
            .setOrigin(Origin.newBuilder().setService("edge-gateway").setInstance("i1"))
            .build());
    all.put(
        "ReceiptStatus",
        ReceiptStatus.newBuilder()
            .setConversation(CONVERSATION)
            .setUser(BOB)
            .setDelivered(9)
            .setRead(7)
            .setOwnRead(8)
            .setOwnReadCount(6)
            .build());
    all.put(
        "DeliveryLatency",
        DeliveryLatency.newBuilder()
            .setMinute(1_700_000_040_000L)
            .setCount(1_200)
            .setP50Millis(31)
            .setP90Millis(64)
            .setP99Millis(250)
            .build());
    var reached = Reached.newBuilder().setDelivered(9).setRead(7);
    all.put(
        "Notice status",
        Notice.newBuilder()
            .setUser(ANN)
            .setStatus(
                Status.newBuilder()
                    .setConversation(CONVERSATION)
                    .setOther(reached)
                    .addMessages(
                        MessageStatus.newBuilder().setSeq(7).setDelivered(3).setRead(2).setOf(4)))
            .build());
    all.put(
        "Notice watermark",
        Notice.newBuilder()
            .setUser(BOB)
            .setWatermark(
                Watermark.newBuilder()
                    .setConversation(CONVERSATION)
                    .setOwn(reached)
                    .setReadCount(6))
            .build());
    all.put(
        "Notice writing",
        Notice.newBuilder()
            .setWriting(
                Writing.newBuilder().setConversation(CONVERSATION).setUser(ANN).setRecipients(BOB))
            .build());
  }

  private static void deliveries(Map<String, Message> all) {
    var position =
        Position.newBuilder().setGeneration(-7).setOffset(300).setTime(1_700_000_000_000L);
    var sessions = ANN.concat(SESSION);
    all.put(
        "Delivery claim",
        delivery().setClaim(SlotClaim.newBuilder().setAddress("127.0.0.1:8080")).build());
    all.put(
        "Delivery event",
        delivery()
            .setEvent(
                EventDelivery.newBuilder()
                    .setEvent(event().setMessage(content()))
                    .setSessions(sessions)
                    .setPosition(position))
            .build());
    all.put(
        "Delivery event by_membership",
        delivery()
            .setEvent(
                EventDelivery.newBuilder()
                    .setEvent(event().setMessage(content()))
                    .setSessions(sessions)
                    .setPosition(position)
                    .setByMembership(true))
            .build());
    all.put(
        "Delivery big_membership",
        delivery()
            .setBigMembership(
                BigMembership.newBuilder()
                    .setUser(ANN)
                    .setSession(SESSION)
                    .setConversation(CONVERSATION)
                    .addIntervals(interval()))
            .build());
    all.put(
        "Delivery attached",
        delivery()
            .setAttached(
                Attached.newBuilder().setUser(ANN).setSession(SESSION).setPosition(position))
            .build());
    all.put(
        "Delivery notice",
        delivery()
            .setNotice(
                NoticeDelivery.newBuilder()
                    .setNotice(Notice.newBuilder().setUser(ANN))
                    .setSessions(sessions))
            .build());
    all.put(
        "Delivery replaced",
        delivery().setReplaced(Replaced.newBuilder().setUser(ANN).setSession(SESSION)).build());
  }

  private static Delivery.Builder delivery() {
    return Delivery.newBuilder().setInstance(INSTANCE).setInboxPartition(3);
  }

  private static Command.Builder command() {
    return Command.newBuilder()
        .setConversation(CONVERSATION)
        .setActor(Actor.newBuilder().setUser(ANN).setDevice(DEVICE).setSession(SESSION))
        .setOrigin(Origin.newBuilder().setService("edge-gateway").setInstance("i1"))
        .setClientMessageId("m-1")
        .setN(3);
  }

  private static Event.Builder event() {
    return Event.newBuilder()
        .setConversation(CONVERSATION)
        .setSeq(7)
        .setCount(5)
        .setTime(1_700_000_000_000L)
        .setCommandOffset(300)
        .setUser(ANN)
        .setDevice(DEVICE)
        .setClientMessageId("m-1")
        .setN(3)
        .setRules(1)
        .setBig(true)
        .setMembers(2);
  }

  private static Content content() {
    return Content.newBuilder()
        .setContent(ByteString.copyFromUtf8("héllo"))
        .setContentKey("k1")
        .setReplyTo(6)
        .addMentions(BOB)
        .addMedia(id(0x77))
        .build();
  }

  private static ByteString id(int first) {
    return Ids.bytes(new UUID((long) first << 56 | 0x4000L, 0x8000000000000000L | first));
  }
}
