"""That a step turns out to hold police data: then its earlier texts are that too."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp import settings
from caseapp.extensions import db
from caseapp.journal.police.ageing import days_of
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.content import ContentClass
from caseapp.model.journal import Step
from caseapp.model.shares import Share


def make_police_data(step: Step) -> None:
    """Mark a step and the texts it corrects as police data: the same words grow old together.

    Raises RuleBroken while words of it are on the strip on another ground: those are withdrawn
    first.
    """
    texts = list(_texts(step))
    today = clock.today()
    shared = select(Share.id).where(
        Share.step_id.in_([one.id for one in texts]),
        Share.withdrawn_at.is_(None),
        Share.until_on >= today,
    )
    if db.session.scalar(shared.limit(1), execution_options={"unseen": "policy"}) is not None:
        raise RuleBroken("police-data-shared-before", "content")
    days = days_of(ContentClass.POLICE, step.happened_on, settings.terms_of(step.municipality_id))
    for one in texts:
        one.content = ContentClass.POLICE
        one.searched_from = days["searched_from"]
        one.restricted_from = days["restricted_from"]
        one.destroy_from = days["destroy_from"]


def _texts(step: Step) -> Iterator[Step]:
    found: Step | None = step
    while found is not None:
        yield found
        found = db.session.get(Step, found.corrects_id) if found.corrects_id is not None else None
