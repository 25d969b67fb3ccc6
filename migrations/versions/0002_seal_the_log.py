"""Seal the access log: commitments, trees, signed heads, and a partition for each month.

On PostgreSQL the log moves into tables that are partitioned by month, so that an expired month
goes at once. What was written before has no commitments; it is sealed with hashes of its ids.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PARTED = ("access_entries", "processings", "log_leaves")
SEALS = ("log_trees", "log_heads", "log_anchors", "log_checks", "sealer_keys")
MONTHS_AHEAD = 12

ENTRY = (
    "seq at municipality_id user_id session_id request_id event result permission relation purpose "
    "subject_kind subject_id case_id details"
).split()
LINE = "seq entry_seq at municipality_id user_id event purpose resident_id case_id".split()
FORGOTTEN = {
    "access_entries": ("subject_id", "case_id", "key_id"),
    "processings": ("resident_id", "case_id", "key_id"),
}
"""What may be emptied once the key of the commitment is destroyed; details become empty too."""
RESULTS = ("done", "refused", "invalid", "conflict")


def upgrade() -> None:
    """Go up."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("access_entries", "processings"):
        _changeable(table)
        _set_aside(table)
    if not on_sqlite:
        op.execute("CREATE SCHEMA IF NOT EXISTS log_months")
    _entries(sealed=True)
    _lines(sealed=True)
    _seals()
    _anchors()
    if not on_sqlite:
        _month_functions()
        _open_months()
    fresh = "lower(hex(randomblob(16)))" if on_sqlite else "gen_random_uuid()"
    _bring_back("access_entries", ENTRY, trace_id=fresh)
    _bring_back("processings", LINE)
    for table, forgotten in FORGOTTEN.items():
        _append_only(table, forgotten)
    for table in ("log_leaves", *SEALS):
        _append_only(table, ())


def downgrade() -> None:
    """Go down: the seals are lost."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in ("access_entries", "processings"):
        _changeable(table)
        _set_aside(table)
    _entries(sealed=False)
    _lines(sealed=False)
    _bring_back("access_entries", ENTRY)
    _bring_back("processings", LINE)
    for table in (*reversed(SEALS[1:]), "log_leaves", SEALS[0]):
        op.drop_table(table)
    if not on_sqlite:
        op.execute("DROP FUNCTION open_log_month(date), only_forgets()")
        op.execute("DROP SCHEMA log_months")
    for table in ("access_entries", "processings"):
        _append_only(table, ())


def _set_aside(table: str) -> None:
    """Rename a table, so that its successor can have its name and those of its indexes."""
    bind = op.get_bind()
    for index in sa.inspect(bind).get_indexes(table):
        op.drop_index(index["name"], table_name=table)
    op.rename_table(table, f"{table}_before")
    if bind.dialect.name == "postgresql":
        op.execute(f"ALTER INDEX pk_{table} RENAME TO pk_{table}_before")
        op.execute(f"ALTER SEQUENCE {table}_seq_seq RENAME TO {table}_seq_before")


def _bring_back(table: str, columns: list[str], **drawn: str) -> None:
    """Copy the rows of a table that was set aside, and let it go; then count on from there."""
    names = ", ".join([*columns, *drawn])
    values = ", ".join([*columns, *drawn.values()])
    op.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}_before ORDER BY seq")
    op.drop_table(f"{table}_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval('{table}_seq_seq', coalesce(max(seq), 0) + 1, false) FROM {table}"
        )


def _shape(table: str, *, sealed: bool) -> dict[str, object]:
    """Give how a table is kept: on PostgreSQL by month, once it is sealed."""
    options: dict[str, object] = {"sqlite_strict": True}
    if sealed and op.get_bind().dialect.name == "postgresql":
        column = "month" if table == "log_leaves" else "at"
        options["postgresql_partition_by"] = f"RANGE ({column})"
    return options


def _number(table: str, *, sealed: bool) -> list[sa.schema.SchemaItem]:
    """Give the column that counts the rows, with its key: that holds the month of a partition."""
    parted = sealed and op.get_bind().dialect.name == "postgresql"
    counted = [] if parted else [sa.Identity(always=False)]
    key = ("seq", "at") if parted else ("seq",)
    return [
        sa.Column("seq", COUNTER, *counted, nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    ]


def _count(table: str, *, sealed: bool) -> None:
    """Let PostgreSQL count the rows: a partitioned table has no identity column before 17."""
    if not sealed or op.get_bind().dialect.name == "sqlite":
        return
    op.execute(f"CREATE SEQUENCE {table}_seq_seq OWNED BY {table}.seq")
    op.execute(f"ALTER TABLE {table} ALTER seq SET DEFAULT nextval('{table}_seq_seq')")
    op.execute(f"CREATE TABLE log_months.{table}_other PARTITION OF {table} DEFAULT")


def _length(table: str, column: str, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"length({column}) <= {most}", name=op.f(f"ck_{table}_{column}_length")
    )


def _entries(*, sealed: bool) -> None:
    table = "access_entries"
    added: list[sa.schema.SchemaItem] = [
        sa.Column("trace_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=True),
        sa.Column("emergency_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=True),
        sa.Column("written_in", COUNTER, nullable=True),
        _length(table, "origin", 40),
    ]
    kinds = sa.Enum(*RESULTS, name="result", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        table,
        *_number(table, sealed=sealed),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("result", kinds, nullable=False),
        sa.Column("permission", sa.String(length=60), nullable=True),
        sa.Column("relation", sa.String(length=60), nullable=True),
        sa.Column("purpose", sa.String(length=60), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.String(length=1000), nullable=False),
        _length(table, "details", 1000),
        _length(table, "event", 60),
        _length(table, "permission", 60),
        _length(table, "purpose", 60),
        _length(table, "relation", 60),
        _length(table, "request_id", 32),
        _length(table, "subject_kind", 40),
        *(added if sealed else []),
        **_shape(table, sealed=sealed),
    )
    _count(table, sealed=sealed)
    if sealed and op.get_bind().dialect.name == "postgresql":
        horizon = "(pg_current_xact_id()::text)::bigint"
        op.execute(f"ALTER TABLE {table} ALTER written_in SET DEFAULT {horizon}")
    op.create_index("ix_access_entries_actor", table, ["municipality_id", "user_id", "at"])
    op.create_index("ix_access_entries_at", table, ["municipality_id", "at"])
    op.create_index("ix_access_entries_case", table, ["case_id", "at"])
    op.create_index(
        "ix_access_entries_refused",
        table,
        ["municipality_id", "at"],
        sqlite_where=sa.text("result = 'refused'"),
        postgresql_where=sa.text("result = 'refused'"),
    )


def _lines(*, sealed: bool) -> None:
    table = "processings"
    added: list[sa.schema.SchemaItem] = [
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("commitment", sa.LargeBinary(), nullable=True),
    ]
    op.create_table(
        table,
        *_number(table, sealed=sealed),
        sa.Column("entry_seq", COUNTER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        _length(table, "event", 60),
        _length(table, "purpose", 60),
        *(added if sealed else []),
        **_shape(table, sealed=sealed),
    )
    _count(table, sealed=sealed)
    op.create_index("ix_processings_case", table, ["case_id", "at"])
    op.create_index("ix_processings_entry", table, ["entry_seq"])
    op.create_index("ix_processings_resident", table, ["resident_id", "at"])
    op.create_index("ix_processings_user", table, ["user_id", "at"])


def _seals() -> None:
    kinds = sa.Enum(
        "month", "chain", name="treekind", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "log_trees",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        _length("log_trees", "origin", 200),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_trees")),
        sa.UniqueConstraint("origin", name=op.f("uq_log_trees_origin")),
        sqlite_strict=True,
    )
    tree = sa.ForeignKeyConstraint(
        ["tree_id"], ["log_trees.id"], name=op.f("fk_log_leaves_tree_id_log_trees")
    )
    op.create_table(
        "log_leaves",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("number", COUNTER, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry_seq", COUNTER, nullable=True),
        sa.Column("closed_tree_id", sa.Uuid(), nullable=True),
        tree,
        sa.PrimaryKeyConstraint("month", "tree_id", "number", name=op.f("pk_log_leaves")),
        **_shape("log_leaves", sealed=True),
    )
    op.create_index("ix_log_leaves_entry", "log_leaves", ["entry_seq"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE log_months.log_leaves_other PARTITION OF log_leaves DEFAULT")
    op.create_table(
        "log_heads",
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("size", COUNTER, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        _length("log_heads", "note", 4000),
        sa.ForeignKeyConstraint(
            ["tree_id"], ["log_trees.id"], name=op.f("fk_log_heads_tree_id_log_trees")
        ),
        sa.PrimaryKeyConstraint("tree_id", "size", name=op.f("pk_log_heads")),
        sqlite_strict=True,
    )
    op.create_table(
        "sealer_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        _length("sealer_keys", "name", 200),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealer_keys")),
        sa.UniqueConstraint("public_key", name=op.f("uq_sealer_keys_public_key")),
        sqlite_strict=True,
    )


def _anchors() -> None:
    kinds = sa.Enum(
        "witness",
        "time-stamp",
        "paper",
        name="anchorkind",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "log_anchors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("size", COUNTER, nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("kept_by", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        _length("log_anchors", "kept_by", 200),
        sa.ForeignKeyConstraint(
            ["tree_id"], ["log_trees.id"], name=op.f("fk_log_anchors_tree_id_log_trees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_anchors")),
        sqlite_strict=True,
    )
    op.create_index("ix_log_anchors_tree", "log_anchors", ["tree_id", "kind", "size"])
    op.create_table(
        "log_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", COUNTER, nullable=False),
        sa.Column("heads", COUNTER, nullable=False),
        sa.Column("unsealed", COUNTER, nullable=False),
        sa.Column("misfits", sa.String(length=4000), nullable=False),
        _length("log_checks", "misfits", 4000),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_checks")),
        sqlite_strict=True,
    )
    op.create_index("ix_log_checks_when", "log_checks", ["municipality_id", "checked_at"])


def _month_functions() -> None:
    """Let months be opened by who may not make tables: the sealer keeps a few ahead.

    A truncate trigger of the whole does not guard a part, so each part gets its own.
    """
    op.execute(
        """
        CREATE FUNCTION open_log_month(asked date) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE
          opened date := date_trunc('month', asked)::date;
          ends date := (date_trunc('month', asked) + interval '1 month')::date;
          parted text; part text; since text; until text; strays bigint;
        BEGIN
          FOREACH parted IN ARRAY ARRAY['access_entries', 'processings', 'log_leaves'] LOOP
            part := parted || to_char(opened, '_YYYY_MM');
            CONTINUE WHEN to_regclass('log_months.' || part) IS NOT NULL;
            since := opened || CASE parted WHEN 'log_leaves' THEN '' ELSE ' 00:00:00+00' END;
            until := ends || CASE parted WHEN 'log_leaves' THEN '' ELSE ' 00:00:00+00' END;
            EXECUTE format(
              'SELECT count(*) FROM (SELECT 1 FROM log_months.%I '
              'WHERE %I >= %L AND %I < %L LIMIT 1) found',
              parted || '_other', CASE parted WHEN 'log_leaves' THEN 'month' ELSE 'at' END, since,
              CASE parted WHEN 'log_leaves' THEN 'month' ELSE 'at' END, until
            ) INTO strays;
            CONTINUE WHEN strays > 0;
            EXECUTE format(
              'CREATE TABLE log_months.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
              part, parted, since, until
            );
            EXECUTE format(
              'CREATE TRIGGER %I BEFORE TRUNCATE ON log_months.%I '
              'FOR EACH STATEMENT EXECUTE FUNCTION public.append_only()',
              parted || '_no_truncate', part
            );
          END LOOP;
        END $$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION open_log_month(date) FROM PUBLIC")
    op.execute(
        """
        CREATE FUNCTION only_forgets() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          emptied text[] := TG_ARGV[0]::text[];
          name text;
          before jsonb := to_jsonb(OLD);
          after jsonb := to_jsonb(NEW);
        BEGIN
          IF TG_OP = 'UPDATE' AND OLD.commitment IS NOT NULL AND EXISTS (
            SELECT 1 FROM public.data_keys WHERE id = OLD.key_id AND wrapped IS NULL
          ) AND before - emptied = after - emptied THEN
            FOREACH name IN ARRAY emptied LOOP
              IF coalesce(after ->> name, '') <> '' THEN
                RAISE EXCEPTION 'append-only' USING ERRCODE = '42501';
              END IF;
            END LOOP;
            RETURN NEW;
          END IF;
          RAISE EXCEPTION 'append-only' USING ERRCODE = '42501';
        END $$
        """
    )


def _open_months() -> None:
    """Open every month from the first that was written about to a year ahead."""
    op.execute(
        "SELECT open_log_month(month::date) FROM generate_series("
        "date_trunc('month', (SELECT least(min(at), now()) FROM access_entries_before)), "
        f"now() + interval '{MONTHS_AHEAD} months', interval '1 month') AS month"
    )


def _append_only(table: str, forgotten: tuple[str, ...]) -> None:
    """Let rows be added, never changed or removed, also from a bare SQL prompt.

    The one change that is let through empties what a commitment hides, when its key is destroyed.
    On SQLite a replacing insert deletes without a delete trigger; that only the next number is
    taken stops it, for what would be replaced has a number that is taken.
    """
    emptied = (*forgotten, "details") if table == "access_entries" and forgotten else forgotten
    if op.get_bind().dialect.name == "sqlite":
        _append_only_on_sqlite(table, emptied)
        return
    if emptied:
        names = "{" + ",".join(emptied) + "}"
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION only_forgets('{names}')"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
    parts = [table]
    if sa.inspect(op.get_bind()).has_table(f"{table}_other", schema="log_months"):
        parts.append(f"log_months.{table}_other")
    for part in parts:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {part} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _append_only_on_sqlite(table: str, emptied: tuple[str, ...]) -> None:
    change = f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    if emptied:
        columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
        kept = [f"NEW.{name} IS OLD.{name}" for name in columns if name not in emptied]
        gone = [f"coalesce(NEW.{name}, '') = ''" for name in emptied]
        destroyed = "EXISTS (SELECT 1 FROM data_keys WHERE id = OLD.key_id AND wrapped IS NULL)"
        allowed = " AND ".join(["OLD.commitment IS NOT NULL", destroyed, *kept, *gone])
        change += f"WHEN NOT ({allowed}) "
    op.execute(change + "BEGIN SELECT RAISE(ABORT, 'append-only'); END")
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )
    following = {
        "access_entries": "NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM access_entries)",
        "processings": "NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM processings)",
        "log_leaves": (
            "NEW.number IS NOT (SELECT coalesce(max(number) + 1, 0) FROM log_leaves "
            "WHERE tree_id = NEW.tree_id)"
        ),
        "log_heads": (
            "EXISTS (SELECT 1 FROM log_heads WHERE tree_id = NEW.tree_id AND size >= NEW.size)"
        ),
        "log_trees": "EXISTS (SELECT 1 FROM log_trees WHERE id = NEW.id OR origin = NEW.origin)",
        "log_anchors": "EXISTS (SELECT 1 FROM log_anchors WHERE id = NEW.id)",
        "log_checks": "EXISTS (SELECT 1 FROM log_checks WHERE id = NEW.id)",
        "sealer_keys": (
            "EXISTS (SELECT 1 FROM sealer_keys WHERE id = NEW.id OR public_key = NEW.public_key)"
        ),
    }
    op.execute(
        f"CREATE TRIGGER {table}_next BEFORE INSERT ON {table} WHEN {following[table]} "
        "BEGIN SELECT RAISE(ABORT, 'only the next one can be added'); END"
    )


def _changeable(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("no_update", "no_delete", "next"):
            op.execute(f"DROP TRIGGER {table}_{name}")
        return
    for name in ("no_change", "no_truncate"):
        op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
