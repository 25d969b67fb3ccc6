"""Let the application forget whom the log is about by a function, without a right to change it.

Revision: 0004
Follows: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        """
        CREATE FUNCTION forget_in_log(destroyed uuid, holder uuid) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE lines bigint; entries bigint;
        BEGIN
          UPDATE public.processings SET resident_id = NULL, case_id = NULL, key_id = NULL
          WHERE key_id = destroyed
            AND (resident_id = holder OR (resident_id IS NULL AND case_id = holder));
          GET DIAGNOSTICS lines = ROW_COUNT;
          UPDATE public.access_entries
          SET subject_id = NULL, case_id = NULL, key_id = NULL, details = ''
          WHERE key_id = destroyed AND coalesce(case_id, subject_id) = holder;
          GET DIAGNOSTICS entries = ROW_COUNT;
          RETURN lines + entries;
        END $$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION forget_in_log(uuid, uuid) FROM PUBLIC")


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION forget_in_log(uuid, uuid)")
