// A purchase without an SDK: a checkout through a failing Stash, a webhook through a failing receiver, and a month of a
// subscription. It runs inside the emulator: stash emulate -- node purchase.mjs
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const env = process.env;

async function request(method, path, body, headers = {}) {
  const answer = await fetch(env.STASH_BASE_URL + path, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw Object.assign(new Error(`${method} ${path}: HTTP ${answer.status} ${text}`), { status: answer.status });
  return JSON.parse(text);
}

const control = (method, path, body) => request(method, "/_emulator/" + path, body);

// stash calls an operation, three times at most. The transaction id makes it safe to repeat.
async function stash(method, path, body) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request(method, path, body, { "X-Stash-Api-Key": env.STASH_API_KEY });
    } catch (failed) {
      if (attempt === 3 || failed.status !== 503) throw failed;
    }
  }
}

function check(what, ok) {
  if (!ok) throw new Error("not so: " + what);
}

// The receiver fails at first, as a game's server in trouble does. It answers 200 once the event is stored.
const events = [];
let failures = 1;
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const want = createHmac("sha256", env.STASH_WEBHOOK_SECRET).update(body).digest();
  const got = Buffer.from(request.headers["stash-hmac-signature"] ?? "", "base64");
  if (got.length !== want.length || !timingSafeEqual(got, want)) {
    response.writeHead(401).end();
  } else if (failures-- > 0) {
    response.writeHead(503).end();
  } else {
    events.push(JSON.parse(body));
    response.writeHead(200).end();
  }
});
await new Promise((listening) => receiver.listen(0, "127.0.0.1", listening));

async function eventOf(type) {
  for (let i = 0; i < 1000; i++) {
    const found = events.find((event) => event.type === type);
    if (found) return found;
    await sleep(10);
  }
  throw new Error("there is no event " + type);
}

await control("PUT", "webhook", { url: `http://127.0.0.1:${receiver.address().port}/` });
await control("POST", "faults", { operation: "GenerateQuickPayUrl", status: 503, times: 2 });
const link = await stash("POST", "/sdk/server/checkout_links/generate_quick_pay_url", {
  item: { id: "gem-pack-500", name: "500 gems", pricePerItem: "4.99", quantity: 1 },
  user: { id: "player-1001" },
  transactionId: "order-1",
});
await control("POST", `checkouts/${link.id}/pay`);
while ((await control("GET", "state")).webhooks[0]?.lastStatus !== 503) await sleep(10);
await control("POST", "clock", { advance: "2m" }); // to the second attempt
const purchase = await eventOf("PURCHASE_SUCCEEDED");
check("the event names the checkout", JSON.stringify(purchase).includes(link.id));
const payment = await stash("GET", "/sdk/server/payment/" + link.id);
check("the payment succeeded", payment.status === "PAYMENT_STATUS_SUCCEEDED");

const plan = await stash("POST", "/sdk/subscriptions/checkout-links", { plan: "monthly_premium", currency: "USD", user: { id: "player-1001" } });
await control("POST", `subscription-links/${plan.id}/complete`);
const before = (await control("GET", "state")).subscriptions[0];
const moved = await control("POST", "clock", { advance: "1mo" });
const after = (await control("GET", "state")).subscriptions[0];
check("a period was charged", moved.renewed >= 1 && after.payments > before.payments && after.status === "active");
await eventOf("subscription.payment_succeeded");

receiver.close();
receiver.closeAllConnections();
console.log(`bought ${purchase.purchaseSucceeded.items[0].id}, renewed ${moved.renewed} times`);
