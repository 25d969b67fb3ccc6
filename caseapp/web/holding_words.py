"""What is open with a colleague, in words: only of cases that the reader may open themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from caseapp import cases, holdings, leaves, organisations
from caseapp.holdings import Holding, HoldingKind
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.web import wording

OPEN_WORK = frozenset({"leave-needs-substitute", "leave-leaves-work"})
"""The refusals under which it is told what is open."""


@dataclass(frozen=True, slots=True)
class Left:
    """One line of what is open: what it is, of which case, and what is to be done about it."""

    what: str
    way_out: str
    reference: str | None = None
    track: TrackKind | None = None
    offer_id: UUID | None = None


def left_open(actor: Actor, user: User, form: Any, error: RuleBroken) -> list[Left]:
    """Give what nobody would see to, where that is why a leave was refused."""
    if error.message not in OPEN_WORK:
        return []
    held = leaves.open_without(user, **form.days(), stood_in_for=bool(form.substitute.data))
    return lines(actor, held)


def lines(actor: Actor, held: Sequence[Holding]) -> list[Left]:
    """Tell each thing that the reader may know of, and how many there are beside these."""
    known = cases.among(actor, {one.case_id for one in held if one.case_id is not None})
    told = [_line(one, known) for one in held if one.case_id is None or one.case_id in known]
    hidden = sum(one.case_id is not None and one.case_id not in known for one in held)
    if hidden:
        what = ngettext(
            "%(num)d zaak die u niet kunt openen", "%(num)d zaken die u niet kunt openen", hidden
        )
        told.append(Left(what, _("Vraag de collega zelf, of wie het team van die casus leidt.")))
    return told


def _line(one: Holding, known: dict[UUID, Case]) -> Left:
    if one.team_id is not None and one.case_id is None:
        return _of_team(one, one.team_id)
    if one.case_id is None:
        return _of_days(one)
    reference = known[one.case_id].reference
    if one.kind is HoldingKind.OFFER:
        way_out = _("Beantwoord het aanbod eerst.")
        return Left(_("Kreeg een overdracht aangeboden"), way_out, reference, one.track, one.id)
    texts = {HoldingKind.DIRECTION: _("Casusregie"), HoldingKind.WATCH: _("Waakvlam")}
    what = texts.get(one.kind, _("Eigenaar van het spoor"))
    way_out = _("Kies een vervanger, of draag het over.")
    if one.is_shielded:
        way_out = _("Afgeschermd: alleen wie er met naam op staat mag erbij. Draag het zelf over.")
    return Left(what, way_out, reference, one.track)


def _of_days(one: Holding) -> Left:
    if one.kind is HoldingKind.MEETING:
        what = _("Zit een overleg voor op %(day)s", day=wording.day(one.first_on))
        return Left(what, _("Verzet het overleg, of laat een ander voorzitten."))
    days = {"first": wording.day(one.first_on), "last": wording.day(one.last_on)}
    what = _("Vervangt een collega van %(first)s tot en met %(last)s", **days)
    return Left(what, _("Laat die eerst een andere vervanger vragen."))


def _of_team(one: Holding, team_id: UUID) -> Left:
    team = organisations.team(team_id)
    name = team.name if team is not None else ""
    if one.kind is HoldingKind.SIGNAL:
        what = _("Heeft een signaal van %(team)s", team=name)
        return Left(what, _("Geef het een ander van dit team, of de wachtrij."))
    if one.kind is HoldingKind.LEAD:
        what = _("Is de enige teamleider van %(team)s", team=name)
        return Left(what, _("Laat de functioneel beheerder eerst een ander aanwijzen."))
    what = _("Werkt als enige in %(team)s, waar werk wacht", team=name)
    return Left(what, _("Laat eerst iemand het werk nemen, of in dit team werken."))


def summary(user_id: UUID) -> list[str]:
    """Say what is open with somebody, for who may know of no case: how much, and of which teams."""
    held = holdings.held_by(user_id)
    texts = [_of_team(one, one.team_id).what for one in held if one.kind not in holdings.OF_WORK
             and one.team_id is not None]  # fmt: skip
    kinds = Counter(one.kind for one in held)
    counted = (
        (HoldingKind.TRACK, ngettext("%(num)d spoor", "%(num)d sporen", kinds[HoldingKind.TRACK])),
        (
            HoldingKind.DIRECTION,
            ngettext(
                "de regie van %(num)d casus",
                "de regie van %(num)d casussen",
                kinds[HoldingKind.DIRECTION],
            ),
        ),
        (
            HoldingKind.WATCH,
            ngettext("%(num)d waakvlam", "%(num)d waakvlammen", kinds[HoldingKind.WATCH]),
        ),
        (
            HoldingKind.SIGNAL,
            ngettext("%(num)d signaal", "%(num)d signalen", kinds[HoldingKind.SIGNAL]),
        ),
        (
            HoldingKind.OFFER,
            ngettext("%(num)d aanbod", "%(num)d aanbiedingen", kinds[HoldingKind.OFFER]),
        ),
        (
            HoldingKind.SUBSTITUTION,
            ngettext("%(num)d vervanging", "%(num)d vervangingen", kinds[HoldingKind.SUBSTITUTION]),
        ),
        (
            HoldingKind.MEETING,
            ngettext(
                "%(num)d overleg als voorzitter",
                "%(num)d overleggen als voorzitter",
                kinds[HoldingKind.MEETING],
            ),
        ),
    )
    return [text for kind, text in counted if kinds[kind]] + texts


def load_of(user_id: UUID) -> list[str]:
    """Say how much somebody would stand in for, without saying of whom."""
    held = [one for one in holdings.held_by(user_id) if one.can_be_stood_in_for]
    watches = sum(one.kind is HoldingKind.WATCH for one in held)
    kinds = Counter(one.track for one in held if one.kind is not HoldingKind.WATCH)
    texts = []
    if number := kinds[TrackKind.CARE]:
        texts.append(ngettext("%(num)d zorgspoor", "%(num)d zorgsporen", number))
    if number := kinds[TrackKind.SAFETY]:
        texts.append(ngettext("%(num)d veiligheidsspoor", "%(num)d veiligheidssporen", number))
    if number := kinds[None]:
        texts.append(
            ngettext("de regie van %(num)d casus", "de regie van %(num)d casussen", number)
        )
    if watches:
        texts.append(ngettext("%(num)d waakvlam", "%(num)d waakvlammen", watches))
    return texts
