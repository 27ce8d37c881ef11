package dev.rivulet.gateway.session;

import dev.rivulet.gateway.command.CommandLog;
import dev.rivulet.gateway.command.SendCommands;
import dev.rivulet.gateway.receipt.ReceiptLog;
import dev.rivulet.gateway.receipt.Receipts;
import dev.rivulet.gateway.signal.Signals;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenCheck;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/// What all sessions of a process share.
///
/// @param attachTimeout longest wait for the attach frame
/// @param attachedTimeout longest wait for the router's answer to it
/// @param messageBytesMax of a message after attach
/// @param ids of new sessions
public record SessionSetting(
    UUID instance,
    CurrentSlot slot,
    SessionRegistry registry,
    SessionLog log,
    PresenceLog presence,
    CommandLog commands,
    SendCommands sendCommands,
    ReceiptLog receiptLog,
    Receipts receipts,
    TokenCheck tokens,
    Revocations revocations,
    SessionMeters meters,
    Signals signals,
    Duration attachTimeout,
    Duration attachedTimeout,
    int attachBytesMax,
    int messageBytesMax,
    SessionTime time,
    Supplier<UUID> ids) {}
