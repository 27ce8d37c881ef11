package dev.rivulet.stack;

/// A program that runs once, after a server is ready and before the services that need it start.
///
/// @param name what it is called in messages and logs
/// @param module its folder
/// @param mainClass its entry point; exit code 0 means done
public record SetupJob(String name, String module, String mainClass) {}
