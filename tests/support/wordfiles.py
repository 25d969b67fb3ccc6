"""Word documents, as a municipality has them and as somebody with bad intentions makes them."""

import io
import zipfile

import docx

MAIN = "word/document.xml"
LETTER = (
    "Aan {{ naam }}",
    "{{ adres }}",
    "Kenmerk {{ kenmerk }}, {{datum}}",
    "{{ tekst }}",
    "{{ regisseur }}, {{ functie_regisseur }}",
    "{{ afzender }}, {{ functie_afzender }}",
)


def word(*paragraphs, header="", footer=""):
    """Give a document with these paragraphs."""
    document, made = docx.Document(), io.BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    document.save(made)
    return made.getvalue()


def a_letter(**more):
    return word(*LETTER, header="Gemeente {{ gemeente }}", **more)


def crafted(file, add=None, **changed):
    """Give the same bundle with parts added, and bytes of parts put otherwise."""
    made, changes = io.BytesIO(), changed.get("changes", {})
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            body = old.read(name)
            for before, after in changes.get(name, {}).items():
                assert before in body, before
                body = body.replace(before, after, 1)
            new.writestr(name, body)
        for name, body in (add or {}).items():
            new.writestr(name, body)
    return made.getvalue()


def text_of(file):
    """Give what a document says, read by another hand than the application's."""
    document = docx.Document(io.BytesIO(file))
    section = document.sections[0]
    parts = (section.header.paragraphs, document.paragraphs, section.footer.paragraphs)
    return "\n".join(one.text for part in parts for one in part)
