"""Makes the pictures of the README from a running fictitious municipality.

    python -m tools.pictures [NAME ...]

Fills a municipality of its own, serves it on a free port, signs in as the people of the tour and
photographs what they see. Needs a Chromium (CHROMIUM may point at one).
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tools.small_png import smaller

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
PASSWORD = "samen-oude-ijsselrand-2026"  # noqa: S105 - of the fictitious municipality, printed by bin/run
DOMAIN = "oudeijsselrand.example"
MOST_BYTES = 150_000
SECONDS_TO_START = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: who looks, how wide their screen is, and the way they go."""

    who: str
    way: Callable[[Page], None]
    width: int = 1200
    height: int = 900


def _stay(_page: Page) -> None:
    """Photograph the page one comes in at."""


def _case(page: Page) -> None:
    """Go to the first of one's own cases."""
    _to(page, "/cases?mine=y")
    page.locator("main a[href^='/cases/']:not([href*='?']):not([href$='/new'])").first.click()
    page.wait_for_load_state()


def _flag(page: Page) -> None:
    """Go to a flag that waits; who looks by office says what for."""
    page.locator("main a[href*='/flags/']").first.click()
    page.wait_for_load_state()
    page.check("[name=purpose][value=escalation]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def _step(page: Page) -> None:
    """Begin to write a step."""
    _case(page)
    _to(page, page.url.partition("#")[0] + "/steps/new")


def _who_looked(page: Page) -> None:
    """Ask who looked at somebody."""
    page.fill("main [name=text]", "Luuk de Roos")
    page.locator("main form:has([name=text]) button[type=submit]").click()
    page.wait_for_load_state()
    page.locator("main a[href*='/log/residents/']").first.click()
    page.wait_for_load_state()


def _rights(page: Page) -> None:
    """Open the rights of a colleague."""
    _to(page, "/users")
    page.get_by_role("link", name="Noor Wissink").click()
    page.wait_for_load_state()


PICTURES = {
    "work": Picture("noor.wissink", _stay),
    "case": Picture("noor.wissink", _case, height=1250),
    "flag": Picture("annelies.vandenberg", _flag, height=800),
    "phone": Picture("noor.wissink", _step, width=400, height=860),
    "log": Picture("esther.lieftink", _who_looked),
    "rights": Picture("monique.vriezen", _rights, height=800),
}


def _to(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state()


@contextmanager
def served() -> Iterator[str]:
    """Fill a fictitious municipality, serve it, and give its address until the end of the block."""
    with tempfile.TemporaryDirectory() as instance, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = {**os.environ, "SAMENHANG_INSTANCE": instance, "WEB_CONCURRENCY": "1"}
        python = [sys.executable, "-m"]
        filling = [*python, "flask", "--app", "wsgi", "prepare"]
        subprocess.run(  # noqa: S603 - our own command
            filling, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
        )
        address = f"127.0.0.1:{port}"
        serving = [*python, "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", address]
        server = subprocess.Popen(  # noqa: S603 - our own command
            [*serving, "wsgi:app"], cwd=ROOT, env=env
        )
        try:
            _await(f"http://{address}/sign-in")
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait()


def _await(address: str) -> None:
    for _ in range(SECONDS_TO_START * 5):
        try:
            urlopen(address).close()  # noqa: S310 # nosec B310 - our own server
        except URLError:
            time.sleep(0.2)
        else:
            return
    message = f"nothing answers at {address}"
    raise TimeoutError(message)


def take(browser: Browser, base: str, name: str) -> None:
    """Sign in as the person of a picture, go their way and keep what they see."""
    picture = PICTURES[name]
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, base_url=base, locale="nl-NL")  # type: ignore[arg-type] # a plain dict will do
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", f"{picture.who}@{DOMAIN}")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    picture.way(page)
    page.evaluate("document.fonts.ready")
    small = smaller(page.screenshot())
    (FOLDER / f"{name}.png").write_bytes(small)
    print(f"{name}: {page.title()}, {len(small):,} bytes")
    if len(small) > MOST_BYTES:
        sys.exit(f"{name} is larger than {MOST_BYTES:,} bytes")
    context.close()


def main(names: list[str]) -> None:
    """Take the pictures asked for, or all."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with served() as base, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in names or PICTURES:
            take(browser, base, name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
