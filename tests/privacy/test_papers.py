"""The PDF of an answer: a screen reader can read it, and text in it is never an instruction."""

from datetime import UTC, datetime

import pytest
import typst

from caseapp.web.paper import as_pdf
from tests.support import papers

AT = datetime(2026, 4, 20, 9, 30, 15, 174_057, tzinfo=UTC)
HOSTILE = '#panic("x") $x^2$ #read("/etc/passwd") ] [ \\ "quoted" İstanbul Šimić ĳ'


def paper(rows=2, text="Yılmaz"):
    return {
        "title": "Wie keek er naar mijn gegevens?",
        "intro": [text],
        "explained": {"title": "Uitleg", "texts": [text]},
        "table": "Wie uw gegevens gebruikte",
        "columns": ["Dag", "Wie", "Wat", "Waarom", "Wet", "Nood", "Naar"],
        "rows": [["14 april 2026", text, "a", "b", "c", "nee", "d"]] * rows,
        "empty": "Niets.",
        "rights": {"title": "Wat kunt u doen?", "texts": [text]},
    }


def roles(node, found=None):
    """Give the tags of the tree a screen reader walks along, in its order."""
    found = [] if found is None else found
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            roles(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]))
        if "/K" in node:
            roles(node["/K"], found)
    return found


def test_the_file_says_that_it_is_accessible_and_lasting():
    pdf = papers.opened(as_pdf("answer", paper(), written_at=AT))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Wie keek er naar mijn gegevens?"
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_headings_paragraphs_and_the_table_are_tagged_in_reading_order():
    pdf = papers.opened(as_pdf("answer", paper(), written_at=AT))
    tags = roles(pdf.trailer["/Root"]["/StructTreeRoot"])
    assert [tag for tag in tags if tag[:2] == "/H" and tag[2:].isdigit()] == [
        "/H1", "/H2", "/H2", "/H2"]  # fmt: skip
    assert tags.count("/Table") == 1
    assert tags.count("/TH") == 7
    assert tags.count("/TD") == 14
    assert tags.index("/H1") < tags.index("/P") < tags.index("/Table")


def test_each_page_of_a_long_answer_is_tagged_and_every_letter_has_its_font_with_it():
    pdf = papers.opened(as_pdf("answer", paper(rows=120), written_at=AT))
    assert len(pdf.pages) > 2
    for page in pdf.pages:
        assert "/StructParents" in page
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert any(key.startswith("/FontFile") for key in inner.get_object())


def test_text_is_text_whatever_it_looks_like():
    text = (
        papers.opened(as_pdf("answer", paper(text=HOSTILE), written_at=AT)).pages[0].extract_text()
    )
    for part in ("#panic", "$x^2$", "/etc/passwd", "İstanbul", "Šimić"):
        assert part in text
    assert "root:" not in text


def test_the_same_words_make_the_same_file_to_the_byte():
    assert as_pdf("answer", paper(), written_at=AT) == as_pdf("answer", paper(), written_at=AT)


def test_a_file_that_a_screen_reader_cannot_read_is_refused(tmp_path, monkeypatch):
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    source = f'#set document(title: [x])\n#image(bytes("{picture}"), format: "svg")'
    (tmp_path / "mute.typ").write_text(source)
    monkeypatch.setattr("caseapp.web.paper.TEMPLATES", tmp_path)
    with pytest.raises(typst.TypstError, match="alt"):
        as_pdf("mute", {}, written_at=AT)
