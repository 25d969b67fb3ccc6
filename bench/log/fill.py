"""Fills the log up to millions of entries, in SQL, spread over the months before this one.

    python -m bench.log.fill postgresql://OWNER@HOST/DATABASE 20000000

The database holds a fictitious municipality (`flask demo`), of which the cases, residents and
colleagues are looked at; the rest of who looked and who was looked at are ids of nobody, so many
that each resident has as many lines as at any other size. What is measured is asked of real ones,
and the colleagues that exist look only at residents that exist. Each entry has one line. The
indexes are made again afterwards, as after a restore. Only for measuring: nothing of it is sealed.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
from psycopg import sql

from caseapp.kernel import clock

MONTHS = 25
TABLES = ("access_entries", "processings")
PEOPLE_PER_LINE, STAFF_PER_LINE = 100, 10_000
"""In so many lines a resident stands once, and a colleague: 50 and 5,000 a year."""
INDEXES = (
    "SELECT c.relname, pg_get_indexdef(c.oid) AS told, con.conname,"
    " pg_get_constraintdef(con.oid) AS bound, t.relname AS owner"
    " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
    " LEFT JOIN pg_constraint con ON con.conindid = c.oid AND con.contype = 'p'"
    " WHERE i.indrelid IN ('access_entries'::regclass, 'processings'::regclass)"
)
WORLD = """
SELECT set_config('samenhang.voice', 'builder', false);
CREATE TEMP TABLE towns AS
  SELECT municipality_id AS id FROM cases GROUP BY 1 ORDER BY count(*) DESC LIMIT 1;
CREATE TEMP TABLE staff AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM users
  WHERE municipality_id = (SELECT id FROM towns);
CREATE TEMP TABLE people AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, key_id FROM residents
  WHERE municipality_id = (SELECT id FROM towns);
CREATE TEMP TABLE files AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, key_id FROM cases
  WHERE municipality_id = (SELECT id FROM towns);
CREATE TEMP TABLE sizes AS SELECT
  (SELECT count(*) FROM staff) AS staff, (SELECT count(*) FROM people) AS people,
  (SELECT count(*) FROM files) AS files, (SELECT id FROM towns) AS town;
CREATE TEMP TABLE kinds (n int, event text, permission text, relation text, kind text, purpose text,
  result text);
INSERT INTO kinds
  SELECT n, 'case:shown', 'case:view', 'worker', 'cases', 'casework', 'done'
  FROM generate_series(0, 139) n
  UNION ALL SELECT n, 'resident:shown', 'resident:view', NULL, 'residents', 'casework', 'done'
  FROM generate_series(140, 169) n
  UNION ALL SELECT n, 'step:logged', 'step:log', 'worker', 'steps', 'casework', 'done'
  FROM generate_series(170, 198) n
  UNION ALL SELECT 199, 'case:shown', 'case:view', NULL, 'cases', 'casework', 'refused';
ANALYZE staff; ANALYZE people; ANALYZE files;
"""
CHANCE = """
CREATE FUNCTION pg_temp.chance(n bigint, salt bigint, most bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT (hashint8extended(n, salt) & 4611686018427387903) % most'
"""
ENTRIES = """
INSERT INTO access_entries (seq, at, trace_id, municipality_id, user_id, session_id, request_id,
  event, result, permission, relation, purpose, subject_kind, subject_id, case_id, details, origin,
  key_id, commitment, written_in)
SELECT d.n, d.at, md5('t' || d.n)::uuid, z.town, coalesce(s.id, md5('s' || d.s)::uuid),
  md5('v' || d.s || d.at::date)::uuid, md5('q' || d.n), k.event, k.result, k.permission, k.relation,
  k.purpose, k.kind,
  CASE k.kind WHEN 'residents' THEN coalesce(p.id, md5('p' || d.p)::uuid) ELSE f.id END,
  CASE k.kind WHEN 'residents' THEN NULL ELSE f.id END, '', 'own:0a1b2c3d',
  CASE k.kind WHEN 'residents' THEN p.key_id ELSE f.key_id END, sha256(int8send(d.n)), 3
FROM sizes z CROSS JOIN LATERAL (
  SELECT g.n, %(begin)s::timestamptz + (%(end)s::timestamptz - %(begin)s::timestamptz)
      * ((g.n - %(first)s + 1) / (%(many)s + 2.0)::float8) AS at,
    w.s, pg_temp.chance(g.n, 2, CASE WHEN w.s < z.staff THEN z.people ELSE %(people)s END) AS p,
    pg_temp.chance(g.n, 3, z.files) AS f, pg_temp.chance(g.n, 4, 200) AS k
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS g (n)
  CROSS JOIN LATERAL (SELECT pg_temp.chance(g.n, 1, %(staff)s) AS s) AS w
) AS d
JOIN kinds k ON k.n = d.k JOIN files f ON f.n = d.f
LEFT JOIN staff s ON s.n = d.s LEFT JOIN people p ON p.n = d.p
ORDER BY d.n
"""
LINES = """
INSERT INTO processings (seq, entry_seq, at, municipality_id, user_id, event, purpose, resident_id,
  case_id, key_id, commitment)
SELECT d.seq + %(ahead)s, d.seq, d.at, d.municipality_id, d.user_id, d.event, d.purpose,
  coalesce(p.id, md5('p' || d.p)::uuid), d.case_id, p.key_id, sha256(int8send(-d.seq))
FROM (
  SELECT e.*,
    pg_temp.chance(e.seq, 2, CASE WHEN s.id IS NOT NULL THEN z.people ELSE %(people)s END) AS p
  FROM access_entries e CROSS JOIN sizes z LEFT JOIN staff s ON s.id = e.user_id
  WHERE e.at >= %(begin)s AND e.at < %(end)s AND e.seq BETWEEN %(first)s AND %(last)s
    AND e.result = 'done'
) AS d LEFT JOIN people p ON p.n = d.p ORDER BY d.seq
"""


def months() -> list[tuple[date, date]]:
    """Give the months that are filled, the earliest first: this one is left to the present."""
    ends, found = clock.today().replace(day=1), []
    for _ in range(MONTHS):
        begins = (ends - timedelta(days=1)).replace(day=1)
        found.append((begins, ends))
        ends = begins
    return found[::-1]


def indexes(database: psycopg.Connection) -> Iterator[tuple[sql.SQL, sql.SQL]]:
    """Give of each index of the log how it goes and how it comes back."""
    for name, told, key, bound, owner in database.execute(INDEXES).fetchall():
        if key:
            yield (
                sql.SQL(f"ALTER TABLE {owner} DROP CONSTRAINT {key}"),
                sql.SQL(f"ALTER TABLE {owner} ADD CONSTRAINT {key} {bound}"),
            )
        else:
            yield sql.SQL(f"DROP INDEX {name}"), sql.SQL(told.replace(" ON ONLY ", " ON "))


def _next(database: psycopg.Connection, table: str) -> int:
    highest = sql.SQL("SELECT coalesce(max(seq), 0) + 1 FROM {}").format(sql.Identifier(table))
    found = database.execute(highest).fetchone()
    return int(found[0]) if found else 1


def fill(database: psycopg.Connection, wanted: int) -> None:
    """Fill the log up to so many entries."""
    database.execute(WORLD)
    database.execute(CHANCE)
    first, line = (_next(database, table) for table in TABLES)
    made = list(indexes(database))
    for drop, _ in made:
        database.execute(drop)
    each, parts = (wanted - first + 1) // MONTHS, months()
    said = {
        "people": wanted // PEOPLE_PER_LINE,
        "staff": wanted // STAFF_PER_LINE,
        "ahead": line - first,
    }
    for begin, end in parts:
        database.execute("SELECT open_log_month(%s)", [begin])
        span = {"begin": begin, "end": end, "first": first, "last": first + each - 1, "many": each}
        database.execute(ENTRIES, said | span)
        database.execute(LINES, said | span)
        database.commit()
        first += each
        print(f"{begin:%Y-%m}: up to {first - 1}", flush=True)
    for _, make in made:
        print(make.as_string(database), flush=True)
        database.execute(make)
        database.commit()
    for table in TABLES:
        last = sql.SQL("SELECT setval({}, (SELECT max(seq) FROM {}))")
        database.execute(last.format(f"{table}_seq_seq", sql.Identifier(table)))
    database.commit()


def main(address: str, wanted: int) -> None:
    """Fill, and let PostgreSQL look at what there is."""
    with psycopg.connect(
        address, options="-c work_mem=512MB -c timezone=UTC -c jit=off"
    ) as database:
        fill(database, wanted)
        database.autocommit = True
        for table in TABLES:
            database.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
