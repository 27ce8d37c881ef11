package dev.rivulet.client.api;

/// What one shows others: how far one has got and read, and that one is online or writing.
public record Privacy(boolean receipts, boolean presence) {}
