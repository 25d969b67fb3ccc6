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
