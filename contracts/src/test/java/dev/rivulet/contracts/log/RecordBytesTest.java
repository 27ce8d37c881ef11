package dev.rivulet.contracts.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.rivulet.contracts.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The bytes of every record, as they were when it came into the log.
///
/// A line of records.golden that no longer holds means that what is stored can no longer be read.
/// Lines are only added: `mvn -pl contracts test -Dtest=RecordBytesTest
/// -Dtests.jvm=-Drivulet.regenerate=true` adds those of new examples.
class RecordBytesTest {
  private static final Path FILE =
      Path.of("src/test/resources/dev/rivulet/contracts/log/records.golden");
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void everyRecordHasTheBytesItAlwaysHad() throws IOException {
    var present = new LinkedHashMap<String, String>();
    Examples.all()
        .forEach((name, record) -> present.put(name, HEX.formatHex(record.toByteArray())));

    if (Boolean.getBoolean("rivulet.regenerate")) {
      add(present);
    }
    assertThat(present).isEqualTo(golden());
  }

  @Test
  void everyRecordIsReadBack() throws IOException {
    for (var line : golden().entrySet()) {
      var record = Objects.requireNonNull(Examples.all().get(line.getKey()));
      assertThat(parsed(record, HEX.parseHex(line.getValue()))).isEqualTo(record);
    }
  }

  @Test
  void everyTopicAndEveryKindHasAnExample() {
    var examples = Examples.all().keySet();
    for (Topic topic : Topic.values()) {
      var type = ((Message) defaultOf(topic)).getDescriptorForType();
      if (type.getOneofs().isEmpty()) {
        assertThat(examples).contains(type.getName());
      }
      for (OneofDescriptor body : type.getOneofs()) {
        body.getFields()
            .forEach(kind -> assertThat(examples).contains(type.getName() + " " + kind.getName()));
      }
    }
  }

  private static Object defaultOf(Topic topic) {
    try {
      return topic.parser().parseFrom(new byte[0]);
    } catch (InvalidProtocolBufferException nothingIsAlwaysReadable) {
      throw new AssertionError(nothingIsAlwaysReadable);
    }
  }

  private static Message parsed(Message like, byte[] bytes) throws InvalidProtocolBufferException {
    return like.getParserForType().parseFrom(bytes);
  }

  private static Map<String, String> golden() throws IOException {
    var lines = new LinkedHashMap<String, String>();
    for (String line : Files.readAllLines(FILE)) {
      var parts = line.split(": ", 2);
      lines.put(parts[0], parts[1]);
    }
    return lines;
  }

  private static void add(Map<String, String> present) throws IOException {
    var lines = golden();
    present.forEach(lines::putIfAbsent);
    var text = new StringBuilder();
    lines.forEach((name, hex) -> text.append(name).append(": ").append(hex).append('\n'));
    Files.writeString(FILE, text);
  }
}
