package dev.rivulet.api.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.http.Router;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `GET /`, the files of the browser client, and `GET /v1/gateways`.
///
/// Everything but the page itself lies below `/assets/VERSION/`, the version being a hash of all
/// files: a browser keeps them for good and asks for the page alone. Another version than ours, of
/// another instance while they are replaced, is answered with our files, not to be kept.
public final class WebResource {
  private static final String FOLDER = "dev/rivulet/web";
  private static final String PAGE = "index.html";
  private static final String MODULE = "<script type=\"module\"";

  /// Of comments alone.
  private static final String TYPES = "sdk/types.js";

  private static final int VERSION_BYTES = 8;

  private final Map<String, byte[]> files;
  private final String version;
  private final List<String> gateways;
  private final String media;

  /// Empty addresses are those of the page itself; without `media` there is no place for them.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PlacesView(List<String> gateways, @Nullable String media) {}

  /// @param gateways where sockets are opened; none: below the address the page came from
  /// @param media where media are, `/` being the page's own address; empty: nowhere
  public WebResource(List<String> gateways, String media) {
    this(WebFolder.read(FOLDER), gateways, media);
  }

  WebResource(Map<String, byte[]> files, List<String> gateways, String media) {
    this.files = files;
    this.version = version(files);
    this.gateways = List.copyOf(gateways);
    this.media = media;
  }

  public void routes(Router router) {
    router.get("/v1/gateways", request -> Reply.ok(places(request)));
    files.forEach((name, bytes) -> add(router, name, bytes));
  }

  /// A page that came through a balancer finds the gateways behind it, too.
  private PlacesView places(Request request) {
    List<String> sockets = request.isForwarded() ? List.of() : gateways;
    if (media.isEmpty()) {
      return new PlacesView(sockets, null);
    }
    return new PlacesView(sockets, request.isForwarded() || media.equals("/") ? "" : media);
  }

  private void add(Router router, String name, byte[] bytes) {
    if (name.equals(PAGE)) {
      WebFile page = page(bytes);
      router.add("GET", "/", request -> page.reply(request, false));
      return;
    }
    WebFile file = new WebFile(name, bytes, Map.of());
    // A file, no operation of the protocol.
    router.add(
        "GET",
        "/assets/{version}/" + name,
        request -> file.reply(request, request.text("version").equals(version)));
  }

  private WebFile page(byte[] bytes) {
    String text =
        new String(bytes, StandardCharsets.UTF_8)
            .replace(MODULE, preloads() + MODULE)
            .replace("/assets/0/", "/assets/" + version + "/");
    Map<String, String> headers = new HashMap<>();
    headers.put(
        "Content-Security-Policy",
        ContentPolicy.of(text, gateways, media.startsWith("http") ? List.of(media) : List.of()));
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    return new WebFile(PAGE, text.getBytes(StandardCharsets.UTF_8), headers);
  }

  /// Names every module, so that a browser asks for all at once and need not find one in another.
  private String preloads() {
    return files.keySet().stream()
        .filter(name -> name.endsWith(".js") && !name.equals(TYPES))
        .sorted()
        .map("<link rel=\"modulepreload\" href=\"/assets/0/%s\">\n    "::formatted)
        .collect(Collectors.joining());
  }

  private static String version(Map<String, byte[]> files) {
    var all = new ByteArrayOutputStream();
    files.forEach(
        (name, bytes) -> {
          all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
          all.writeBytes(bytes);
        });
    return HexFormat.of().formatHex(Digest.sha256(all.toByteArray()), 0, VERSION_BYTES);
  }
}
