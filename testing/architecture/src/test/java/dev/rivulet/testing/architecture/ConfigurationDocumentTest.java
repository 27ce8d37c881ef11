package dev.rivulet.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The checked-in document is what the code says; `-Drivulet.docs=write` makes it so.
class ConfigurationDocumentTest {
  @Test
  void configurationDocumentNamesEveryKeyAsTheCodeHasIt() throws IOException {
    String rendered = ConfigurationDocument.render(records());
    Path document = SourceTree.read().root().resolve("docs/configuration.md");
    if (System.getProperty("rivulet.docs", "").equals("write")) {
      Files.createDirectories(document.resolveSibling("."));
      Files.writeString(document, rendered);
    }
    assertThat(document).hasContent(rendered);
  }

  private static List<Class<? extends Record>> records() {
    return RivuletClasses.ALL.stream()
        .filter(type -> type.isRecord() && type.isAnnotatedWith(Section.class))
        .<Class<? extends Record>>map(type -> type.reflect().asSubclass(Record.class))
        .toList();
  }
}
