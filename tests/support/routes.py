"""Every address of the application, with who may open it and something to send to it.

This is written by hand, beside the guards: an endpoint that is not here fails a test, so whoever
adds one says once more, in another place, for whom it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from caseapp import notifications
from caseapp.journal import police
from caseapp.kernel import clock, deadlines
from tests.support.cast import PASSWORD
from tests.support.days import day
from tests.support.world import DAY, World, word

SYSTEMS = "api."
"""Endpoints for other systems, with a token; `tests/api` walks along those."""
Fields = Callable[[World, str], dict[str, Any]]
Queries = Callable[[World, str], list[str]]
ABSENT = {
    "reference": "ZZ-0000-0000",
    "kind": "care",
    "stage": "check",
    "secret": "0" * 43,
    "filename": "nothing-here.css",
    **dict.fromkeys(
        ["step_id", "flag_id", "acknowledgement_id", "resident_id", "search_id", "user_id",
         "subject_id", "run_id", "team_id", "organisation_id", "approval_id", "access_id",
         "acquaintance_id", "departure_id", "review_id", "answer_id", "confidentiality_id",
         "token_id", "finding_id", "message_id",
         "statement_id", "handover_id", "descent_id", "leave_id", "tree_id", "destruction_id",
         "hold_id", "watch_id", "signal_id", "measure_id", "offer_id", "share_id", "goal_id",
         "action_id", "measurement_id", "meeting_id", "item_id", "template_id",
         "ladder_id"],
        "0" * 32,
    ),
}  # fmt: skip
"""A value for every part of an address, of something that is not there."""


def _nothing(_world: World, _label: str) -> dict[str, Any]:
    return {}


def _plain(_world: World, _label: str) -> list[str]:
    return [""]


@dataclass(frozen=True)
class Sample:
    """Who may open an endpoint (None: anybody), about what it is, and what is sent to it."""

    permission: str | None
    about: str | None = None
    part: str = ""
    fields: Fields = _nothing
    queries: Queries = _plain
    also: tuple[tuple[str, str], ...] = ()
    """What more stands in its address."""
    by_secret: bool = False
    """Opens for whoever holds a secret, which nobody in the world does."""

    def subjects(self, world: World) -> list[str]:
        """Give the labels of everything in the world it can be asked about."""
        return list(world.things[self.about]) if self.about else [""]

    def values(self, world: World, label: str) -> dict[str, str]:
        """Give the parts of its address for one subject."""
        if self.about is None:
            return {}
        row = world.things[self.about][label]
        if self.about == "case" and self.part != "subject_id":
            return {"reference": row.reference}
        if self.about == "track":
            name, _, kind = label.rpartition(" ")
            return {"reference": world.things["case"][name].reference, "kind": kind}
        return {self.part: row.id.hex, **dict(self.also)}


def soon(name: str) -> dict[str, str]:
    return day(name, clock.today() + 9 * DAY)


def _all(world: World, kind: str) -> str:
    return ",".join(row.id.hex for row in world.things[kind].values())


def _case(world: World, _label: str) -> dict[str, Any]:
    teams = {f"{track.kind.value}_team": track.team_id.hex
             for track in world.things["case"]["queue"].tracks}  # fmt: skip
    return {"residents": _all(world, "resident"), "phenomenon": "nuisance", "title": "Iets",
            "subject_kind": "address", "address": "Dorpsplein 1",
            **teams, **soon("next_on")}  # fmt: skip


def step_said(body: str) -> dict[str, Any]:
    """Give the form of a step on the shared strip."""
    return {"place": "strip", "kind": "phone-call", "nature": "fact", "outcome": "reached",
            "source": "own", "content": "sensitive", "body": body,
            **day("happened_on", clock.today())}  # fmt: skip


def _corrected(_world: World, _label: str) -> dict[str, Any]:
    return {"body": "X", "reason": "Y", "content": "sensitive"}


def _step(_world: World, _label: str) -> dict[str, Any]:
    return step_said("Gebeld.")


def _resident(world: World, label: str) -> dict[str, Any]:
    version = str(world.things["resident"][label].version) if label else ""
    return {"surname": "Nieuwkomer", "first_names": "Anna", "version": version}


def _relation(world: World, _label: str) -> dict[str, Any]:
    other = world.things["resident"]["hidden"]
    return {"who": word("surname hidden"), "asked": word("surname hidden"), "other": other.id.hex,
            "kind": "sibling", "together": "y"}  # fmt: skip


def _staff(world: World, _label: str) -> dict[str, Any]:
    return {"user": world.people["member"].id.hex, "part": "member", "place": "care"}


def _phase(world: World, label: str) -> dict[str, Any]:
    phase = world.things["case"][label].phase
    parties = ("household", "partners", "alderman", "mayor")
    duties = ("case_direction", "process_direction", "operational", "administrative")
    return {"to": str(min(phase + 1, 4)), "triggers": "stagnation", "reason": "Het stokt.",
            "tried": "Praten.", "conditions": "Rust.", "version": str(phase),
            **{f"{one}_why_not": "Nog niet." for one in parties},
            **{f"{one}_organisation": "Gemeente" for one in duties},
            **{f"{one}_person": "De Vries" for one in duties}, **soon("review_on")}  # fmt: skip


def _stay(world: World, label: str) -> dict[str, Any]:
    phase = world.things["case"][label].phase
    return {"reason": "Nog niet rustig.", "version": str(phase), **soon("review_on")}


def _descent(world: World, label: str) -> dict[str, Any]:
    phase = world.things["case"][label].phase
    receiver = world.people["stranger"].id.hex
    return {"reason": "Het is rustig.", "receiver": receiver, "version": str(phase),
            **soon("aftercare_on")}  # fmt: skip


CHECK = (("stage", "check"),)


def _measure(_world: World, _label: str) -> dict[str, Any]:
    return {"kind": "closure-drugs", "ground": "Een inval.", **soon("next_on")}


def _checked(world: World, label: str) -> dict[str, Any]:
    version = str(world.things["measure"][label].version)
    return {"result": "kept", "said": "Hij bleef weg.", "version": version,
            **day("on_day", clock.today()), **soon("next_on")}  # fmt: skip


def _care(_world: World, _label: str) -> dict[str, Any]:
    return {"kind": "housing", "note": "Een kamer.", **day("offered_on", clock.today())}


def _care_answered(world: World, label: str) -> dict[str, Any]:
    version = str(world.things["care_offer"][label].version)
    return {"answer": "accepted", "note": "Hij wil wel.", "version": version,
            **day("answered_on", clock.today())}  # fmt: skip


TOGETHER = {"whose": "all"}
"""In a case about several people it is said whose it is."""


def _goal(_world: World, _label: str) -> dict[str, Any]:
    return {"place": "strip", "domain": "housing", "text": "Rust in huis.", **TOGETHER}


def _planned(world: World, _label: str) -> dict[str, Any]:
    goal = world.things["goal"]["main strip"].id.hex
    return {"goal": goal, "place": "strip", "text": "Bellen.", **soon("due_on")}


def _measured(_world: World, _label: str) -> dict[str, Any]:
    return {"place": "strip", "seen_by": "by-us", **day("measured_on", clock.today()),
            **TOGETHER, "score_finances": "3", "evidence_finances": "Betaald."}  # fmt: skip


def _corrected(_world: World, _label: str) -> dict[str, Any]:
    return {"level": "4", "seen_by": "by-us", "evidence": "Hij doet open.",
            **day("measured_on", clock.today())}  # fmt: skip


def _own_set(world: World, _label: str) -> dict[str, Any]:
    return {"set": world.things["own_set"]["wijk"].id.hex}


def _replanned(world: World, label: str) -> dict[str, Any]:
    return {"version": str(world.things["action"][label].version), **soon("due_on")}


def _track(world: World, label: str) -> dict[str, Any]:
    version = str(world.things["track"][label].version)
    return {"state": "needed", "version": version, **soon("next_on")}


def _user(world: World, label: str) -> dict[str, Any]:
    row = world.things["user"][label]
    return {"function": "Iets", "roles": "intake", "version": str(row.version)}


def _renamed(kind: str) -> Fields:
    def fields(world: World, label: str) -> dict[str, Any]:
        version = str(world.things[kind][label].version)
        return {"name": "Anders", "kind": "care", "version": version}

    return fields


def _export(world: World, _label: str) -> dict[str, Any]:
    return {"about": "resident", "subject": world.things["resident"]["subject"].id.hex}


def _days_over(_world: World, _label: str) -> dict[str, Any]:
    return {**day("first", clock.today() - 30 * DAY), **day("last", clock.today() - DAY)}


def _held(world: World, _label: str) -> list[str]:
    mine = world.things["resident"]["subject"].id.hex
    far = world.things["resident"]["Elders/subject"].id.hex
    return ["", f"?resident={mine}", f"?resident={far}"]


def _hold(world: World, _label: str) -> dict[str, Any]:
    return {"reference": world.things["case"]["main"].reference, "scope": "safety",
            "ground": "uavg-41-1-d", "decision": "Z-1", **soon("until"),
            **day("since", clock.today() - DAY)}  # fmt: skip


def _called(world: World, _label: str) -> dict[str, Any]:
    return {"place_1": world.people["lead"].id.hex}


def _share(_world: World, _label: str) -> dict[str, Any]:
    return {"excerpt": "Niet hieruit.", "purpose": "Overleg.", "content": "common",
            "ground": "public-task", **soon("until_on")}  # fmt: skip


def _line(_world: World, label: str) -> dict[str, Any]:
    return {"body": "Bel 112.", "version": "1" if label == "main" else "0"}


def _paper(world: World, _label: str) -> dict[str, Any]:
    return {"recipient": "J. Bronkhorst", "function": "burgemeester", "organisation": "Gemeente",
            "reach": "inside", "purpose": "Besluiten.", "ground": "public-task",
            "options": "Een gesprek.", "contents": "both", **TOGETHER}  # fmt: skip


def _referral(world: World, label: str) -> dict[str, Any]:
    return {**_paper(world, label), "reach": "outside", "manager": "De leiding",
            "question": "Denk mee.", "outcome": "Rust.", "explained": "Het stokt.",
            "informed": "done", "informed_how": "Verteld.",
            **day("informed_on", clock.today())}  # fmt: skip


def _ladder(_world: World, _label: str) -> dict[str, Any]:
    fields = {"name": "Eigen ladder", "reason": "Zo werkt de regio."}
    for weight, (colour, icon) in enumerate((("green", "eye"), ("red", "urgent")), 1):
        fields |= {f"name_{weight}": f"Trede {weight}", f"words_{weight}": "zo heet dat"}
        fields |= {f"colour_{weight}": colour, f"icon_{weight}": icon}
    for weight in (3, 4):
        fields |= {f"colour_{weight}": "red", f"icon_{weight}": "urgent"}
    return fields


def _aim(_world: World, label: str) -> dict[str, Any]:
    """Give the greater part of the word that stands there: what is found tells the whole."""
    case, _, _kind = label.rpartition(" ")
    return {"words": word(f"police {case} searched")[:-1], "reason": "threat"}


def _due(world: World, _label: str) -> dict[str, Any]:
    return {"shown": police.fingerprint([world.things["step"]["main due"].id])}


def _evaluation(_world: World, _label: str) -> dict[str, Any]:
    said = ("happened", "helped", "otherwise", "with_whom")
    return dict.fromkeys(said, "Daarover is gesproken.")


def _letter(world: World, _label: str) -> dict[str, Any]:
    return {"template": world.things["letter_template"]["invitation"].id.hex,
            "resident": world.things["resident"]["subject"].id.hex,
            "body": "Kom langs."}  # fmt: skip


def _draft(world: World, _label: str) -> dict[str, Any]:
    return {"draft": f"/cases/{world.things['case']['main'].reference}/flags", "facts": "Tekst"}


def _lists(world: World, _label: str) -> list[str]:
    hidden = world.things["case"]["Elders/main"].reference
    high = world.things["case"]["high"].reference
    return ["", "?state=closed", "?order=phase", "?order=opened&mine=y", "?phase=4",
            f"?reference={hidden}", f"?reference={high}"]  # fmt: skip


def _residents(world: World, _label: str) -> list[str]:
    return ["", f"?residents={_all(world, 'resident')}"]


def _searches(world: World, _label: str) -> list[str]:
    return ["", *(f"?search={row.id.hex}" for row in world.things["search"].values())]


def _desk(world: World, _label: str) -> list[str]:
    return [
        "",
        f"?reference={world.things['case']['main'].reference}",
        f"?reference={world.things['case']['Elders/main'].reference}",
        f"?colleague={world.people['Elders/carer'].id.hex}",
    ]


def _views(_world: World, _label: str) -> list[str]:
    return ["", "?all=1&view=one"]


def _sought(_world: World, _label: str) -> dict[str, Any]:
    return {"text": "7061AB 12"}


def _agreed(world: World, label: str) -> dict[str, Any]:
    row = world.things["approval"][label]
    return {"shown": row.payload_hash.hex()}


def _emergency(world: World, _label: str) -> dict[str, Any]:
    high = world.things["case"]["high"].reference
    return {"reference": high, "kind": "acute-danger", "minutes": "60", "password": PASSWORD,
            "reason": "De melder hoort geschreeuw en niemand doet open."}  # fmt: skip


def _number(_world: World, _label: str) -> dict[str, Any]:
    return {"name": "contact-days", "scope": "phase:2", "number": "30", "reason": "Afspraak."}


def _ways(_world: World, _label: str) -> dict[str, Any]:
    return {kind.value.replace("-", "_"): kind.slowest.value for kind in notifications.CHOSEN}


def _closed(_world: World, _label: str) -> dict[str, Any]:
    return {"name": "Brugdag", **day("day", deadlines.working_days_after(clock.today(), 9))}


def _agreed_on(_world: World, _label: str) -> dict[str, Any]:
    return {"reason": "Ze is weg.", **day("until", clock.today() + 5 * DAY)}


def _signal(world: World, _label: str) -> dict[str, Any]:
    team = world.towns["Dichtbij"][0].intake_team.id.hex
    return {"resident": "", "body": "Onrust.", "phenomenon": "nuisance", "urgency": "usual",
            "place": "Dorpsplein", "source": "neighbour", "readers": "both", "team": team,
            **day("received_on", clock.today())}  # fmt: skip


def _about(world: World, _label: str) -> list[str]:
    return ["", *(f"?resident={row.id.hex}" for row in world.things["resident"].values())]


def _to_team(world: World, _label: str) -> dict[str, Any]:
    return {"team": world.towns["Dichtbij"][0].intake_team.id.hex, "note": "Voor jullie."}


def _offer(world: World, _label: str) -> dict[str, Any]:
    return {"of": "care", "to": f"u{world.people['stranger'].id.hex}", "note": "Dit speelt."}


def _closing(_world: World, _label: str) -> dict[str, Any]:
    return {"reason": "moved-away", "why": "Verhuisd.", "ending": "Goed.", "told": "yes",
            "aftercare": "none", "unwatched": "Niet nodig."}  # fmt: skip


def _reopening(_world: World, _label: str) -> dict[str, Any]:
    return {"ground": "relapse", "why": "Het gaat weer mis.", "tracks": "care", **soon("next_on")}


def _given(_world: World, _label: str) -> dict[str, Any]:
    return {"note": "Dit speelt."}


def _leave(world: World, _label: str) -> dict[str, Any]:
    later = clock.today() + 40 * DAY
    days = {**day("first_on", later), **day("last_on", later + DAY)}
    return {"who": world.people["carer"].id.hex, "substitute": "", **days}


def _other_days(world: World, label: str) -> dict[str, Any]:
    row = world.things["leave"][label]
    return {"version": str(row.version), "substitute": row.substitute_id.hex,
            **day("first_on", row.first_on), **day("last_on", row.last_on)}  # fmt: skip


def _cracks(world: World, _label: str) -> list[str]:
    far = world.towns["Elders"][0].care_team.id
    return ["", "?kind=date-passed", "?kind=stagnation", f"?team={far.hex}"]


def _of(part: str, **more: Any) -> dict[str, Any]:
    return {"about": part, "part": f"{part}_id", **more}


def _always(**fields: Any) -> Fields:
    return lambda _world, _label: dict(fields)


def _meeting(world: World, _label: str) -> dict[str, Any]:
    return {"kind": "triage", "begins": "10:00", "chair": world.people["carer"].id.hex,
            **soon("on_day")}  # fmt: skip


def _moved(world: World, label: str) -> dict[str, Any]:
    row = world.things["meeting"][label]
    return {"begins": "10:00", "chair": row.chair_id.hex, "version": str(row.version),
            **soon("on_day")}  # fmt: skip


def _tabled(world: World, _label: str) -> dict[str, Any]:
    meeting = world.things["meeting"]["far"].id.hex
    return {"meeting": meeting, "place": "strip", "purpose": "Rust."}


def _guest(world: World, _label: str) -> dict[str, Any]:
    return {"user": world.people["member"].id.hex, "why": "Weet meer.", "need": "question",
            "ground": "public-task"}  # fmt: skip


def _guests(world: World, label: str) -> list[str]:
    return ["", f"?for={world.things['invitation'][label].id.hex}"]


def _one_guest(world: World, label: str) -> dict[str, Any]:
    return {"invitation": world.things["invitation"][label].id.hex}


def _decided(_world: World, _label: str) -> dict[str, Any]:
    return {"text": "Bellen.", "owner": "", **soon("due_on")}


ROUTES: dict[str, Sample] = {
    "static": Sample(None),
    "sign_in.new": Sample(None),
    "sign_in.create": Sample(None, fields=_always(email="a@b.example", password="geen")),
    "sign_in.goodbye": Sample(None),
    "sign_in.forget": Sample(None),
    "sign_in.update": Sample(None, fields=_always(language="en")),
    "sign_in.destroy": Sample("profile:edit"),
    "work.index": Sample("worklist:read"),
    "handovers.new": Sample("handover:offer", "case"),
    "handovers.create": Sample("handover:offer", "case", fields=_offer),
    "handovers.show": Sample("handover:view", **_of("handover")),
    "handovers.update": Sample("handover:see", **_of("handover")),
    "handovers.acceptances.create": Sample("handover:view", **_of("handover")),
    "handovers.refusals.create": Sample(
        "handover:view", **_of("handover", fields=_always(reason="Vol.", proposal="Vraag Dora."))
    ),
    "handovers.withdrawals.create": Sample("handover:view", **_of("handover")),
    "closures.new": Sample("case:close", "case"),
    "closures.create": Sample("case:close", "case", fields=_closing),
    "joinings.new": Sample("case:close", "case"),
    "joinings.create": Sample(
        "case:close", "case", fields=_always(into="", why="Hoort erbij.", told="yes")
    ),
    "reopenings.new": Sample("case:reopen", "case"),
    "reopenings.create": Sample("case:reopen", "case", fields=_reopening),
    "watches.edit": Sample("watch:decide", "watch", "watch_id"),
    "watches.update": Sample(
        "watch:decide", "watch", "watch_id", _always(decision="stop", reason="Het gaat goed.")
    ),
    "leaves.index": Sample("leaves:browse"),
    "leaves.new": Sample("leaves:browse"),
    "leaves.create": Sample("leaves:browse", fields=_leave),
    "leaves.show": Sample("leave:view", **_of("leave")),
    "leaves.edit": Sample("leave:arrange", **_of("leave")),
    "leaves.update": Sample("leave:arrange", **_of("leave", fields=_other_days)),
    "leaves.acceptances.create": Sample("leave:answer", **_of("leave")),
    "leaves.refusals.create": Sample("leave:answer", **_of("leave")),
    "leaves.withdrawals.create": Sample("leave:arrange", **_of("leave")),
    "reassignments.edit": Sample("work:reassign", "colleague", "user_id"),
    "reassignments.update": Sample("work:reassign", "colleague", "user_id", _given),
    "watchdog.index": Sample("cover:browse", queries=_cracks),
    "agreements.new": Sample("finding:agree", **_of("finding")),
    "agreements.create": Sample("finding:agree", **_of("finding", fields=_agreed_on)),
    "nights.show": Sample("cover:read-night", **_of("statement")),
    "nights.files.show": Sample("cover:read-night", **_of("statement")),
    "watchdog.create": Sample("finding:view", **_of("finding")),
    "settings.index": Sample("settings:arrange"),
    "settings.new": Sample("settings:arrange"),
    "settings.create": Sample("settings:arrange", fields=_number),
    "closing_days.index": Sample("settings:arrange"),
    "on_call.edit": Sample("settings:arrange"),
    "on_call.update": Sample("settings:arrange", fields=_called),
    "closing_days.create": Sample("settings:arrange", fields=_closed),
    "domain_sets.index": Sample("settings:arrange"),
    "domain_sets.create": Sample(
        "settings:arrange", fields=_always(name="Jeugd", domains="Thuis\nSchool")
    ),
    "domain_sets.destroy": Sample("settings:arrange", fields=_own_set),
    "closing_days.destroy": Sample("settings:arrange", fields=_always(closed="2031-01-02")),
    "briefing.index": Sample("briefing:read"),
    "drafts.create": Sample("draft:keep", fields=_draft),
    "drafts.destroy": Sample("draft:keep", fields=_always(draft="/cases", page="/")),
    "cases.index": Sample("cases:browse", queries=_lists),
    "cases.new": Sample("case:open", queries=_residents),
    "cases.create": Sample("case:open", fields=_case),
    "cases.show": Sample("case:view", "case", queries=_views),
    "cases_purposes.new": Sample("case:view", "case", "subject_id"),
    "cases_purposes.create": Sample(
        "case:view", "case", "subject_id", _always(purpose="supervision")
    ),
    "flags.new": Sample("flag:raise", "case"),
    "flags.create": Sample("flag:raise", "case", fields=_always(facts="Het stokt.")),
    "flags.show": Sample("flag:view", **_of("flag")),
    "answers.new": Sample("flag:view", **_of("flag")),
    "answers.create": Sample("flag:view", **_of("flag", fields=_always(answer="Ik ga."))),
    "acknowledgements.update": Sample("flag:acknowledge", **_of("acknowledgement")),
    "phases.index": Sample("phases:read", "case"),
    "stays.new": Sample("case:change-phase", "case"),
    "stays.create": Sample("case:change-phase", "case", fields=_stay),
    "descents.new": Sample("case:change-phase", "case"),
    "descents.create": Sample("case:change-phase", "case", fields=_descent),
    "descents.show": Sample("descent:view", **_of("descent")),
    "descents.agreements.create": Sample("descent:view", **_of("descent")),
    "descents.acceptances.create": Sample("descent:view", **_of("descent")),
    "descents.refusals.create": Sample(
        "descent:view", **_of("descent", fields=_always(refusal="Nog niet."))
    ),
    "descents.withdrawals.create": Sample("descent:view", **_of("descent")),
    "measures.index": Sample("measures:read", "case"),
    "measures.new": Sample("measure:prepare", "case"),
    "measures.create": Sample("measure:prepare", "case", fields=_measure),
    "measures.show": Sample("measure:view", **_of("measure")),
    "measure_steps.new": Sample("measure:view", **_of("measure", also=CHECK)),
    "measure_steps.create": Sample("measure:view", **_of("measure", also=CHECK, fields=_checked)),
    "care_offers.index": Sample("care:read", "case"),
    "care_offers.new": Sample("care:offer", "case"),
    "care_offers.create": Sample("care:offer", "case", fields=_care),
    "care_offers.edit": Sample("care-offer:answer", "care_offer", "offer_id"),
    "care_offers.update": Sample(
        "care-offer:answer", "care_offer", "offer_id", fields=_care_answered
    ),
    "meetings.index": Sample("meetings:browse"),
    "meetings.new": Sample("meeting:call"),
    "meetings.create": Sample("meeting:call", fields=_meeting),
    "meetings.show": Sample("meeting:view", **_of("meeting")),
    "meetings.edit": Sample("meeting:keep", **_of("meeting")),
    "meetings.update": Sample("meeting:keep", **_of("meeting", fields=_moved)),
    "meeting_closings.create": Sample("meeting:keep", **_of("meeting")),
    "meeting_kinds.index": Sample("meeting-kinds:keep"),
    "meeting_kinds.create": Sample("meeting-kinds:keep", fields=_always(name="Weegteam")),
    "meeting_kinds.destroy": Sample("meeting-kinds:keep", fields=_always(kind="0" * 32)),
    "agenda_items.new": Sample("case:table", "case"),
    "agenda_items.create": Sample("case:table", "case", fields=_tabled),
    "agenda_items.show": Sample("agenda-item:view", "agenda_item", "item_id"),
    "invitations.new": Sample("agenda-item:prepare", "agenda_item", "item_id"),
    "invitations.create": Sample("agenda-item:prepare", "agenda_item", "item_id", _guest),
    "invitations.destroy": Sample("agenda-item:prepare", "agenda_item", "item_id", _one_guest),
    "table_papers.new": Sample("agenda-item:prepare", "agenda_item", "item_id", queries=_guests),
    "table_papers.create": Sample("agenda-item:prepare", "agenda_item", "item_id", _one_guest),
    "presence.update": Sample("agenda-item:run", "agenda_item", "item_id"),
    "decisions.create": Sample("agenda-item:run", "agenda_item", "item_id", _decided),
    "conclusions.create": Sample(
        "agenda-item:run",
        "agenda_item",
        "item_id",
        _always(outcome="withdrawn", reason="Het hoeft niet meer."),
    ),
    "plans.index": Sample("case:view", "case", queries=lambda _world, _label: ["", "?version=1"]),
    "plans.create": Sample("plan:keep", "case"),
    "plans.edit": Sample("plan:keep", "case"),
    "plans.update": Sample(
        "plan:keep", "case", fields=_always(version="1", domain_set="zrm-13", own_words="Rust.")
    ),
    "plan_confirmations.create": Sample("plan:keep", "case", fields=_always(version="1")),
    "plan_goals.new": Sample("plan:keep", "case"),
    "plan_goals.create": Sample("plan:keep", "case", fields=_goal),
    "plan_goals.edit": Sample("goal:keep", **_of("goal")),
    "plan_goals.update": Sample(
        "goal:keep", **_of("goal", fields=_always(domain="housing", text="Rust in huis."))
    ),
    "plan_goals.destroy": Sample("goal:keep", **_of("goal")),
    "measurements.index": Sample("case:view", "case"),
    "measurements.new": Sample("plan:keep", "case"),
    "measurements.create": Sample("plan:keep", "case", fields=_measured),
    "measurements.edit": Sample("measurement:keep", **_of("measurement")),
    "measurements.update": Sample("measurement:keep", **_of("measurement", fields=_corrected)),
    "measurement_withdrawals.create": Sample(
        "measurement:keep", **_of("measurement", fields=_always(reason="Van een ander."))
    ),
    "plan_actions.new": Sample("plan:keep", "case"),
    "plan_actions.create": Sample("plan:keep", "case", fields=_planned),
    "plan_actions.edit": Sample("action:keep", **_of("action")),
    "plan_actions.update": Sample("action:keep", **_of("action", fields=_replanned)),
    "action_ends.create": Sample(
        "action:keep", **_of("action", fields=_always(end="done", outcome="Gelukt."))
    ),
    "phases.new": Sample("case:change-phase", "case"),
    "phases.create": Sample("case:change-phase", "case", fields=_phase),
    "staff.new": Sample("case:direct", "case"),
    "staff.create": Sample("case:direct", "case", fields=_staff),
    "signals.index": Sample("signals:browse"),
    "signals.new": Sample("signal:record", queries=_about),
    "signals.create": Sample("signal:record", fields=_signal),
    "signals.show": Sample("signal:view", **_of("signal")),
    "signals.edit": Sample("signal:handle", **_of("signal")),
    "signals.update": Sample(
        "signal:handle", **_of("signal", fields=lambda _w, _l: {"user": "", **soon("next_on")})
    ),
    "signals.decisions.new": Sample("signal:handle", **_of("signal")),
    "signals.decisions.create": Sample(
        "signal:view", **_of("signal", fields=_always(decision="no-action", reason="Een feestje."))
    ),
    "signals.forwards.new": Sample("signal:handle", **_of("signal")),
    "signals.forwards.create": Sample("signal:handle", **_of("signal", fields=_to_team)),
    "signals.acceptances.create": Sample("signal:view", **_of("signal")),
    "signals.refusals.create": Sample(
        "signal:view", **_of("signal", fields=_always(reason="Niet voor ons."))
    ),
    "signals.replies.create": Sample("signal:answer-reporter", **_of("signal")),
    "shares.new": Sample("step:share", **_of("step")),
    "shares.create": Sample("step:share", **_of("step", fields=_share)),
    "shares.index": Sample("shares:read", "case"),
    "police_searches.new": Sample("police-data:search", "track"),
    "police_searches.create": Sample("police-data:search", "track", fields=_aim),
    "police_data.index": Sample("police-data:stored"),
    "police_data.create": Sample("police-data:destroy", fields=_due),
    "police_data.edit": Sample("step:read-stored", **_of("step")),
    "police_data.update": Sample(
        "step:read-stored", **_of("step", fields=_always(reason="complaint"))
    ),
    "shares.destroy": Sample("share:withdraw", **_of("share")),
    "papers.index": Sample("papers:read", "case"),
    "briefing_papers.new": Sample("paper:make", "case"),
    "briefing_papers.create": Sample("paper:make", "case", fields=_paper),
    "referral_papers.new": Sample("paper:make", "case"),
    "referral_papers.create": Sample("paper:make", "case", fields=_referral),
    "plan_papers.new": Sample("paper:make", "case"),
    "plan_papers.create": Sample("paper:make", "case", fields=_paper),
    "letters.new": Sample("paper:make", "case"),
    "letters.create": Sample("paper:make", "case", fields=_letter),
    "ladders.index": Sample("ladders:keep"),
    "ladders.new": Sample("ladders:keep"),
    "ladders.create": Sample("ladders:keep", fields=_ladder),
    "ladders.show": Sample("ladder:view", "ladder", "ladder_id"),
    "ladders.update": Sample("ladder:ask", "ladder", "ladder_id"),
    "evaluations.new": Sample("case:change-phase", "case"),
    "evaluations.create": Sample("case:change-phase", "case", fields=_evaluation),
    "letter_templates.index": Sample("letter-templates:keep"),
    "letter_templates.new": Sample("letter-templates:keep"),
    "letter_templates.create": Sample("letter-templates:keep", fields=_always(name="Brief")),
    "letter_templates.edit": Sample("letter-template:change", "letter_template", "template_id"),
    "letter_templates.update": Sample("letter-template:change", "letter_template", "template_id"),
    "letter_templates.destroy": Sample("letter-template:change", "letter_template", "template_id"),
    "steps.new": Sample("strip:write", "case"),
    "steps.create": Sample("strip:write", "case", fields=_step),
    "steps.show": Sample("step:view", **_of("step")),
    "steps.edit": Sample("step:correct", **_of("step")),
    "steps.update": Sample("step:correct", **_of("step", fields=_corrected)),
    "tracks.edit": Sample("track:arrange", "track"),
    "tracks.update": Sample("track:arrange", "track", fields=_track),
    "track_confirmations.new": Sample("track:confirm", "track"),
    "track_confirmations.create": Sample(
        "track:confirm", "track", fields=_always(answer="confirmed")
    ),
    "safety_lines.edit": Sample("safety-line:set", "case"),
    "safety_lines.update": Sample("safety-line:set", "case", fields=_line),
    "safety_lines.create": Sample("safety-line:confirm", "track", fields=_always(version="1")),
    "tracks.create": Sample("track:take", "track"),
    "residents.new": Sample("resident:register", queries=_searches),
    "residents.create": Sample("resident:register", fields=_resident),
    "residents.show": Sample("resident:view", **_of("resident")),
    "residents.edit": Sample("resident:edit", **_of("resident")),
    "residents.update": Sample("resident:edit", **_of("resident", fields=_resident)),
    "residents_purposes.new": Sample("resident:view", "resident", "subject_id"),
    "residents_purposes.create": Sample(
        "resident:view", "resident", "subject_id", _always(purpose="supervision")
    ),
    "resident_signals.new": Sample("resident:view", **_of("resident")),
    "resident_signals.create": Sample(
        "resident:view", **_of("resident"), fields=_always(signal="0" * 32)
    ),
    "relations.new": Sample("resident:edit", **_of("resident")),
    "relations.create": Sample("resident:edit", **_of("resident", fields=_relation)),
    "bsn.create": Sample("resident:reveal-bsn", **_of("resident")),
    "searches.index": Sample("residents:search"),
    "searches.create": Sample("residents:search", fields=_sought),
    "searches.show": Sample("search:read", **_of("search")),
    "imports.index": Sample("cases:import"),
    "imports.create": Sample("cases:import"),
    "imports.show": Sample("import:handle", "list", "run_id"),
    "imports.update": Sample("import:handle", "list", "run_id"),
    "imports.destroy": Sample("import:handle", "list", "run_id"),
    "import_confirmations.create": Sample("import:handle", "list", "run_id"),
    "import_reports.show": Sample("import:handle", "list", "run_id"),
    "seal.index": Sample("seal:read"),
    "seal.checks.create": Sample("seal:check"),
    "seal.pages.show": Sample("seal:keep"),
    "seal.pages.create": Sample("seal:keep", fields=lambda *_: {"root": ""}),
    "seal.months.index": Sample("seal:read"),
    "seal.months.requests.new": Sample("log:end", **_of("tree")),
    "seal.months.requests.create": Sample("log:end", **_of("tree")),
    "seal.destructions.show": Sample("log:read-certificate", **_of("destruction")),
    "seal.holds.new": Sample("log:hold"),
    "seal.holds.create": Sample("log:hold"),
    "seal.holds.lifts.create": Sample("log:lift-hold", **_of("hold")),
    "seal.exports.create": Sample("log:hand-out"),
    "seal.verifier.show": Sample("seal:read"),
    "log.index": Sample("log:read", queries=_desk),
    "log.period.index": Sample("log:read"),
    "log.residents.show": Sample("log:read", **_of("resident")),
    "log.cases.show": Sample("log:read", "case"),
    "log.colleagues.show": Sample("log:read", **_of("user")),
    "log.questions.create": Sample("log:read", fields=_sought),
    "log.questions.show": Sample("log:find-subject", **_of("search")),
    "log.exports.create": Sample("log:export", fields=_export),
    "log.answers.index": Sample("answer:prepare", **_of("resident")),
    "log.answers.create": Sample("answer:prepare", **_of("resident", fields=_days_over)),
    "log.answers.show": Sample("answer:read", "answer", "answer_id"),
    "log.answers.releases.create": Sample("answer:release", "answer", "answer_id"),
    "log.answers.pages.show": Sample("answer:read", "answer", "answer_id"),
    "log.answers.files.show": Sample("answer:read", "answer", "answer_id"),
    "log.confidentiality.index": Sample("confidentiality:keep"),
    "log.confidentiality.new": Sample("confidentiality:keep", queries=_held),
    "log.confidentiality.create": Sample("confidentiality:keep", fields=_hold),
    "log.confidentiality.endings.create": Sample(
        "confidentiality:end", "confidentiality", "confidentiality_id"
    ),
    "tokens.index": Sample("tokens:arrange"),
    "tokens.create": Sample(
        "tokens:arrange", fields=_always(name="Portaal", scope="read:normal", days="30")
    ),
    "tokens.endings.create": Sample("token:end", "token", "token_id"),
    "security.index": Sample("security-log:read"),
    "teams.index": Sample("teams:arrange"),
    "teams.new": Sample("teams:arrange"),
    "teams.create": Sample("teams:arrange", fields=_always(name="Team nieuw", kind="care")),
    "teams.edit": Sample("teams:arrange", "team", "team_id"),
    "teams.update": Sample("teams:arrange", "team", "team_id", _renamed("team")),
    "returns.new": Sample("case:expect-return", "case", "reference"),
    "returns.create": Sample("case:expect-return", "case", "reference", _always(subject="0" * 32)),
    "team_closures.new": Sample("teams:arrange", "team", "team_id"),
    "team_closures.create": Sample("teams:arrange", "team", "team_id", _always(successor="")),
    "organisations.new": Sample("teams:arrange"),
    "organisations.create": Sample("teams:arrange", fields=_always(name="Bureau", kind="housing")),
    "organisations.edit": Sample("teams:arrange", "organisation", "organisation_id"),
    "organisations.update": Sample(
        "teams:arrange", "organisation", "organisation_id", _renamed("organisation")
    ),
    "approvals.index": Sample("approvals:browse"),
    "approvals.show": Sample("approval:view", **_of("approval")),
    "approvals.grants.create": Sample("approval:decide", **_of("approval", fields=_agreed)),
    "approvals.refusals.create": Sample("approval:decide", **_of("approval", fields=_agreed)),
    "emergencies.new": Sample("emergency:open"),
    "emergencies.create": Sample("emergency:open", fields=_emergency),
    "emergencies.show": Sample("emergency:view", "emergency", "access_id"),
    "emergencies.destroy": Sample("emergency:use", "emergency", "access_id"),
    "emergencies.tracks.create": Sample("emergency:use", "emergency", "access_id"),
    "emergencies.explanations.create": Sample(
        "emergency:explain", "emergency", "access_id", _always(text="Het was nodig.")
    ),
    "reviews.index": Sample("reviews:browse"),
    "reviews.show": Sample("review:view", **_of("review")),
    "reviews.questions.create": Sample("review:judge", **_of("review")),
    "reviews.answers.create": Sample(
        "review:answer", **_of("review", fields=_always(answer="work", text="Werk."))
    ),
    "reviews.verdicts.create": Sample(
        "review:judge", **_of("review", fields=_always(verdict="unlawful", text="Nee."))
    ),
    "reviews.readings.create": Sample(
        "review:reread", **_of("review", fields=_always(verdict="lawful"))
    ),
    "reviews.breaches.update": Sample("review:judge", **_of("review")),
    "reviews.figures.files.show": Sample("reviews:browse"),
    "reviews.figures.index": Sample("reviews:browse"),
    "reviews.mine.index": Sample("reviews:answer-own"),
    "shields.new": Sample("case:shield", "case"),
    "shields.create": Sample("case:shield", "case", fields=_always(reason="Bekende inwoner.")),
    "notices.index": Sample("messages:own"),
    "notices.show": Sample("message:read", **_of("message")),
    "calendar_feeds.index": Sample("messages:own"),
    "calendar_feeds.create": Sample("messages:own"),
    "calendar_feeds.destroy": Sample("messages:own"),
    "calendars.show": Sample(None, by_secret=True),
    "notice_choices.edit": Sample("messages:own"),
    "notice_choices.update": Sample("messages:own", fields=_ways),
    "profile.show": Sample("profile:set-marks"),
    "profile.marks.create": Sample(
        "profile:set-marks", fields=_always(postcode="9999ZZ", house_number="1")
    ),
    "lifts.new": Sample("acquaintance:lift", **_of("acquaintance")),
    "lifts.create": Sample(
        "acquaintance:lift", **_of("acquaintance", fields=_always(reason="Vergissing."))
    ),
    "case_readers.index": Sample("case:see-readers", "case"),
    "resident_readers.index": Sample("resident:see-readers", **_of("resident")),
    "case_departures.create": Sample("case:view", "case"),
    "resident_departures.create": Sample("resident:view", **_of("resident")),
    "departures.update": Sample("departure:see", **_of("departure")),
    "users.index": Sample("users:browse"),
    "users.new": Sample("user:invite"),
    "users.create": Sample(
        "user:invite", fields=_always(name="Nieuw", email="nieuw@samen.example", function="Iets")
    ),
    "users.edit": Sample("user:arrange", **_of("user")),
    "users.update": Sample("user:arrange", **_of("user", fields=_user)),
    "users.deactivation.create": Sample("user:arrange", **_of("user")),
}


def may_open(world: World, name: str, sample: Sample, label: str) -> bool:
    """Tell what the oracle says of somebody and the subject of an endpoint."""
    if sample.by_secret:
        return False
    if sample.permission is None:
        return True
    thing = world.facts[sample.about, label] if sample.about else world.facts["user", name]
    return world.oracle.may(world.person(name), sample.permission, thing)


@dataclass(frozen=True)
class Door:
    """One endpoint of the application as its address map has it."""

    endpoint: str
    method: str
    sample: Sample


def doors(app: Flask, method: str) -> list[Door]:
    """Give every endpoint that answers a method."""
    return [
        Door(rule.endpoint, method, ROUTES[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ())
        and rule.endpoint != "static"
        and not rule.endpoint.startswith(SYSTEMS)
    ]


def without_sample(app: Flask) -> set[str]:
    """Give the endpoints nobody wrote down here."""
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    return {name for name in known if not name.startswith(SYSTEMS)} - set(ROUTES)


def address(app: Flask, endpoint: str, values: dict[str, str]) -> str:
    """Write the address of an endpoint, without asking a converter."""
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    path = str(rule)
    for name in rule.arguments:
        given = values.get(name, ABSENT[name])
        for written in (f"<id:{name}>", f"<reference:{name}>", f"<path:{name}>", f"<{name}>"):
            path = path.replace(written, given)
    return path
