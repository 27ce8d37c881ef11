package dev.rivulet.runtime;

import java.util.Optional;

/// The secret keys of media, shared by the services that sign and those that verify. Each is a list
/// of key ids and base64, the first of which signs; without them nothing with media is possible.
@Section("media-keys")
public record MediaKeysConfig(
    @Doc("Keys of media tickets: lines of ID BASE64, or ID:BASE64,...; the first signs") @Secret
        Optional<String> tickets,
    @Doc("Keys of media addresses, in the same form; HAProxy reads the file as a map") @Secret
        Optional<String> urls) {

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
