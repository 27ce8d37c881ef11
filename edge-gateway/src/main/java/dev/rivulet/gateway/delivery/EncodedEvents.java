package dev.rivulet.gateway.delivery;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.gateway.websocket.Frames;
import java.util.LinkedHashMap;
import java.util.Map;

/// The frames of the latest events: one event comes once per inbox partition, and again after an
/// aborted transaction, with the same content. For one thread.
final class EncodedEvents {
  private final long bytesMax;
  private final Map<Place, byte[]> frames = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  private record Place(ByteString conversation, long seq, SubProtocol subProtocol) {}

  EncodedEvents(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// For those from whom the event is hidden: its place, and nothing else of it.
  static byte[] hidden(Event event, SubProtocol subProtocol) {
    var conversation = Ids.uuid(event.getConversation());
    var hidden = ConversationEvent.hidden(conversation, event.getSeq());
    return Frames.message(subProtocol, new ServerFrame.Event(hidden));
  }

  byte[] frame(Event event, SubProtocol subProtocol) {
    var place = new Place(event.getConversation(), event.getSeq(), subProtocol);
    byte[] known = frames.get(place);
    if (known != null) {
      return known;
    }
    byte[] frame = Frames.message(subProtocol, new ServerFrame.Event(ConversationEvent.of(event)));
    frames.put(place, frame);
    bytes += frame.length;
    evict();
    return frame;
  }

  private void evict() {
    var eldest = frames.values().iterator();
    while (bytes > bytesMax && frames.size() > 1) {
      bytes -= eldest.next().length;
      eldest.remove();
    }
  }

  long bytes() {
    return bytes;
  }
}
