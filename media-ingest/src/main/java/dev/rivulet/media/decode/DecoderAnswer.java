package dev.rivulet.media.decode;

/// What came of an image.
public sealed interface DecoderAnswer {
  record Done(Pictures pictures) implements DecoderAnswer {}

  /// It cannot be decoded, or not within the bounds of a decoder.
  ///
  /// @param reason for the log; it may hold words of a library
  record Refused(String reason) implements DecoderAnswer {}

  /// All decoders are at work and stayed so.
  record Busy() implements DecoderAnswer {}
}
