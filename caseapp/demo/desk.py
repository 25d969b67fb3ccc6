"""Where rows are made beside a case that is there: texts sealed under its key, people by role."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from caseapp.demo.bulk import table_of
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Role
from caseapp.kernel.identifiers import new_id
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Case, Involvement
from caseapp.model.sealed import DataKey, place

CASES, PARTS, USERS = table_of(Case), table_of(Involvement), table_of(User)


class Desk:
    """What waits in one municipality is made with: rows, and texts sealed as people seal them."""

    def __init__(self, session: Session, municipality_id: UUID) -> None:
        """Begin with nothing."""
        self.session, self.municipality_id = session, municipality_id
        self.now, self.today = clock.now(), clock.today()

    def ask(self, query: Any) -> Any:
        """Ask for rows of which nobody is shown anything."""
        return self.session.execute(query, execution_options={"unseen": "cover"})

    def key_of(self, case_id: UUID) -> UUID:
        """Give the key of a case."""
        found: UUID = self.ask(select(CASES.c.key_id).where(CASES.c.id == case_id)).scalar_one()
        return found

    def fresh_key(self) -> UUID:
        """Draw a key for what has one of its own."""
        key = DataKey.draw(self.municipality_id)
        self.session.add(key)
        self.session.flush()
        made: UUID = key.id
        return made

    def add(self, noun: Any, under: UUID | None = None, /, **values: Any) -> UUID:
        """Add a row; what is named with `_text` at its end is sealed under the key.

        It has the id that is given, or draws one.
        """
        table, row_id = table_of(noun), values.pop("id", None) or new_id()
        row: dict[str, Any] = {"id": row_id, "municipality_id": self.municipality_id}
        for name, value in values.items():
            if name.endswith("_text") and under is not None:
                column = f"{name.removesuffix('_text')}_sealed"
                cipher = self.session.get_one(DataKey, under).cipher
                row[column] = crypto.seal(cipher, value, place(noun.__tablename__, column, row_id))
            else:
                row[name] = value
        if "version" in table.c:
            row["version"] = 1
        if "created_at" in table.c:
            row.setdefault("created_at", self.now)
        self.ask(insert(table).values(row))
        return row_id

    def phase_of(self, case_id: UUID) -> int:
        """Give the phase a case is in."""
        found: int = self.ask(select(CASES.c.phase).where(CASES.c.id == case_id)).scalar_one()
        return found

    def holder(self, case_id: UUID, part: Part) -> UUID:
        """Give who owns the care track of a case, or directs it."""
        mine = (PARTS.c.case_id == case_id) & (PARTS.c.part == part) & PARTS.c.ended_at.is_(None)
        if part is Part.OWNER:
            mine &= PARTS.c.track == TrackKind.CARE
        found: UUID = self.ask(select(PARTS.c.user_id).where(mine).limit(1)).scalar_one()
        return found

    def person(self, role: Role, *, but: UUID | None = None) -> UUID | None:
        """Give somebody with a role who can sign in, but not whose sign-in is shown."""
        grants = table_of(RoleGrant)
        query = (
            select(USERS.c.id)
            .join(grants, grants.c.user_id == USERS.c.id)
            .where(USERS.c.municipality_id == self.municipality_id, grants.c.role == role)
            .where(USERS.c.deactivated_at.is_(None), grants.c.ended_at.is_(None))
            .order_by(USERS.c.email)
        )
        if but is not None:
            query = query.where(USERS.c.id != but)
        found: UUID | None = self.ask(query.limit(1)).scalar_one_or_none()
        return found
