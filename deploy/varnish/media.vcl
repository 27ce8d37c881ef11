vcl 4.1;

# The cache in front of media. Only the balancer reaches it, and only with addresses whose signature
# it has checked; so the key leaves the signature out, and all who may see a medium share one copy.
# ${origin-host} and ${origin-port} are filled in by whoever starts it: the balancer's own port for
# the cache, which knows the servers of media-ingest and their health. ${purge-token} is the secret
# that media-ingest sends with a purge.

import std;

backend origin {
  .host = "${origin-host}";
  .port = "${origin-port}";
  .connect_timeout = 2s;
  .first_byte_timeout = 30s;
  .between_bytes_timeout = 10s;
  .max_connections = 200;
}

sub vcl_recv {
  # Erasure: PURGE /v1/media/ID takes every variant of it out. The balancer passes no PURGE on, and
  # marks all it passes on.
  if (req.method == "PURGE") {
    if (req.http.X-Forwarded-For ~ ",") {
      return (synth(405));
    }
    if (req.http.X-Purge-Token != "${purge-token}") {
      return (synth(403));
    }
    if (req.url !~ "^/v1/media/[A-Za-z0-9_-]+$") {
      return (synth(400));
    }
    if (!std.ban("obj.http.X-Rivulet-Medium == " + regsub(req.url, "^/v1/media/", ""))) {
      return (synth(500, std.ban_error()));
    }
    return (synth(204));
  }
  if (req.method != "GET" && req.method != "HEAD") {
    return (synth(405));
  }
  unset req.http.Cookie;
  unset req.http.Authorization;
  return (hash);
}

sub vcl_hash {
  hash_data(regsub(req.url, "[?].*$", ""));
  return (lookup);
}

sub vcl_backend_response {
  if (beresp.status == 200) {
    # "private" is for browsers and proxies on the way; this cache is part of the server, and what it
    # holds never changes. Erased media are purged.
    set beresp.ttl = 7d;
    set beresp.grace = 0s;
    set beresp.http.X-Rivulet-Medium =
      regsub(regsub(bereq.url, "^/v1/media/", ""), "/.*$", "");
    unset beresp.http.Set-Cookie;
  } else {
    # "Not there" may change within a moment, and a failure must not outlive its cause.
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
  }
  return (deliver);
}

sub vcl_deliver {
  unset resp.http.X-Rivulet-Medium;
  unset resp.http.X-Varnish;
  unset resp.http.Via;
  if (obj.hits > 0) {
    set resp.http.X-Cache = "hit";
  } else {
    set resp.http.X-Cache = "miss";
  }
}

sub vcl_synth {
  set resp.http.Cache-Control = "no-store";
  return (deliver);
}
