"""Documents made from the code, and translations: write them, or check that they are current."""

from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask import Flask

from caseapp.policy import matrix

ROOT = Path(__file__).parent.parent.parent
PERMISSIONS = ROOT / "docs" / "permissions.md"
CATALOGUE = ROOT / "caseapp" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SOURCES = (("caseapp/**.py", "python"), ("templates/**.html", "jinja2"))
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
}


def register(app: Flask) -> None:
    """Add the commands about documents."""
    app.cli.add_command(docs)
    app.cli.add_command(translations)


@click.command("docs")
@click.option("--check", is_flag=True, help="Change nothing; fail when a document is not current.")
def docs(*, check: bool) -> None:
    """Write docs/permissions.md from the rules."""
    text = "\n".join(matrix.lines()).rstrip() + "\n"
    if not check:
        PERMISSIONS.write_text(text)
    elif not PERMISSIONS.exists() or PERMISSIONS.read_text() != text:
        message = "docs/permissions.md is not current; run `flask --app wsgi docs`."
        raise click.ClickException(message)


@click.command("translations")
@click.option("--check", is_flag=True, help="Change nothing; fail on a missing or fuzzy text.")
def translations(*, check: bool) -> None:
    """Bring the English catalogue up to date with the Dutch texts in the code."""
    found, known = _extracted(), _known()
    missing = [
        message.id
        for message in found
        if message.id and not _is_translated(known.get(message.id), plural=message.pluralizable)
    ]
    if check:
        compiled = CATALOGUE.with_suffix(".mo")
        if missing:
            listed = "\n".join(f"  {text!r}" for text in missing[:20])
            problem = f"{len(missing)} texts have no English:\n{listed}"
            raise click.ClickException(problem)
        if not compiled.exists() or compiled.read_bytes() != _compiled(known):
            problem = "The English catalogue is not compiled; run `flask --app wsgi translations`."
            raise click.ClickException(problem)
        return
    known.update(found, no_fuzzy_matching=True)
    for gone in list(known.obsolete):
        del known.obsolete[gone]
    with CATALOGUE.open("wb") as file:
        write_po(file, known, width=100, sort_output=True, no_location=True, omit_header=False)
    CATALOGUE.with_suffix(".mo").write_bytes(_compiled(known))
    click.echo(f"{len(known)} texts, {len(missing)} without English.")


def _extracted() -> Catalog:
    catalogue = Catalog(locale="en", domain="messages")
    for _file, line, text, comments, context in extract_from_dir(
        ROOT,
        method_map=SOURCES,
        keywords=KEYWORDS,
        options_map={"**.html": {"trimmed": "true"}},
        directory_filter=_is_ours,
    ):
        catalogue.add(text, None, [("", line)], auto_comments=comments, context=context)
    return catalogue


def _is_ours(folder: str) -> bool:
    inside = Path(folder).relative_to(ROOT).parts if Path(folder).is_absolute() else ()
    return not inside or inside[0] in ("caseapp", "templates")


def _known() -> Catalog:
    if not CATALOGUE.exists():
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale="en", domain="messages")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def _is_translated(message: object, *, plural: bool) -> bool:
    if message is None or getattr(message, "fuzzy", False):
        return False
    text = getattr(message, "string", "")
    return all(text) if plural and isinstance(text, tuple) else bool(text)


def _compiled(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()
