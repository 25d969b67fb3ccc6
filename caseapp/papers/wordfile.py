"""Whether a file is a Word document that may be filled in as a letter, and which fields it asks.

A DOCX is a bundle of XML that can do more than hold text: run macros, fetch what is elsewhere, and,
once it is a template, give orders to whoever fills it in. What is not plainly a letter with plain
fields is refused, and the message says what was found. Pure: it reads bytes and nothing else.
"""

import re
import zipfile
from io import BytesIO
from typing import Any

from lxml import etree

from caseapp.kernel.errors import RuleBroken

MOST_BYTES = 2 * 1024 * 1024
MOST_MEMBERS = 300
MOST_UNPACKED = 16 * 1024 * 1024
MOST_XML = 2 * 1024 * 1024
"""Of one part with text; the letters of a municipality are a tenth of it."""

FIELDS = (
    "naam",
    "adres",
    "kenmerk",
    "regisseur",
    "functie_regisseur",
    "afzender",
    "functie_afzender",
    "gemeente",
    "datum",
    "tekst",
)
"""All that a template may ask; each is a plain text."""

MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
LETTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
FILLED_IN = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
"""Where fields are filled in; anywhere else they would stay as they are."""
LIVE = re.compile(
    r"vbaproject|vbadata|activex|oleobject|embeddings/|\.bin$|\.exe$|\.js$", re.IGNORECASE
)
LIVE_TYPES = ("macroenabled", "vbaproject", "activex", "oleobject")
FETCHES = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD)\b", re.IGNORECASE)
ALIEN = ("/afchunk", "/attachedtemplate", "/subdocument", "/frame")
LINK = "/hyperlink"
DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)

TAG = re.compile(r"<[^>]*>")
BETWEEN = re.compile(r"(?<=[{%#}])(?:<[^>]*>)+(?=[{%#}])")
"""Word cuts braces apart when somebody typed them in two goes."""
OPENS = re.compile(r"\{[{%#]")
FIELD = re.compile(r"\{\{([^{}%#]{0,60})\}\}")


class UnfitTemplate(RuleBroken):
    """A file that cannot be a template of letters; `found` is what was found in it."""

    def __init__(self, message: str, found: str = "") -> None:
        super().__init__(message, "file")
        self.found = found


def check(file: bytes) -> frozenset[str]:
    """Give the fields that a template asks; raises UnfitTemplate for what is no safe template."""
    asked: set[str] = set()
    for name, body in unpacked(file).items():
        if not name.endswith((".xml", ".rels")):
            continue
        raw = _text_of(name, body)
        tree = _parsed(name, body)
        _refuse_fetching(name, tree)
        written = etree.tostring(tree, encoding="unicode")
        for text in (raw, written):  # braces may be written as numbers
            asked |= fields_in(text, filled_in=FILLED_IN.fullmatch(name) is not None)
    return frozenset(asked)


def _parsed(name: str, body: bytes) -> Any:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(body, reader)
    except etree.XMLSyntaxError:
        raise UnfitTemplate("letter-template-no-docx", name) from None


def unpacked(file: bytes) -> dict[str, bytes]:
    """Give the parts of a Word document by name; raises UnfitTemplate for anything else."""
    if len(file) > MOST_BYTES:
        raise UnfitTemplate("letter-template-too-large")
    try:
        with zipfile.ZipFile(BytesIO(file)) as bundle:
            members = bundle.infolist()
            _refuse_bomb(members)
            parts = {one.filename: bundle.read(one) for one in members}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, OSError,
            EOFError, RuntimeError):  # fmt: skip
        raise UnfitTemplate("letter-template-no-docx") from None
    if MAIN not in parts or TYPES not in parts:
        raise UnfitTemplate("letter-template-no-docx")
    types = _text_of(TYPES, parts[TYPES])
    live = [name for name in parts if LIVE.search(name)]
    if live or any(one in types.lower() for one in LIVE_TYPES):
        raise UnfitTemplate("letter-template-macros", next(iter(live), ""))
    if LETTER not in types:
        raise UnfitTemplate("letter-template-no-docx")
    return parts


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    names = [one.filename for one in members]
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise UnfitTemplate("letter-template-too-large")
    if len({name.lower() for name in names}) < len(names):
        raise UnfitTemplate("letter-template-no-docx")
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") for name in names):
        raise UnfitTemplate("letter-template-no-docx")


def _text_of(name: str, body: bytes) -> str:
    if len(body) > MOST_XML:
        raise UnfitTemplate("letter-template-too-large", name)
    declared = DECLARED.match(body.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise UnfitTemplate("letter-template-no-docx", name)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise UnfitTemplate("letter-template-no-docx", name) from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnfitTemplate("letter-template-no-docx", name)
    return text


def _refuse_fetching(name: str, tree: Any) -> None:
    """Refuse what is fetched from elsewhere when somebody opens the letter; a link may be there."""
    said = ""
    for node in tree.iter():
        kind = str(node.get("Type") or "").lower()
        outside = str(node.get("TargetMode") or "").lower() == "external"
        if kind.endswith(ALIEN) or (outside and not kind.endswith(LINK)):
            raise UnfitTemplate("letter-template-fetches", name)
        local = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        said += (node.text or "") if local == "instrText" else ""
        said += "".join(v for k, v in node.attrib.items() if k.rpartition("}")[2] == "instr")
    found = FETCHES.search(said)
    if found:
        raise UnfitTemplate("letter-template-fetches", found.group(0))


def fields_in(text: str, *, filled_in: bool) -> set[str]:
    """Give the fields of one part; raises UnfitTemplate for an unknown one, and for all else.

    What opens a field stands in the text that people read: none in an attribute or a remark, where
    nobody would see it.
    """
    read = TAG.sub("", text)
    found = [name.strip() for name in FIELD.findall(read)]
    for name in found:
        if name not in FIELDS:
            raise UnfitTemplate("letter-template-unknown-field", name)
    opened = OPENS.findall(BETWEEN.sub("", text))
    if len(opened) != len(found) or len(OPENS.findall(read)) != len(found):
        rest = FIELD.sub("", read)
        begin = OPENS.search(rest)
        shown = rest[begin.start() : begin.start() + 40] if begin else ""
        raise UnfitTemplate("letter-template-no-plain-field", shown)
    if found and not filled_in:
        raise UnfitTemplate("letter-template-field-elsewhere", found[0])
    return set(found)
