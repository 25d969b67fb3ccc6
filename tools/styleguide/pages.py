"""The pages of the style guide: every part in every state, with an invented cast."""

from pathlib import Path
from typing import Any, Final

import jinja2

from caseapp.escalation.ladders import USUAL
from caseapp.web import wording
from caseapp.web.phase_words import PhaseLook
from tools.styleguide.cast import context

HERE: Final = Path(__file__).resolve().parent
TEMPLATES: Final = HERE.parent.parent / "templates"


def _planned() -> dict[str, tuple[str, dict[str, Any]]]:
    heather = {"name": "Gemeente Winterswijk-Oost", "theme": "heather", "fictitious": False}
    long_title = (
        "Langdurige overlast, vervuiling en zorgen om drie kinderen aan de Burgemeesterslaan"
    )
    return {
        "case": ("case.html", context()),
        "case-one-list": ("case.html", context(one_list=True, nobody=True)),
        "case-long": (
            "case.html",
            context(long=True, case_title=long_title, municipality=heather, phase=4),
        ),
        "list": ("list.html", context()),
        "list-long": ("list.html", context(long=True, municipality=heather)),
        "form": ("form.html", context()),
        "work": ("work.html", context()),
        "signin": ("signin.html", context()),
        "404": ("errors/404.html", context()),
        "409": ("errors/409.html", context()),
        "503": ("errors/503.html", context()),
    }


def environment() -> jinja2.Environment:
    """Give the templates of the application, with little stand-ins for what Flask gives."""
    folders = [str(HERE), str(TEMPLATES)]
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.filters["icon"] = lambda name: wording.drawn(name, "/static/vendor/icons.svg")
    made.filters["clock_time"] = wording.clock_time
    made.globals.update(
        url_for=lambda _endpoint, filename="", **_values: f"/static/{filename}",
        csrf_token=lambda: "example-token",
        new_form_key=lambda: "example-key",
        get_flashed_messages=lambda **_: [("ok", "De stap is bewaard.")],
        request={"script_root": ""},
        phase_look=_phase,
    )
    return made


def _phase(weight: int) -> PhaseLook:
    """Give how a phase of the usual ladder looks."""
    step = USUAL.steps[weight - 1]
    whole = f"{step.name}: {step.words}"
    return PhaseLook(step.name, whole, step.colour, step.icon, weight, len(USUAL.steps))


def pages() -> dict[str, str]:
    """Each page by its name, as HTML."""
    templates = environment()
    return {
        name: templates.get_template(template).render(values)
        for name, (template, values) in _planned().items()
    }
