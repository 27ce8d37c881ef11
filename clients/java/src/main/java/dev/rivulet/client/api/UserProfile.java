package dev.rivulet.client.api;

import java.util.UUID;

/// Who somebody is.
public record UserProfile(UUID user, String handle, String displayName) {}
