package dev.rivulet.testing.system;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Somebody on the inner network who has no password: asks servers in their own protocols, byte by
/// byte, since clients would rather not.
final class Stranger {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final String host;

  Stranger(String host) {
    this.host = host;
  }

  /// Whether a `Metadata` request (key 3, version 4) is answered without a log-in before it.
  boolean kafkaAnswers() throws IOException {
    try (Socket socket = connect(9092)) {
      ByteBuffer request = ByteBuffer.allocate(64);
      request.putInt(0).putShort((short) 3).putShort((short) 4).putInt(7).putShort((short) -1);
      request.putInt(-1).put((byte) 0);
      request.putInt(0, request.position() - Integer.BYTES);
      var out = new DataOutputStream(socket.getOutputStream());
      out.write(request.array(), 0, request.position());
      out.flush();
      new DataInputStream(socket.getInputStream()).readInt();
      return true;
    } catch (EOFException | SocketException closed) {
      return false;
    }
  }

  /// Whether the user `cassandra` gets in (native protocol, version 4).
  ///
  /// @param password null says nothing and asks at once
  boolean cassandraAnswersTo(@Nullable String password) throws IOException {
    final int startup = 1;
    final int query = 7;
    final int authResponse = 15;
    try (Socket socket = connect(9042)) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      ByteBuffer options = ByteBuffer.allocate(64);
      options.putShort((short) 1);
      putString(options, "CQL_VERSION");
      putString(options, "3.0.0");
      int answer = exchange(in, out, startup, options);
      final int authenticate = 3;
      if (answer != authenticate) {
        return true;
      }
      ByteBuffer next = ByteBuffer.allocate(128);
      if (password == null) {
        byte[] statement = "SELECT key FROM system.local".getBytes(StandardCharsets.US_ASCII);
        next.putInt(statement.length).put(statement).putShort((short) 1).put((byte) 0);
        return exchange(in, out, query, next) == 8;
      }
      byte[] token = ("\0cassandra\0" + password).getBytes(StandardCharsets.US_ASCII);
      next.putInt(token.length).put(token);
      return exchange(in, out, authResponse, next) == 16;
    }
  }

  private static void putString(ByteBuffer to, String text) {
    to.putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// The answer's opcode; 0 is an error.
  private static int exchange(DataInputStream in, DataOutputStream out, int opcode, ByteBuffer body)
      throws IOException {
    out.write(new byte[] {4, 0, 0, 0, (byte) opcode});
    out.writeInt(body.position());
    out.write(body.array(), 0, body.position());
    out.flush();
    in.skipNBytes(4);
    int answer = in.read();
    in.skipNBytes(in.readInt());
    return answer;
  }

  String redisAnswer() throws IOException {
    try (Socket socket = connect(6379)) {
      socket.getOutputStream().write("GET x\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[64];
      int count = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, count), StandardCharsets.US_ASCII);
    }
  }

  int objectsStatus() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request("http", 9000, "/rivulet-media"), BodyHandlers.discarding())
          .statusCode();
    }
  }

  /// Believes any certificate and has none.
  String flinkOverview() throws IOException, InterruptedException, GeneralSecurityException {
    SSLContext anything = SSLContext.getInstance("TLS");
    anything.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
    try (HttpClient http = HttpClient.newBuilder().sslContext(anything).build()) {
      HttpResponse<String> answer =
          http.send(request("https", 8081, "/overview"), BodyHandlers.ofString());
      return answer.body();
    }
  }

  private HttpRequest request(String scheme, int port, String path) {
    return HttpRequest.newBuilder(URI.create(scheme + "://" + host + ":" + port + path))
        .timeout(Duration.ofMillis(TIMEOUT_MILLIS))
        .build();
  }

  private Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /// Extended, so that the name in the certificate is not looked at either.
  private static final class Credulous extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
