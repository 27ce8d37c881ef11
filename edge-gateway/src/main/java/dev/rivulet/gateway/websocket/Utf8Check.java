package dev.rivulet.gateway.websocket;

/// Checks UTF-8 as it arrives, across any cut, so that a text is refused at its first wrong byte
/// (RFC 3629: no surrogates, nothing above U+10FFFF, no longer form than needed).
final class Utf8Check {
  private static final int FIRST_CONTINUATION = 0x80;
  private static final int LAST_CONTINUATION = 0xbf;

  private int needed;
  private int lower = FIRST_CONTINUATION;
  private int upper = LAST_CONTINUATION;

  /// Whether everything so far can begin a well-formed text.
  boolean accept(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if ((needed > 0 || bytes[at] < 0) && !step(bytes[at] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the text may end here.
  boolean complete() {
    return needed == 0;
  }

  void reset() {
    needed = 0;
    anyContinuation();
  }

  private boolean step(int octet) {
    if (needed == 0) {
      return lead(octet);
    }
    if (octet < lower || octet > upper) {
      return false;
    }
    anyContinuation();
    needed--;
    return true;
  }

  private boolean lead(int octet) {
    if (octet < 0x80) {
      return true;
    }
    if (octet < 0xc2 || octet > 0xf4) {
      return false;
    }
    needed = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3;
    switch (octet) {
      case 0xe0 -> lower = 0xa0;
      case 0xed -> upper = 0x9f;
      case 0xf0 -> lower = 0x90;
      case 0xf4 -> upper = 0x8f;
      default -> {}
    }
    return true;
  }

  private void anyContinuation() {
    lower = FIRST_CONTINUATION;
    upper = LAST_CONTINUATION;
  }
}
