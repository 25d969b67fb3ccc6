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
