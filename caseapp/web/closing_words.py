"""What stands in the way of closing a case, in words, each with the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from caseapp import cases, policy
from caseapp.closures import Obstacle
from caseapp.closures import ObstacleKind as K
from caseapp.kernel.actor import Actor
from caseapp.meetings import items
from caseapp.model.case_words import Part, Phase
from caseapp.model.cases import Case
from caseapp.policy import Permission
from caseapp.web import labels


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the way: what it is, what is to be done, and where if this person may."""

    what: str
    way_out: str
    address: str | None = None
    link: str = ""


def lines(actor: Actor, case: Case, found: Sequence[Obstacle]) -> list[Line]:
    """Tell everything that stands in the way."""
    return [_line(actor, case, one) for one in found]


def _line(actor: Actor, case: Case, one: Obstacle) -> Line:
    if one.track is not None:
        return _of_track(actor, case, one)
    if one.subject_id is not None:
        return _of_subject(actor, case, one)
    if one.kind is K.ACTIONS_OPEN:
        address = url_for("plans.index", reference=case.reference)
        what = _("In het plan staan nog open acties.")
        return Line(what, _("Rond ze af, of stop ze met een reden."), address, _("Plan"))
    return _of_phase(actor, case, one)


def _of_phase(actor: Actor, case: Case, one: Obstacle) -> Line:
    may = policy.allows(actor, Permission.CASE_CHANGE_PHASE, case)
    if one.kind is K.UNEVALUATED:
        what = _("Op de escalatie naar de hoogste fase is nog niet teruggekeken.")
        address = url_for("evaluations.new", reference=case.reference)
        return Line(what, _("Evalueer eerst."), address if may else None, _("Evalueren"))
    what = _("De casus is opgeschaald: %(phase)s.", phase=labels.of(Phase(case.phase)))
    address = url_for("descents.new", reference=case.reference)
    return Line(
        what, _("Schaal eerst af, per fase."), address if may else None, _("Op- of afschalen")
    )


def _of_subject(actor: Actor, case: Case, one: Obstacle) -> Line:
    if one.kind is K.FLAG_OPEN:
        address = url_for("flags.show", flag_id=one.subject_id)
        return Line(_("Een vlag wacht op een antwoord."), _("Antwoord eerst."), address, _("Vlag"))
    if one.kind is K.HANDOVER_WAITS:
        address = url_for("handovers.show", handover_id=one.subject_id)
        what = _("Een overdracht wacht op een antwoord.")
        return Line(what, _("Laat die aannemen, weigeren of intrekken."), address, _("Overdracht"))
    if one.kind is K.ON_AGENDA:
        address = url_for("agenda_items.show", item_id=one.subject_id)
        what = _("De casus staat nog op een agenda.")
        way_out = _("Rond die af, of haal de casus eraf.")
        may = items.is_readable(actor, one.subject_id)
        return Line(what, way_out, address if may else None, _("Overleg"))
    may = policy.allows(actor, Permission.MEASURES_READ, case)
    address = url_for("measures.show", measure_id=one.subject_id)
    what, way_out = _("Er loopt een maatregel."), _("Beëindig die eerst, met de reden.")
    return Line(what, way_out, address if may else None, _("Maatregel"))


def _of_track(actor: Actor, case: Case, one: Obstacle) -> Line:
    track = next(track for track in case.tracks if track.kind is one.track)
    name = labels.of(track.kind)
    texts = {
        K.TRACK_RUNS: _("Het %(track)s loopt nog.", track=name),
        K.TRACK_UNAGREED: _(
            "Wie aan het %(track)s werkt heeft niet zelf gezegd dat het klaar is.", track=name
        ),
        K.TRACK_UNCONFIRMED: _(
            "Dat het %(track)s niet nodig is, heeft niemand van het andere spoor bevestigd.",
            track=name,
        ),
        K.DATE_OPEN: _("Op het %(track)s staat nog een volgende datum.", track=name),
    }
    if one.kind is K.TRACK_UNCONFIRMED:
        return _to_confirm(actor, case, one, texts[one.kind])
    people = cases.people_on(track)
    own = actor.stands_in_for | {actor.user_id}
    if people and not any(held.user_id in own for held in people):
        first = next((held for held in people if held.part is Part.OWNER), people[0]).user.name
        way_out = _("Vraag %(name)s om het spoor af te ronden, met de reden.", name=first)
        return Line(texts[one.kind], way_out)
    may = policy.allows(actor, Permission.TRACK_ARRANGE, track)
    address = url_for("tracks.edit", reference=case.reference, kind=track.kind.value)
    way_out = _("Rond het spoor af, met de reden.")
    return Line(texts[one.kind], way_out, address if may else None, _("Spoor bijwerken"))


def _to_confirm(actor: Actor, case: Case, one: Obstacle, what: str) -> Line:
    track = next(track for track in case.tracks if track.kind is one.track)
    other = next(track for track in case.tracks if track.kind is not one.track)
    address = url_for("track_confirmations.new", reference=case.reference, kind=track.kind.value)
    may = policy.allows(actor, Permission.TRACK_CONFIRM, track)
    who = other.owner.name if other.owner is not None else _("wie de casus regisseert")
    way_out = _("Vraag %(name)s om het te bevestigen.", name=who)
    return Line(what, way_out, address if may else None, _("Bevestigen"))
