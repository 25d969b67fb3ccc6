"""Looking into police data that is not at hand: always for a reason, and always logged."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.journal.police.aims import aim_of, objections_to_search
from caseapp.journal.queries import LINE
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.cases import Track
from caseapp.model.journal import ListedStep, Step
from caseapp.model.police import PoliceSearch, RestrictedReading
from caseapp.policy import Permission

MOST = 200
"""How many steps one search finds at most."""


def search_police_data(
    actor: Actor, track: Track, *, words: str, reason: PoliceSearch
) -> Sequence[ListedStep]:
    """Give the steps of longer ago than a year, on this track, in which these words stand.

    That somebody searched, and why, is logged whether anything was found or not.

    Raises RuleBroken for fewer letters than an aim has.
    """
    policy.require(actor, Permission.POLICE_SEARCH, track)
    for objection in objections_to_search(words):
        raise objection
    aim = aim_of(words)
    query: Select[Any] = (
        select(*LINE, User.name)
        .join(Step.author)
        .where(Step.case_id == track.case_id, Step.track == track.kind)
        .order_by(Step.happened_on.desc(), Step.created_at.desc(), Step.id)
        .execution_options(shows={"case": "case_id"})
    )
    rows = db.session.execute(policy.visible(actor, Permission.STEP_SEARCHED, query))
    steps = [ListedStep(track.case.key, *row) for row in rows]
    found = [one for one in steps if aim in aim_of(one.body)][:MOST]
    accesslog.record(
        actor, Event.POLICE_SEARCHED, track, track=track.kind, reason=reason, found=str(len(found))
    )
    return found


def read_stored(actor: Actor, step: Step, *, reason: RestrictedReading) -> Step:
    """Read a step that is only stored, for one of the reasons there are."""
    policy.require(actor, Permission.STEP_STORED, step)
    accesslog.record(actor, Event.STORED_READ, step, reason=reason)
    return step
