"""Who and what stands on the pages of the style guide: invented, and with names of every length."""

from typing import Any, Final

import wtforms
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # stubs lag 3.3
from wtforms.validators import InputRequired

from tools.styleguide import timeline

MENU: Final = (
    ("Mijn werk", "home", 3),
    ("Casussen", "file-text", None),
    ("Inwoners", "users", None),
    ("Wal en schip", "lifebuoy", 2),
    ("Vlaggen", "flag", 1),
    ("Inzage", "shield-lock", None),
)
LONG_NAME: Final = "Wilhelmina Geertruida van den Bosch-Schimmelpenninck van der Oye tot Nijenbeek"


class DateParts(wtforms.Field):
    """Stands in for the date field of the screens: three texts."""

    @property
    def parts(self) -> dict[str, str]:
        return {"day": "31", "month": "2", "year": "2027"} if self.errors else {}


def _choices(**words: str) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class StepForm(wtforms.Form):
    kept_at = None
    form_key = wtforms.HiddenField()
    version = wtforms.HiddenField()
    track = wtforms.RadioField(
        "Voor welk spoor is dit?",
        choices=_choices(care="Zorg", safety="Veiligheid", shared="Gedeelde strook"),
        validators=[InputRequired("Kies een spoor.")],
    )
    kind = wtforms.SelectField(
        "Soort stap", choices=_choices(call="Telefoongesprek", visit="Huisbezoek", talk="Overleg")
    )
    done_on = DateParts("Wanneer was het?", validators=[InputRequired()])
    title = wtforms.StringField(
        "Samenvatting in één zin",
        validators=[InputRequired("Schrijf in één zin wat er gebeurde.")],
        description="Zo staat het op de tijdlijn.",
    )
    body = wtforms.TextAreaField(
        "Wat zag of hoorde u?",
        description="Schrijf op wat u zag of hoorde. Noem geen BSN en geen namen van buren.",
    )
    source = wtforms.RadioField(
        "Waar komt het vandaan?",
        choices=_choices(fact="Feit", opinion="Mening", statement="Verklaring van de inwoner"),
    )
    next_on = DateParts("Wanneer is de volgende stap?")
    urgent = wtforms.BooleanField("Dit moet de casusregisseur vandaag weten")


class SignInForm(wtforms.Form):
    kept_at = None
    email = wtforms.EmailField("E-mailadres", validators=[InputRequired()])
    password = wtforms.PasswordField("Wachtwoord", validators=[InputRequired()])


class Filters(wtforms.Form):
    phase = wtforms.SelectField("Fase", choices=_choices(all="Alle fasen", three="AVE 3 en hoger"))
    state = wtforms.SelectField("Stand", choices=_choices(open="Lopend", closed="Gesloten"))
    text = wtforms.StringField("Woord in de titel")


def _cases(owner: str) -> list[dict[str, Any]]:
    rows = (
        ("Overlast en zorgen in de Kerkstraat", 4, "neg", "Vlag zonder antwoord, 20 uur", "flag"),
        (
            "Vervuilde woning aan de Lindelaan",
            3,
            "neg",
            "Actie 3 dagen te laat",
            "clock-exclamation",
        ),
        ("Groep jongeren bij het station", 3, "warn", "Geen contact sinds 41 dagen", "phone"),
        ("Gezin Bakker: school en huur", 2, "info", "Overdracht wacht op u", "user-check"),
        (
            "Nachtelijk geschreeuw, tweede ring",
            2,
            "neutral",
            "Volgende week overleg",
            "calendar-event",
        ),
        ("Briefadres en schulden", 1, "ok", "Op schema", "circle-check"),
    )
    return [
        {
            "title": title,
            "reference": f"OIJ-7K{phase}M-9Q2{at}",
            "phase": phase,
            "care": owner,
            "safety": "Mehmet ten Have" if at % 2 else "gesloten",
            "next": f"{20 + at} november 2026",
            "kind": kind,
            "why": why,
            "icon": icon,
        }
        for at, (title, phase, kind, why, icon) in enumerate(rows)
    ]


def _work() -> list[dict[str, str]]:
    keys = ("track", "what", "why", "kind", "when", "icon")
    rows = (
        (
            "safety",
            "Vlag in OIJ-7K3M-9Q2X",
            "Mehmet ten Have vraagt om antwoord.",
            "warn",
            "vóór morgen 09:12",
            "flag",
        ),
        (
            "care",
            "OIJ-2F8C-1DAB",
            "Geen contact sinds 41 dagen (afspraak: 30).",
            "neg",
            "11 dagen te laat",
            "clock",
        ),
        (
            "shared",
            "Overdracht van OIJ-9PQ1-44TZ",
            "Jan Wolters gaat weg en draagt aan u over.",
            "info",
            "nog 3 werkdagen",
            "user-check",
        ),
    )
    return [dict(zip(keys, row, strict=True)) for row in rows]


def context(*, long: bool = False, **changes: Any) -> dict[str, Any]:
    """Everything a page may ask for; `long` gives people the longest names."""
    form = StepForm(data={"kind": "visit", "body": "Mevrouw deed open.", "track": "care"})
    form.done_on.errors = ["31 februari 2027 bestaat niet."]
    form.title.errors = ["Schrijf in één zin wat er gebeurde."]
    owner = LONG_NAME if long else "Sevgi Yılmaz"
    people = {"care_owner": owner, "resident": LONG_NAME if long else "Joke van der Berg"}
    return {
        "menu": [
            {"label": label, "icon": icon, "count": count, "href": "#", "current": at == 1}
            for at, (label, icon, count) in enumerate(MENU)
        ],
        "actor": {"name": owner, "role_labels": ["Sociaal werker"]},
        "municipality": {
            "name": "Gemeente Oude IJsselstreek",
            "theme": "meadow",
            "fictitious": True,
        },
        "current_language": "nl",
        "case_title": "Overlast en zorgen in de Kerkstraat",
        "phase": 3,
        "one_list": False,
        "nobody": False,
        "form": form,
        "signin": SignInForm(data={"email": "sevgi@voorbeeld.example"}),
        "filters": Filters(),
        "cases": _cases(owner),
        "work": _work(),
        "app_version": "1.0",
        "footer_links": [("Toegankelijkheid", "#"), ("Privacy", "#"), ("Hulp", "#")],
        "mine": [
            ("Samenvatting", "Huisbezoek: mevrouw is moe"),
            ("Tekst", Markup("Ze slaapt slecht.")),
        ],
        "theirs": [("Samenvatting", "Huisbezoek: zoon is weg"), ("Tekst", "De zoon woont elders.")],
        "changed_by": "Mehmet ten Have",
        "changed_at": "vandaag om 14:03",
        "again": "#",
        "request_id": "7f3a9c21",
        "lines": timeline.lines(owner),
        **people,
        **changes,
    }
