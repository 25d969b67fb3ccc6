"""People at work while everything around them is killed; each remembers what they were told."""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import html5lib

from caseapp.kernel import clock
from tests.browser.towns import PASSWORD
from tests.support import routes

SERVER_ERROR = 500
LONG = 600
"""So many seconds somebody goes on trying before they give up."""
CHANCES = {"view": 50, "list": 5, "step": 25, "flag": 4, "edit": 8, "offer": 4, "leave": 4}
"""What people do, and how often."""
TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


@dataclass
class Answer:
    """What came back; no status when nothing did."""

    status: int | None = None
    location: str = ""
    text: str = field(default="", repr=False)

    @property
    def is_clear(self) -> bool:
        """Tell whether one knows now what became of it."""
        return self.status is not None and self.status < SERVER_ERROR


@dataclass
class Deed:
    """Something somebody did, and what they were told."""

    kind: str
    user: str
    about: str
    word: str = ""
    """A text that nobody else wrote."""
    began: datetime = field(default_factory=clock.now)
    ended: datetime | None = None
    answer: Answer = field(default_factory=Answer)
    tries: int = 0


class Person(threading.Thread):
    """Somebody who signs in, and works on one case until they did enough."""

    def __init__(
        self, port: int, told: dict[str, str], deeds: int, seed: int, until: float
    ) -> None:
        super().__init__(name=told["email"], daemon=True)
        self.port, self.told, self.left, self.until = port, told, deeds, until
        self.dice = random.Random(seed)  # noqa: S311 - chance, not secrets
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.deeds: list[Deed] = []
        self.trouble: BaseException | None = None

    def run(self) -> None:
        """Do everything once, and then what comes; what goes wrong is for whoever waits."""
        try:
            self.sign_in()
            first = list(CHANCES)
            self.dice.shuffle(first)
            while len(self.deeds) < self.left and (first or time.monotonic() < self.until):
                if first:
                    getattr(self, first.pop())()
                    continue
                (kind,) = self.dice.choices(list(CHANCES), weights=list(CHANCES.values()))
                getattr(self, kind)()
        except BaseException as error:  # noqa: BLE001 - a thread has nobody to raise it to
            self.trouble = error

    # What they do

    def sign_in(self) -> None:
        """Sign in through the page."""
        self.cookies.clear()
        self._until_clear(lambda: self._ask("GET", "/sign-in"))
        who = {"email": self.told["email"], "password": PASSWORD}
        done = self._until_clear(lambda: self._send("/sign-in", who))
        assert (done.status, done.location) == (303, "/"), done
        self._until_clear(lambda: self._ask("GET", "/"))  # for the token of this session

    def view(self) -> None:
        """Look at the case once, whatever comes of it."""
        self._look("view", f"/cases/{self.told['reference']}", self.told["case"])

    def list(self) -> None:
        """Look at the list of cases once."""
        self._look("list", "/cases", "")

    def step(self) -> None:
        """Log a step, and go on trying until it is clear what became of it."""
        word = self._word()
        fields = routes.step_said(word)
        self._write("step", f"/cases/{self.told['reference']}/steps", fields, word)

    def flag(self) -> None:
        """Raise a flag."""
        word = self._word()
        self._write("flag", f"/cases/{self.told['reference']}/flags", {"facts": word}, word)

    def edit(self) -> None:
        """Change where a resident lives, from the version one read."""
        path, word = f"/residents/{self.told['resident']}", self._word()
        fields = self._form(f"{path}/edit", path)
        if fields is not None:
            self._write("edit", path, fields | {"city": word}, word, about=self.told["resident"])

    def offer(self) -> None:
        """Offer the work to a colleague, and take the offer back."""
        path, word = f"/cases/{self.told['reference']}/handovers", self._word()
        fields = self._form(f"{path}/new", path)
        if fields is None or not fields.get("to"):
            return
        deed = self._write("offer", path, fields | {"note": word}, word)
        if deed.answer.status == http.client.SEE_OTHER and "/handovers/" in deed.answer.location:
            self._write("withdrawal", f"{deed.answer.location}/withdrawal", {}, "")

    def leave(self) -> None:
        """Sign out, try what the cookie of before still opens, and sign in again."""
        before = dict(self.cookies)
        left = self._until_clear(lambda: self._send("/sign-out", {}))
        assert left.location in ("/signed-out", "/sign-in"), left  # there, or gone already
        self.cookies = before
        path = f"/cases/{self.told['reference']}"
        deed = Deed("after", self.told["user"], self.told["case"])
        deed.answer = self._until_clear(lambda: self._ask("GET", path))
        self.deeds.append(deed)
        self.sign_in()

    # How they do it

    def _word(self) -> str:
        return f"w{self.dice.getrandbits(64):016x}"

    def _look(self, kind: str, path: str, about: str) -> None:
        deed = Deed(kind, self.told["user"], about, tries=1)
        deed.answer = self._ask("GET", path)
        deed.ended = clock.now()
        self.deeds.append(deed)

    def _write(
        self, kind: str, path: str, fields: dict[str, Any], word: str, about: str = ""
    ) -> Deed:
        """Send a form with one key until it is clear what became of it."""
        deed = Deed(kind, self.told["user"], about or self.told["case"], word)
        form = {"form_key": f"{self.dice.getrandbits(128):032x}"} | fields

        def once() -> Answer:
            deed.tries += 1
            return self._send(path, form)

        deed.answer = self._until_clear(once)
        deed.ended = clock.now()
        self.deeds.append(deed)
        return deed

    def _form(self, page: str, action: str) -> dict[str, Any] | None:
        """Give the fields of a form as a browser would send them; None when one may not."""
        shown = self._until_clear(lambda: self._ask("GET", page))
        if shown.status != http.client.OK:
            return None
        tree = html5lib.parse(shown.text, namespaceHTMLElements=False)
        form = next(one for one in tree.iter("form") if one.get("action") == action)
        fields = {}
        for one in (*form.iter("input"), *form.iter("textarea"), *form.iter("select")):
            name, ticked = one.get("name"), "checked" in one.attrib
            if name is None or (one.get("type") in ("checkbox", "radio") and not ticked):
                continue
            fields[name] = _chosen(one)
        return fields

    def _until_clear(self, act: Any) -> Answer:
        """Do something again and again, as somebody does who sees "probeer het opnieuw"."""
        end = time.monotonic() + LONG
        while True:
            answer: Answer = act()
            if answer.is_clear or time.monotonic() > end:
                return answer
            time.sleep(self.dice.uniform(0.05, 0.4))

    def _send(self, path: str, fields: dict[str, Any]) -> Answer:
        body = urlencode({**fields, "csrf_token": self.token}, doseq=True)
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        address = f"127.0.0.1:{self.port}"
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                   "Origin": f"http://{address}"}  # fmt: skip
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(address, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            return Answer()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = TOKEN.search(text)
        self.token = found.group(1) if found else self.token
        return Answer(response.status, response.headers.get("Location", ""), text)


def _chosen(one: Any) -> str:
    if one.tag != "select":
        return str(one.get("value", "") if one.tag == "input" else (one.text or ""))
    options = list(one.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    offered = [option for option in options if option.get("value")]
    picked = (chosen or offered or options)[:1]
    return str(picked[0].get("value", "")) if picked else ""
