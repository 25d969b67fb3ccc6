"""Writes one whole case from its plan: the front page around what the scribe wrote."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from caseapp.demo.casefile import Case, Draft, NextDate, Subject
from caseapp.demo.casting import Crew, Roster
from caseapp.demo.course import Course, course
from caseapp.demo.dice import roll
from caseapp.demo.households import BLOCK_HOUSEHOLDS, Ground, block
from caseapp.demo.looks import looks_of
from caseapp.demo.material import read
from caseapp.demo.ownership import Moments, involvements_of, tracks_of
from caseapp.demo.plan import CasePlan, group_members, reach
from caseapp.demo.scribe import ESCALATED, Scribe
from caseapp.demo.voice import Cast, Slot, slots

CLOSING_REASONS = frozenset({"transferred", "moved", "no-cooperation", "deceased", "not-for-us"})


class Ink(NamedTuple):
    """What writing a case needs besides its plan."""

    ground: Ground
    roster: Roster
    households: int
    neighbour: str


def write(ink: Ink, plan: CasePlan) -> Case:
    """Write one case with everything that hangs on it."""
    ground, story = ink.ground, plan.story
    random = roll(ground.seed, "case", ground.municipality, plan.index)
    crew = ink.roster.crew(random, story, plan.home.address.town, ground.today)
    cast = _cast(random, ink, plan, crew)
    key = f"{ground.municipality}-c{plan.index:06d}"
    subject = _subject(plan, cast)
    fixed = slots(random, cast, ground.today)
    labels = _labels(cast, fixed)
    scribe = Scribe(random, key, subject, crew, fixed, labels, ground.today)
    run = course(random, plan, ground.today)
    opened = scribe.moment(run.opened_on, "phone")
    scribe.start_phase(1 if plan.state == "intake" else story.start_phase, opened)
    first_closed, reopened = _tell(scribe, run)
    if plan.state == "intake":
        _intake(scribe)
    closed = scribe.moment(run.closed_on) if run.closed_on else None
    return _bound(ink, plan, scribe, Moments(opened, first_closed, reopened, closed))


def _cast(random: Random, ink: Ink, plan: CasePlan, crew: Crew) -> Cast:
    home, main = plan.home, plan.main
    block_number = int(home.key[-6:]) // BLOCK_HOUSEHOLDS
    near = {one.key: one for other in block(ink.ground, block_number) for one in other.residents}
    former = next((near[bond.to_key] for bond in home.relations
                   if bond.kind == "ex-partner" and bond.from_key == main.key), None)  # fmt: skip
    others = (
        group_members(random, ink.ground, main, reach(plan.index, ink.households))
        if plan.story.subject == "group"
        else ()
    )
    ages = plan.story.youth
    children = [one for one in home.children if one.key != main.key]
    if ages and not plan.story.youth_is_main:
        children.sort(key=lambda one: not ages[0] <= one.age_on(ink.ground.today) <= ages[1])
    partner = next((one for one in home.adults if one.key != main.key), None)
    return Cast(main, partner, tuple(children), former, others, home.address, crew.names(),
                ink.neighbour)  # fmt: skip


def _labels(cast: Cast, fixed: dict[str, Slot]) -> dict[str, str]:
    found = {one.key: one.call_name for one in (*cast.children, *cast.others)}
    if cast.partner:
        found[cast.partner.key] = str(fixed["partner"])
    found[cast.main.key] = str(fixed["inw"])
    return found


def _subject(plan: CasePlan, cast: Cast) -> Subject:
    kind, home = plan.story.subject, plan.home
    if kind == "person":
        return Subject(kind, (plan.main.key,), None, None, "")
    if kind == "group":
        members = (plan.main.key, *(one.key for one in cast.others))
        return Subject(kind, members, None, None, f"Jongeren {home.address.town}")
    rest = tuple(one.key for one in home.residents if one.key != plan.main.key)
    address = home.address.key if kind == "address" else None
    return Subject(kind, (plan.main.key, *rest), home.key, address, "")


def _tell(scribe: Scribe, run: Course) -> tuple[datetime | None, datetime | None]:
    """Write all beats; around a reopening also the moments of closing and opening again."""
    closed = reopened = None
    for number, (day, beat) in enumerate(run.beats):
        if run.reopened_on and reopened is None and day >= run.reopened_on:
            closed = scribe.moment(run.first_closed_on or day)
            reopened = scribe.moment(run.reopened_on)
            again = scribe.text(read("general")["reopening"]["step"], reopened.date())
            form = ("shared", "decision", "none", "agreed", "other")
            scribe.add_step(scribe.moment(run.reopened_on), form, scribe.crew.director,
                            (again, "", ""))  # fmt: skip
        scribe.beat(day, beat, is_last=number == len(run.beats) - 1)
    return closed, reopened


def _intake(scribe: Scribe) -> None:
    if scribe.random.randrange(3):
        at = scribe.moment((scribe.clock + timedelta(days=1)).date(), "phone")
        text = scribe.text(read("general")["intake"]["step"], at.date())
        form = ("shared", "consultation", "phone", "reached", "other")
        scribe.add_step(at, form, scribe.crew.intake, (text, "", ""))


def _bound(ink: Ink, plan: CasePlan, scribe: Scribe, at: Moments) -> Case:
    story, crew, random = plan.story, scribe.crew, scribe.random
    tracks = tracks_of(plan, scribe)
    day = at.opened.date()
    reason, note = _closing(plan, scribe, at.closed)
    case = Case(
        key=scribe.key,
        municipality=ink.ground.municipality,
        storyline=story.name,
        phenomenon=story.phenomenon,
        other_phenomena=tuple(name for name in story.other if random.randrange(2)),
        question=scribe.text(story.questions, day),
        reported_via=story.via,
        subject=scribe.subject,
        previous_case=(
            None if plan.previous is None
            else f"{ink.ground.municipality}-c{plan.previous:06d}"
        ),
        state=plan.state,
        phase=scribe.phase,
        opened_at=at.opened,
        opened_by=crew.intake.key,
        closed_at=at.closed,
        closed_by=crew.director.key if at.closed else None,
        closing_reason=reason,
        closing_note=note,
        reopened_at=at.reopened,
        reopening_reason=(
            scribe.text(read("general")["reopening"]["reason"], at.reopened.date())
            if at.reopened else ""
        ),
        first_closed_at=at.first_closed,
        tracks=tracks,
        involvements=involvements_of(scribe, at, tracks),
        steps=tuple(scribe.steps),
        corrections=tuple(scribe.corrections),
        phases=tuple(scribe.phases),
        flags=tuple(scribe.flags),
        next_dates=_next_dates(plan, scribe, at),
        drafts=_drafts(plan, scribe),
        looks=(),
    )  # fmt: skip
    return replace(case, looks=looks_of(random, case, crew, scribe.limit))


def _closing(plan: CasePlan, scribe: Scribe, closed: datetime | None) -> tuple[str, str]:
    """Give the reason and the note of a closing; a text may begin with its reason and a bar."""
    if closed is None:
        return "", ""
    template = scribe.random.choice(plan.story.closings)
    reason, _, rest = template.partition("|")
    if reason not in CLOSING_REASONS:
        reason, rest = "goal-reached", template
    return reason, scribe.text([rest], closed.date())


def _next_dates(plan: CasePlan, scribe: Scribe, at: Moments) -> tuple[NextDate, ...]:
    """Finish the next dates that later work met, and leave open ones in cases that run."""
    done: list[NextDate] = []
    for one in scribe.next_dates:
        later = next((s.logged_at for s in scribe.steps if s.happened_at > one.set_at), None)
        done.append(replace(one, done_at=later or at.closed))
    if plan.state in {"active", "watch"}:
        scribe.next_dates = done
        general = read("general")["next"]
        scribe.next_date("care", scribe.crew.care, scribe.clock, general["care"])
        if scribe.phase > 1 and scribe.random.randrange(3):
            shared = scribe.crew.director if scribe.phase >= ESCALATED else scribe.crew.care
            scribe.next_date("shared", shared, scribe.clock, general["shared"])
        done = scribe.next_dates
    return tuple(done)


def _drafts(plan: CasePlan, scribe: Scribe) -> tuple[Draft, ...]:
    if plan.state != "active" or scribe.random.randrange(14):
        return ()
    at = scribe.limit - timedelta(hours=scribe.random.randrange(5, 12))
    text = scribe.text(read("general")["draft"]["text"], at.date())
    return (Draft(scribe.crew.care.key, "care", at, text),)
