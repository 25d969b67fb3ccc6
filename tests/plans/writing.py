"""Ways to have a plan of a case, for tests that are about something else."""

from datetime import timedelta

from caseapp import accesslog, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.plans import action_items
from caseapp.plans.parties import Consent, PlanParty, Presence, Stand
from tests.support.cast import actor_for

DAY = timedelta(days=1)
JOINED = {PlanParty.RESIDENT: Stand(Presence.JOINED, Consent.AGREES)}


def written(actor, case, **changes):
    facts = {
        "domain_set": DomainSet.ZRM_13,
        "own_words": "Ik wil rust.",
        "stands": JOINED,
        "signs": "Hij doet niet open.",
        "safety": "Noor belt aan.",
        "to_call": "De piketdienst.",
        **changes,
    }
    return plans.write_version(actor, case, **facts)


def drafted(who, case, **changes):
    """Have a version with a goal for both, ready to be confirmed."""
    actor = actor_for(who)
    plan = plans.begin_version(actor, case)
    written(actor, case, **changes)
    goal_in(who, case)
    return plan


def goal_in(who, case, track=None, text="Hij woont rustig.", domain=Domain.HOUSING):
    return plans.add_goal(actor_for(who), case, domain=domain, text=text, track=track)


def confirmed(who, case, **changes):
    plan = drafted(who, case, **changes)
    plans.confirm_version(actor_for(who), case, version=plan.version)
    db.session.commit()
    return plan


def action_in(who, case, goal, track=None, **changes):
    facts = {"text": "Bellen met de huisarts.", "due_on": clock.today() + 9 * DAY, **changes}
    made = action_items.add_action(actor_for(who), case, goal=goal, track=track, **facts)
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    return made
