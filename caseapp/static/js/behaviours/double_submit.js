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
