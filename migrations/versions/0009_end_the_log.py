"""Let a month of the log be destroyed by two people, with the proof intact, and held up by a hold.

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GOES = {"access_entries": "seq", "processings": "entry_seq"}
"""The tables a destroyed month is taken from, and by which number."""
EMPTIED = {
    "access_entries": "subject_id,case_id,key_id,details",
    "processings": "resident_id,case_id,key_id",
}


def upgrade() -> None:
    """Go up."""
    _holds()
    _destructions()
    if op.get_bind().dialect.name == "sqlite":
        _let_go_on_sqlite()
    else:
        _let_go_on_postgresql()


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "sqlite":
        for table in (*GOES, "log_leaves"):
            _refuse_deletes(table, "")
    else:
        op.execute("DROP FUNCTION destroy_log_month(date)")
        for table in GOES:
            op.execute(f"DROP TRIGGER {table}_no_delete ON {table}")
            _only_forgets(table, "UPDATE OR DELETE")
        op.execute("DROP TRIGGER log_leaves_no_change ON log_leaves")
        op.execute(
            "CREATE TRIGGER log_leaves_no_change BEFORE UPDATE OR DELETE ON log_leaves "
            "FOR EACH ROW EXECUTE FUNCTION append_only()"
        )
        op.execute("DROP FUNCTION only_ends()")
    op.drop_table("log_destructions")
    op.drop_table("log_holds")


def _holds() -> None:
    grounds = sa.Enum(
        "incident",
        "inquiry",
        "supervisor",
        "court",
        name="holdground",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "log_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=False),
        sa.Column("ground", grounds, nullable=False),
        sa.Column("mark", sa.String(length=60), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("placed_by_id", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_month <= last_month", name=op.f("ck_log_holds_months_in_order")),
        sa.CheckConstraint("lifted_by_id <> placed_by_id", name=op.f("ck_log_holds_two_people")),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by_id IS NULL)",
            name=op.f("ck_log_holds_lift_has_moment"),
        ),
        sa.CheckConstraint("length(mark) <= 60", name=op.f("ck_log_holds_mark_length")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_log_holds_{column}_{table}")
            )
            for column, table in (
                ("municipality_id", "municipalities"),
                ("placed_by_id", "users"),
                ("lifted_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_holds")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_log_holds_months", "log_holds", ["municipality_id", "first_month", "last_month"]
    )


def _destructions() -> None:
    op.create_table(
        "log_destructions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("size", COUNTER, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_log_destructions_{column}_{table}")
            )
            for column, table in (("tree_id", "log_trees"), ("approval_id", "approvals"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_destructions")),
        sa.UniqueConstraint("tree_id", name=op.f("uq_log_destructions_tree_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_log_destructions_due", "log_destructions", ["destroyed_at", "due_at"])


def _only_forgets(table: str, when: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE {when} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION only_forgets('{{{EMPTIED[table]}}}')"
    )


def _refuse_deletes(table: str, unless: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_delete")
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {unless}"
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    )


def _let_go_on_sqlite() -> None:
    """Let a row go only when its month is written down as destroyed."""
    for table, number in GOES.items():
        _refuse_deletes(
            table,
            "WHEN NOT EXISTS (SELECT 1 FROM log_leaves l "
            "JOIN log_destructions d ON d.tree_id = l.tree_id "
            f"WHERE l.entry_seq = OLD.{number} AND d.destroyed_at IS NOT NULL) ",
        )
    _refuse_deletes(
        "log_leaves",
        "WHEN NOT EXISTS (SELECT 1 FROM log_destructions d "
        "WHERE d.tree_id = OLD.tree_id AND d.destroyed_at IS NOT NULL) ",
    )


def _let_go_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE allowed boolean := false;
        BEGIN
          IF TG_OP = 'DELETE' AND TG_ARGV[0] = 'leaf' THEN
            SELECT EXISTS (SELECT 1 FROM public.log_destructions d
              WHERE d.tree_id = (to_jsonb(OLD) ->> 'tree_id')::uuid
              AND d.destroyed_at IS NOT NULL) INTO allowed;
          ELSIF TG_OP = 'DELETE' THEN
            SELECT EXISTS (SELECT 1 FROM public.log_leaves l
              JOIN public.log_destructions d ON d.tree_id = l.tree_id
              WHERE l.entry_seq = (to_jsonb(OLD) ->> TG_ARGV[0])::bigint
              AND d.destroyed_at IS NOT NULL) INTO allowed;
          END IF;
          IF allowed THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'append-only' USING ERRCODE = '42501';
        END $$
        """
    )
    for table, number in GOES.items():
        _only_forgets(table, "UPDATE")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION only_ends('{number}')"
        )
    op.execute("DROP TRIGGER log_leaves_no_change ON log_leaves")
    op.execute(
        "CREATE TRIGGER log_leaves_no_change BEFORE UPDATE OR DELETE ON log_leaves "
        "FOR EACH ROW EXECUTE FUNCTION only_ends('leaf')"
    )
    op.execute(DESTROY)
    op.execute("REVOKE ALL ON FUNCTION destroy_log_month(date) FROM PUBLIC")


DESTROY = """
CREATE FUNCTION destroy_log_month(asked date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  trees uuid[]; nobody uuid; whole boolean; strays boolean; gone bigint; part text;
  name text := to_char(asked, '_YYYY_MM'); chained public.log_leaves[];
BEGIN
  PERFORM pg_advisory_xact_lock(7013001);
  SELECT array_agg(d.tree_id) INTO trees
  FROM public.log_destructions d
  JOIN public.log_trees t
    ON t.id = d.tree_id AND t.month = asked AND t.municipality_id = d.municipality_id
  JOIN public.approvals a
    ON a.id = d.approval_id AND a.kind = 'destroy-log' AND a.subject_id = d.tree_id
  WHERE d.month = asked AND d.destroyed_at IS NULL AND d.due_at <= now()
    AND (asked + interval '1 month' + interval '5 years') <= now()
    AND a.granted AND a.decided_by_id <> a.requested_by_id
    AND a.municipality_id = d.municipality_id
    AND EXISTS (SELECT 1 FROM public.log_leaves l WHERE l.closed_tree_id = d.tree_id)
    AND NOT EXISTS (
      SELECT 1 FROM public.log_holds h
      WHERE h.municipality_id = d.municipality_id AND h.lifted_at IS NULL
        AND h.until >= current_date AND asked BETWEEN h.first_month AND h.last_month
    );
  IF trees IS NULL THEN RETURN 0; END IF;
  UPDATE public.log_destructions SET destroyed_at = now() WHERE tree_id = ANY (trees);
  SELECT NOT EXISTS (
    SELECT 1 FROM public.log_trees t
    LEFT JOIN public.log_destructions d ON d.tree_id = t.id
    WHERE t.month = asked AND t.municipality_id IS NOT NULL AND d.destroyed_at IS NULL
  ) INTO whole;
  IF whole THEN
    SELECT t.id INTO nobody FROM public.log_trees t
    WHERE t.month = asked AND t.municipality_id IS NULL
      AND EXISTS (SELECT 1 FROM public.log_leaves l WHERE l.closed_tree_id = t.id)
      AND NOT EXISTS (SELECT 1 FROM public.log_destructions d WHERE d.tree_id = t.id);
  END IF;
  IF nobody IS NOT NULL THEN
    INSERT INTO public.log_destructions (
      id, municipality_id, tree_id, month, size, root, approval_id, agreed_at, due_at, destroyed_at
    )
    SELECT gen_random_uuid(), NULL, nobody, asked, h.size, h.root,
      d.approval_id, d.agreed_at, d.due_at, now()
    FROM public.log_destructions d, public.log_heads h
    WHERE d.tree_id = trees[1] AND h.tree_id = nobody
    ORDER BY h.size DESC LIMIT 1;
    trees := trees || nobody;
  END IF;
  SELECT sum(d.size) INTO gone FROM public.log_destructions d WHERE d.tree_id = ANY (trees);
  IF whole AND to_regclass('log_months.access_entries' || name) IS NOT NULL
    AND to_regclass('log_months.processings' || name) IS NOT NULL
    AND to_regclass('log_months.log_leaves' || name) IS NOT NULL THEN
    EXECUTE format(
      'SELECT EXISTS (SELECT 1 FROM log_months.%1$I e FULL JOIN '
      '(SELECT entry_seq FROM log_months.%2$I WHERE entry_seq IS NOT NULL) l '
      'ON l.entry_seq = e.seq WHERE e.seq IS NULL OR l.entry_seq IS NULL)',
      'access_entries' || name, 'log_leaves' || name
    ) INTO strays;
    IF NOT strays THEN
      EXECUTE format(
        'SELECT array_agg(l) FROM log_months.%I l WHERE l.entry_seq IS NULL', 'log_leaves' || name
      ) INTO chained;
      FOREACH part IN ARRAY ARRAY['processings', 'access_entries', 'log_leaves'] LOOP
        EXECUTE format('DROP TABLE log_months.%I', part || name);
      END LOOP;
      INSERT INTO public.log_leaves SELECT (unnest(chained)).*;
      RETURN gone;
    END IF;
  END IF;
  DELETE FROM public.processings p USING public.log_leaves l
    WHERE l.tree_id = ANY (trees) AND l.month = asked AND p.entry_seq = l.entry_seq;
  DELETE FROM public.access_entries e USING public.log_leaves l
    WHERE l.tree_id = ANY (trees) AND l.month = asked AND e.seq = l.entry_seq;
  DELETE FROM public.log_leaves l WHERE l.tree_id = ANY (trees) AND l.month = asked;
  RETURN gone;
END $$
"""
