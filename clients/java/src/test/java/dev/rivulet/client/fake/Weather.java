package dev.rivulet.client.fake;

/// How bad the network and the servers are: chances in a thousand, times in milliseconds.
///
/// @param cut that a connection breaks with a frame; what is under way is lost
/// @param refuse that a gateway refuses a send because something is away
/// @param lateCommand that a command reaches the log late, after others
/// @param repeatEvent that an event comes again later
/// @param failHttp that a request gets no answer or an error
/// @param failOver that the router loses what is live and begins anew, with each event
public record Weather(
    int cut,
    int refuse,
    int lateCommand,
    int repeatEvent,
    int failHttp,
    int failOver,
    long delayMax,
    long storeDelayMax) {
  public static final Weather FAIR = new Weather(0, 0, 0, 0, 0, 0, 5, 20);
  public static final Weather FOUL = new Weather(15, 20, 10, 50, 100, 8, 200, 3_000);
}
