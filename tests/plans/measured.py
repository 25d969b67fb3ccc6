"""Ways to have measurements, for tests that are about something else."""

from datetime import timedelta

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.domains import Area
from caseapp.model.plan_words import Domain, Level, SeenBy
from caseapp.plans import measuring
from caseapp.plans.measuring import Scored
from tests.support.cast import actor_for

EVIDENCE = "De huur is betaald."


def measured(
    who, case, level=Level.LIMITED, track=None, days=0, domain=Domain.HOUSING, text=EVIDENCE, **how
):
    facts = {"seen_by": SeenBy.PROFESSIONAL, **how}
    made = measuring.measure(
        actor_for(who),
        case,
        track=track,
        measured_on=clock.today() - timedelta(days=days),
        scores={Area.of(domain): Scored(level, text)},
        **facts,
    )
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    return made[0]


def corrected(who, one, **changes):
    facts = {
        "level": one.level,
        "measured_on": one.measured_on,
        "seen_by": one.seen_by,
        "evidence": one.evidence,
        **changes,
    }
    return measuring.correct(actor_for(who), one, **facts)
