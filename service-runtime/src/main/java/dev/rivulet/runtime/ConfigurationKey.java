package dev.rivulet.runtime;

import java.util.Optional;

/// One key as the documentation shows it.
///
/// @param key its place in `application.yaml`, for instance `gateway.attach-timeout`
/// @param variable its environment variable, for instance `RIVULET_GATEWAY_ATTACH_TIMEOUT`
/// @param type a word or two for people: `duration`, `list of text`, `one of A, B`
/// @param defaultText the default as one would write it; empty if the key is required or optional
/// @param required whether the service refuses to start without it
/// @param secret whether it is hidden when printed and may be given by `variable` + `_FILE`
public record ConfigurationKey(
    String key,
    String variable,
    String type,
    Optional<String> defaultText,
    boolean required,
    boolean secret,
    String doc) {}
