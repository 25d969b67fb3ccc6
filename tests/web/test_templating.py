"""Templates are compiled once for each language, and say and escape what they did before."""

import pytest
from flask import g, render_template_string
from flask_babel import force_locale
from jinja2 import DictLoader
from markupsafe import Markup, escape

from caseapp.web import templating, wording
from caseapp.web.templating import Languages, shown

PAGE = "layouts/parts/brand.html"
VALUES = ["", "Noor", "<b>", "a & b", "'\"", Markup("<i>"), 7, None, ["<"], wording.drawn("x", "/")]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_shown_is_escaped_as_ever(value):
    assert str(shown(value)) == str(escape(value))


def in_language(app, language, source):
    """Render a template of this text for a reader of a language."""
    pages = Languages(app, autoescape=True)
    pages.globals.update(app.jinja_env.globals)
    pages.filters.update(app.jinja_env.filters)
    pages.loader = templating._AnyLanguage(DictLoader({"page.html": source}))
    with app.test_request_context(), force_locale(language):
        g.language = language
        return pages.get_template("page.html").render(name="<Noor>")


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Casussen"), ("en", "Cases")], ids=["dutch", "english"]
)
def test_a_text_is_in_the_language_of_the_reader(app, language, said):
    assert in_language(app, language, "{{ _('Casussen') }}") == said
    assert in_language(app, language, "{{ _('Casus' 'sen') }}") == said
    assert in_language(app, language, "{% set word = _('Casussen')|lower %}{{ word }}") == (
        said.lower()
    )


def test_a_text_that_is_filled_in_escapes_what_it_is_filled_with(app):
    text = in_language(app, "en", "{{ _('Casus %(reference)s', reference=name) }}")
    assert text == "Case &lt;Noor&gt;"


def test_a_method_of_that_name_is_no_text(app):
    assert in_language(app, "en", "{{ {'_': 7}._ }}{{ name }}") == "7&lt;Noor&gt;"


def test_every_page_is_ready_in_every_language_before_the_first_is_asked_for(app):
    app.jinja_env.cache.clear()
    app.jinja_env.prepare()
    ready = {name for _loader, name in list(app.jinja_env.cache)}
    assert {f"nl/{PAGE}", f"en/{PAGE}"} <= ready
    assert len(ready) == 2 * len(app.jinja_env.list_templates(["html"])) < templating.MOST


def test_a_template_from_a_string_is_translated_as_it_is_read(app):
    with app.test_request_context(), force_locale("en"):
        g.language = "en"
        assert render_template_string("{{ _('Casussen') }}") == "Cases"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Noor Wissink", "NW"),
        ("J. de Boer, wijkagent, Politie", "JB"),
        ("Mark Kolkman, adviseur openbare orde en veiligheid", "MK"),
        ("Esther", "ES"),
        ("", ""),
    ],
)
def test_the_letters_of_a_person_are_those_of_their_name(app, name, told):
    with app.test_request_context():
        macros = app.jinja_env.get_template("components/data.html").module
        assert str(macros.initials(name)) == told
