"""Two or three people who do something at the same moment, where together they could drop somebody.

Each move begins with everything covered, and gives the jobs that meet.
"""

from datetime import timedelta

from caseapp import accesslog, acquaintances, cases, closures, handovers, signals
from caseapp.escalation import descents
from caseapp.extensions import db
from caseapp.flows import joining
from caseapp.kernel import clock
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.closures import ClosureReason
from caseapp.model.handovers import HandoverOf
from caseapp.model.residents import Resident
from caseapp.model.signals import SignalEnd

DAY = timedelta(days=1)
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
STORY = {"reason": ClosureReason.OTHER, "why": "Klaar.", "ending": "Goed.", "is_informed": True}


def given_to_who_goes(square):
    return [square.staffs("dora"), square.goes("dora")]


def direction_given_to_who_goes(square):
    return [square.staffs("dora", Part.DIRECTOR, None), square.goes("dora")]


def given_to_who_goes_on_leave(square):
    return [square.staffs("dora"), square.away("dora")]


def given_to_two_at_once(square):
    return [square.staffs("dora"), square.staffs("noor"), square.staffs("dora")]


def offer_accepted_by_who_goes(square):
    offer = square.offers()
    accepts = handovers.accept, square.actors["dora"]
    return [lambda: accepts[0](accepts[1], handovers.handover(offer)), square.goes("dora")]


def received_by_who_goes(square):
    made = square.descends()
    return [
        lambda: descents.accept(square.actors["dora"], descents.descent(made)),
        square.goes("dora"),
    ]


def received_while_another_is_made_director(square):
    made = square.descends()
    return [
        lambda: descents.accept(square.actors["dora"], descents.descent(made)),
        square.staffs("noor", Part.DIRECTOR, None),
    ]


def offer_accepted_and_given_to_another(square):
    offer = square.offers()
    return [
        lambda: handovers.accept(square.actors["dora"], handovers.handover(offer)),
        square.staffs("lida"),
    ]


def offered_to_who_goes(square):
    return [square.offers, square.goes("dora")]


def queued_while_the_last_one_goes(square):
    def queues():
        track = square.case().track(SAFETY)
        cases.queue_track(square.actors["lida"], track, team=square.team(SAFETY))

    return [queues, square.goes("sara")]


def the_last_two_of_a_team_go(square):
    square.reports()
    db.session.commit()
    square.staffs("lida", track=SAFETY)()
    db.session.commit()
    return [square.goes("sem"), square.goes("sara")]


def reported_to_a_team_of_which_the_last_two_go(square):
    square.staffs("lida", track=SAFETY)()
    db.session.commit()
    return [square.reports, square.goes("sem"), square.goes("sara")]


def forwarded_to_a_team_of_which_the_last_two_go(square):
    square.staffs("lida", track=SAFETY)()
    signal = square.reports(side=CARE)
    db.session.commit()

    def forwards():
        team = square.team(SAFETY)
        signals.forward(square.actors["noor"], signals.signal(signal), team=team, note="Voor u.")

    return [forwards, square.goes("sem"), square.goes("sara")]


def planned_with_who_goes(square):
    signal = square.reports(side=CARE)
    db.session.commit()

    def plans():
        how = {"user": square.user("dora"), "next_on": clock.today() + DAY}
        signals.plan(square.actors["noor"], signals.signal(signal), **how)

    return [plans, square.goes("dora")]


def joined_while_the_case_is_closed(square):
    square.finishes()
    signal = square.reports(side=CARE)
    db.session.commit()

    def joins():
        how = {"end": SignalEnd.JOINED, "reason": "Hoort erbij.", "case": square.case()}
        signals.decide(square.actors["noor"], signals.signal(signal), **how)

    return [joins, lambda: square.closes(unwatched="Niet nodig.")]


def steps_aside_while_the_other_goes(square):
    def steps_aside():
        acquaintances.step_aside_from_case(square.actors["noor"], square.case())

    return [steps_aside, square.goes("dora")]


def closed_with_a_watch_by_who_goes(square):
    square.finishes()
    until = clock.today() + 9 * DAY
    return [
        lambda: square.closes(watcher=square.user("dora"), until_on=until),
        square.goes("dora"),
    ]


def _passes_on(square, watch, name):
    def passes_on():
        to = square.user(name)
        closures.pass_on_watch(square.actors["lida"], closures.watch(watch), to=to)

    return passes_on


def _accepts(square, offer, name="dora"):
    return lambda: handovers.accept(square.actors[name], handovers.handover(offer))


def watch_passed_on_to_who_goes(square):
    watch = square.watched_by("noor")
    return [_passes_on(square, watch, "dora"), square.goes("dora")]


def watch_offered_to_who_goes(square):
    square.watched_by("noor")

    def offers():
        how = {"of": HandoverOf.WATCH, "user": square.user("dora"), "note": "Let op."}
        handovers.offer(square.actors["noor"], square.case(), **how)

    return [offers, square.goes("dora")]


def watch_accepted_by_who_goes(square):
    offer = square.watch_offered_to("dora")
    return [_accepts(square, offer), square.goes("dora"), square.goes("lida")]


def watch_accepted_refused_and_withdrawn(square):
    offer = square.watch_offered_to("dora")

    def refuses():
        how = {"reason": "Vol.", "proposal": "Vraag Noor."}
        handovers.refuse(square.actors["dora"], handovers.handover(offer), **how)

    def withdraws():
        handovers.withdraw(square.actors["lida"], handovers.handover(offer))

    return [_accepts(square, offer), refuses, withdraws, _accepts(square, offer)]


def watch_accepted_while_it_is_stopped_and_reopened(square):
    offer = square.watch_offered_to("dora")
    watch = closures.running_watch_of(square.case()).id
    lida = square.actors["lida"]
    return [
        _accepts(square, offer),
        lambda: closures.stop_watch(lida, closures.watch(watch), reason="Het gaat goed."),
        square.reopens,
    ]


def watch_accepted_while_it_is_given_to_another(square):
    watch = square.watched_by("noor")
    how = {"of": HandoverOf.WATCH, "user": square.user("dora"), "note": "Let op."}
    offer = handovers.offer(square.actors["noor"], square.case(), **how).id
    db.session.commit()
    return [_accepts(square, offer), _passes_on(square, watch, "sem"), square.goes("sem")]


def watch_stopped_extended_and_reopened(square):
    watch, noor = square.watched_by("noor"), square.actors["noor"]
    later = {"reason": "Nog even.", "until_on": clock.today() + 12 * DAY}
    return [
        lambda: closures.stop_watch(noor, closures.watch(watch), reason="Het gaat goed."),
        lambda: closures.extend_watch(noor, closures.watch(watch), **later),
        square.reopens,
    ]


def _another(square):
    """A second case about the same person, on which everything is covered too."""
    people = square.people
    who = {"care": people["dora"], "safety": people["sara"], "director": people["lida"]}
    resident = db.session.get_one(Resident, square.resident_id)
    accesslog.logbook(db.session()).clear()
    made = square.town.case(resident, **who, next_on=clock.today() + 9 * DAY)
    db.session.commit()
    return made.id


def _joins(square, one, other):
    def joins():
        both = [db.session.get_one(Case, identity) for identity in (one, other)]
        told = {"why": "Eén gezin.", "is_informed": True}
        joining.join(square.actors["lida"], both[0], into=both[1], **told)

    return joins


def joined_while_the_other_is_closed(square):
    square.finishes()
    other = _another(square)

    def closes():
        made = db.session.get_one(Case, other)
        for name, kind in (("dora", CARE), ("sara", SAFETY)):
            how = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
            cases.arrange_track(square.actors[name], made.track(kind), **how)
        closures.close(square.actors["lida"], made, unwatched="Niet nodig.", **STORY)

    return [_joins(square, square.case_id, other), closes, square.goes("noor")]


def joined_twice_and_crosswise(square):
    square.finishes()
    other = _another(square)
    return [
        _joins(square, square.case_id, other),
        _joins(square, other, square.case_id),
        _joins(square, square.case_id, other),
    ]


def joined_while_a_track_runs_again(square):
    square.finishes()
    other = _another(square)

    def runs_again():
        how = {"state": TrackState.NEEDED, "reason": "Toch.", "next_on": clock.today() + DAY}
        cases.arrange_track(square.actors["noor"], square.case().track(CARE), **how)

    return [_joins(square, square.case_id, other), runs_again]


def reopened_while_who_had_it_goes(square):
    square.finishes()
    square.closes(unwatched="Niet nodig.")
    db.session.commit()
    return [square.reopens, square.goes("noor"), square.reopens]


MOVES = [
    move
    for name, move in sorted(globals().items())
    if getattr(move, "__module__", "") == __name__ and not name.startswith("_")
]
