package dev.rivulet.media.decode;

/// What became of an image: both versions upright, in sRGB, without metadata.
///
/// @param display its longest side at most [#DISPLAY_SIDE]
/// @param thumbnail its longest side at most [#THUMBNAIL_SIDE]
/// @param placeholder a BlurHash: some twenty letters that a client draws until the picture is
///   there
public record Pictures(Picture display, Picture thumbnail, String placeholder) {
  public static final int DISPLAY_SIDE = 1600;
  public static final int THUMBNAIL_SIDE = 320;
}
