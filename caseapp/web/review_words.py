"""What a rule that fired says, in one sentence with its facts."""

import json
from typing import Any

from flask_babel import gettext as _

from caseapp.accesslog import Purpose
from caseapp.model.reviews import Review
from caseapp.reviews import Rule
from caseapp.web import labels


def reasons(review: Review) -> list[str]:
    """Say why a look is put to the reviewer: one sentence a rule."""
    told = json.loads(review.facts) if review.facts else []
    return [sentence(Rule(one["rule"]), one["facts"]) for one in told]


def sentence(rule: Rule, facts: dict[str, str]) -> str:
    """Give the words of a rule, with its facts filled in."""
    purpose = facts.get("purpose", "")
    known = labels.of(Purpose(purpose)) if purpose in set(Purpose) else purpose
    return str(_texts()[rule] % {**facts, "purpose": known})


def _texts() -> dict[Rule, Any]:
    return {
        Rule.NO_RELATION: _(
            "Werkte niet aan een casus van deze persoon. Gezegd doel: %(purpose)s."
        ),
        Rule.BY_OFFICE_ONLY: _("Keek door de functie. Gezegd doel: %(purpose)s."),
        Rule.SAME_SURNAME: _("Heeft dezelfde, niet gewone, achternaam."),
        Rule.SAME_ADDRESS: _("Woont op hetzelfde adres."),
        Rule.OWN_FILE: _("Vroeg %(times)s keer het eigen dossier of dat van het eigen adres op."),
        Rule.LOG_ABOUT_ONESELF: _("Vroeg het log wie er naar henzelf of hun huishouden keek."),
        Rule.COLLEAGUE_AS_RESIDENT: _("De inwoner werkt hier ook."),
        Rule.SHIELDED_CASE: _("De casus is afgeschermd: elke blik wordt beoordeeld."),
        Rule.CROWD: _("%(colleagues)s collega's zonder rol keken in twee dagen naar deze persoon."),
        Rule.AFTER_LEAVING_CASE: _("Werkte %(days)s dagen niet meer aan deze casus."),
        Rule.OUTSIDE_HOURS: _("Buiten werktijd: %(times)s keer, de eerste om %(at)s."),
        Rule.VOLUME: _("Opende %(people)s mensen op een dag; gewoonlijk zijn dat er %(usual)s."),
        Rule.BURST: _("Opende %(people)s mensen binnen minuten, vanaf %(at)s."),
        Rule.VIEWS_WITHOUT_WORK: _(
            "Keek %(times)s keer in 30 dagen en deed niets voor deze persoon."
        ),
        Rule.CLOSED_CASE: _("De casus was %(days)s dagen gesloten."),
        Rule.GRANT_THEN_READ: _("Kreeg net daarvoor een rol, en had geen rol in de casus."),
        Rule.LEAVING: _(
            "Vertrekt binnenkort: %(people)s mensen geopend (gewoonlijk %(usual)s), "
            "%(files)s bestanden meegenomen."
        ),
        Rule.NEWCOMER: _("Begon net en opende %(people)s mensen op een dag."),
        Rule.SEARCHING_MUCH: _("Zocht %(searches)s keer in een maand en opende %(opened)s keer."),
        Rule.SEARCH_WITHOUT_OPENING: _("Zocht %(searches)s keer in een week en opende niemand."),
        Rule.SAME_PURPOSE: _(
            "Opende %(people)s mensen in een maand met hetzelfde doel: %(purpose)s."
        ),
        Rule.TWO_NETWORKS: _("Was binnen minuten op twee netwerken, om %(at)s."),
        Rule.EXPORTS: _("Nam %(files)s bestanden mee op een dag."),
        Rule.EMERGENCIES: _("Gebruikte %(times)s keer noodtoegang in een week."),
        Rule.SAME_EMERGENCY_TWICE: _("Opende dezelfde casus %(times)s keer met noodtoegang."),
        Rule.REFUSED_OFTEN: _("Werd %(times)s keer binnen een uur geweigerd, vanaf %(at)s."),
        Rule.NUMBERS_REVEALED: _("Bekeek van %(people)s mensen op een dag het hele BSN."),
        Rule.PAGING_THROUGH_LISTS: _("Bladerde door %(times)s bladzijden met lijsten op een dag."),
    }
