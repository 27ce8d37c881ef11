package dev.rivulet.gateway.session;

/// Which partition of `deliveries` this process owns now, if any.
public final class CurrentSlot {
  public static final int NONE = -1;

  private volatile int slot = NONE;

  public int get() {
    return slot;
  }

  public boolean owned() {
    return slot != NONE;
  }

  public void take(int owned) {
    slot = owned;
  }

  public void lose() {
    slot = NONE;
  }
}
