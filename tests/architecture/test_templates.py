"""4. Every template compiles; no inline style, `on...=` or script without a file; phases are called
as the municipality calls them.
"""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateSyntaxError

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "a phase named by hand": re.compile(r"\bAVE\b(?!, vier fasen)|\bfase [1-4]\b"),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
}
LONGEST = 120


def wrong(text: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_inline(file):
    assert wrong(file.read_text()) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_a_template_fits_on_a_few_screens(file):
    assert len(file.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "plant",
    [
        '<p style="color:red">',
        '<a onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "{{ body|safe }}",
        '{{ ui.phase_badge(2, "AVE " ~ 2) }}',
    ],
)
def test_something_inline_is_found(plant):
    assert wrong(plant)


def test_every_template_compiles(app):
    for file in FILES:
        app.jinja_env.get_template(str(file.relative_to(TEMPLATES)))


def test_a_template_that_does_not_compile_is_found():
    with pytest.raises(TemplateSyntaxError):
        Environment(autoescape=True).from_string("{% if %}")
