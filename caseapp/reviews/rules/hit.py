"""What a rule says: about whom, and on which facts."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that fired; without a subject it is about the day as a whole."""

    subject_id: UUID | None
    facts: tuple[tuple[str, str], ...] = ()


def hit(subject_id: UUID | None, **facts: object) -> Hit:
    """Make a hit from facts as codes and numbers."""
    return Hit(subject_id, tuple(sorted((name, str(value)) for name, value in facts.items())))
