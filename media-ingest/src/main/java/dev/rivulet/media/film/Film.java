package dev.rivulet.media.film;

/// What audio and video are found to be.
///
/// @param durationMillis 0: not known
/// @param width of the picture in pixels; 0: has none
public record Film(long durationMillis, int width, int height) {
  public boolean hasPicture() {
    return width > 0 && height > 0;
  }
}
