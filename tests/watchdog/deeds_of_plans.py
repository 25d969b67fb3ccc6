"""What is agreed and has a day: an action of the plan, and a measure of the municipality."""

from datetime import timedelta

from sqlalchemy import select

from caseapp import measures, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.case_words import TrackKind
from caseapp.model.measures import Measure, MeasureEnd, MeasureKind, Stage
from caseapp.model.plan_words import ActionEnd, Domain
from caseapp.model.plans import PlanAction
from caseapp.plans import action_items
from tests.support.measuring import taken

DAY = timedelta(days=1)
PLACES = (TrackKind.CARE, TrackKind.SAFETY, None)


class DeedsOfPlans:
    """Each deed picks what it does by two numbers; what cannot be done does not happen."""

    def promises(self, number, other):
        """Somebody will do something for a goal before a day; they begin a plan where none is."""
        case = self.case(number)
        if case is None:
            return
        place = PLACES[other % 3]
        owns = case.track(place).owner if place is not None else case.director
        actor = self.acts(owns or self.who(other))
        if plans.draft(case) is None:
            plans.begin_version(actor, case)
        goal = plans.add_goal(actor, case, domain=Domain.HOUSING, text="Rust.", track=place)
        day = clock.today() + (other % 9) * DAY
        owner = self.who(number) if number % 2 else None
        action_items.add_action(
            actor, case, goal=goal, text="Bellen.", track=place, due_on=day, owner=owner
        )

    def does(self, number, other):
        query = select(PlanAction).where(PlanAction.municipality_id == self.town.id)
        waiting = [one for one in self._all(query.order_by(PlanAction.id)) if one.is_open]
        if waiting:
            actor, action = self.acts(self.who(other)), waiting[number % len(waiting)]
            if other % 3:
                action_items.finish_action(actor, action, end=ActionEnd.DONE, outcome="Gedaan.")
            else:
                day = clock.today() + 3 * DAY
                action_items.replan_action(actor, action, due_on=day, owner=None)

    def prepares(self, number, other):
        case = self.case(number)
        if case is not None:
            measures.prepare(
                self.acts(self.who(other)),
                case,
                kind=[MeasureKind.CLOSURE_DRUGS, MeasureKind.WARNING][other % 2],
                resident_id=None,
                ground="Een inval.",
                next_on=clock.today() + (other % 9) * DAY,
            )

    def advances(self, number, other):
        query = select(Measure).where(Measure.municipality_id == self.town.id)
        running = [one for one in self._all(query.order_by(Measure.id)) if one.runs]
        if running:
            stage = list(Stage)[other % len(Stage)]
            end = {"end": MeasureEnd.WITHDRAWN} if stage is Stage.END else {}
            actor = self.acts(self.who(other))
            measures.advance(actor, running[number % len(running)], taken=taken(stage, **end))

    def _all(self, query):
        return list(db.session.scalars(query))
