package dev.rivulet.media.decode;

import java.nio.file.Path;

/// One version of a picture, as a file.
///
/// @param mediaType what it is encoded as
public record Picture(Path file, String mediaType, int width, int height) {}
