"""The leaf of an entry as the database writes it: to check a million of them, and to compare.

The sealer and the verifier write leaves in Python. This second way must give the same bytes; a
check with it reads one text per entry instead of twenty values.
"""

from caseapp.accesslog.seal.leaf import FORMAT

POSTGRESQL = "postgresql"
IDS = ("trace_id", "municipality_id", "user_id", "session_id")
CODES = ("request_id", "event", "result", "permission", "relation", "purpose", "subject_kind")


def leaf_text(dialect: str) -> str:
    """Give the expression that writes the leaf of the entry `e`, as text."""
    fields = [
        f"'{FORMAT}'",
        "CAST(e.seq AS text)",
        _moment(dialect),
        *(_identity(dialect, f"e.{name}") for name in IDS),
        *(f"coalesce(e.{name}, '')" for name in CODES),
        "coalesce(e.origin, '')",
        _identity(dialect, "e.emergency_id"),
        _committed(dialect, "e", f"{_plain(dialect, 'e', 'subject_id')} || ' ' || e.details"),
        _lines(dialect),
    ]
    tab = "E'\\t'" if dialect == POSTGRESQL else "char(9)"
    return f" || {tab} || ".join(fields)


def _moment(dialect: str) -> str:
    if dialect == POSTGRESQL:
        return "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return "replace(e.at, ' ', 'T') || 'Z'"


def _identity(dialect: str, column: str) -> str:
    if dialect == POSTGRESQL:
        return f"coalesce(replace({column}::text, '-', ''), '')"
    return f"coalesce({column}, '')"


def _plain(dialect: str, table: str, subject: str) -> str:
    who, case = (_identity(dialect, f"{table}.{name}") for name in (subject, "case_id"))
    return f"'plain ' || {who} || ' ' || {case}"


def _committed(dialect: str, table: str, plain: str) -> str:
    column = f"{table}.commitment"
    written = f"encode({column}, 'hex')" if dialect == POSTGRESQL else f"lower(hex({column}))"
    return f"CASE WHEN {column} IS NULL THEN {plain} ELSE {written} END"


def _lines(dialect: str) -> str:
    """Give the lines of an entry in the order of their text.

    An entry and its lines are of one moment: by that, one month of lines is looked through.
    """
    line = _committed(dialect, "p", _plain(dialect, "p", "resident_id"))
    of_entry = "FROM processings p WHERE p.entry_seq = e.seq AND p.at = e.at"
    if dialect == POSTGRESQL:
        told = f"string_agg({line}, ',' ORDER BY {line} COLLATE \"C\")"
        return f"coalesce((SELECT {told} {of_entry}), '')"
    inner = f"SELECT {line} AS told {of_entry} ORDER BY told"
    return f"coalesce((SELECT group_concat(told, ',') FROM ({inner})), '')"  # noqa: S608  # nosec B608
