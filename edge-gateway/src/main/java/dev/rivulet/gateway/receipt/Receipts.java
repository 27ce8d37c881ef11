package dev.rivulet.gateway.receipt;

import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Origin;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.contracts.topic.Service;
import java.util.Optional;
import java.util.UUID;

/// Makes receipts of client frames: who claims comes from the verified token and never from the
/// frame, and whether others may know from what the user has set.
public final class Receipts {
  private final Origin origin;
  private final PrivacyTable privacy;

  public Receipts(UUID instance, PrivacyTable privacy) {
    this.privacy = privacy;
    this.origin =
        Origin.newBuilder()
            .setService(Service.EDGE_GATEWAY.text())
            .setInstance(instance.toString())
            .build();
  }

  public Receipt of(UUID user, UUID device, ClientFrame.Delivered frame) {
    return receipt(user, device, frame.conversation()).setDelivered(frame.upTo()).build();
  }

  public Receipt of(UUID user, UUID device, ClientFrame.Read frame) {
    return receipt(user, device, frame.conversation()).setRead(frame.upTo()).build();
  }

  /// Goes before a message of one who gives no receipts: to send is to have read, and only a
  /// receipt says that this is not for others. It claims nothing itself.
  public Optional<Receipt> beforeSend(UUID user, UUID device, UUID conversation) {
    return privacy.hidesReceipts(user)
        ? Optional.of(receipt(user, device, conversation).build())
        : Optional.empty();
  }

  private Receipt.Builder receipt(UUID user, UUID device, UUID conversation) {
    return Receipt.newBuilder()
        .setConversation(Ids.bytes(conversation))
        .setUser(Ids.bytes(user))
        .setDevice(Ids.bytes(device))
        .setPrivate(privacy.hidesReceipts(user))
        .setOrigin(origin);
  }
}
