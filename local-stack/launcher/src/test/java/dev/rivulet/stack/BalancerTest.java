package dev.rivulet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.servers.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What HAProxy is given besides its rules.
class BalancerTest {
  @Test
  void keysOfMediaAddressesAreWrittenAsHaproxyReadsThem() {
    assertThat(Balancer.mediaKeys("k2:00ff, k1:616263")).isEqualTo("k2 AP8=\nk1 YWJj\n");
    assertThat(Balancer.mediaKeys("")).isEmpty();
    assertThatThrownBy(() -> Balancer.mediaKeys("616263"))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("keyid:hex");
  }

  @Test
  void certificateIsMadeOnceForThisMachine(@TempDir Path directory) throws Exception {
    Path pem = LocalCertificate.in(directory, "password");
    String first = Files.readString(pem);
    assertThat(first).contains("BEGIN CERTIFICATE").contains("BEGIN PRIVATE KEY");
    assertThat(Files.readString(LocalCertificate.in(directory, "password"))).isEqualTo(first);
    try (var in = Files.newInputStream(pem)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      assertThat(certificate.getSubjectAlternativeNames().toString())
          .contains("localhost")
          .contains("127.0.0.1");
    }
  }
}
