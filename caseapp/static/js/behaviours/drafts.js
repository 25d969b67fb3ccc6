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
