/// HTTP for clients: accounts, tokens, devices, conversations, history and sync.
///
/// It reads what storage-sink stored and appends commands to the log; it decides nothing about a
/// conversation. Accounts and devices are its own.
@NullMarked
package dev.rivulet.api;

import org.jspecify.annotations.NullMarked;
