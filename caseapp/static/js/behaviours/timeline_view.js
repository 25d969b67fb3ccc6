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
