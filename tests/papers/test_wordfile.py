"""What is taken as a template of letters, what is refused, and that filling in gives no orders."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import nodes

from caseapp.papers import wordfile
from caseapp.papers.wordfile import FIELDS, UnfitTemplate
from caseapp.web import docx
from tests.support.wordfiles import MAIN, a_letter, crafted, text_of, word

SECONDS = 5
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
PLAIN = {name: f"waarde van {name}" for name in FIELDS}


def refused(file):
    """Give why a file is refused, and what was found; it may not take long to know."""
    begun = time.monotonic()
    with pytest.raises(UnfitTemplate) as told:
        docx.try_out(file)
    assert time.monotonic() - begun < SECONDS
    return told.value.message, told.value.found


def test_every_field_is_filled_in_wherever_a_letter_has_it():
    asked = word(*(f"{{{{ {name} }}}}" for name in FIELDS), header="{{naam}}", footer="{{ datum }}")
    assert wordfile.check(asked) == set(FIELDS)
    told = text_of(docx.filled_in(asked, PLAIN))
    assert all(said in told for said in PLAIN.values())
    assert "{{" not in told


def test_a_field_that_word_cut_in_pieces_is_still_a_field():
    cut = crafted(
        word("Beste {{ naam }}."),
        changes={MAIN: {b"{{ naam }}": b"{</w:t></w:r><w:r><w:t>{ na</w:t></w:r>"
                        b"<w:r><w:t>am }</w:t></w:r><w:r><w:t>}"}},
    )  # fmt: skip
    assert "Beste waarde van naam." in text_of(docx.filled_in(cut, PLAIN))


def test_what_is_filled_in_stays_text():
    nasty = '<w:br/> & "x" {{ datum }} {% for i in x %} ]]> \x00\x07\x0c\x1b\ud800 ’'
    told = text_of(docx.filled_in(a_letter(), {**PLAIN, "tekst": f"een\ntwee\t{nasty}"}))
    assert '<w:br/> & "x" {{ datum }} {% for i in x %} ]]>' in told
    assert "een\ntwee\t" in told


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_whatever_somebody_types_gives_a_letter_that_opens_and_holds_it(typed):
    told = docx.text_of(docx.filled_in(word("[{{ tekst }}]"), {"tekst": typed}))
    kept = docx.UNWRITABLE.sub("", typed).replace("{_{", "").replace("{_%", "")
    letters = [one for one in kept if one.isalnum()]
    assert [one for one in "".join(told) if one.isalnum()] == letters


@pytest.mark.parametrize(
    "said",
    [
        "naam.__class__",
        "naam.__class__.__mro__[1].__subclasses__()",
        "''.__class__",
        "naam['x']",
        "naam|upper",
        "naam()",
        "9**9**9",
        "'a'*999999999",
        "range(10**9)|list",
        "self",
        "cycler.__init__.__globals__",
        "lipsum",
        "config",
        "r naam",
        "p naam",
        "bsn",
        "Naam",
    ],
)
def test_what_is_no_field_is_refused_and_named(said):
    assert refused(word("{{ " + said + " }}")) == ("letter-template-unknown-field", said)


@pytest.mark.parametrize(
    "said",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
        "{%p if naam %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% macro a() %}{% endmacro %}",
        "{# niets #}",
        "{{ naam",
        "{% colspan" + " " * 200_000,
        "{{" * 100_000,
        "{%" * 100_000,
        "{{ naam }} {{ {'a': 1} }}",
    ],
)
def test_there_is_no_other_instruction_than_a_field(said):
    assert refused(word(said))[0] == "letter-template-no-plain-field"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<w:body>", b'<w:body><w:p w:rsidR="{{ 9**9 }}"/>'),
        (b"<w:body>", b"<w:body><!-- {{ 9**9 }} -->"),
        (b"<w:body>", b"<w:body><!-- > {% for i in x %} -->"),
        (b"Beste", b"&#123;&#123; 9**9 }}"),
        (b"Beste", b"&#x7b;% for i in x %}"),
        (b"<w:body>", b'<w:body xmlns:x="{{ 9**9 }}">'),
    ],
)
def test_no_instruction_hides_where_nobody_reads(before, after):
    hidden = crafted(word("Beste"), changes={MAIN: {before: after}})
    assert refused(hidden)[0] in {
        "letter-template-no-plain-field",
        "letter-template-unknown-field",
        "letter-template-no-docx",
    }


def test_a_field_where_none_is_filled_in_is_refused():
    asked = crafted(word("Beste"), add={"word/endnotes.xml": b"<a>{{ naam }}</a>"})
    assert refused(asked) == ("letter-template-field-elsewhere", "naam")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("word/vbaProject.bin", "letter-template-macros"),
        ("word/activeX/activeX1.xml", "letter-template-macros"),
        ("word/embeddings/Book.xlsx", "letter-template-macros"),
        ("../outside.xml", "letter-template-no-docx"),
        ("/etc/passwd", "letter-template-no-docx"),
        ("WORD/document.xml", "letter-template-no-docx"),
    ],
)
def test_a_bundle_with_more_than_a_letter_is_refused(name, code):
    assert refused(crafted(word("Beste"), add={name: b"<a/>"}))[0] == code


def test_a_document_that_calls_itself_one_with_macros_is_refused():
    types = {b"document.main+xml": b"document.macroEnabled.main+xml"}
    assert refused(crafted(word("x"), changes={TYPES: types}))[0] == "letter-template-macros"


@pytest.mark.parametrize(
    "relation",
    [
        b'<Relationship Id="r99" Type="http://x/image" Target="http://x" TargetMode="External"/>',
        b'<Relationship Id="r9" Type="http://x/image" Target="x" TargetMode="&#69;xternal"/>',
        b'<Relationship Id="r99" Type="http://x/attachedTemplate" Target="x.dotm"/>',
        b'<Relationship Id="r99" Type="http://x/aFChunk" Target="x.html"/>',
    ],
)
def test_what_fetches_from_elsewhere_is_refused(relation):
    ends = {b"</Relationships>": relation + b"</Relationships>"}
    assert refused(crafted(word("x"), changes={RELATIONS: ends}))[0] == "letter-template-fetches"


def test_a_link_may_be_in_a_letter():
    link = b'<Relationship Id="r9" Type="http://x/hyperlink" Target="x" TargetMode="External"/>'
    docx.try_out(
        crafted(word("x"), changes={RELATIONS: {b"</Relationships>": link + b"</Relationships>"}})
    )


@pytest.mark.parametrize("code", [("DDE", "AUTO c:\\\\x"), ("INCLUDE", "TEXT x"), ("LI", "NK x")])
def test_a_field_of_word_that_fetches_is_refused_also_in_pieces(code):
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in code)
    ends = {b"<w:body>": f"<w:body><w:p>{runs}</w:p>".encode()}
    assert refused(crafted(word("x"), changes={MAIN: ends}))[0] == "letter-template-fetches"


@pytest.mark.parametrize(
    "add",
    [
        {"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {"word/x.xml": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")},
        {"word/x.xml": b'<?xml version="1.0" encoding="utf-7"?><a/>'},
        {"word/x.xml": b"<a>" * 100_000 + b"</a>" * 100_000},
        {"word/x.xml": b"<a><b></a>"},
    ],
)
def test_xml_that_does_more_than_hold_text_is_refused(add):
    assert refused(crafted(word("x"), add=add))[0] == "letter-template-no-docx"


@pytest.mark.parametrize(
    "add",
    [
        {"word/media/x.png": b"\0" * 17_000_000},
        {"word/x.xml": b"<a>" + b" " * 3_000_000 + b"</a>"},
        {f"word/{n}.png": b"" for n in range(400)},
    ],
)
def test_a_bundle_that_unfolds_into_too_much_is_refused(add):
    assert refused(crafted(word("x"), add=add))[0] == "letter-template-too-large"


def test_a_file_of_more_than_two_megabytes_is_refused_unopened():
    assert refused(b"PK" + b"x" * wordfile.MOST_BYTES)[0] == "letter-template-too-large"


@pytest.mark.parametrize("cut", [0, 3, 500, -1, -30])
def test_what_is_no_whole_document_is_refused(cut):
    assert refused(word("x")[:cut])[0] == "letter-template-no-docx"


@pytest.mark.parametrize("file", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200, b"<html></html>"])
def test_another_kind_of_file_is_refused(file):
    assert refused(file)[0] == "letter-template-no-docx"


@pytest.mark.parametrize(
    "said",
    [
        "{{ naam.x }}",
        "{{ naam ~ naam }}",
        "{% for i in naam %}x{% endfor %}",
        "{{ 9 ** 9 }}",
        "{{ bsn }}",
        "{{ naam|upper }}",
    ],
)
def test_the_language_itself_knows_nothing_but_fields(said):
    """The second lock, without the first: what the gate would miss still says nothing."""
    with pytest.raises(UnfitTemplate):
        docx.FieldsOnly(autoescape=True).from_string(said)
    assert nodes.Name in docx.PLAIN


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall_over(junk):
    with pytest.raises(UnfitTemplate):
        wordfile.check(junk)
