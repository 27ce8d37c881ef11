package dev.rivulet.media.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/// A problem as it travels: `application/problem+json`, RFC 9457 section 3.
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemBody(String type, String title, int status, String code, @Nullable String detail) {
  static final String MEDIA_TYPE = "application/problem+json";

  static ProblemBody of(Problem problem) {
    int status = problem.status();
    String title = Status.create(status).reasonPhrase();
    return new ProblemBody("about:blank", title, status, problem.code(), problem.detail());
  }
}
