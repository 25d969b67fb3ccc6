"""What happens around a case: flags, people who go and come, ladders, closing, and time."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from caseapp import accounts, approvals, cases, closures, escalation, watchdog
from caseapp.escalation import ladders, on_call
from caseapp.escalation.ladders import BY_PERSON, USUAL, Shape, Step
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.model.approvals import Approval
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround
from caseapp.model.escalation import Flag
from caseapp.model.ladders import PhaseColour, PhaseIcon
from tests.escalation import line
from tests.escalation.course_of_phases import CASES, NUMBERS
from tests.escalation.crew import ADMINISTRATORS, LEADS, ON_CALL, WORKERS
from tests.escalation.modelled import LAW, first

FEW = 4
"""So many people leave and so many ladders are adopted in one course: the rest needs its turn."""
LOOKS = (PhaseColour.GREEN, PhaseIcon.CHECK)


def shape(name, **phases):
    steps = ((int(key[1:]), words.split(": ")) for key, words in phases.items())
    return Shape(name, tuple(Step(weight, *words, *LOOKS) for weight, words in steps))


SHAPES = (
    USUAL,
    BY_PERSON,
    shape("Zonder tussenfase", w1="Basis: gewoon werk", w2="Lokaal: samen", w4="Crisis: nu"),
    shape("Twee fasen", w1="Rust: gewoon", w4="Alarm: iedereen"),
)
NAMES = [{step.weight: f"{step.name}: {step.words}" for step in known.steps} for known in SHAPES]
HOURS = st.sampled_from([1, 3, 9, 24, 72, 24 * 29, 24 * 93, 24 * 184])
STORY = {
    "reason": ClosureReason.OTHER, "why": "Klaar.", "ending": "Goed.", "is_informed": True,
    "unwatched": "Niet nodig.",
}  # fmt: skip


class CourseOfPeople:
    """The rules about all that is around the phase of a case."""

    @rule(number=CASES, who=NUMBERS)
    def raise_flag(self, number, who):
        case = self.cases[number]
        who = self.somebody(who, case.works)
        refusal = line.refuses_raising(case, who)
        known = line.raised(case, who)
        made = self.tries(
            refusal,
            lambda: escalation.raise_flag(self.acts(who), self.row(case), facts="Gevaar."),
        )
        if refusal is None:
            known.id = made.id
            case.flags.append(known)

    @precondition(lambda self: self.flags())
    @rule(number=NUMBERS, who=NUMBERS)
    def answer(self, number, who):
        known = self.flags()
        case, flag = known[number % len(known)]
        who = self.somebody(who, lambda name: line.refuses_answer(case, flag, name) is None)
        refusal = line.refuses_answer(case, flag, who)
        self.tries(
            refusal,
            lambda: escalation.answer_flag(self.acts(who), self.row(flag, Flag), answer="Ik ga."),
        )
        if refusal is None:
            flag.is_open, flag.ends = False, None

    @rule(hours=HOURS, looks=st.sampled_from([True, True, False]))
    def pass_by(self, hours, looks):
        self.hands.pass_by(hours=hours)
        if looks:
            self.look()

    def look(self):
        now = clock.now()
        due = [(case, one) for case, one in self.flags() if case.is_open and one.is_due(now)]
        climbed = self.tries(None, lambda: escalation.climb_unanswered(self.town.municipality))
        expected = sum(line.climb(case, one) for case, one in due)
        watchdog.examine(self.town.id)
        self.was_looked_at = True
        assert climbed == expected

    @rule(called=st.lists(st.sampled_from([*ON_CALL, "vera"]), unique=True))
    def put_on_call(self, called):
        refusal = first({"on-call-unable": any(one in self.office.gone for one in called)})
        ids = [self.crew.ids[one] for one in called]
        self.tries(
            refusal,
            lambda: on_call.keep_list(self.acts("fay"), self.town.municipality, user_ids=ids),
        )
        if refusal is None:
            self.office.called = called

    @precondition(lambda self: len(self.office.gone) < FEW)
    @rule(who=st.sampled_from(WORKERS))
    def leave(self, who):
        self.tries(
            None,
            lambda: accounts.deactivate(self.acts("fay"), self.crew.user(who), at_once=True),
        )
        self.office.gone.add(who)

    @rule(number=CASES, lead=st.sampled_from(LEADS), who=st.sampled_from(WORKERS))
    def direct(self, number, lead, who):
        """A lead of one of the teams says who directs the case from now on."""
        case = self.cases[number]
        if lead in self.office.gone:
            return
        refusal = first({LAW: not case.is_open, "colleague-unavailable": not case.can_have(who)})
        self.tries(
            refusal,
            lambda: cases.staff_case(
                self.acts(lead), self.row(case), user=self.crew.user(who), part=Part.DIRECTOR
            ),
        )
        if refusal is None:
            case.director = who

    @precondition(lambda self: len(self.office.ladders) <= FEW)
    @rule(which=st.integers(0, 3), second=st.sampled_from([*ADMINISTRATORS, "piet", "petra"]))
    def adopt(self, which, second):
        """The municipality goes by another ladder, or by the one it had, once two people agree."""
        if second in self.office.gone:
            return
        made = self.tries(None, lambda: self.asked_for(SHAPES[which])).id
        refusal = first({LAW: second == "fay"})

        def decide():
            asked = self.row_of(Approval, made)
            shown = approvals.hashed(asked.kind, asked.subject_id, asked.payload).hex()
            return approved.decide(self.acts(second), asked, shown=shown, granted=True)

        self.tries(refusal, decide)
        if refusal is None:
            self.office.ladders.insert(0, NAMES[which])
            self.was_looked_at = False

    def asked_for(self, wanted):
        actor = self.acts("fay")
        made = ladders.write(actor, self.town.municipality, shape=wanted, reason="Regio.")
        return ladders.ask(actor, made)

    @rule(number=CASES, lead=st.sampled_from(LEADS))
    def close_or_reopen(self, number, lead):
        if self.cases[number].is_open:
            self.close(self.cases[number])
        elif lead not in self.office.gone:
            self.reopen(self.cases[number], lead)

    def close(self, case):
        """Who has the tracks say that they are done, and who directs the case closes it."""
        people = [case.director, *case.owners]
        if len(self.office.here(people)) < len(people):
            return
        waits = any(one.is_open for one in case.flags) or case.asked_on or case.phase > 1
        refusal = first({"closing-obstructed": waits})

        def close():
            row = self.row(case)
            for track, owner in zip(TrackKind, case.owners, strict=True):
                done = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
                cases.arrange_track(self.acts(owner), row.track(track), **done)
            closures.close(self.acts(case.director), row, **STORY)

        self.tries(refusal, close)
        if refusal is None:
            case.is_open = False

    def reopen(self, case, lead):
        """A closed case goes on, with who had it if they are still there."""
        teams = {TrackKind.CARE: self.town.care_team, TrackKind.SAFETY: self.town.safety_team}
        owners = [one if one not in self.office.gone else None for one in case.owners]
        staffed = [self.office.here(team) for team in self.teams]
        nobodys = [one is None and not team for one, team in zip(owners, staffed, strict=True)]
        refusal = first({"reopening-nobodys": any(nobodys)})
        facts = {"ground": ReopeningGround.RELAPSE, "why": "Weer mis.", "tracks": teams}
        day = clock.today() + timedelta(days=1)
        self.tries(
            refusal,
            lambda: closures.reopen(self.acts(lead), self.row(case), next_on=day, **facts),
        )
        if refusal is None:
            case.is_open, case.owners = True, owners
            case.director = case.director if case.director not in self.office.gone else None

    def flags(self):
        return [(case, one) for case in self.cases for one in case.flags]
