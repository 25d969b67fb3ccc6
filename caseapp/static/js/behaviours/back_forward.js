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
