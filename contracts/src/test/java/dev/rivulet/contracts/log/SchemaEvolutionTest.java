package dev.rivulet.contracts.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares the records of this build with those in v1.desc, a checked-in FileDescriptorSet.
///
/// After adding a message or a field, write the file anew with `mvn -pl contracts test
/// -Dtest=SchemaEvolutionTest -Dtests.jvm=-Drivulet.regenerate=true`; this is refused while
/// anything is broken.
class SchemaEvolutionTest {
  private static final Path FILE = Path.of("src/test/resources/dev/rivulet/contracts/v1.desc");

  @Test
  void everythingThatWasInTheLogIsStillReadAlikeAndTheFileKnowsWhatIsNew() throws IOException {
    var present = present();
    if (Boolean.getBoolean("rivulet.regenerate") && Files.notExists(FILE)) {
      Files.write(FILE, present.toByteArray());
    }
    var checkedIn = FileDescriptorSet.parseFrom(Files.readAllBytes(FILE));
    assertThat(SchemaEvolution.broken(checkedIn, present)).isEmpty();
    if (Boolean.getBoolean("rivulet.regenerate")) {
      Files.write(FILE, present.toByteArray());
    }
    assertThat(Files.readAllBytes(FILE))
        .as("v1.desc lacks what is new: write it anew, see above")
        .isEqualTo(present.toByteArray());
  }

  @Test
  void aFieldMayBeAdded() {
    assertThat(broken(it -> it.addField(field("extra", 99)))).isEmpty();
  }

  @Test
  void aFieldMayNotGo() {
    assertThat(broken(it -> it.removeField(0))).containsExactly("Sent.conversation is gone");
  }

  @Test
  void aFieldMayNotGetAnotherNameTypeOrNumber() {
    assertThat(broken(it -> it.getFieldBuilder(0).setName("other"))).hasSize(1);
    assertThat(broken(it -> it.getFieldBuilder(3).setType(FieldDescriptorProto.Type.TYPE_INT32)))
        .containsExactly(
            "Sent: \"LABEL_OPTIONAL TYPE_INT64 seq = 4\""
                + " became \"LABEL_OPTIONAL TYPE_INT32 seq = 4\"");
    assertThat(broken(it -> it.getFieldBuilder(3).setNumber(5)))
        .containsExactly("Sent.seq is gone");
    assertThat(
            broken(it -> it.getFieldBuilder(3).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
        .hasSize(1);
  }

  @Test
  void aMessageMayNotGo() {
    assertThat(broken(it -> it.setName("Posted"))).containsExactly("Sent is gone");
  }

  private static java.util.List<String> broken(Consumer<DescriptorProto.Builder> change) {
    var changed = present().toBuilder();
    changed.getFileBuilderList().stream()
        .flatMap(file -> file.getMessageTypeBuilderList().stream())
        .filter(message -> message.getName().equals("Sent"))
        .forEach(change);
    return SchemaEvolution.broken(present(), changed.build());
  }

  private static FieldDescriptorProto field(String name, int number) {
    return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).build();
  }

  private static FileDescriptorSet present() {
    var files = FileDescriptorSet.newBuilder();
    Stream.of(
            Command.getDescriptor(),
            Event.getDescriptor(),
            Notice.getDescriptor(),
            ReceiptStatus.getDescriptor(),
            Revocation.getDescriptor(),
            DeadLetter.getDescriptor(),
            MediaRecord.getDescriptor())
        .map(message -> message.getFile().toProto())
        .map(SchemaEvolutionTest::plain)
        .forEach(files::addFile);
    return files.build();
  }

  private static FileDescriptorProto plain(FileDescriptorProto file) {
    return file.toBuilder().clearSourceCodeInfo().build();
  }
}
