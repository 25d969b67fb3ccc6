"""Errors the domain may raise. The entry points turn each into one answer (see docs/house.md)."""

from uuid import UUID


class CaseAppError(Exception):
    """Base of every error we raise on purpose."""


class NotFound(CaseAppError):
    """Not there, or not for you: the two are never told apart."""


class Hidden(NotFound):
    """There, and kept back by the database itself: the answer is the same, and the log knows."""

    def __init__(self, table: str, identity: UUID, case_id: UUID | None) -> None:
        super().__init__(table)
        self.table, self.identity, self.case_id = table, identity, case_id


class NotPermitted(CaseAppError):
    """An action was refused although its screen was open."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"not permitted: {permission}")
        self.permission = permission


class RuleBroken(CaseAppError):
    """A rule of the work forbids this; the message is shown on the form, which keeps its input."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(CaseAppError):
    """Someone else changed it meanwhile; both versions are shown and nothing is lost."""

    def __init__(
        self, theirs: dict[str, str] | None = None, mine: dict[str, str] | None = None
    ) -> None:
        super().__init__("changed meanwhile")
        self.theirs, self.mine = theirs or {}, mine or {}


class LogUnavailable(CaseAppError):
    """The access log cannot be written, so nothing may be shown."""


class UnaccountedView(CaseAppError):
    """Rows about a resident were read while no log entry was open: a mistake of ours."""


class KeyDestroyed(CaseAppError):
    """The key of this text was destroyed; the text is gone for ever, as was meant."""


class Unreadable(CaseAppError):
    """A stored text does not belong to this place or was altered: its seal does not fit."""


class SealingOverdue(CaseAppError):
    """The log was not sealed for so long that this has to wait."""
