package dev.rivulet.media.decode;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What we call of libvips (its C API, stable within `libvips.so.42`). Its functions take named
/// options behind the fixed arguments, ended by a null.
// Calling C is what this class is for.
@SuppressWarnings("restricted")
public final class Vips {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final String[] LIBRARIES = {"libvips.so.42", "libvips.42.dylib"};

  private final SymbolLookup symbols;

  private Vips(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /// Loads the library for the life of this process; empty if it is not there.
  public static Optional<Vips> load() {
    for (String library : LIBRARIES) {
      try {
        Vips vips = new Vips(SymbolLookup.libraryLookup(library, Arena.global()));
        return vips.start() ? Optional.of(vips) : Optional.empty();
      } catch (IllegalArgumentException notHere) {
        // The next name may be.
      }
    }
    return Optional.empty();
  }

  private boolean start() {
    try (Arena arena = Arena.ofConfined()) {
      if (integer("vips_init", arena.allocateFrom("rivulet")) != 0) {
        return false;
      }
    }
    integer("vips_block_untrusted_set", 1);
    integer("vips_concurrency_set", 1);
    integer("vips_cache_set_max", 0);
    return true;
  }

  public String version() {
    return "%d.%d.%d"
        .formatted(
            integer("vips_version", 0), integer("vips_version", 1), integer("vips_version", 2));
  }

  /// The name of what would load the file, such as `VipsForeignLoadJpegFile`.
  String loader(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name =
          (MemorySegment) call("vips_foreign_find_load", ADDRESS, path(arena, file));
      return name.equals(NULL) ? "" : text(name);
    }
  }

  /// Decodes to fit a square, upright and in sRGB.
  public VipsImage thumbnail(Path file, int side) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      List<Object> fixed = List.of(path(arena, file), out, side);
      // Without a profile of its own a picture is sRGB already; asked to convert it, libvips goes
      // through a space in which it loses some of its light.
      int result =
          hasProfile(arena, file)
              ? options("vips_thumbnail", fixed, arena, fitting(side, "export_profile", "srgb"))
              : options("vips_thumbnail", fixed, arena, fitting(side));
      check(result);
      return new VipsImage(this, out.get(ADDRESS, 0));
    }
  }

  private static Object[] fitting(int side, Object... more) {
    List<Object> named = new ArrayList<>(List.of("height", side, "size", 2, "fail_on", 2));
    named.addAll(List.of(more));
    return named.toArray();
  }

  /// Reads the header alone.
  private boolean hasProfile(Arena arena, Path file) throws IOException {
    MemorySegment header =
        (MemorySegment)
            call("vips_image_new_from_file", ADDRESS, 1, List.of(path(arena, file), NULL));
    if (header.equals(NULL)) {
      check(-1);
    }
    try (VipsImage image = new VipsImage(this, header)) {
      return image.hasProfile();
    }
  }

  MethodHandle handle(
      String function, MemoryLayout result, List<MemoryLayout> arguments, int fixed) {
    FunctionDescriptor shape =
        FunctionDescriptor.of(result, arguments.toArray(MemoryLayout[]::new));
    Linker.Option[] options =
        fixed < arguments.size()
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
            : new Linker.Option[0];
    return LINKER.downcallHandle(symbols.find(function).orElseThrow(), shape, options);
  }

  /// Calls a function that ends with named options; the value of each is a number or a text.
  int options(String function, List<Object> arguments, Arena arena, Object... named) {
    List<Object> all = new ArrayList<>(arguments);
    for (Object value : named) {
      all.add(value instanceof String text ? arena.allocateFrom(text) : value);
    }
    all.add(NULL);
    return (int) call(function, JAVA_INT, arguments.size(), all);
  }

  int integer(String function, Object... arguments) {
    return (int) call(function, JAVA_INT, arguments.length, List.of(arguments));
  }

  Object call(String function, MemoryLayout result, Object... arguments) {
    return call(function, result, arguments.length, List.of(arguments));
  }

  // A handle's invocation is declared to throw anything; C throws nothing.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private Object call(String function, MemoryLayout result, int fixed, List<Object> arguments) {
    List<MemoryLayout> layouts = new ArrayList<>();
    for (Object argument : arguments) {
      layouts.add(layout(argument));
    }
    try {
      return handle(function, result, layouts, fixed).invokeWithArguments(arguments);
    } catch (Throwable impossible) {
      throw new IllegalStateException(function, impossible);
    }
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer _ -> JAVA_INT;
      case Double _ -> ValueLayout.JAVA_DOUBLE;
      case MemorySegment _ -> ADDRESS;
      default -> throw new IllegalArgumentException(argument.getClass().getName());
    };
  }

  /// Throws what the library says, if it failed.
  void check(int result) throws IOException {
    if (result != 0) {
      String reason = text((MemorySegment) call("vips_error_buffer", ADDRESS));
      release("vips_error_clear");
      throw new IOException(reason.strip());
    }
  }

  /// Calls a function without a result.
  @SuppressWarnings("checkstyle:IllegalCatch")
  void release(String function, MemorySegment... arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments.length];
    java.util.Arrays.fill(layouts, ADDRESS);
    try {
      LINKER
          .downcallHandle(symbols.find(function).orElseThrow(), FunctionDescriptor.ofVoid(layouts))
          .invokeWithArguments((Object[]) arguments);
    } catch (Throwable impossible) {
      throw new IllegalStateException(function, impossible);
    }
  }

  static MemorySegment path(Arena arena, Path file) {
    return arena.allocateFrom(file.toString());
  }

  private static String text(MemorySegment chars) {
    return chars.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
