package dev.rivulet.client.store;

/// What this device has claimed of one conversation: how far the person has read, and how much of
/// what was claimed was echoed, so that what is left is claimed again by the next process.
public record Claims(long read, long echoedDelivered, long echoedRead) {
  public static final Claims NONE = new Claims(0, 0, 0);

  Claims withRead(long upTo) {
    return new Claims(Math.max(read, upTo), echoedDelivered, echoedRead);
  }

  Claims withEchoed(long delivered, long readEcho) {
    return new Claims(read, Math.max(echoedDelivered, delivered), Math.max(echoedRead, readEcho));
  }
}
