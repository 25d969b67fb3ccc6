"""What is done with signals: recording, planning, forwarding, answering, and deciding on them."""

from datetime import timedelta

from sqlalchemy import select

from caseapp import signals
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import Phenomenon, TrackKind
from caseapp.model.journal import Source
from caseapp.model.signals import Signal, SignalEnd, Urgency

DAY = timedelta(days=1)
SIDES = [None, None, *TrackKind]


class DeedsOfSignals:
    """Each deed picks what it does by two numbers; what cannot be done does not happen."""

    def reports(self, number, other):
        known = number % 3 < 2
        signals.record_signal(
            self.acts(self.who(other)),
            self.town.municipality,
            team=self.team(number),
            phenomenon=Phenomenon.NUISANCE,
            source=Source.NEIGHBOUR,
            urgency=list(Urgency)[other % 3],
            received_on=clock.today() - (other % 2) * DAY,
            body="Er wordt elke nacht geschreeuwd.",
            resident=self.residents[number % 2] if known else None,
            place="Dorpsstraat",
            address=None if known else ("7061AB", 12 + other % 2 * 2),
            side=SIDES[(number + other) % 4],
        )

    def plans(self, number, other):
        signal = self.signal(number)
        if signal is not None:
            signals.plan(
                self.acts(self.who(other)),
                signal,
                user=self.who(number + other) if other % 3 else None,
                next_on=clock.today() + (other % 5) * DAY,
            )

    def forwards(self, number, other):
        signal = self.signal(number)
        if signal is not None:
            team = self.team(other)
            signals.forward(self.acts(self.who(number)), signal, team=team, note="Voor jullie.")

    def takes_over(self, number, other):
        """Who it was forwarded to says yes, or why not."""
        query = select(Signal).where(Signal.municipality_id == self.town.id)
        coming = db.session.scalars(query.where(Signal.to_team_id.is_not(None))).all()
        if coming:
            signal, actor = coming[number % len(coming)], self.acts(self.who(other))
            if number % 3:
                signals.accept(actor, signal)
            else:
                signals.refuse(actor, signal, reason="Niet van ons.")

    def concludes(self, number, other):
        signal = self.signal(number)
        if signal is not None:
            end = (SignalEnd.JOINED, SignalEnd.PASSED_ON, SignalEnd.NO_ACTION)[other % 3]
            actor, case = self.acts(self.who(other)), self.case(number)
            signals.decide(actor, signal, end=end, reason="Zo is het.", case=case)

    def becomes_case(self, number, other):
        signal = self.signal(number)
        if signal is not None:
            signals.open_case_from(
                self.acts(self.who(other)),
                signal,
                title="Zorgen",
                reason="Er is meer aan de hand.",
                care_team=self.town.care_team,
                safety_team=self.town.safety_team,
                next_on=clock.today() + DAY,
            )
