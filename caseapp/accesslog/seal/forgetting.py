"""Forgets whom the log is about once the key is destroyed: the one change the database accepts.

Entries stay, with who looked, when and why, and every proof still fits; of whom they were about a
commitment is left that nobody can open any more (AVG article 17, and the log's own longer term).
"""

from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, text

OF_LINES = (
    "UPDATE processings SET resident_id = NULL, case_id = NULL, key_id = NULL WHERE key_id = :key"
    " AND (resident_id = :holder OR (resident_id IS NULL AND case_id = :holder))"
)
OF_ENTRIES = (
    "UPDATE access_entries SET subject_id = NULL, case_id = NULL, key_id = NULL, details = ''"
    " WHERE key_id = :key AND coalesce(case_id, subject_id) = :holder"
)


BY_FUNCTION = text("SELECT forget_in_log(:key, :holder)")
"""On PostgreSQL the application itself has no right to change the log, not even for this."""


def forget(connection: Connection, key_id: UUID, holder_id: UUID) -> int:
    """Empty what the log says of this resident or case; gives how many rows that were.

    The database refuses as long as the key is there.
    """
    asked = {"key": key_id, "holder": holder_id}
    typed = [bindparam(name, type_=Uuid()) for name in asked]
    if connection.dialect.name == "postgresql":
        emptied: int = connection.execute(BY_FUNCTION.bindparams(*typed), asked).scalar_one()
        return emptied
    return sum(
        connection.execute(text(one).bindparams(*typed), asked).rowcount
        for one in (OF_LINES, OF_ENTRIES)
    )
