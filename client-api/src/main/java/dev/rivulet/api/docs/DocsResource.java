package dev.rivulet.api.docs;

import dev.rivulet.api.http.RawBody;
import dev.rivulet.api.http.Reply;
import dev.rivulet.api.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// `/docs`: the page, the documents, and the scripts and styles that the page needs. The viewer is
/// Swagger UI out of its WebJar.
public final class DocsResource {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String JSON = "application/json";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /// Only what we serve ourselves; the viewer sets styles and small images of its own.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

  /// What media-ingest serves, which its own tests judge it by.
  private static final String MEDIA = "/dev/rivulet/contracts/media/openapi.json";

  private static final String CACHE = "public, max-age=300";

  private final String viewer = viewer();

  public void routes(Router router) {
    router
        .get("/docs", _ -> served(HTML, "index.html"))
        .get("/docs/media", _ -> served(HTML, "media.html"))
        .get("/docs/frames", _ -> served(HTML, "frames.html"))
        .get("/docs/openapi.json", _ -> served(JSON, "openapi.json"))
        .get("/docs/media.json", _ -> served(JSON, MEDIA))
        .get("/docs/asyncapi.json", _ -> served(JSON, "asyncapi.json"))
        .get("/docs/start.js", _ -> served(SCRIPT, "start.js"))
        .get("/docs/frames.js", _ -> served(SCRIPT, "frames.js"))
        .get("/docs/frames.css", _ -> served(STYLE, "frames.css"))
        .get("/docs/viewer.js", _ -> served(SCRIPT, viewer + "swagger-ui-bundle.js"))
        .get("/docs/viewer.css", _ -> served(STYLE, viewer + "swagger-ui.css"));
  }

  private static Reply served(String mediaType, String resource) {
    return Reply.ok(new RawBody(mediaType, bytes(resource)))
        .with("Cache-Control", CACHE)
        .with("Content-Security-Policy", POLICY);
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = DocsResource.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder of the viewer, which bears its version.
  private static String viewer() {
    String place = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    try (InputStream in = DocsResource.class.getResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + place);
      }
      Properties properties = new Properties();
      properties.load(in);
      return "/META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
