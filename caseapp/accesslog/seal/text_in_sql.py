"""The leaf of an entry as the database writes it: to check a million of them, and to compare.

The sealer and the verifier write leaves in Python. This second way must give the same bytes; a
check with it reads one text per entry instead of twenty values.
"""

from caseapp.accesslog.seal.leaf import FORMAT

POSTGRESQL = "postgresql"
IDS = ("trace_id", "municipality_id", "user_id", "session_id")
CODES = ("request_id", "event", "result", "permission", "relation", "purpose", "subject_kind")


def leaf_text(dialect: str, lines: str | None = None) -> str:
    """Give the expression that writes the leaf of the entry `e`, as text.

    `lines` is the expression of its lines, where they were gathered before.
    """
    fields = [
        f"'{FORMAT}'",
        "CAST(e.seq AS text)",
        _moment(dialect),
        *(_identity(dialect, f"e.{name}") for name in IDS),
        *(f"coalesce(e.{name}, '')" for name in CODES),
        "coalesce(e.origin, '')",
        _identity(dialect, "e.emergency_id"),
        _committed(dialect, "e", f"{_plain(dialect, 'e', 'subject_id')} || ' ' || e.details"),
        lines or _lines(dialect),
    ]
    if dialect == POSTGRESQL:
        return f"concat_ws(E'\\t', {', '.join(fields)})"
    return " || char(9) || ".join(fields)


def lines_gathered() -> str:
    """Give the question, for PostgreSQL, for the lines of all entries of a span, each as one text.

    Asked at once they cost half of what asking entry by entry does.
    """
    return (
        f"SELECT p.entry_seq, {_lines_as_text()} AS told FROM processings p"  # noqa: S608  # nosec B608
        " WHERE p.at >= :begins AND p.at < :ends GROUP BY p.entry_seq"
    )


def _moment(dialect: str) -> str:
    if dialect == POSTGRESQL:
        return "to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return "replace(e.at, ' ', 'T') || 'Z'"


def _identity(dialect: str, column: str) -> str:
    if dialect == POSTGRESQL:
        return f"coalesce(encode(uuid_send({column}), 'hex'), '')"
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
    of_entry = "FROM processings p WHERE p.entry_seq = e.seq AND p.at = e.at"
    if dialect == POSTGRESQL:
        return f"coalesce((SELECT {_lines_as_text()} {of_entry}), '')"
    inner = f"SELECT {_line(dialect)} AS told {of_entry} ORDER BY told"
    return f"coalesce((SELECT group_concat(told, ',') FROM ({inner})), '')"  # noqa: S608  # nosec B608


def _lines_as_text() -> str:
    line = _line(POSTGRESQL)
    return f"string_agg({line}, ',' ORDER BY {line} COLLATE \"C\")"


def _line(dialect: str) -> str:
    return _committed(dialect, "p", _plain(dialect, "p", "resident_id"))
