/* Joined by tools/build_assets.py from the files beside it; edit those. */
"use strict";
// back_forward.js
(() => {
// After signing out the Back button must not show a page with people on it. Browsers keep whole pages in
// memory even when they were sent with no-store, so a page hides itself when it is left and asks the server
// again when it comes back.
if (document.body.dataset.page === "signed-in") {
  window.addEventListener("pagehide", () => { document.body.hidden = true; });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.body.hidden = true;
      window.location.reload();
    } else {
      document.body.hidden = false;
    }
  });
}
})();
// double_submit.js
(() => {
// Two presses on a button are one wish. The server knows that too (form_key); this keeps it quiet.
// A form that hands out a file (data-hands-out) leaves the page where it is, and may be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "handsOut" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
// A page that comes back, or a form that was answered in place, may be sent again.
function forget() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
window.addEventListener("pageshow", forget);
document.addEventListener("htmx:after:request", forget);
})();
// drafts.js
(() => {
// Typed text is never lost: while someone types in form[data-draft], the server keeps a draft of it.
// Sent to POST /drafts: the fields of the form as they are, and `draft`, the name in data-draft. The answer
// says when it was kept (saved_at).
// Without a connection the text stays on the page and is tried again until it is kept.
const WAIT = 1200;
const AGAIN = 15000;
const texts = document.getElementById("script-texts")?.dataset ?? {};
const timers = new WeakMap();
const LEFT_OUT = ["csrf_token", "form_key", "version"];

function typed(form) {
  const fields = new FormData(form);
  for (const field of form.elements) {
    if (field.type === "password" || field.type === "file") fields.delete(field.name);
  }
  for (const name of LEFT_OUT) fields.delete(name);
  return new URLSearchParams(fields).toString();
}

function say(form, text) {
  const place = form.querySelector("[data-draft-status]");
  if (place && place.textContent !== text) place.textContent = text;
}

function later(form, wait) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), wait));
}

async function keep(form) {
  const fields = typed(form);
  if (form.dataset.sent || fields === form.dataset.kept) return;
  if (!navigator.onLine) {
    say(form, texts.offline);
    later(form, AGAIN);
    return;
  }
  try {
    const answer = await fetch(texts.drafts, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      keepalive: fields.length < 60000,
      headers: { "X-CSRFToken": texts.csrf, "Content-Type": "application/x-www-form-urlencoded" },
      body: `${fields}&${new URLSearchParams({ draft: form.dataset.draft, csrf_token: texts.csrf })}`,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    form.dataset.kept = fields;
    const { saved_at: moment } = await answer.json();
    say(form, texts.saved.replace("{time}", moment));
    document.dispatchEvent(new CustomEvent("samenhang:seen-by-server"));
  } catch {
    say(form, navigator.onLine ? texts.unsaved : texts.offline);
    later(form, AGAIN);
  }
}

// The word about the draft stands beside the buttons, where a phone always shows it.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const buttons = form.querySelector(".actions");
  const place = form.querySelector("[data-draft-status]");
  if (buttons && place) buttons.append(place);
}
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.draft) later(form, WAIT);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const form of document.querySelectorAll("form[data-draft]")) if (timers.has(form)) keep(form);
});
window.addEventListener("online", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) if (timers.has(form)) later(form, 0);
});
window.addEventListener("offline", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) say(form, texts.offline);
});
})();
// emergency_clock.js
(() => {
// The red bar counts the minutes that are left; at the end the page is asked for again, and closes by itself.
const MINUTE = 60000;

function tell(clock) {
  const left = new Date(clock.dataset.until) - Date.now();
  if (left <= 0) {
    window.location.reload();
    return;
  }
  clock.textContent = `(${clock.dataset.text.replace("{n}", String(Math.ceil(left / MINUTE)))})`;
  setTimeout(() => tell(clock), Math.min(left, MINUTE / 4));
}

document.querySelectorAll("[data-until]").forEach(tell);
})();
// error_summary.js
(() => {
// A refused form: the summary of what is wrong gets the focus, and a line of it leads to its field.
function focusSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
document.addEventListener("htmx:after:swap", focusSummary);
focusSummary();
})();
// folds.js
(() => {
// The account panel is a <details>: it closes when someone clicks elsewhere or presses Escape.
// (The menu and the search form of a phone are popovers and do so by themselves.)
document.addEventListener("click", (event) => {
  for (const fold of document.querySelectorAll("details[data-fold][open]")) {
    if (!fold.contains(event.target)) fold.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of document.querySelectorAll("details[data-fold][open]")) {
    fold.open = false;
    fold.querySelector("summary").focus();
  }
});
// On a narrow screen the tab of this page may lie outside the strip of tabs.
for (const strip of document.querySelectorAll(".tabs")) {
  const current = strip.querySelector("[aria-current]");
  if (current) strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
}
})();
// idle_warning.js
(() => {
// Five minutes before the session ends for want of use, say so; and offer to stay, where the page knows an
// address that keeps the session (a POST to data-renewal).
const WARN_BEFORE = 300;
const seconds = Number(document.body.dataset.idleSeconds);
const words = document.getElementById("script-texts")?.dataset ?? {};
let timer;

function warn() {
  if (document.querySelector("[data-idle-toast]")) return;
  const toast = document.createElement("div");
  toast.className = "utrecht-alert utrecht-alert--warning toast";
  toast.dataset.idleToast = "";
  toast.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words.idle.replace("{minutes}", String(Math.ceil(Math.min(seconds, WARN_BEFORE) / 60)));
  toast.append(text);
  if (words.renewal) toast.append(stayButton());
  document.body.append(toast);
}

function stayButton() {
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "nl-button nl-button--secondary";
  stay.textContent = words.idleStay;
  stay.addEventListener("click", renew);
  return stay;
}

async function renew() {
  const answer = await fetch(words.renewal, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": words.csrf },
    body: new URLSearchParams({ csrf_token: words.csrf }),
  });
  if (answer.ok && !answer.redirected) start();
  else window.location.reload();
}

function start() {
  document.querySelector("[data-idle-toast]")?.remove();
  clearTimeout(timer);
  timer = setTimeout(warn, Math.max(seconds - WARN_BEFORE, seconds / 2) * 1000);
}

if (seconds > 0) {
  document.addEventListener("samenhang:seen-by-server", start);
  document.addEventListener("htmx:after:request", start);
  start();
}
})();
// timeline_view.js
(() => {
// The switch between two tracks and one list. Its links lead to the same page in the other view; here the
// page stays and only the view changes, so nothing is fetched or logged twice.
document.addEventListener("click", (event) => {
  const side = event.target.closest?.("[data-timeline-switch] a[data-view]");
  if (!side || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  side.closest("[data-timeline]").classList.toggle("tl--one", side.dataset.view === "one");
  for (const other of side.parentElement.querySelectorAll("a[data-view]")) other.removeAttribute("aria-current");
  side.setAttribute("aria-current", "true");
  window.history.replaceState(null, "", side.href);
});
})();
