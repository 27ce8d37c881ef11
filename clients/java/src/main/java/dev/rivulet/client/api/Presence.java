package dev.rivulet.client.api;

import dev.rivulet.contracts.frame.ServerFrame.UserPresence;
import java.util.List;

record Presence(List<UserPresence> users) {}
