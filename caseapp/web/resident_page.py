"""What the page of a resident shows, seen by one person."""

from flask import g, render_template

from caseapp import policy, residents, signals
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.web import signal_page


def page(actor: Actor, resident: Resident, *, bsn: str = "") -> str:
    """Render the page of a resident; the whole BSN only after it was asked for."""
    office = g.signed_in.office
    return render_template(
        "residents/show.html",
        resident=resident,
        bsn=bsn,
        age=_age(resident),
        housemates=residents.in_household_of(actor, resident),
        ties=residents.relations_of(actor, resident),
        cases=residents.cases_of(actor, resident),
        reported=signal_page.lines(actor, signals.of_resident(actor, resident)),
        may={
            "edit": policy.allows(actor, Permission.RESIDENT_EDIT, resident),
            "bsn": bool(resident.bsn) and policy.allows(actor, Permission.BSN_REVEAL, resident),
            "readers": policy.allows(actor, Permission.RESIDENT_READERS_SEE, resident),
            "record": policy.allows(actor, Permission.SIGNAL_RECORD, office),
            "open": policy.allows(actor, Permission.CASE_OPEN, office),
        },
        relation=g.get("relation"),
        purpose=g.get("purpose"),
    )


def _age(resident: Resident) -> int | None:
    born, today = resident.birth_date, clock.today()
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
