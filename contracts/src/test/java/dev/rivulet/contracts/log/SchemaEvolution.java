package dev.rivulet.contracts.log;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What of an older schema a newer one no longer has. Only adding is allowed: the log keeps every
/// record for ever, and readers of other releases are out there.
final class SchemaEvolution {
  private final List<String> broken = new ArrayList<>();

  private SchemaEvolution() {}

  static List<String> broken(FileDescriptorSet older, FileDescriptorSet newer) {
    var evolution = new SchemaEvolution();
    var present = messages(newer);
    messages(older).forEach((name, message) -> evolution.compare(message, present.get(name), name));
    return evolution.broken;
  }

  private static Map<String, DescriptorProto> messages(FileDescriptorSet files) {
    return files.getFileList().stream()
        .flatMap(file -> file.getMessageTypeList().stream())
        .collect(Collectors.toMap(DescriptorProto::getName, Function.identity()));
  }

  private void compare(DescriptorProto older, @Nullable DescriptorProto newer, String name) {
    if (newer == null) {
      broken.add(name + " is gone");
      return;
    }
    var present =
        newer.getFieldList().stream()
            .collect(Collectors.toMap(FieldDescriptorProto::getNumber, Function.identity()));
    for (var field : older.getFieldList()) {
      var same = present.get(field.getNumber());
      if (same == null) {
        broken.add("%s.%s is gone".formatted(name, field.getName()));
      } else if (!signature(older, field).equals(signature(newer, same))) {
        broken.add(
            "%s: \"%s\" became \"%s\""
                .formatted(name, signature(older, field), signature(newer, same)));
      }
    }
  }

  private static String signature(DescriptorProto message, FieldDescriptorProto field) {
    var oneof =
        field.hasOneofIndex() ? " in " + message.getOneofDecl(field.getOneofIndex()).getName() : "";
    return "%s %s%s %s = %d%s"
        .formatted(
            field.getLabel(),
            field.getType(),
            field.getTypeName(),
            field.getName(),
            field.getNumber(),
            oneof);
  }
}
