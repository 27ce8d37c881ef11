package dev.rivulet.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The SDK outside of a browser, and its types. Skipped where there is no Node.
@Tag("slow")
@Timeout(300)
class NodeIT {
  private static final Path WEB = BrowserStack.root().resolve("clients/web");

  @Test
  void sdkTalksToRealServers() throws Exception {
    installed("node");
    assertThat(
            run(
                "node",
                "--experimental-websocket",
                WEB.resolve("test/against-stack.mjs").toString(),
                BrowserStack.shared().page().toString()))
        .contains("ok:");
  }

  @Test
  void typesFitTogether() throws Exception {
    installed("npx");
    assertThat(run("npx", "--yes", "-p", "typescript@5.9.3", "tsc", "-p", WEB.toString()))
        .doesNotContain("error TS");
  }

  private static void installed(String program) {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", program)),
        program + " is not installed: apt install nodejs npm");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
