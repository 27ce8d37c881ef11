package dev.rivulet.stack;

import dev.rivulet.servers.Installation;
import dev.rivulet.servers.SecretFile;
import dev.rivulet.servers.ServerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A certificate for this machine alone, signed by nobody: enough to try TLS with.
public final class LocalCertificate {
  private static final String ALIAS = "rivulet";
  private static final int LINE_LENGTH = 64;

  private LocalCertificate() {}

  /// A PEM file with the certificate and its key, made at the first call.
  ///
  /// @param password of the store that it is made in
  public static Path in(Path directory, String password) {
    Path pem = directory.resolve("balancer.pem");
    if (!Files.exists(pem)) {
      Path store = directory.resolve("balancer.p12");
      generate(store, password);
      SecretFile.write(pem, pem(store, password.toCharArray()));
    }
    return pem;
  }

  private static void generate(Path store, String password) {
    Path keytool = Installation.thisJava().resolveSibling("keytool");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "3650",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass:env",
                    "RIVULET_STORE_PASSWORD"))
            .redirectErrorStream(true);
    builder.environment().put("RIVULET_STORE_PASSWORD", password);
    try {
      Files.deleteIfExists(store);
      Process process = builder.start();
      byte[] said = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new ServerException("keytool: " + new String(said, StandardCharsets.UTF_8).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate in " + store, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while making a certificate", e);
    }
  }

  private static String pem(Path file, char[] password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      return block("CERTIFICATE", store.getCertificate(ALIAS).getEncoded())
          + block("PRIVATE KEY", store.getKey(ALIAS, password).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made what cannot be read: " + file, e);
    }
  }

  private static String block(String type, byte[] der) {
    Base64.Encoder lines =
        Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
        .formatted(type, lines.encodeToString(der));
  }
}
