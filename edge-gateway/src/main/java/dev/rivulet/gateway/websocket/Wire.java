package dev.rivulet.gateway.websocket;

import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.frame.SubProtocol;
import java.util.UUID;

/// What its listener may do with a connection.
public interface Wire {
  /// Puts a frame made by [Frames] on its way. Never waits.
  ///
  /// @return false if the connection is closing: the frame will not be written
  boolean send(byte[] frame);

  /// Puts a frame on its way that may as well be left out: only while the connection has little to
  /// write.
  ///
  /// @return whether it was taken
  boolean sendSpare(byte[] frame);

  /// Closes behind what waits already; later calls change nothing.
  ///
  /// @param reason for the peer's author: fixed words of ours
  void close(CloseCode code, String reason);

  /// How its messages are written, as the handshake chose.
  default SubProtocol subProtocol() {
    return SubProtocol.JSON;
  }

  /// Limits the messages that follow; only on the reading thread.
  void limitMessages(int bytesMax);

  /// Shares the user's pace with the other connections of the same user; only on the reading
  /// thread, once.
  void belongTo(UUID owner);

  /// When bytes last arrived, as of `System.nanoTime()`.
  long lastRead();

  /// Goes on reading on a new thread after this message; only on the reading thread.
  ///
  /// A parked thread keeps the deepest stack it ever parked with, and whatever libraries left in
  /// its thread-locals. What happens once, at the beginning, need not stay with an idle connection.
  void continueOnFreshThread();
}
