"""Somebody at a browser: signs in, walks, and looks hard at every page that comes."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from tests.browser.towns import DOMAIN, PASSWORD, Town
from tests.support import postgresql

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
ALBUM = Path(__file__).parent.parent.parent / "screenshots"
DESK, PHONE, ZOOMED = 1440, 400, 320
PICTURES = bool(os.environ.get("PICTURES"))
"""Whether a picture of every page is kept, for whoever wants to look."""
PATIENCE = 30_000
HEIGHT = {DESK: 900, PHONE: 800, ZOOMED: 256}

NOTED = ("Failed to load resource", "Clear-Site-Data header on")
VIOLATIONS = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`));
}"""

SHAPE = """() => [...document.querySelectorAll("*")].map((one) => one.tagName +
  one.getAttributeNames().sort().map((name) => {
    const told = ["nonce", "value", "href", "action", "src", "content"].includes(name);
    return " " + name + (told ? "" : "=" + one.getAttribute(name));
  }).join("") +
  [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).join("\\n")"""
"""Everything a judgement of a page hangs on: its elements, what they say of themselves, and
whether a text stands in them; not which text, and not where a link leads."""

TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
}"""


class Person:
    """One person in one window. Everything wrong that a page says or shows fails the test."""

    def __init__(self, town: Town, browser: Browser, name: str, width: int, **options: Any) -> None:
        self.town, self.name, self.width = town, name, width
        size = {"width": width, "height": HEIGHT[width]}
        self.context = browser.new_context(
            base_url=town.address, viewport=size, locale="nl-NL", reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.scripts = options.get("java_script_enabled", True)
        self.pages = 0
        self.never: tuple[str, ...] = ()
        """What no page of theirs may say."""
        self.problems: list[str] = []
        self.status = 0
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("response", self._receive)

    @property
    def email(self) -> str:
        return f"{self.name}@{DOMAIN}"

    def _hear(self, message: ConsoleMessage) -> None:
        """A browser notes of its own that it emptied its memory, and that a page answered 4xx.

        The first was asked of it at goodbye; whether the second was expected, `look` judges.
        """
        if not message.text.startswith(NOTED):
            self.problems.append(f"console: {message.text}")

    def _receive(self, response: Response) -> None:
        page = response.request.is_navigation_request()
        if page:
            self.status = response.status
        if response.status >= (500 if page else 400):
            self.problems.append(f"{response.status} {response.url}")

    # Walking

    def sign_in(self) -> None:
        """Sign in through the form, from the first address there is."""
        self.open("/")
        self.fill_in_sign_in()

    def fill_in_sign_in(self) -> None:
        self.page.get_by_label("E-mailadres").fill(self.email)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.press("Inloggen")

    def open(self, path: str, *, status: int = 200) -> None:
        self.page.goto(path)
        self.look(status)

    def menu_items(self) -> list[str]:
        """Give the parts of the system that are offered."""
        return self.page.locator("#menu a span:not(.count)").all_text_contents()

    def menu(self, name: str) -> None:
        """Choose a part of the system, with its number behind it; on a phone it is folded."""
        fold = self.page.get_by_role("button", name="Menu", exact=True)
        if fold.is_visible():
            fold.click()
        counted = re.compile(rf"^{re.escape(name)}\s*\d*$")
        self.follow(counted, within=self.page.locator("#menu"))

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Go where the first link of this name leads."""
        place = within or self.main
        exact = isinstance(name, str)
        self._go(place.get_by_role("link", name=name, exact=exact).first)

    def press(
        self, name: str | re.Pattern[str], *, within: Locator | None = None, status: int = 200
    ) -> None:
        """Press the first button of this name, and look at the page that answers."""
        place = within or self.main
        exact = isinstance(name, str)
        self._go(place.get_by_role("button", name=name, exact=exact).first, status)

    def search(self, text: str) -> None:
        """Look somebody up with the box in the header; on a phone it is folded."""
        fold = self.page.get_by_role("button", name="Zoeken", exact=True)
        if fold.is_visible():
            fold.click()
        self.page.locator("#search-text").fill(text)
        self._go(self.page.locator("#search button"))

    def _go(self, what: Locator, status: int = 200) -> None:
        with self.page.expect_navigation(wait_until="load"):
            what.click()
        self.look(status)

    def sign_out(self) -> None:
        """Leave as people do, through the panel behind their name."""
        panel = self.page.locator("details.account")
        panel.locator("summary").click()
        self.press("Uitloggen", within=panel)
        assert self.path == "/signed-out"

    # Filling in

    def date(self, name: str, when: Any) -> None:
        for part in ("day", "month", "year"):
            self.page.locator(f"[name='{name}-{part}']").fill(str(getattr(when, part)))

    def write(self, **texts: str) -> None:
        """Write in boxes by their name."""
        for name, text in texts.items():
            self.page.locator(f"[name={name}]").fill(text)

    def pick(self, label: str, text: str) -> None:
        """Choose from a list the one line that has this text in it."""
        box = self.page.get_by_label(label)
        box.select_option(box.locator("option", has_text=text).get_attribute("value"))

    def choose(self, name: str, value: str) -> None:
        """Tick a card or a round, as a thumb does: on its words."""
        self.page.locator(f"label.opt:has(input[name='{name}'][value='{value}'])").click()

    # Looking

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.town.address)

    def look(self, status: int = 200) -> None:
        """Judge the page that is there: answer, console, width, axe."""
        self.page.wait_for_load_state("load")
        self.pages += 1
        where = f"{self.name}, page {self.pages}, {self.path}"
        assert self.status == status, f"{where}: {self.status}"
        said = self.page.content()
        assert not [text for text in self.never if text in said], f"{where} says too much"
        self._keep_picture()
        if self.scripts:
            wide = self.page.evaluate(TOO_WIDE)
            assert not wide, f"{where} is wider than its window: {wide}"
            self._judge(where)
        assert not self.problems, f"{where}: {self.problems}"

    def _judge(self, where: str) -> None:
        """Have axe look at the page, unless one of this very shape was judged before in this run.

        The same screens come for many people and on both databases; axe is the slow part.
        """
        shape = re.sub(r"[0-9a-f]{32}|[0-9]+", "#", self.page.evaluate(SHAPE))
        digest = hashlib.sha256(f"{self.width} {shape}".encode()).hexdigest()
        judged = postgresql.run_folder() / f"axe_{digest}"
        if judged.exists():
            return
        self.page.evaluate(AXE)
        violations = self.page.evaluate(VIOLATIONS)
        assert not violations, f"{where}: {violations}"
        judged.touch()

    def _keep_picture(self) -> None:
        if not PICTURES:
            return
        title = re.sub(r"[^a-z0-9]+", "-", self.page.title().lower()).strip("-")
        title = title.removesuffix("-samenhang")
        folder = ALBUM / f"{self.town.engine}-{self.width}"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(
            path=folder / f"{self.name}-{self.pages:02d}-{title}.png", full_page=True
        )

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Find a text on the page, wherever it stands."""
        self.main.get_by_text(text).first.wait_for()

    def leave(self) -> None:
        """Close the window; what was said after the last look still counts."""
        self.context.close()
        assert self.problems == [], self.name


@contextmanager
def at_work(
    town: Town, browser: Browser, name: str, width: int, **options: Any
) -> Iterator[Person]:
    """Have somebody signed in until the block ends."""
    person = Person(town, browser, name, width, **options)
    try:
        person.sign_in()
        yield person
    finally:
        person.context.close()
    assert person.problems == [], name
