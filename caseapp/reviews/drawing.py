"""Putting looks to the reviewers: what stands out each day, and a sample of each week.

The sample is drawn by the root of a head that was signed after the week ended: nobody could know
it while there was something to hide, nobody chooses, and anybody can draw it again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, notifications, settings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Role
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Municipality
from caseapp.model.reviews import Review, ReviewDraw, ReviewKind
from caseapp.reviews.collecting import Gathered, gather
from caseapp.reviews.history import History
from caseapp.reviews.parameters import NUMBERS, Parameters
from caseapp.reviews.putting import QUEUE_DAYS, Found, new_review, put
from caseapp.reviews.queries import parameters_of
from caseapp.reviews.rules import evaluate, score
from caseapp.reviews.sampling import Opening, Scored, drawn, openings
from caseapp.reviews.weeks import days_of, ends_week, monday_of


def set_number(municipality: Municipality, *, name: str, number: int) -> None:
    """Set one number for a municipality, by command: who may log in there decides on it."""
    settings.keep_number(municipality, name=f"{NUMBERS}{name}", number=number)
    accesslog.record_by_command(
        Event.REVIEW_NUMBER_SET, municipality, name=name, number=str(number)
    )


def draw(municipality: Municipality, *, first: date, last: date) -> int:
    """Put what stood out in these days, and the samples of their weeks, to the reviewers.

    A day or week that was drawn before is passed over. Gives how many reviews it made. What
    scored a little is known from the Monday on, whatever day the draw begins with.
    """
    parameters = parameters_of(municipality.id)
    done = _drawn(municipality.id)
    monday = monday_of(first)
    gathered = gather(municipality.id, monday, last, parameters)
    made = 0
    scored: Scored = {}
    for day in days_of(monday, last):
        histories = list(gathered.histories(day))
        found = list(_standing_out(histories, parameters, scored))
        if day >= first and (ReviewKind.ALERT, day) not in done:
            made += put(municipality.id, day, histories, found)
        if ends_week(day) and (ReviewKind.SAMPLE, day) not in done:
            made += _sample(municipality.id, gathered, day, parameters, scored)
    if made:
        officers = notifications.holders_of(municipality.id, {Role.PRIVACY_OFFICER})
        notifications.tell(
            MessageKind.REVIEW_WAITS, municipality, to=officers, slot=last.isoformat()
        )
    accesslog.record_by_command(
        Event.REVIEWS_DRAWN,
        municipality,
        first=first.isoformat(),
        last=last.isoformat(),
        reviews=str(made),
    )
    return made


def _drawn(municipality_id: UUID) -> set[tuple[ReviewKind, date]]:
    query = select(ReviewDraw.kind, ReviewDraw.day).where(
        ReviewDraw.municipality_id == municipality_id
    )
    return {(row.kind, row.day) for row in db.session.execute(query)}


def _standing_out(
    histories: Iterable[History], parameters: Parameters, scored: Scored
) -> Iterator[Found]:
    """Give what is to be reviewed; what scores less only makes a sample likelier."""
    for history in histories:
        for subject, hits in evaluate(history, parameters).items():
            total = score(hits)
            if subject is not None and total >= parameters.sample_from:
                scored[history.colleague.id, subject, history.day] = total
            if total >= parameters.queue_from:
                yield history, subject, hits, total


def _sample(
    municipality_id: UUID,
    gathered: Gathered,
    sunday: date,
    parameters: Parameters,
    scored: Scored,
) -> int:
    """Draw the sample of the week that ends here, if a head was signed since."""
    head = accesslog.newest_head(municipality_id)
    if head is None or head.signed_at < clock.midnight(sunday + timedelta(days=1)):
        return 0
    week = list(openings(gathered, sunday))
    wanted = max(parameters.sample_least, len(week) * parameters.sample_per_thousand // 1000)
    now, made = clock.now(), 0
    closed = settings.closed_days(municipality_id)
    seed = f"{head.origin} {head.size} {head.root.hex()}"
    for opening in drawn(week, head.root, wanted, scored):
        if _is_reviewed(municipality_id, opening):
            continue
        db.session.add(
            new_review(
                municipality_id,
                ReviewKind.SAMPLE,
                opening,
                now,
                due_on=deadlines.working_days_after(clock.today(), QUEUE_DAYS, closed),
                score=scored.get(opening.key, 0),
                drawn_from=seed[:200],
            )
        )
        made += 1
    db.session.add(
        ReviewDraw(
            municipality_id=municipality_id,
            kind=ReviewKind.SAMPLE,
            day=sunday,
            drawn_at=now,
            looks=len(week),
            reviews=made,
            seed=seed[:200],
        )
    )
    db.session.flush()
    return made


def _is_reviewed(municipality_id: UUID, opening: Opening) -> bool:
    query = select(Review.id).where(
        Review.municipality_id == municipality_id,
        Review.user_id == opening.user_id,
        Review.subject_id == opening.subject_id,
        Review.day == opening.day,
    )
    return db.session.scalar(query.limit(1)) is not None
