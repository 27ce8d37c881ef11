#!/usr/bin/env python3
"""Answers every message with its own text. Python 3.9 or newer, nothing to install."""
import argparse, json, os, secrets, sys, time
from urllib import error, parse, request
from tinyws import WebSocket

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--api", default="http://127.0.0.1:8080")
parser.add_argument("--gateway", default="ws://127.0.0.1:8081/v1/ws")
parser.add_argument("--handle", default="echo")
parser.add_argument("--state", default="echo-bot.json", help="file that keeps password, device and cursor")
options = parser.parse_args()
state = {"handle": options.handle, "password": secrets.token_urlsafe(24)}
if os.path.exists(options.state):
    state = json.load(open(options.state))
unanswered = {}  # What we said and do not know to be stored, by conversation and id.


def http(path, body=None, token=""):
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
    data = json.dumps(body).encode() if body else None
    return json.load(request.urlopen(request.Request(options.api + path, data, headers), timeout=10))


def keep(**changes):
    state.update(changes)
    with open(os.open(options.state, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(state, file)


def log_in():
    who = {key: state[key] for key in ("handle", "password", "device") if key in state}
    try:
        account = http("/v1/login", who)
    except error.HTTPError as failure:
        if failure.code != 401:
            raise
        account = http("/v1/accounts", who)  # The first start.
    keep(device=account["device"])
    return account


def answer(event):
    """The id names the message: if that comes again, so does the answer, and counts as a repetition."""
    if event["kind"] == "message" and event["user"] != me["user"] and not event["id"].startswith("echo-"):
        reply = {"type": "send", "conversation": event["conversation"], "id": "echo-%d" % event["seq"]}
        unanswered[event["conversation"], reply["id"]] = reply | {"text": event["text"]}
        socket.send(json.dumps(unanswered[event["conversation"], reply["id"]]))


def sync(to):
    """What came while we were away. A new bot answers only what comes from now on."""
    at, page = state.get("cursor"), {"complete": False}
    while at and not page["complete"]:
        page = http("/v1/sync?" + parse.urlencode({"from": at, "to": to}), token=me["accessToken"])
        if page["resync"]:
            return
        for event in page["events"]:
            answer(event)
        at = page["cursor"]
        time.sleep(page.get("retryAfter", 0) / 1000)


while True:
    try:
        me = log_in()
        socket = WebSocket(options.gateway, "rivulet.v1+json")
        socket.send(json.dumps({"type": "attach", "token": me["accessToken"], "connection": time.time_ns() // 10**6}))
        while True:
            frame = json.loads(socket.receive())
            if frame["type"] == "event":
                answer(frame["event"])
            elif frame["type"] == "attached":
                for reply in unanswered.values():
                    socket.send(json.dumps(reply))
                sync(frame["cursor"])
                print("ready as " + options.handle, flush=True)
            elif frame["type"] in ("sent", "duplicate") or frame.get("code") not in (None, "too-fast", "unavailable"):
                unanswered.pop((frame.get("conversation"), frame.get("id")), None)
            if "cursor" in frame and not unanswered:
                keep(cursor=frame["cursor"])
    except OSError as failure:  # Also what urllib and a closed socket raise.
        if 4500 <= getattr(failure, "code", 0) <= 4999:
            sys.exit("not again: %s" % failure)
        print("again in 2 s:", failure, file=sys.stderr)
        time.sleep(2)
