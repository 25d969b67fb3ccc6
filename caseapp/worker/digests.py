"""The mail of the day: how much waits where, and what came since the last one.

Each number is counted by the same query as the page behind its link.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import select

from caseapp import approvals, leaves, notifications, policy, reviews, settings, watchdog, worklists
from caseapp.extensions import db
from caseapp.flows import recurring
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.messages import Message, MessageKind, Way
from caseapp.model.organisations import Municipality
from caseapp.policy import Permission
from caseapp.worker import links
from caseapp.worker.words import HEADINGS, TOLD
from config import MailServer


@dataclass(frozen=True, slots=True)
class Digest:
    """What stands in it, and which messages are told by it."""

    subject: str
    lines: list[str]
    tells: list[UUID]


def write_all() -> None:
    """Put the mail of the day in the outbox of everybody who works today, each once."""
    if current_app.config["SAMENHANG"].mail is None:
        return
    for municipality in recurring.municipalities():
        with lock.in_office(db.session(), municipality.id):
            if deadlines.is_working_day(clock.today(), settings.closed_days(municipality.id)):
                _write(municipality)
            db.session.commit()


def _write(municipality: Municipality) -> None:
    """Who did not want it gets it only when something must be told in it; who is away, later."""
    active = select(User.id).where(
        User.municipality_id == municipality.id, User.deactivated_at.is_(None)
    )
    people = set(db.session.scalars(active)) - leaves.away_today(municipality.id)
    wanted = notifications.ways_of(people, MessageKind.DIGEST)
    told = notifications.awaiting_digest(people)
    notifications.tell(
        MessageKind.DIGEST,
        municipality,
        to=[one for one in people if wanted[one] is Way.AT_ONCE or one in told],
        slot=clock.today().isoformat(),
        way=Way.AT_ONCE,
    )


def of(mail: MailServer, actor: Actor, office: Any) -> Digest | None:
    """Write the digest of somebody as things stand now; nothing when there is nothing to tell."""
    with force_locale(actor.language):
        counted = [
            f"{label}: {number}\n  {links.to(mail, endpoint)}"
            for label, number, endpoint in counts(actor, office)
            if number
        ]
        new = notifications.for_digest(actor)
        if not counted and not new:
            return None
        lines = []
        if new:
            lines += [ngettext("%(num)d nieuw bericht", "%(num)d nieuwe berichten", len(new)), ""]
            lines += list(_told(mail, new))
        if counted:
            lines += [gettext("Dit wacht op u:"), "", *counted]
        subject = gettext("Wat er vandaag op u wacht")
        return Digest(subject, lines, [one.id for one in new])


def _told(mail: MailServer, new: Sequence[Message]) -> Iterator[str]:
    names = notifications.tellable(one.case_id for one in new)
    for one in new:
        reference = names.get(one.case_id)
        yield f"{TOLD[one.kind]}{f' ({reference})' if reference else ''}"
        yield f"  {links.to(mail, 'notices.show', message_id=one.id)}"
        yield ""


def counts(actor: Actor, office: Any) -> Iterator[tuple[str, int | str, str]]:
    """Give what is counted for somebody: in which words, how much, and on which page it stands."""
    for horizon, number in worklists.tally(actor).items():
        yield str(HEADINGS[horizon]), number, "work.index"
    yield gettext("Waarnemen tijdens verlof"), len(leaves.to_answer(actor)), "work.index"
    yield gettext("Uitleg geven"), len(reviews.asked_of(actor)), "reviews.mine.index"
    if policy.allows(actor, Permission.COVER_BROWSE, office):
        number = watchdog.count(actor)
        most = watchdog.MOST
        yield gettext("Wal en schip"), number if number <= most else f"{most}+", "watchdog.index"
    if policy.allows(actor, Permission.REVIEWS_BROWSE, office):
        yield gettext("Beoordeling"), reviews.waiting(actor), "reviews.index"
    yield gettext("Als tweede persoon besluiten"), approvals.count_waiting(actor), "approvals.index"
