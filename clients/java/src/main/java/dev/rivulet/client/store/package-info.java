/// What a device must not forget, as a fold of [dev.rivulet.client.store.Change]s: a store keeps
/// the changes, and what they add up to is a [dev.rivulet.client.store.ClientState] in every store.
@NullMarked
package dev.rivulet.client.store;

import org.jspecify.annotations.NullMarked;
