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
