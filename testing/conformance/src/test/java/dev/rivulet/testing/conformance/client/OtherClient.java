package dev.rivulet.testing.conformance.client;

/// A connection made by somebody else's library.
public interface OtherClient {
  void send(String text) throws Exception;

  /// The next message, waited for.
  String receive();

  /// Closes with 1000 and waits for the answer.
  ///
  /// @return the code of the answer
  int close() throws Exception;
}
