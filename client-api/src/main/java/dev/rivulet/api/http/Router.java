package dev.rivulet.api.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The table of routes. A path is compared segment by segment as it was sent; `{name}` takes any
/// one segment.
public final class Router {
  /// Stands for every path that no route has, so that metrics stay bounded.
  public static final String NO_ROUTE = "none";

  private final List<Route> routes = new ArrayList<>();

  private record Route(String method, String pattern, List<String> segments, Handler handler) {}

  /// The outcome of a look-up.
  public sealed interface Match {
    record Found(String pattern, Map<String, String> values, Handler handler) implements Match {}

    /// The path exists with other methods.
    record WrongMethod(String pattern, String allow) implements Match {}

    record Nothing() implements Match {}
  }

  public Router add(String method, String pattern, Handler handler) {
    routes.add(new Route(method, pattern, segments(pattern), handler));
    return this;
  }

  public Router get(String pattern, Handler handler) {
    return add("GET", pattern, handler);
  }

  public Router post(String pattern, Handler handler) {
    return add("POST", pattern, handler);
  }

  public Router put(String pattern, Handler handler) {
    return add("PUT", pattern, handler);
  }

  public Router patch(String pattern, Handler handler) {
    return add("PATCH", pattern, handler);
  }

  public Router delete(String pattern, Handler handler) {
    return add("DELETE", pattern, handler);
  }

  /// Each as `GET /v1/me`, in the order in which they were added.
  public List<String> routes() {
    return routes.stream().map(route -> route.method() + " " + route.pattern()).toList();
  }

  /// What is got can be asked about: HEAD finds the handler of GET (RFC 9110 section 9.3.2).
  public Match find(String method, String path) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    List<String> asked = segments(path);
    TreeSet<String> allowed = new TreeSet<>();
    String pattern = NO_ROUTE;
    for (Route route : routes) {
      Map<String, String> values = values(route.segments(), asked);
      if (values != null && route.method().equals(wanted)) {
        return new Match.Found(route.pattern(), values, route.handler());
      }
      if (values != null) {
        pattern = route.pattern();
        allowed.add(route.method());
        if (route.method().equals("GET")) {
          allowed.add("HEAD");
        }
      }
    }
    return allowed.isEmpty()
        ? new Match.Nothing()
        : new Match.WrongMethod(pattern, String.join(", ", allowed));
  }

  private static @Nullable Map<String, String> values(List<String> pattern, List<String> asked) {
    if (pattern.size() != asked.size()) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String part = pattern.get(i);
      if (part.startsWith("{")) {
        values.put(part.substring(1, part.length() - 1), asked.get(i));
      } else if (!part.equals(asked.get(i))) {
        return null;
      }
    }
    return values;
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
