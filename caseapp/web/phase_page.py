"""What the screens about the phase of a case have in common: its history, seen by one person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from caseapp import escalation, journal, measures, policy, settings
from caseapp.escalation import criteria, descents, duties, evaluations, ladder
from caseapp.escalation.duties import Heard, Post
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Conflict
from caseapp.model.cases import Case
from caseapp.model.descents import Descent
from caseapp.model.escalation import Criterion, Duty, Party, PhaseChange, Trigger
from caseapp.model.evaluations import Evaluation
from caseapp.policy import Permission
from caseapp.web import labels, phase_chart, phase_words, wording
from caseapp.web.forms import Form
from caseapp.web.phase_chart import Line, Turn


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about the phase, with what this person may read of what it rests on."""

    change: PhaseChange
    triggers: list[Trigger]
    posts: dict[Duty, Post]
    heard: dict[Party, Heard]
    steps: list[tuple[UUID, str]]
    met: list[Criterion]
    """Which national criteria were ticked, as an aid."""
    is_complex: bool
    evaluation: Evaluation | None
    days: int
    """How long the case was in the phase it came to, or stayed in."""


def of(actor: Actor, case: Case) -> dict[str, Any]:
    """Give what every screen about the phase of a case needs."""
    history = escalation.history(case)
    days = settings.terms_of(case.municipality_id)(settings.STAY_DAYS, case.phase, case.phenomenon)
    since = max([case.phase_since, *(clock.local(one.changed_at).date() for one in history[:1])])
    return {
        "case": case,
        "history": _decisions(actor, case, history),
        "line": _line(case, history),
        "waiting": waiting(actor, case),
        "balance": measures.balance_of(case),
        "below": ladder.below(case.phase, phase_words.current().weights),
        "above": ladder.above(case.phase, phase_words.current().weights),
        "off_ladder": case.phase not in phase_words.current().weights,
        "phase_days": (_seen_until(case) - case.phase_since).days,
        "stay_until": since + timedelta(days=days),
        "to_evaluate": evaluations.asked_of(case) is not None,
        "may_decide": policy.allows(actor, Permission.CASE_CHANGE_PHASE, case),
    }


def _seen_until(case: Case) -> date:
    """Give the day until which a case grows older in its phase: today, or when it was closed."""
    return clock.local(case.closed_at).date() if case.closed_at else clock.today()


def _line(case: Case, history: list[PhaseChange]) -> Line:
    turns = [Turn(one.changed_at, one.from_phase, one.to_phase) for one in reversed(history)]
    weights = phase_words.current().weights
    return phase_chart.drawn(turns, weights, case.opened_at, case.closed_at or clock.now())


def must_be_made_in(case: Case, form: Form) -> None:
    """Raise Conflict, with the phase it is in now, if a case moved since the form was made."""
    if form.version.data != str(case.phase):
        raise Conflict({str(_("Fase")): labels.of(case.phase)}, form.as_typed())


def waiting(actor: Actor, case: Case) -> Descent | None:
    """Give the proposal to bring a case down that waits, for who may read it."""
    found = descents.waiting(case)
    if found is None or not policy.allows(actor, Permission.DESCENT_VIEW, found):
        return None
    return found


def _decisions(actor: Actor, case: Case, history: list[PhaseChange]) -> list[Decision]:
    wanted = {number for change in history for number in change.step_ids.split()}
    told = journal.timeline(actor, case, limit=None) if wanted else []
    titles = {
        part.id.hex: (one.step.id, titled(one.step))
        for one in told
        for part in (one.step, *one.earlier)
    }
    learned = evaluations.of_case(case) if any(one.asks_evaluation for one in history) else {}
    until, found = _seen_until(case), []
    for change in history:
        day = clock.local(change.changed_at).date()
        found.append(
            Decision(
                change,
                ladder.read(change.triggers),
                duties.read_posts(change.duties),
                duties.read_heard(change.informed),
                [titles[one] for one in change.step_ids.split() if one in titles],
                criteria.read(change.criteria),
                criteria.is_complex(criteria.read(change.criteria)),
                learned.get(change.id),
                (until - day).days,
            )
        )
        until = day
    return found


def titled(step: Any) -> str:
    """Give a step as one line: its day, its kind and how it begins."""
    return f"{wording.short_day(step.happened_on)}, {wording.label(step.kind)}: {step.parted[0]}"


def usual_posts(case: Case) -> dict[Duty, Post]:
    """Give who directs the case already, for a case of which nobody ever said who has what."""
    if case.director is None:
        return {}
    who = ", ".join(filter(None, (case.director.name, case.director.function)))
    return {Duty.CASE_DIRECTION: Post("", who)}
