"""A family of three with one plan, in which each member holds a marker wherever a word can be."""

from datetime import timedelta

from caseapp import accesslog, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import SubjectKind, TrackKind
from caseapp.model.domains import Area
from caseapp.model.plan_words import ActionEnd, Domain, Level, SeenBy
from caseapp.model.whose import TOGETHER, Whose
from caseapp.plans import action_items, measuring
from caseapp.plans.measuring import Scored
from caseapp.plans.members import Member
from caseapp.plans.parties import Consent, Presence, Stand
from tests.plans.writing import written
from tests.support.cast import actor_for

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
DAY = timedelta(days=1)
PLACES = (None, CARE, SAFETY)


def family(town, noor, sem, dora, names=("Vader", "Moeder", "Dochter")):
    """Have a case about a family; gives it with the ids of its members by name."""
    people = [
        town.resident(f"{name}mans", first_names=f"Voornaam{number}")
        for number, name in enumerate(names)
    ]
    case = town.case(
        *people, care=noor, safety=sem, director=dora, subject_kind=SubjectKind.HOUSEHOLD
    )
    return case, {name: one.id for name, one in zip(names, people, strict=True)}


def marker(name, where, track=None):
    """Give the word that tells of whom a text is, where it stands, and on which track."""
    place = track.value if track else "strip"
    return f"merk{name}{where}{place}".lower().replace("-", "")


def marked(case, ids, authors, *, joint=True, together=True):
    """Write a plan in which everybody, and everybody together, has everything everywhere."""
    owners = {"samen": TOGETHER} if together else {}
    owners |= {name: Whose(person) for name, person in ids.items()}
    director = actor_for(authors[None])
    plans.begin_version(director, case)
    written(
        director,
        case,
        own_words=marker("samen", "words"),
        signs=marker("samen", "signs"),
        safety=marker("samen", "safety"),
        to_call=marker("samen", "tocall"),
        stands={},
        each={
            person: Member(
                marker(name, "words"),
                Stand(Presence.JOINED, Consent.DISAGREES, marker(name, "why")),
                marker(name, "agreed"),
            )
            for name, person in ids.items()
        },
        is_joint=joint,
    )
    goals = {}
    for name, whose in owners.items():
        for track in PLACES:
            goals[name, track] = _aim(case, authors[track], name, whose, track)
    for name, person in ids.items() if together else ():  # what each does for a goal of all
        _act(case, authors[None], goals["samen", None], name, "helps", None, Whose(person))
    plans.confirm_version(director, case, version=plans.draft(case).version)
    for name, whose in owners.items():
        for track in PLACES:
            _measure(case, authors[track], name, whose, track)
    settled()
    return goals


def _aim(case, author, name, whose, track):
    goal = plans.add_goal(
        actor_for(author),
        case,
        domain=Domain.HOUSING,
        text=marker(name, "goal", track),
        track=track,
        whose=whose,
    )
    _act(case, author, goal, name, "action", track, whose)
    ended = _act(case, author, goal, name, "ended", track, whose)
    action_items.finish_action(
        actor_for(author), ended, end=ActionEnd.DONE, outcome=marker(name, "outcome", track)
    )
    return goal


def _act(case, author, goal, name, where, track, whose):
    return action_items.add_action(
        actor_for(author),
        case,
        goal=goal,
        text=marker(name, where, track),
        track=track,
        due_on=clock.today() + 9 * DAY,
        whose=whose,
    )


def _measure(case, author, name, whose, track):
    for days in (5, 0):
        measuring.measure(
            actor_for(author),
            case,
            track=track,
            measured_on=clock.today() - days * DAY,
            seen_by=SeenBy.PROFESSIONAL,
            scores={
                Area.of(Domain.HOUSING): Scored(Level.LIMITED, marker(name, "evidence", track))
            },
            whose=whose,
        )


def settled():
    """Keep it; what the test looked at itself is no look of anybody."""
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    db.session.expire_all()
