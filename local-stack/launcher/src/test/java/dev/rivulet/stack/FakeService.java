package dev.rivulet.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A service as the stack sees one: a process whose admin port tells whether it is ready. Its first
/// argument-free run may fail as `RIVULET_FAKE_EXIT` says.
final class FakeService {
  private FakeService() {}

  public static void main(String[] arguments) throws IOException {
    String exit = System.getenv("RIVULET_FAKE_EXIT");
    if (exit != null) {
      System.out.println("this fake ends with " + exit);
      System.exit(Integer.parseInt(exit));
    }
    int port = Integer.parseInt(System.getenv("RIVULET_ADMIN_PORT"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    System.out.println("up with " + System.getenv("RIVULET_FAKE_STATE"));
  }
}
