"""What is done with a signal: recording it, planning it, forwarding it, and deciding on it."""

from datetime import date
from typing import Any

from caseapp import accesslog, policy, residents, settings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Phenomenon, TrackKind
from caseapp.model.cases import Case
from caseapp.model.journal import Source
from caseapp.model.organisations import Team
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from caseapp.model.signals import Signal, SignalEnd, Urgency
from caseapp.policy import Permission
from caseapp.signals.ending import case_about, end_with, hold_open
from caseapp.signals.placing import date_for, give, hold, place_on_return, refuse_team
from caseapp.signals.telling import tell_it_is_back, tell_team, tell_who_has


def record_signal(
    actor: Actor,
    municipality: Any,
    *,
    team: Team,
    phenomenon: Phenomenon,
    source: Source,
    urgency: Urgency,
    received_on: date,
    body: str,
    resident: Resident | None = None,
    place: str = "",
    address: tuple[str, int] | None = None,
    side: TrackKind | None = None,
    reporter: str = "",
    wants_answer: bool = False,
) -> Signal:
    """Write down what was reported; from that moment a team has it, and it has a date.

    `address` is a postcode and a house number. Where the last case of the resident is closed, who
    directed it has the signal, and the team of its track. Raises RuleBroken for a signal about
    nobody and nowhere, for a day to come, for an answer to nobody, and for a team in which nobody
    works or of the side that may not read it.
    """
    policy.require(actor, Permission.SIGNAL_RECORD, municipality)
    if resident is not None:
        policy.require(actor, Permission.RESIDENT_VIEW, resident)
        number = residents.number_of(resident.house_number or "")
        if resident.postcode and number is not None:
            address = (resident.postcode, number)
    elif not place.strip():
        raise RuleBroken("signal-about-nobody", "place")
    if received_on > clock.today():
        raise RuleBroken("step-in-future", "received_on")
    if wants_answer and not reporter.strip():
        raise RuleBroken("signal-answer-to-nobody", "reporter")
    refuse_team(municipality.id, side, team)
    signal = Signal(
        municipality_id=municipality.id,
        key=DataKey.draw(municipality.id),
        resident=resident,
        resident_id=resident.id if resident is not None else None,
        address_key=residents.address_key(municipality.id, *address) if address else None,
        side=side,
        phenomenon=phenomenon,
        source=source,
        urgency=urgency,
        received_on=received_on,
        wants_answer=wants_answer,
        recorded_by_id=actor.user_id,
        team=team,
        team_id=team.id,
        next_on=date_for(municipality.id, urgency),
        body=body,
        place=place,
        reporter=reporter,
    )
    place_on_return(signal)
    db.session.add(signal)
    db.session.flush()
    tell_who_has(actor, signal)
    tell_team(actor, signal, signal.team_id)
    accesslog.record(actor, Event.SIGNAL_RECORDED, signal)
    return signal


def plan(actor: Actor, signal: Signal, *, user: User | None, next_on: date) -> None:
    """Say who of the team has a signal, or that it waits in its queue, and when it goes on.

    Raises RuleBroken for a colleague of another team, of the other trade than what it is for or who
    cannot sign in, for a queue in which nobody works who may read it, and for a day that is past.
    """
    policy.require(actor, Permission.SIGNAL_HANDLE, signal)
    hold(signal)
    if next_on < clock.today():
        raise RuleBroken("signal-date-past", "next_on")
    give(actor, signal, user)
    signal.next_on = next_on
    accesslog.record(actor, Event.SIGNAL_PLANNED, signal)


def pass_on(actor: Actor, signal: Signal, *, user: User | None) -> None:
    """Say who of the team has a signal from now on, or that it waits in its queue; its date stays.

    Raises what planning it raises of who has it.
    """
    policy.require(actor, Permission.SIGNAL_HANDLE, signal)
    hold(signal)
    give(actor, signal, user)
    accesslog.record(actor, Event.SIGNAL_PLANNED, signal)


def identify(actor: Actor, signal: Signal, *, resident: Resident) -> None:
    """Say whom a signal is about, once somebody knows; on a closed case it goes as if recorded so.

    Raises RuleBroken when it has a name already, or somebody decided before.
    """
    policy.require(actor, Permission.SIGNAL_HANDLE, signal)
    policy.require(actor, Permission.RESIDENT_VIEW, resident)
    hold(signal)
    if signal.resident_id is not None:
        raise RuleBroken("signal-identified-before", "signal")
    signal.resident, signal.resident_id = resident, resident.id
    before = signal.user_id, signal.team_id
    place_on_return(signal)
    db.session.flush()
    if (signal.user_id, signal.team_id) != before:
        tell_who_has(actor, signal)
        tell_team(actor, signal, signal.team_id)
    accesslog.record(actor, Event.SIGNAL_IDENTIFIED, signal)


def forward(actor: Actor, signal: Signal, *, team: Team, note: str) -> None:
    """Forward a signal to another team; until that accepts it, it stays with whom it is.

    Raises RuleBroken for its own team, a team in which nobody works or of the side that may not
    read it, and without a note.
    """
    policy.require(actor, Permission.SIGNAL_HANDLE, signal)
    hold(signal)
    if team.id == signal.team_id:
        raise RuleBroken("signal-there-already", "team")
    refuse_team(signal.municipality_id, signal.side, team)
    if not note.strip():
        raise RuleBroken("handover-without-note", "note")
    office = signal.municipality_id
    days = settings.terms_of(office)(settings.ACCEPT_DAYS)
    closed = settings.closed_days(office)
    signal.to_team, signal.to_team_id, signal.note = team, team.id, note
    signal.answer_by = deadlines.same_time_after(clock.now(), days, closed)
    tell_team(actor, signal, team.id)
    accesslog.record(actor, Event.SIGNAL_FORWARDED, signal)


def accept(actor: Actor, signal: Signal) -> None:
    """Accept, for one's team, a signal that was forwarded to it: from now on one has it oneself.

    Raises RuleBroken when somebody answered or decided before.
    """
    policy.require(actor, Permission.SIGNAL_ACCEPT, signal)
    hold(signal)
    if signal.to_team is None:
        raise RuleBroken("signal-answered-before")
    signal.team, signal.team_id = signal.to_team, signal.to_team.id
    signal.user_id = actor.user_id
    signal.next_on = max(signal.next_on or clock.today(), clock.today())
    signal.to_team, signal.to_team_id, signal.answer_by = None, None, None
    accesslog.record(actor, Event.SIGNAL_ACCEPTED, signal)


def refuse(actor: Actor, signal: Signal, *, reason: str) -> None:
    """Refuse it with the reason: it stays with whom it was, who reads why.

    Raises RuleBroken without a reason, and when somebody answered or decided before.
    """
    policy.require(actor, Permission.SIGNAL_ACCEPT, signal)
    hold(signal)
    if signal.to_team is None:
        raise RuleBroken("signal-answered-before")
    if not reason.strip():
        raise RuleBroken("handover-without-reason", "reason")
    signal.note = reason
    tell_it_is_back(actor, signal, signal.to_team.id)
    signal.to_team, signal.to_team_id, signal.answer_by = None, None, None
    accesslog.record(actor, Event.SIGNAL_REFUSED, signal)


def decide(
    actor: Actor, signal: Signal, *, end: SignalEnd, reason: str, case: Case | None = None
) -> None:
    """End a signal: it joins a running case, somebody outside has it, or nothing is done and why.

    Raises RuleBroken without a reason, for a case that is not there for somebody or is closed, and
    when somebody decided before.
    """
    policy.require(actor, Permission.SIGNAL_HANDLE, signal)
    hold(signal)
    if not reason.strip():
        raise RuleBroken("signal-without-reason", "reason")
    if end is SignalEnd.JOINED:
        if case is None or not policy.allows(actor, Permission.CASE_VIEW, case):
            raise RuleBroken("signal-without-case", "case")
        hold_open(case)
    end_with(actor, signal, end, reason, case if end is SignalEnd.JOINED else None)
    accesslog.record(actor, Event.SIGNAL_DECIDED, signal, end=end)


def open_case_from(
    actor: Actor,
    signal: Signal,
    *,
    title: str,
    reason: str,
    care_team: Team,
    safety_team: Team,
    next_on: date,
) -> Case:
    """End a signal with a new case about whom, or where, it is about.

    Raises what opening a case raises, and RuleBroken about a resident who is only there for others
    and when somebody decided before.
    """
    policy.require(actor, Permission.SIGNAL_HANDLE, signal)
    hold(signal)
    if not reason.strip():
        raise RuleBroken("signal-without-reason", "reason")
    case = case_about(
        actor,
        signal,
        title=title,
        care_team=care_team,
        safety_team=safety_team,
        next_on=next_on,
    )
    end_with(actor, signal, SignalEnd.NEW_CASE, reason, case)
    accesslog.record(actor, Event.SIGNAL_DECIDED, signal, end=SignalEnd.NEW_CASE)
    return case


def answer_reporter(actor: Actor, signal: Signal) -> None:
    """Say that who reported it heard what came of it; twice is as once."""
    policy.require(actor, Permission.SIGNAL_ANSWER, signal)
    if signal.answered_at is None:
        signal.answered_at, signal.answered_by_id = clock.now(), actor.user_id
    accesslog.record(actor, Event.SIGNAL_ANSWERED, signal)
