"""A purchase without an SDK: a checkout through a failing Stash, a webhook through a failing receiver, and a month of a
subscription. It runs inside the emulator: stash emulate -- python3 purchase.py"""

import base64
import hashlib
import hmac
import json
import os
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

BASE = os.environ["STASH_BASE_URL"]
events, failures = [], [503]


def request(method, path, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **(headers or {})}
    with urllib.request.urlopen(urllib.request.Request(BASE + path, data, headers, method=method)) as answer:
        return json.load(answer)


def control(method, path, body=None):
    return request(method, "/_emulator/" + path, body)


def stash(method, path, body=None):
    """Calls an operation, three times at most. The transaction id makes it safe to repeat."""
    for attempt in range(3):
        try:
            return request(method, path, body, {"X-Stash-Api-Key": os.environ["STASH_API_KEY"]})
        except urllib.error.HTTPError as failed:
            if attempt == 2 or failed.code != 503:
                raise


class Receiver(BaseHTTPRequestHandler):
    """Fails at first, as a game's server in trouble does. It answers 200 once the event is stored."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        want = hmac.new(os.environ["STASH_WEBHOOK_SECRET"].encode(), body, hashlib.sha256).digest()
        got = base64.b64decode(self.headers.get("Stash-Hmac-Signature", ""))
        status = 200 if hmac.compare_digest(got, want) else 401
        if status == 200 and failures:
            status = failures.pop()
        elif status == 200:
            events.append(json.loads(body))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


def wait(what, found):
    for _ in range(1000):
        result = found()
        if result:
            return result
        time.sleep(0.01)
    raise AssertionError("it never happened: " + what)


def event_of(kind):
    return wait(kind, lambda: next((each for each in list(events) if each["type"] == kind), None))


server = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()

control("PUT", "webhook", {"url": f"http://127.0.0.1:{server.server_port}/"})
control("POST", "faults", {"operation": "GenerateQuickPayUrl", "status": 503, "times": 2})
link = stash("POST", "/sdk/server/checkout_links/generate_quick_pay_url", {
    "item": {"id": "gem-pack-500", "name": "500 gems", "pricePerItem": "4.99", "quantity": 1},
    "user": {"id": "player-1001"},
    "transactionId": "order-1",
})
control("POST", f"checkouts/{link['id']}/pay")
wait("the first attempt", lambda: any(each.get("lastStatus") == 503 for each in control("GET", "state")["webhooks"]))
control("POST", "clock", {"advance": "2m"})  # to the second attempt
purchase = event_of("PURCHASE_SUCCEEDED")
assert link["id"] in json.dumps(purchase), purchase
assert stash("GET", "/sdk/server/payment/" + link["id"])["status"] == "PAYMENT_STATUS_SUCCEEDED"

plan = stash("POST", "/sdk/subscriptions/checkout-links", {"plan": "monthly_premium", "currency": "USD", "user": {"id": "player-1001"}})
control("POST", f"subscription-links/{plan['id']}/complete")
before = control("GET", "state")["subscriptions"][0]
moved = control("POST", "clock", {"advance": "1mo"})
after = control("GET", "state")["subscriptions"][0]
assert moved["renewed"] >= 1 and after["payments"] > before["payments"] and after["status"] == "active", (moved, after)
event_of("subscription.payment_succeeded")
print(f"bought {purchase['purchaseSucceeded']['items'][0]['id']}, renewed {moved['renewed']} times")
