package dev.rivulet.testing.conformance;

import static dev.rivulet.testing.conformance.Wire.CONTINUATION;
import static dev.rivulet.testing.conformance.Wire.FIN;
import static dev.rivulet.testing.conformance.Wire.TEXT;
import static dev.rivulet.testing.conformance.Wire.frame;
import static dev.rivulet.testing.conformance.Wire.join;
import static dev.rivulet.testing.conformance.Wire.utf8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Section 6: UTF-8, whole, in fragments, and refused at the first wrong byte. The sequences are
/// those of Markus Kuhn's UTF-8 stress test.
final class TextCases {
  private static final byte[] KOSME = hex("cebae1bdb9cf83cebcceb5");
  private static final byte[] GREETING = utf8("Hello-µ@ßöäüàá-UTF-8!!");
  private static final byte[] BEYOND = hex("f4908080");
  private static final byte[] EDITED = utf8("edited");

  private TextCases() {}

  static Stream<Case> all() {
    var cases = new ArrayList<Case>();
    cases.addAll(empty());
    cases.addAll(fragmented());
    cases.addAll(failFast());
    cases.addAll(prefixes());
    cases.addAll(sequences());
    return cases.stream();
  }

  private static List<Case> empty() {
    return List.of(
        good("6.1.1", "empty", new byte[0]),
        fragments("6.1.2", "three empty fragments", new byte[0], new byte[0], new byte[0]),
        fragments("6.1.3", "empty fragments around one", new byte[0], utf8("middle"), new byte[0]));
  }

  private static List<Case> fragmented() {
    int cut = utf8("Hello-µ").length;
    byte[] begin = Arrays.copyOf(GREETING, cut);
    byte[] rest = Arrays.copyOfRange(GREETING, cut, GREETING.length);
    return List.of(
        good("6.2.1", "several alphabets", GREETING),
        fragments("6.2.2", "cut between characters", begin, rest),
        fragments("6.2.3", "a fragment for each byte", single(GREETING)),
        fragments("6.2.4", "a fragment for each byte, other characters", single(KOSME)),
        bad("6.3.1", "surrogate in the middle", join(KOSME, hex("eda080"), EDITED)),
        Case.talk(
            "6.3.2",
            "surrogate in the middle, a fragment for each byte",
            wire -> {
              wire.write(framesOf(single(join(KOSME, hex("eda080"), EDITED))));
              wire.expectClose(1007);
            }));
  }

  private static List<Case> failFast() {
    return List.of(
        Case.talk(
            "6.4.1",
            "wrong at once: the second fragment",
            wire -> wrongFragment(wire, KOSME, BEYOND)),
        Case.talk(
            "6.4.2",
            "wrong at once: the second byte of a character",
            wire -> wrongFragment(wire, join(KOSME, hex("f4")), hex("90"))),
        Case.talk(
            "6.4.3", "wrong at once: inside a frame", wire -> wrongInside(wire, KOSME, BEYOND)),
        Case.talk(
            "6.4.4",
            "wrong at once: inside a frame and a character",
            wire -> wrongInside(wire, join(KOSME, hex("f4")), hex("90"))));
  }

  /// The last fragment is never sent.
  private static void wrongFragment(Wire wire, byte[] good, byte[] wrong) throws IOException {
    wire.write(frame(TEXT, good));
    wire.ping("so far");
    wire.expectPong("so far");
    wire.write(frame(CONTINUATION, wrong));
    wire.expectClose(1007);
  }

  /// The frame's end is never sent.
  private static void wrongInside(Wire wire, byte[] good, byte[] wrong) throws IOException {
    byte[] whole = frame(FIN | TEXT, join(good, wrong, hex("8080"), EDITED));
    int head = whole.length - EDITED.length - 2 - wrong.length;
    wire.write(Arrays.copyOf(whole, head));
    wire.write(Arrays.copyOfRange(whole, head, head + wrong.length));
    wire.expectClose(1007);
  }

  private static List<Case> prefixes() {
    var cases = new ArrayList<Case>();
    String[] texts = {
      "hello$world", "hello¢world", "hello€world", "hello\ud852\udf62world", "κόσμε"
    };
    for (int at = 0; at < texts.length; at++) {
      cases.add(good("6.5." + (at + 1), "characters of one to four bytes", utf8(texts[at])));
    }
    for (int length = 1; length <= KOSME.length; length++) {
      String number = "6.6." + length;
      byte[] prefix = Arrays.copyOf(KOSME, length);
      boolean ends = List.of(2, 5, 7, 9, 11).contains(length);
      cases.add(
          ends
              ? good(number, "prefix that ends with a character", prefix)
              : bad(number, "prefix that ends inside a character", prefix));
    }
    return cases;
  }

  private static List<Case> sequences() {
    var cases = new ArrayList<Case>();
    good(cases, "6.7.", "first of its length", "00 c280 e0a080 f0908080");
    bad(cases, "6.8.", "first of five and six", "f888808080 fc8480808080");
    good(cases, "6.9.", "last of its length", "7f dfbf efbfbf f48fbfbf");
    bad(cases, "6.10.", "last beyond Unicode", "f7bfbfbf fbbfbfbfbf fdbfbfbfbfbf");
    good(cases, "6.11.", "other boundary", "ed9fbf ee8080 efbfbd f48fbfbf");
    cases.add(bad("6.11.5", "first beyond Unicode", BEYOND));
    bad(
        cases,
        "6.12.",
        "lonely continuation",
        "80 bf 80bf 80bf80 80bf80bf 80bf80bf80 80bf80bf80bf " + range(0x80, 0xbe, ""));
    bad(
        cases,
        "6.13.",
        "lonely start",
        String.join(
            " ",
            range(0xc0, 0xdf, "20"),
            range(0xe0, 0xef, "20"),
            range(0xf0, 0xf7, "20"),
            range(0xf8, 0xfb, "20"),
            "fc20fd20"));
    String cut = "c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf";
    bad(cases, "6.14.", "last byte missing", cut);
    bad(cases, "6.15.", "all of these in a row", cut.replace(" ", ""));
    bad(cases, "6.16.", "impossible byte", "fe ff fefeffff");
    bad(cases, "6.17.", "overlong slash", "c0af e080af f08080af f8808080af fc80808080af");
    bad(cases, "6.18.", "longest overlong", "c1bf e09fbf f08fbfbf f887bfbfbf fc83bfbfbfbf");
    bad(cases, "6.19.", "overlong NUL", "c080 e08080 f0808080 f880808080 fc8080808080");
    String surrogates = "eda080 edadbf edae80 edafbf edb080 edbe80 edbfbf";
    bad(cases, "6.20.", "surrogate", surrogates);
    bad(cases, "6.21.", "pair of surrogates", pairs());
    good(cases, "6.22.", "no character but allowed", nonCharacters());
    good(cases, "6.23.", "special", "efbfb9 efbfba efbfbb efbfbc efbfbd efbfbe efbfbf");
    return cases;
  }

  private static String pairs() {
    return Stream.of("eda080", "edadbf", "edae80", "edafbf")
        .flatMap(high -> Stream.of(high + "edb080", high + "edbfbf"))
        .reduce((left, right) -> left + " " + right)
        .orElseThrow();
  }

  private static String nonCharacters() {
    var all = new ArrayList<String>();
    for (int plane = 0; plane <= 16; plane++) {
      for (int low : new int[] {0xfffe, 0xffff}) {
        byte[] bytes = utf8(Character.toString((plane << 16) | low));
        all.add(HexFormat.of().formatHex(bytes));
      }
    }
    return String.join(" ", all);
  }

  private static String range(int from, int to, String behindEach) {
    var text = new StringBuilder();
    for (int octet = from; octet <= to; octet++) {
      text.append(HexFormat.of().toHexDigits((byte) octet)).append(behindEach);
    }
    return text.toString();
  }

  private static void good(List<Case> cases, String section, String fact, String sequences) {
    int number = 1;
    for (String sequence : sequences.split(" ", -1)) {
      cases.add(good(section + number++, fact + ": " + sequence, hex(sequence)));
    }
  }

  private static void bad(List<Case> cases, String section, String fact, String sequences) {
    int number = 1;
    for (String sequence : sequences.split(" ", -1)) {
      cases.add(bad(section + number++, fact, hex(sequence)));
    }
  }

  private static Case good(String number, String fact, byte[] text) {
    return Case.talk(
        number,
        fact,
        wire -> {
          wire.write(frame(FIN | TEXT, text));
          wire.expect(TEXT, text);
          wire.expectAlive();
        });
  }

  private static Case bad(String number, String fact, byte[] text) {
    return Case.talk(
        number,
        fact,
        wire -> {
          wire.write(frame(FIN | TEXT, text));
          wire.expectClose(1007);
        });
  }

  private static Case fragments(String number, String fact, byte[]... parts) {
    return Case.talk(
        number,
        fact,
        wire -> {
          wire.write(framesOf(parts));
          wire.expect(TEXT, join(parts));
          wire.expectAlive();
        });
  }

  private static byte[] framesOf(byte[]... parts) {
    byte[][] frames = new byte[parts.length][];
    for (int at = 0; at < parts.length; at++) {
      int fin = at == parts.length - 1 ? FIN : 0;
      frames[at] = frame(fin | (at == 0 ? TEXT : CONTINUATION), parts[at]);
    }
    return join(frames);
  }

  private static byte[][] single(byte[] text) {
    byte[][] parts = new byte[text.length][];
    for (int at = 0; at < text.length; at++) {
      parts[at] = new byte[] {text[at]};
    }
    return parts;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
