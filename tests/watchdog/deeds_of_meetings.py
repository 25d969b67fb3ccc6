"""What is done at tables, and what two sides say of each other's track."""

from datetime import timedelta

from sqlalchemy import select

from caseapp import cases, meetings
from caseapp.escalation import evaluations
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.meetings import Planned, items
from caseapp.meetings.agenda import Conclusion
from caseapp.model.case_words import TrackKind
from caseapp.model.meeting_words import ItemOutcome, MeetingKind
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.plans import action_items

DAY = timedelta(days=1)
PLACES = (None, TrackKind.CARE, TrackKind.SAFETY)
LEARNED = ("happened", "helped", "otherwise", "with_whom")


class DeedsOfMeetings:
    """Each deed picks what it does by two numbers; what cannot be done does not happen."""

    def calls(self, number, other):
        meetings.call_meeting(
            self.acts(self.piet),
            self.town.municipality,
            kind=MeetingKind.MULTIDISCIPLINARY,
            own_kind=None,
            planned=self._planned(number, other),
        )

    def moves_meeting(self, number, other):
        """Another day, another chair."""
        if (meeting := self._meeting(number)) is not None:
            planned = self._planned(other, number)
            meetings.change_meeting(self.acts(meeting.chair), meeting, planned=planned)

    def tables(self, number, other):
        case, meeting = self.case(number), self._meeting(other)
        if case is not None and meeting is not None:
            track = PLACES[(number + other) % 3]
            owner = case.track(track).owner if track is not None else None
            items.table_case(
                self.acts(owner or case.director or self.piet),
                case,
                meeting=meeting,
                track=track,
                purpose="Wie doet wat?",
            )

    def ends_item(self, number, other):
        """Decided with an action, put off to another table, or taken off it."""
        if (item := self._item(number)) is None:
            return
        actor, outcome = self.acts(item.meeting.chair), list(ItemOutcome)[other % len(ItemOutcome)]
        if outcome is ItemOutcome.DECIDED:
            day = clock.today() + (other % 9) * DAY
            action_items.decide(actor, item, text="Bellen.", due_on=day, owner=None)
        to = self._meeting(other) if outcome is ItemOutcome.POSTPONED else None
        items.conclude(actor, item, said=Conclusion(outcome, reason="Zo is het."), to=to)

    def ends_meeting(self, number, _other):
        if (meeting := self._meeting(number)) is not None:
            meetings.close_meeting(self.acts(meeting.chair), meeting)

    def confirms(self, number, other):
        """The other side says that a track is not needed, or that it is."""
        case = self.case(number)
        waiting = [one for one in case.tracks if one.awaits_other] if case is not None else []
        if waiting:
            track = waiting[other % len(waiting)]
            actor = self.acts(case.track(track.kind.other).owner or self.who(other))
            if number % 2:
                cases.confirm_stop(actor, track)
            else:
                cases.contest_stop(actor, track, reason="Het is nog niet veilig.")

    def evaluates(self, number, _other):
        case = self.case(number)
        if case is not None:
            actor = self.acts(case.director or self.piet)
            evaluations.write(actor, case, **dict.fromkeys(LEARNED, "Dit leerden wij."))

    def _planned(self, number, other):
        day = clock.today() + (other % 5) * DAY
        chair = self.who(number) if number % 3 else self.piet
        return Planned(on_day=day, begins="09:30", place="Zaal 2", cut_off_on=None, chair=chair)

    def _meeting(self, number):
        query = select(Meeting).where(
            Meeting.municipality_id == self.town.id, Meeting.closed_at.is_(None)
        )
        known = db.session.scalars(query.order_by(Meeting.called_at, Meeting.id)).all()
        return known[number % len(known)] if known else None

    def _item(self, number):
        query = select(AgendaItem).where(
            AgendaItem.municipality_id == self.town.id, AgendaItem.outcome.is_(None)
        )
        known = db.session.scalars(query.order_by(AgendaItem.id)).all()
        return known[number % len(known)] if known else None
