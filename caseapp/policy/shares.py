"""Facts and rules about what was moved from a track to the strip."""

from sqlalchemy import Date, bindparam, exists, select

from caseapp.kernel import clock
from caseapp.model.cases import Track
from caseapp.model.shares import Share
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Joins, Predicate
from caseapp.policy.relations import case_is_open, via_case
from caseapp.policy.terms import on_own_track, sees_case

TODAY = bindparam("share_today", callable_=clock.today, type_=Date(), unique=True)
"""Asked when the question is: a rule that was written out yesterday is used today."""

share_runs = Predicate(
    "it is on the strip today",
    lambda _actor, share: share.runs(clock.today()),
    lambda _actor: Share.withdrawn_at.is_(None) & (Share.until_on >= TODAY),
)

came_from_own_track = Predicate(
    "it came from a track they work on",
    lambda actor, share: on_own_track.check(actor, share.case.track(share.from_track)),
    lambda actor: exists(
        select(Track.id)
        .where(Track.case_id == Share.case_id, Track.kind == Share.from_track)
        .where(on_own_track.where(actor))
        .correlate(Share)
    ),
    on_own_track.roles,
    Joins.ELSEWHERE,
    (on_own_track,),
)

OF_SHARE: dict[P, Predicate] = {
    P.SHARE_VIEW: via_case(Share, sees_case) & share_runs,
    P.SHARE_WITHDRAW: came_from_own_track & via_case(Share, case_is_open),
}
