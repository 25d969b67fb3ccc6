"""Draw the parts in every state, look at them at two widths and let axe judge them.

`python -m tools.styleguide FOLDER [PAGE ...]` writes pages and pictures. Needs Chromium (CHROMIUM
names another one). The pages are served with the strict content policy of the real thing, so a
violation shows as a message.
"""

import functools
import http.server
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from tools.styleguide.pages import pages

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent.parent
AXE: Final = ROOT / "tests" / "browser" / "vendor" / "axe.min.js"
WIDTHS: Final = (1440, 400, 320)
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
STANDARDS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE_RUN: Final = """async (standards) => {
  const found = await axe.run(document, {runOnly: standards});
  const told = (kind) => (rule) => {
    const first = rule.nodes[0];
    const why = [...first.any, ...first.all, ...first.none].map((check) => check.message)[0];
    return `${kind} ${rule.id} (${rule.nodes.length}x): ${why} ${first.html.slice(0, 120)}`;
  };
  return [...found.violations.map(told("VIOLATION")), ...found.incomplete.map(told("incomplete"))];
}"""


class _Strict(http.server.SimpleHTTPRequestHandler):
    """Serves the folder with the policy of the real thing, and without a line per request."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _serve(folder: Path) -> http.server.ThreadingHTTPServer:
    handler = functools.partial(_Strict, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _look(browser: Browser, address: str, picture: Path, width: int) -> list[str]:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        said.append(f"console {message.type}: {message.text}")

    page.on("console", heard)
    page.goto(address)
    page.wait_for_timeout(150)
    page.screenshot(path=picture, full_page=True)
    # As tall as the page: a bar that sticks to the bottom then covers nothing.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": tall})
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    said += page.evaluate(AXE_RUN, list(STANDARDS))
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    return [*said, *([f"scrolls sideways by {wide}px"] if wide > 0 else [])]


def draw(folder: Path, only: list[str]) -> list[str]:
    """Write pages and pictures to the folder; return everything that is not right."""
    shutil.copytree(ROOT / "caseapp" / "static", folder / "static", dirs_exist_ok=True)
    drawn = {name: text for name, text in pages().items() if not only or name in only}
    for name, text in drawn.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    server = _serve(folder)
    found: list[str] = []
    with sync_playwright() as tool:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name in drawn:
            for width in WIDTHS:
                address = f"http://127.0.0.1:{server.server_port}/{name}.html"
                told = _look(browser, address, folder / f"{name}-{width}.png", width)
                found += [f"{name} at {width}: {line}" for line in told]
        browser.close()
    server.shutdown()
    return found


def main() -> int:
    """`FOLDER [PAGE ...]`; exit 1 when axe, the console or the width complains."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    found = draw(folder, sys.argv[2:])
    sys.stdout.write("\n".join(found or ["nothing to complain about"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
