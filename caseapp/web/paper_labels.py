"""The words of papers: what can be made, where it goes, what is asked, and what forbids one."""

from enum import Enum, StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.model.case_words import TrackKind
from caseapp.model.papers import PaperKind, Reach, Receiver


class Danger(StrEnum):
    """What makes a situation acute: asked of everybody who refers a case."""

    WEAPONS = "weapons"
    THREATS = "threats"
    CHILDREN = "children"
    SUICIDE = "suicide"
    VIOLENCE = "domestic-violence"
    DEPENDENCE = "dependence"


class Informed(StrEnum):
    """Whether the resident knows that the case is referred."""

    DONE = "done"
    NOT_YET = "not-yet"


class Contents(StrEnum):
    """How much of the plan goes on paper."""

    BOTH = "both"
    CARE = "care"
    SAFETY = "safety"

    @property
    def track(self) -> TrackKind | None:
        """The track that goes along; none for what is for both alone."""
        return None if self is Contents.BOTH else TrackKind(self.value)


PAPER_TEXTS: tuple[tuple[Enum, object], ...] = (
    (PaperKind.BRIEFING, _l("Informatieblad voor het bestuur")),
    (PaperKind.REFERRAL, _l("Aanmelding bij het Zorg- en Veiligheidshuis")),
    (PaperKind.PLAN, _l("Plan van aanpak")),
    (Reach.INSIDE, _l("binnen de gemeente")),
    (Reach.OUTSIDE, _l("buiten de gemeente")),
    (Receiver.SELF, _l("deze persoon zelf")),
    (Receiver.LEGAL_REPRESENTATIVE, _l("de wettelijk vertegenwoordiger van deze persoon")),
    (Receiver.AUTHORISED, _l("iemand die deze persoon daarvoor heeft aangewezen")),
    (Danger.WEAPONS, _l("wapens")),
    (Danger.THREATS, _l("bedreiging")),
    (Danger.CHILDREN, _l("kinderen aanwezig")),
    (Danger.SUICIDE, _l("gevaar voor zelfdoding")),
    (Danger.VIOLENCE, _l("huiselijk geweld")),
    (Danger.DEPENDENCE, _l("afhankelijk van degene die dreigt")),
    (Contents.BOTH, _l("alleen wat voor beide sporen is")),
    (Contents.CARE, _l("wat voor beide sporen is, en het zorgspoor")),
    (Contents.SAFETY, _l("wat voor beide sporen is, en het veiligheidsspoor")),
    (Informed.DONE, _l("De inwoner weet het")),
    (Informed.NOT_YET, _l("De inwoner weet het nog niet")),
)

PAPER_RULES: dict[str, Any] = {
    "paper-for-nobody": _l("Schrijf op voor wie het stuk is."),
    "paper-without-organisation": _l("Schrijf op bij welke organisatie de ontvanger werkt."),
    "paper-without-purpose": _l("Schrijf op waarvoor de ontvanger dit nodig heeft."),
    "paper-police-act": _l("Politiegegevens staan niet in dit stuk. Kies een andere grondslag."),
    "paper-goes-out": _l("Dit stuk is voor een organisatie buiten de gemeente."),
    "copy-without-receiver": _l("Kies aan wie u dit exemplaar geeft, en met welk recht."),
    "copy-of-nobody": _l("Kies eerst van wie het exemplaar is."),
    "copy-of-plan-only": _l("Alleen van het plan is er een exemplaar voor één persoon."),
    "copy-goes-out": _l("Dit exemplaar gaat naar een inwoner: buiten de gemeente."),
    "copy-of-all-for-one": _l(
        "Deze persoon hoort bij de casus. Kies het eigen exemplaar: dit is dat van iedereen."
    ),
    "copy-of-outsider": _l("Deze casus gaat niet over deze persoon."),
    "copy-for-another": _l(
        "Dit exemplaar is voor deze persoon zelf. Schrijf die naam op, of kies wie het krijgt."
    ),
    "paper-number-taken": _l("Iemand maakte intussen een stuk. Bekijk het uwe nog een keer."),
    "paper-with-track": _l("Alleen in het plan kan een spoor staan."),
    "paper-other-words": _l(
        "Gebruik alleen woorden uit de besluiten over de fase, in dezelfde volgorde."
    ),
    "paper-too-long": _l("Dit past niet op één bladzijde. Maak de tekst korter."),
    "letter-template-known": _l("Er is al een sjabloon met deze naam. Vervang dat."),
    "letter-template-retired-before": _l("Dit sjabloon is niet meer in gebruik."),
    "letter-template-no-docx": _l("Dit is geen gewoon Word-bestand (.docx)."),
    "letter-template-too-large": _l("Dit bestand is te groot: hooguit 2 MB."),
    "letter-template-macros": _l(
        "In dit bestand zit meer dan tekst: een macro of een ingesloten bestand."
    ),
    "letter-template-fetches": _l(
        "Dit bestand haalt iets van elders op. Zet het erin, of haal het weg."
    ),
    "letter-template-unknown-field": _l("Dit veld bestaat niet."),
    "letter-template-no-plain-field": _l(
        "Gebruik alleen velden, zoals {{ naam }}; geen andere opdrachten."
    ),
    "letter-template-field-elsewhere": _l("Dit veld staat op een plek die niet wordt ingevuld."),
    "letter-to-another": _l("Deze persoon hoort niet bij deze casus."),
    "paper-informed-when": _l("Vul in wanneer de inwoner het hoorde."),
    "paper-informed-again": _l("Vul in wanneer u opnieuw bekijkt of het kan."),
}
