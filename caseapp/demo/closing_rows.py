"""How the fictitious cases were closed, who keeps an eye on two, and who is asked to take one."""

from datetime import timedelta
from typing import Any

from caseapp.demo.bulk import Bulk
from caseapp.demo.casefile import Case as File
from caseapp.demo.entities import StaffMember
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.demo.staff import MAIN
from caseapp.demo.words import CLOSINGS
from caseapp.demo.world import World
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.closures import Closure, ClosureReason, Watch
from caseapp.model.handovers import Handover, HandoverOf

REASONS = {
    "goal-reached": ClosureReason.GOALS_REACHED,
    "transferred": ClosureReason.HANDED_ON,
    "moved": ClosureReason.MOVED_AWAY,
    "no-cooperation": ClosureReason.NO_HELP_WANTED,
    "deceased": ClosureReason.DECEASED,
    "not-for-us": ClosureReason.UNFOUNDED,
}
UNTIL = (timedelta(days=40), timedelta(days=-3))
"""From today: one watch runs, and over one nobody decided."""


class ClosingRows:
    """Adds to each closed case how it was closed; two that are not escalated are watched."""

    def __init__(self, bulk: Bulk, world: World, marks: Marks) -> None:
        """Begin; staff is there already."""
        self._bulk, self._world, self._marks = bulk, world, marks
        self._watchers = _watchers(world)

    def add(self, filed: Filed) -> None:
        """Add how a case was closed, and the watch over it."""
        file = filed.file
        if file.closed_at is None:
            return
        watcher = self._watchers.pop(0) if self._is_watched(file) else None
        closure_id = self._marks.of(f"{file.key}/closure")
        texts = {
            "why": f"Casus afgesloten: {CLOSINGS.get(file.closing_reason, 'doel bereikt')}.",
            "ending": file.closing_note or "Er is nu rust; wie nodig is, is in beeld.",
            "unwatched": "" if watcher else "De gewone hulp houdt zicht.",
        }
        self._bulk.add(
            Closure,
            filed.owned
            | {
                "id": closure_id,
                "closed_at": file.closed_at,
                "closed_by_id": self._marks.staff(file.closed_by or file.opened_by),
                "reason": REASONS.get(file.closing_reason, ClosureReason.OTHER).value,
                "is_informed": True,
            }
            | filed.seal.texts(Closure, closure_id, **texts),
        )
        if watcher is not None:
            self._bulk.add(Watch, filed.owned | self._watch(file, watcher))
            if self._watchers:
                self._offer(filed, watcher)

    def _is_watched(self, file: File) -> bool:
        can_be = file.phase == 1 and file.closing_reason != "deceased"
        return bool(self._watchers) and file.municipality == MAIN.key and can_be

    def _watch(self, file: File, watcher: StaffMember) -> dict[str, Any]:
        until = UNTIL[-1] if not self._watchers else UNTIL[0]
        return {
            "id": self._marks.of(f"{file.key}/watch"),
            "watcher_id": self._marks.staff(watcher.key),
            "started_at": file.closed_at,
            "until_on": self._world.today + until,
        }

    def _offer(self, filed: Filed, watcher: StaffMember) -> None:
        """Have a colleague be asked to take the watch that runs; they did not answer yet."""
        offer_id = self._marks.of(f"{filed.file.key}/watch/offer")
        now = clock.midnight(self._world.today)
        note = "Ik heb minder uren. De huisarts spreekt hen elke maand en belt als het misgaat."
        self._bulk.add(
            Handover,
            filed.owned
            | {
                "id": offer_id,
                "of": HandoverOf.WATCH,
                "from_id": self._marks.staff(watcher.key),
                "to_user_id": self._marks.staff(_receivers(self._world)[-1].key),
                "offered_at": now - timedelta(days=1),
                "answer_by": now + timedelta(days=6),
            }
            | filed.seal.texts(Handover, offer_id, note=note),
        )


def _watchers(world: World) -> list[StaffMember]:
    """Give who keeps an eye on a case: the one whose sign-in is shown, and a colleague."""
    known = _social_workers(world)
    shown = [one for one in known if one.of_the_day]
    others = [one for one in known if not one.of_the_day]
    return [*shown[:1], *others[-1:]]


def _receivers(world: World) -> list[StaffMember]:
    """Give who could be asked to take a watch: nobody whose sign-in is shown, or who has one."""
    return [one for one in _social_workers(world) if not one.of_the_day][:-1]


def _social_workers(world: World) -> list[StaffMember]:
    return [
        one
        for one in world.staff
        if one.municipality == MAIN.key and one.left_on is None and one.role == Role.SOCIAL_WORKER
    ]
