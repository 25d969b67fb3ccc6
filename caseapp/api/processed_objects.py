"""VNG Verwerkingenlogging, reading: who may be told which processing of their data there was."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, json, request, url_for

from caseapp import accesslog, privacy, residents
from caseapp.accesslog import ACTIVITIES, Activity, Event, Period
from caseapp.accesslog.exports import numbers, vng
from caseapp.api.gate import bearer, sees_lifted
from caseapp.api.problems import Problem
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.tokens import ApiToken
from caseapp.privacy import Judged, Standing

bp = Blueprint("api", __name__, url_prefix="/api/v1")
WORDS = {Standing.NORMAL: vng.NORMAL, Standing.LIFTED: vng.LIFTED}
KNOWN = frozenset(
    {"objecttype", "soortObjectId", "objectId", "beginDatum", "eindDatum",
     "verwerkingsactiviteitId"}
)  # fmt: skip


@bp.get("/verwerkte-objecten", endpoint="index")
@bearer(records=Event.PROCESSINGS_SERVED)
def index(token: ApiToken) -> Response:
    """Give what was done with the data of the person with this BSN, in a period."""
    bsn, period, activity = _asked()
    resident_id = residents.id_by_bsn(token.municipality_id, bsn)
    told: list[Judged] = []
    if resident_id is not None:
        accesslog.also_about([(resident_id, None)])
        told = _told(token, resident_id, period, activity)
    results = [_object(token, one, bsn) for one in told]
    return _answer({"count": len(results), "next": None, "previous": None, "results": results})


def _told(
    token: ApiToken, resident_id: UUID, period: Period, activity: Activity | None
) -> list[Judged]:
    """Give all of a period; raises Problem when an answer cannot hold it, rather than a part."""
    try:
        return privacy.disclosed(
            token.municipality_id,
            resident_id,
            period,
            lifted=sees_lifted(token),
            activity=activity,
        )
    except RuleBroken as broken:
        shorter = ("eindDatum", "er is te veel voor één antwoord: vraag een kortere periode")
        raise Problem(400, shorter) from broken


@bp.get("/verwerkte-objecten/<uuid:number>", endpoint="show")
@bearer(records=Event.PROCESSINGS_SERVED)
def show(token: ApiToken, number: UUID) -> Response:
    """Give one processing by its number."""
    seq = numbers.inside(token.municipality_id, number)
    one = (
        privacy.disclosed_line(token.municipality_id, seq, lifted=sees_lifted(token))
        if seq is not None
        else None
    )
    people = accesslog.faces(token.municipality_id, [one.line.resident_id] if one else [])
    person = next(iter(people.values()), None)
    if one is None or person is None or person.key.wrapped is None or not person.bsn:
        raise Problem(404)
    return _answer(_object(token, one, person.bsn))


def _asked() -> tuple[str, Period, Activity | None]:
    """Read the question; raises Problem with every field that is wrong."""
    wrong: list[tuple[str, str]] = [(name, "onbekend") for name in set(request.args) - KNOWN]
    wrong += [(name, "staat er twee keer") for name in KNOWN if len(request.args.getlist(name)) > 1]
    first, after = _day("beginDatum", wrong), _day("eindDatum", wrong)
    for name, only in (("objecttype", vng.PERSON), ("soortObjectId", vng.BSN)):
        if request.args.get(name) != only:
            wrong.append((name, f"moet {only} zijn"))
    bsn = request.args.get("objectId", "")
    if not residents.is_bsn(bsn):
        wrong.append(("objectId", "is geen BSN"))
    activity = _activity(wrong)
    if wrong:
        raise Problem(400, *sorted(wrong))
    return bsn, Period(first, after), activity


def _day(name: str, wrong: list[tuple[str, str]]) -> datetime | None:
    """Read a day as its first moment in the Netherlands."""
    text = request.args.get(name, "")
    try:
        if len(text) == len("2026-11-23"):
            return clock.midnight(date.fromisoformat(text))
    except ValueError:
        pass
    wrong.append((name, "moet een datum zijn: jjjj-mm-dd"))
    return None


def _activity(wrong: list[tuple[str, str]]) -> Activity | None:
    text = request.args.get("verwerkingsactiviteitId")
    if text is None:
        return None
    known = {str(registered.id): activity for activity, registered in ACTIVITIES.items()}
    found = known.get(text.lower())
    if found is None:
        wrong.append(("verwerkingsactiviteitId", "onbekend"))
    return found


def _object(token: ApiToken, one: Judged, bsn: str) -> dict[str, Any]:
    number = numbers.outside(token.municipality_id, one.line.seq)
    told = vng.Processed(one.line.event, one.line.trace_id, one.line.at, WORDS[one.standing])
    url = url_for("api.show", number=number, _external=True)
    return vng.read_object(told, number=number, url=url, bsn=bsn)


def _answer(body: dict[str, Any]) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False),
        headers={"API-version": vng.VERSION},
        content_type="application/json",
    )
