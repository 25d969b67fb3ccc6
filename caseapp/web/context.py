"""What every template may count on."""

from typing import Any

from flask import Flask, current_app, g, session

from caseapp import accesslog, policy
from caseapp.accesslog import Purpose
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web import headers, labels, menu, once, sealing, wording
from caseapp.web.area_fields import area_name
from caseapp.web.measurement_words import difference_badge
from caseapp.web.plan_people import whose_copy, whose_name
from caseapp.web.watchdog import CAME_FROM


def register(app: Flask) -> None:
    """Give the templates their context and filters."""
    app.context_processor(_context)
    wording.register(app)
    app.jinja_env.filters["local_day"] = lambda at: clock.local(at).date()
    app.jinja_env.globals["now"] = clock.now
    app.jinja_env.globals["new_form_key"] = once.new_key
    app.jinja_env.globals["area_name"] = area_name
    app.jinja_env.globals["whose_name"] = whose_name
    app.jinja_env.globals["whose_copy"] = whose_copy
    app.jinja_env.globals["difference_badge"] = difference_badge
    app.jinja_env.globals["purpose_label"] = lambda code: labels.of(Purpose(code))
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _context() -> dict[str, Any]:
    found = g.get("signed_in")
    config = current_app.config["SAMENHANG"]
    language = wording.language()
    if found is None:
        return {"current_language": language, "menu": []}
    quiet = g.get("nothing_asked", False)  # the database answers no more in this request
    return {
        "emergencies": [] if quiet else _emergencies(found.actor),
        "actor": _Face(found.actor.name, [labels.of(r) for r in sorted(found.actor.roles)]),
        "municipality": found.office,
        "fictitious": found.office.fictitious,
        "menu": menu.of(found.actor, counted=not quiet),
        "may_search": policy.allows(found.actor, Permission.RESIDENTS_SEARCH, found.office),
        "csp_nonce": headers.nonce(),
        "current_language": language,
        "idle_seconds": config.idle_minutes * 60,
        "today": clock.today(),
        "sealing": sealing.banner(),
        "came_from_watchdog": CAME_FROM in session,
    }


def _emergencies(actor: Actor) -> list[dict[str, Any]]:
    """Give what the red bar tells while an emergency access of one's own runs."""
    if not actor.emergencies:
        return []
    names = accesslog.references(one.case_id for one in actor.emergencies)
    return [
        {"id": one.id, "reference": names.get(one.case_id), "until": one.until}
        for one in actor.emergencies
    ]


class _Face:
    """The person whose screen it is, as the header shows them."""

    def __init__(self, name: str, role_labels: list[str]) -> None:
        self.name = name
        self.role_labels = role_labels
