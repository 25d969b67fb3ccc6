"""Letters from the municipality's own Word templates. The only importer of docxtpl.

A template gives orders to whoever fills it in, so that it is held twice: only what is plainly a
field passes the gate of `papers.wordfile`, and the language itself is cut down here to fields and
nothing else, within the sandbox. There is nothing to call, to reach into, to repeat or to reckon.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from caseapp.papers import wordfile
from caseapp.papers.wordfile import FIELDS, UnfitTemplate

PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
UNWRITABLE = re.compile(r"[^\n\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, and what the library would take for an order (a new page, a new line)."""


class FieldsOnly(SandboxedEnvironment):
    """A template language in which a field can be named, and nothing else can be said."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in _all_of(tree):
            known = not isinstance(node, nodes.Name) or node.name in FIELDS
            if not isinstance(node, PLAIN) or not known:
                said = node.name if isinstance(node, nodes.Name) else type(node).__name__
                raise UnfitTemplate("letter-template-no-plain-field", said)
        return tree


def _all_of(tree: nodes.Node) -> list[nodes.Node]:
    found, todo = [], [tree]
    while todo:
        node = todo.pop()
        found.append(node)
        todo.extend(node.iter_child_nodes())
    return found


def filled_in(file: bytes, fields: Mapping[str, str]) -> bytes:
    """Fill a template in; raises UnfitTemplate for what is no letter with plain fields."""
    wordfile.check(file)
    letter, made = DocxTemplate(BytesIO(file)), BytesIO()
    plain = {name: UNWRITABLE.sub("", str(fields.get(name, ""))) for name in FIELDS}
    language = FieldsOnly(autoescape=True)
    language.globals.clear()
    language.filters.clear()
    language.tests.clear()
    try:
        letter.render(plain, language, autoescape=True)
        letter.save(made)
    except UnfitTemplate:
        raise
    except TemplateSyntaxError as wrong:
        raise UnfitTemplate("letter-template-no-plain-field", str(wrong.message or "")) from None
    except (ValueError, KeyError, AttributeError, TypeError, IndexError, SyntaxError):
        raise UnfitTemplate("letter-template-no-docx") from None  # docxtpl and lxml say it so
    return made.getvalue()


def try_out(file: bytes) -> None:
    """Fill a template in with samples, once it is offered: later nobody is there to mend it."""
    text_of(filled_in(file, {name: f"({name})" for name in FIELDS}))


def text_of(letter: bytes) -> list[str]:
    """Give what a letter says, paragraph by paragraph: its headers, its text, and its footers."""
    document: Any = DocxTemplate(BytesIO(letter)).get_docx()
    parts = [document.element.body]
    heads, feet = [], []
    for section in document.sections:
        heads += [section.header._element] if not section.header.is_linked_to_previous else []  # noqa: SLF001 - python-docx gives no other way in
        feet += [section.footer._element] if not section.footer.is_linked_to_previous else []  # noqa: SLF001 - likewise
    return [line for part in (*heads, *parts, *feet) for line in _paragraphs(part)]


def _paragraphs(part: Any) -> list[str]:
    space = part.nsmap["w"]
    found = []
    for paragraph in part.iter(f"{{{space}}}p"):
        words = [_word(node, space) for node in paragraph.iter()]
        found += [line.strip() for line in "".join(words).split("\n") if line.strip()]
    return found


def _word(node: Any, space: str) -> str:
    breaks = {f"{{{space}}}br": "\n", f"{{{space}}}tab": " "}
    if node.tag == f"{{{space}}}t":
        return node.text or ""
    return breaks.get(node.tag, "")
