"""Templates, compiled once for each language: a text that stands in one is there translated.

A page holds a hundred texts, most of which depend on nothing but the language. Looked up when the
template is compiled, they become one with the HTML around them. For that a template is known here
by its language and its name (`en/cases/show.html`); whoever asks for one gives the name alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import cache
from typing import Any

from babel.support import Translations
from flask import Flask, has_request_context
from flask.templating import Environment
from jinja2 import BaseLoader, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import Expr
from markupsafe import Markup, escape

from caseapp.web import wording

LANGUAGES = ("nl", "en")
MOST = 1_000
"""How many compiled templates are kept: all of them, in each language."""
SPECIAL = re.compile("[&<>'\"]")


def use(app: Flask) -> None:
    """Have this application write its pages so; before anything asks for its environment."""
    app.jinja_environment = Languages  # type: ignore[assignment] # Flask names its own class


def shown(value: Any) -> str:
    """Escape a value for a page, as `markupsafe.escape` does.

    Most values need nothing: they are safe already, or hold nothing that is special in HTML.
    """
    kind = type(value)
    if kind is Markup or (kind is str and not SPECIAL.search(value)):
        return value  # type: ignore[no-any-return]
    return escape(value)


class Languages(Environment):
    """Gives each template in the language of the reader."""

    def __init__(self, app: Flask, **options: Any) -> None:
        options["loader"] = _AnyLanguage(app.create_global_jinja_loader())
        super().__init__(app, **options, cache_size=MOST)
        self.shown = shown
        self.code_generator_class = _Writer
        self.translated = cache(self._translated)
        self.add_extension(_Translates)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """Give a template in the language of the reader; outside a request in Dutch."""
        if isinstance(name, Template):
            return name
        language = wording.language() if has_request_context() else LANGUAGES[0]
        return super().get_template(f"{language}/{name}", parent, globals)

    def prepare(self) -> None:
        """Compile every page in every language."""
        for name in self.list_templates(["html"]):
            for language in LANGUAGES:
                super().get_template(f"{language}/{name}")

    def _translated(self, language: str) -> Callable[[str], str]:
        """Give what translates into a language."""
        folder = self.app.config["BABEL_TRANSLATION_DIRECTORIES"]
        return Translations.load(folder, [language]).gettext


class _AnyLanguage(BaseLoader):
    """Finds a template by its language and name: the source is the same in each language."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Give the source of a template."""
        return self._loader.get_source(environment, template.partition("/")[2])

    def list_templates(self) -> list[str]:
        """Give the names of all templates, without a language."""
        return self._loader.list_templates()


class _Translates(Extension):
    """Puts the translation in the place of `_("...")`, where nothing is to be filled in."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Give the words of a template with its texts in its own language."""
        language = (stream.name or "").partition("/")[0]
        tokens = list(stream)
        if language not in LANGUAGES:
            return tokens
        return list(self._in(self.environment.translated(language), tokens))  # type: ignore[attr-defined]

    def _in(self, translated: Callable[[str], str], tokens: list[Token]) -> Iterator[Token]:
        place = 0
        while place < len(tokens):
            one = tokens[place]
            if _is_plain_text(tokens[place : place + 4], before=tokens[max(place - 1, 0)]):
                text = translated(tokens[place + 2].value) % {}
                yield Token(one.lineno, "string", text)
                yield Token(one.lineno, "pipe", "|")
                yield Token(one.lineno, "name", "safe")
                place += 4
            else:
                yield one
                place += 1


def _is_plain_text(tokens: list[Token], *, before: Token) -> bool:
    """Tell whether this is `_("...")`, and no part of another name."""
    return (
        [one.type for one in tokens] == ["name", "lparen", "string", "rparen"]
        and tokens[0].value == "_"
        and before.type != "dot"
    )


class _Writer(CodeGenerator):
    """Writes templates that escape with `shown`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)
