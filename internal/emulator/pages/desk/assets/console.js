// Keeps a page of the console up to date while it is looked at. Without this script a reload does. The page is fetched
// again and its parts with data-live are taken over; what has not changed stays, with its focus, and what is being read
// stays where it is.

const status = document.getElementById("status");
const live = document.getElementById("live");

// firstInSight is the row that the reader looks at, once the page is scrolled.
function firstInSight() {
  if (window.scrollY === 0) return undefined;
  return [...document.querySelectorAll("tbody > tr")].find((row) => row.getBoundingClientRect().bottom > 0);
}

// keepInput takes over what was typed or chosen, and not yet sent.
function keepInput(from, into) {
  for (const field of from.querySelectorAll("input[id], select[id]")) {
    const fresh = into.querySelector("#" + CSS.escape(field.id));
    if (!fresh || field.value === field.defaultValue) continue;
    const value = fresh.value;
    fresh.value = field.value;
    if (fresh.value !== field.value) fresh.value = value; // a choice that is no more
  }
}

// mergeRows keeps the order: rows come at the top and go anywhere, and none changes places.
function mergeRows(into, fresh) {
  const had = new Map([...into.children].map((row) => [row.id, row]));
  let at = into.firstElementChild;
  for (const row of [...fresh.children]) {
    const old = had.get(row.id);
    if (!old) {
      into.insertBefore(row, at);
      continue;
    }
    while (at && at !== old) {
      const gone = at;
      at = at.nextElementSibling;
      gone.remove();
    }
    if (!at) {
      into.append(row);
      continue;
    }
    at = old.nextElementSibling;
    if (old.outerHTML !== row.outerHTML) {
      keepInput(old, row);
      old.replaceWith(row);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextElementSibling;
    gone.remove();
  }
}

function merge(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const focus = document.activeElement;
  const row = focus?.closest("tr")?.id;
  const anchor = firstInSight();
  const top = anchor?.getBoundingClientRect().top;
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const old = document.getElementById(fresh.id);
    if (!old) continue;
    if (old.tagName === "TBODY") mergeRows(old, fresh);
    else if (old.outerHTML !== fresh.outerHTML) old.replaceWith(fresh);
  }
  if (focus && focus !== document.body && !focus.isConnected) { // a button that is gone leaves the focus in its row
    const next = document.getElementById(focus.id) ?? (row && document.getElementById(row)?.querySelector("a, button"));
    next?.focus({ preventScroll: true });
  }
  const still = anchor && (anchor.isConnected ? anchor : document.getElementById(anchor.id));
  if (still) window.scrollBy({ top: still.getBoundingClientRect().top - top, behavior: "instant" });
  return page;
}

function say(text) {
  if (live && live.textContent !== text) live.textContent = text;
}

const upToDate = "up to date, times in UTC";
const noAnswer = "not up to date: the emulator does not answer";

let busy = false;
let again = false;

async function refresh() {
  if (document.hidden || busy) {
    again = true;
    return;
  }
  busy = true;
  again = false;
  try {
    const answer = await fetch(location.href);
    if (answer.ok) merge(await answer.text());
    say(answer.ok ? upToDate : noAnswer);
  } catch {
    say(noAnswer);
  }
  busy = false;
  if (again && !document.hidden) refresh();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && again) refresh();
});

// A button is pressed without leaving the page, and the answer's message is read out.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method === "get") return;
  event.preventDefault();
  if (form.dataset.sent) return; // a second click
  form.dataset.sent = "yes";
  try {
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: "POST", body: fields });
    const page = merge(await answer.text());
    const message = page.querySelector("#status p") ?? page.querySelector("main p");
    message?.removeAttribute("autofocus");
    status?.replaceChildren(...(message ? [message] : []));
  } catch {
    say(noAnswer);
  }
  delete form.dataset.sent;
});

// Browsers allow few connections to a server, so of many tabs one listens and tells the others.
const others = new BroadcastChannel("stash-console");
others.onmessage = refresh;

function listen() {
  const events = new EventSource("/console/events");
  events.onmessage = events.onerror = () => {
    others.postMessage("changed");
    refresh();
  };
}

if (navigator.locks) {
  navigator.locks.request("stash-console", () => {
    listen();
    return new Promise(() => {}); // until the tab is closed
  });
} else {
  listen();
}
refresh();
