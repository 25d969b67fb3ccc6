"""In English the screens are English whole: no text of ours is left in Dutch."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from caseapp.demo.material import read as read_material
from tests.browser import cases
from tests.browser.person import PHONE
from tests.browser.towns import PASSWORD
from tests.support.serving import ROOT

CATALOGUE = ROOT / "caseapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\([a-z_]+\)[sd]|%%")
LETTERS = re.compile(r"[^\W\d_]")
ENOUGH = 4
"""Letters of its own that a text needs to be told from what people wrote: functions, notes."""

SAID = """() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, style, button[lang], .prose, .written"))
      said.push(walker.currentNode.textContent);
  }
  for (const one of document.querySelectorAll("[aria-label], [placeholder]"))
    said.push(one.getAttribute("aria-label") ?? "", one.getAttribute("placeholder") ?? "");
  return [document.title, ...said].map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


def _functions():
    """Give what colleagues call their work: people wrote that, in their own language."""
    lines = [line for town in read_material("staff")["people"].values() for line in town]
    return {line.split(";")[3].strip() for line in lines}


def _pattern(message):
    """Give what a message looks like on a page, whatever is filled in; None if that is anything."""
    parts = PLACE.split(" ".join(message.split()))
    if len(LETTERS.findall("".join(parts))) < ENOUGH:
        return None
    return ".+".join(map(re.escape, parts))


@pytest.fixture(scope="module")
def dutch():
    """Every Dutch text that reads otherwise in English, as one pattern."""
    with Path(CATALOGUE).open("rb") as file:
        catalogue = read_po(file)
    pairs = []
    for message in catalogue:
        ours = message.id if isinstance(message.id, tuple) else (message.id,)
        theirs = message.string if isinstance(message.string, tuple) else (message.string,)
        pairs += [one for one, other in zip(ours, theirs, strict=True) if one and one != other]
    english = {text for message in catalogue for text in [message.string] if isinstance(text, str)}
    dutch_only = set(pairs) - english - _functions()
    known = {found for one in dutch_only if (found := _pattern(one))}
    return re.compile("|".join(sorted(known)))


def read(person, dutch):
    left = [text for text in person.page.evaluate(SAID) if dutch.fullmatch(text)]
    assert not left, f"{person.path} says in Dutch: {left}"


def in_english(person, name, dutch):
    someone = person(name, PHONE)
    someone.open("/")
    assert any(map(dutch.fullmatch, someone.page.evaluate(SAID))), "a Dutch page shows Dutch"
    someone.press("English", within=someone.page.locator("header"))
    read(someone, dutch)
    someone.page.get_by_label("E-mail address").fill(someone.email)
    someone.page.get_by_label("Password").fill(PASSWORD)
    someone.press("Sign in")
    someone.page.locator("details.account summary").click()
    someone.press("English", within=someone.page.locator("details.account"))
    assert someone.page.locator("html").get_attribute("lang") == "en"
    return someone


def back_in_dutch(someone):
    someone.open("/")
    someone.page.locator("details.account summary").click()
    someone.press("Nederlands", within=someone.page.locator("details.account"))


@pytest.mark.parametrize(
    "name", ["fenna.radstake", "rob.gerritsen", "esther.lieftink", "monique.vriezen",
             "carolien.schimmelpennincktewinkel", "sander.ebbers"],
)  # fmt: skip
def test_every_part_of_the_menu_is_in_english(person, dutch, name):
    someone = in_english(person, name, dutch)
    for item in someone.menu_items():
        someone.menu(item)
        read(someone, dutch)
    back_in_dutch(someone)


def test_a_case_and_its_forms_are_in_english(person, dutch):
    fenna = in_english(person, "fenna.radstake", dutch)
    fenna.open("/cases?mine=y&state=active")
    reference = cases.open_listed(fenna, 0)
    read(fenna, dutch)
    for form in ("steps/new", "flags/new", "tracks/care/edit"):
        fenna.open(f"/cases/{reference}/{form}")
        read(fenna, dutch)
    fenna.open("/cases/new")
    fenna.press("Open a case", status=422)
    read(fenna, dutch)
    fenna.open("/nothing-here", status=404)
    read(fenna, dutch)
    back_in_dutch(fenna)
