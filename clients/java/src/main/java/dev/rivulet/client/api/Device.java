package dev.rivulet.client.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device of one's own. `createdAt` is passed on as the server writes it.
public record Device(
    UUID device, @Nullable String name, @Nullable JsonNode createdAt, boolean current) {
  record Page(List<Device> devices) {}
}
