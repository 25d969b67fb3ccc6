"""What is done with cases: opening, staffing, writing, handing over, closing and reopening them."""

from datetime import timedelta

from sqlalchemy import select

from caseapp import cases, closures, escalation, handovers, journal
from caseapp.escalation import descents
from caseapp.extensions import db
from caseapp.flows import joining
from caseapp.kernel import clock
from caseapp.model.case_words import CaseState, Part, TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround, Watch
from caseapp.model.descents import Descent
from caseapp.model.escalation import Flag
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.model.journal import EndResult, Outcome, StepKind
from tests.support.rising import rise

DAY = timedelta(days=1)
WATCHED = HandoverOf.WATCH


class DeedsOfCases:
    """Each deed picks what it does by two numbers; what cannot be done does not happen."""

    def opens(self, number, other):
        who = self.who(number)
        self.town.case(
            *([self.residents[number % 2]] if other % 4 else []),
            care=who if other % 3 else None,
            safety=self.who(number + 1) if other % 2 else None,
            director=self.piet if other % 5 == 0 else None,
            phase=other % 4 + 1,
            next_on=clock.today() + (other % 9 - 2) * DAY,
        )

    def staffs(self, number, other):
        case = self.case(number)
        if case is not None:
            part = Part.OWNER if other % 2 else Part.DIRECTOR
            track = (TrackKind.CARE if other % 3 else TrackKind.SAFETY) if other % 2 else None
            user = self.who(other)
            cases.staff_case(self.acts(self.piet), case, user=user, part=part, track=track)

    def takes(self, number, other):
        case = self.case(number)
        if case is not None:
            cases.take_track(self.acts(self.who(other)), case.tracks[other % 2])

    def queues(self, number, other):
        case = self.case(number)
        if case is not None:
            track = case.tracks[other % 2]
            actor = self.acts(case.director or self.piet)
            cases.queue_track(actor, track, team=self.team(list(TrackKind).index(track.kind)))

    def arranges(self, number, other):
        case = self.case(number)
        if case is not None:
            state = list(TrackState)[other % 3]
            track = case.tracks[number % 2]
            cases.arrange_track(
                self.acts(track.owner or self.who(other)),
                track,
                state=state,
                reason="Zo is het.",
                next_on=clock.today() + (other % 7) * DAY,
            )

    def writes(self, number, other):
        case = self.case(number)
        if case is not None:
            journal.log_step(
                self.acts(self.who(other)),
                case.tracks[other % 2],
                kind=list(StepKind)[number % 5],
                happened_on=clock.today(),
                body="Iets.",
            )

    def tries(self, number, other):
        """Nobody is at home: tried again on a day, given up, or stopped with the end of it."""
        case = self.case(number)
        if case is not None:
            end = ([None] * 3 + list(EndResult))[other % 12]
            stops = end is not None and not end.leaves_somebody
            journal.log_step(
                self.acts(self.who(other)),
                case.tracks[number % 2],
                kind=[StepKind.ATTEMPT, StepKind.PHONE_CALL][other % 2],
                outcome=Outcome.NOT_REACHED if number % 5 else Outcome.REACHED,
                happened_on=clock.today(),
                body="Niemand thuis.",
                end_result=end,
                next_on=None if end is not None else clock.today() + DAY,
                stop_reason="Het is klaar." if stops else "",
            )

    def flags(self, number, other):
        case = self.case(number)
        if case is not None:
            escalation.raise_flag(self.acts(self.who(other)), case, facts="Het dreigt.")

    def answers(self, number, _other):
        query = select(Flag).where(Flag.municipality_id == self.town.id, Flag.answered_at.is_(None))
        waiting = db.session.scalars(query.order_by(Flag.raised_at)).all()
        if waiting:
            flag = waiting[number % len(waiting)]
            escalation.answer_flag(self.acts(self.piet), flag, answer="Morgen.")

    def proposes_down(self, number, other):
        """Somebody who may decide about the phase proposes that a colleague has it lower."""
        case = self.case(number)
        if case is not None:
            descents.propose(
                self.acts((case.director or self.piet) if other % 2 else self.piet),
                case,
                reason="Het is rustig.",
                receiver=self.who(number + other),
                aftercare_on=clock.today() + 9 * DAY,
            )

    def answers_down(self, number, other):
        """The receiver, or a second person, says yes or no to it."""
        query = select(Descent).where(Descent.municipality_id == self.town.id)
        waiting = db.session.scalars(query.where(Descent.ended_at.is_(None))).all()
        if waiting:
            made = descents.descent(waiting[number % len(waiting)].id)
            if other % 5 == 0:
                descents.refuse(self.acts(made.receiver), made, reason="Nog niet.")
            elif other % 2:
                descents.accept(self.acts(made.receiver), made)
            else:
                descents.agree(self.acts(self.pia), made)

    def goes_up(self, number, other):
        case = self.case(number)
        if case is not None:
            actor = self.acts(case.director or self.piet)
            escalation.escalate(actor, case, rise=rise(min(case.phase + 1 + other % 2, 4)))

    def offers(self, number, other):
        case = self.case(number)
        if case is not None:
            of = WATCHED if not case.is_open else list(HandoverOf)[other % 3]
            holder = handovers.held(case, of)
            who = next((one for one in self.people if one.id == holder), self.who(other))
            to_team = other % 4 == 0 and case.is_open
            handovers.offer(
                self.acts(who),
                case,
                of=of,
                user=None if to_team else self.who(number + other),
                team=self.town.care_team if to_team else None,
                note="Dit moet u weten.",
            )

    def replies(self, number, other):
        query = select(Handover).where(Handover.municipality_id == self.town.id)
        waiting = db.session.scalars(query.where(Handover.ended_at.is_(None))).all()
        if waiting:
            one, actor = waiting[number % len(waiting)], self.acts(self.who(other))
            if other % 3 == 0:
                handovers.accept(actor, one)
            elif other % 3 == 1:
                handovers.refuse(actor, one, reason="Vol.", proposal="Vraag Dora.")
            else:
                handovers.withdraw(actor, one)

    def closes(self, number, other):
        case = self.case(number)
        if case is not None and other % 3 == 0:
            case.state, case.closed_at = CaseState.CLOSED, clock.now()
        elif case is not None:
            steers = case.director or self.people[2]
            for track in case.tracks:
                owner = self.acts(track.owner or steers)
                state = TrackState.DONE
                cases.arrange_track(owner, track, state=state, reason="Klaar.", next_on=None)
            closures.close(
                self.acts(steers),
                case,
                reason=ClosureReason.OTHER,
                why="Zo is het.",
                ending="Goed.",
                is_informed=True,
                watcher=self.who(other),
                until_on=clock.today() + (number % 20 + 1) * DAY,
                note="Let op.",
            )

    def joins(self, number, other):
        """Two cases go on as one, once both tracks of the first say that they are done."""
        case, into = self.case(number), self.case(number + other)
        if case is not None and case is not into:
            steers = case.director or self.people[2]
            for track in case.tracks if case.is_open else ():
                owner = self.acts(track.owner or steers)
                how = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
                cases.arrange_track(owner, track, **how)
            told = {"why": "Eén gezin.", "is_informed": other % 2 == 0, "uninformed": "Later."}
            joining.join(self.acts(steers), case, into=into, **told)

    def reopens(self, number, other):
        case = self.case(number)
        if case is not None and other % 3 == 0:
            case.state, case.closed_at = CaseState.ACTIVE, None
        elif case is not None:
            closures.reopen(
                self.acts(case.director or self.people[2]),
                case,
                ground=ReopeningGround.RELAPSE,
                why="Het gaat weer mis.",
                next_on=clock.today() + DAY,
                tracks={list(TrackKind)[other % 2]: None},
            )

    def decides(self, number, other):
        query = select(Watch).where(Watch.municipality_id == self.town.id)
        known = db.session.scalars(query.where(Watch.ended_at.is_(None))).all()
        if known:
            watch = known[number % len(known)]
            actor = self.acts(watch.watcher)
            if other % 3 == 0:
                closures.stop_watch(actor, watch, reason="Het gaat goed.")
            elif other % 3 == 1:
                until = clock.today() + (other + 1) * DAY
                closures.extend_watch(actor, watch, reason="Nog even.", until_on=until)
            else:
                lead = self.acts(watch.case.director or self.people[2])
                closures.pass_on_watch(lead, watch, to=self.who(other))
