"""The log ends on its own clock: by two people, after a time to think again, the proof intact."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from caseapp import retention
from caseapp.accesslog.seal import trees
from caseapp.accesslog.seal.checking import check
from caseapp.accesslog.seal.ending import expires_on
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.endings import HoldGround
from tests.retention.conftest import NOVEMBER, OCTOBER, SEPTEMBER
from tests.support.databases import SQLITE, forging
from tools import verify_log


def verified(archive, tmp_path, capsys, *options):
    path = tmp_path / "export"
    path.write_text("".join(f"{line}\n" for line in archive.log.export()), "utf-8")
    return verify_log.main([str(path), *options]), capsys.readouterr().out


def hold(archive, actor=None, **changed):
    held = retention.place_hold(
        actor or archive.privacy,
        archive.office,
        **{
            "first_month": SEPTEMBER,
            "last_month": SEPTEMBER,
            "ground": HoldGround.INCIDENT,
            "mark": "INC-12",
            **changed,
        },
    )
    db.session.commit()
    return held


def test_a_month_that_two_people_agreed_on_goes_and_every_other_month_still_fits(
    archive, tmp_path, capsys
):
    before = archive.left(OCTOBER)
    archive.agree(SEPTEMBER)
    assert archive.destroy() > 0
    assert archive.left(SEPTEMBER) == (0, 0, 0)
    assert archive.left(OCTOBER) == before
    with archive.log.engine.connect() as connection:
        found = check(connection, archive.log.municipality_id)
    assert (found.fits, found.ended) == (True, 1)
    status, out = verified(archive, tmp_path, capsys)
    assert status == 0, out
    assert "1 closed months that are not in this file" in out


def test_a_month_with_a_partition_of_its_own_goes_with_it(parted_archive, tmp_path, capsys):
    before = parted_archive.left(OCTOBER)
    parted_archive.agree(SEPTEMBER)
    assert parted_archive.destroy() == 6
    assert parted_archive.left(SEPTEMBER) == (0, 0, 0)
    assert parted_archive.left(OCTOBER) == before
    assert parted_archive.log.rows("SELECT to_regclass('log_months.access_entries_2020_09')") == [
        (None,)
    ]
    with parted_archive.log.engine.connect() as connection:
        assert check(connection, parted_archive.log.municipality_id).fits
        assert check(connection, None).ended == 1
    assert verified(parted_archive, tmp_path, capsys)[0] == 0


def test_what_belongs_to_nobody_stays_as_long_as_another_municipality_keeps_the_month(archive):
    with archive.log.engine.begin() as connection:
        trees.begin(connection, archive.log.resident_id, SEPTEMBER, clock.now())
    archive.agree(SEPTEMBER)
    assert archive.destroy() == 5
    assert archive.left(SEPTEMBER)[0] == 1


def test_what_the_log_says_of_the_end_and_the_certificate(archive):
    archive.agree(SEPTEMBER)
    archive.destroy()
    (ends,) = [one for one in archive.ends() if one.municipality_id is not None]
    assert (ends.month, ends.size) == (SEPTEMBER, 5)
    told = retention.certificate(ends.id).approval
    assert (told.requested_by_id, told.decided_by_id) == (
        archive.privacy.user_id,
        archive.ciso.user_id,
    )
    events = db.session.query(AccessEntry.event, AccessEntry.details).all()
    assert ("log:ended", "by=command month=2020-09 size=5") in [tuple(one) for one in events]
    assert {"approval:asked", "approval:decided", "log-end:agreed"} <= {one for one, _ in events}


def test_before_the_time_to_think_again_is_over_nothing_goes(archive):
    archive.decide(archive.ask(SEPTEMBER))
    assert archive.destroy() == 0
    assert archive.left(SEPTEMBER)[0] == 6
    assert archive.ends()[0].due_at > clock.now() + timedelta(days=13)


def test_a_hold_wins_from_two_people_until_it_is_lifted_by_another(archive):
    archive.agree(SEPTEMBER)
    held = hold(archive)
    assert archive.destroy() == 0
    with pytest.raises(NotPermitted):
        retention.lift_hold(archive.privacy, held)
    db.session.rollback()
    retention.lift_hold(archive.ciso, held)
    retention.lift_hold(archive.ciso, held)
    db.session.commit()
    assert archive.destroy() > 0


def test_a_hold_ends_by_itself_and_not_before_three_years(archive):
    with pytest.raises(RuleBroken, match="hold-too-short"):
        hold(archive, until=clock.today() + timedelta(days=1094))
    with time_machine.travel(clock.now() - timedelta(days=3 * 366)):
        held = hold(archive)
    assert archive.month(SEPTEMBER).hold is None
    assert held.until < clock.today()


def test_three_years_from_a_leap_day_is_the_last_of_february(archive):
    with time_machine.travel("2024-02-29 12:00 +0000"):
        assert hold(archive).until == date(2027, 2, 28)


def test_a_month_that_is_held_cannot_be_asked_nor_agreed_to(archive):
    asked = archive.ask(SEPTEMBER)
    hold(archive)
    with pytest.raises(RuleBroken, match="log-month-held"):
        archive.decide(asked)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="log-month-held"):
        archive.ask(SEPTEMBER)


def test_months_of_a_hold_are_in_order(archive):
    with pytest.raises(RuleBroken, match="months-not-in-order"):
        hold(archive, first_month=OCTOBER)


def test_the_present_month_and_a_month_in_its_term_stay(archive):
    with pytest.raises(RuleBroken, match="log-month-not-over"):
        archive.ask(NOVEMBER)
    with (
        time_machine.travel("2025-09-30 21:00 +0000"),
        pytest.raises(RuleBroken, match="log-month-not-over"),
    ):
        archive.ask(SEPTEMBER)


def test_a_month_is_asked_once_and_gone_once(archive):
    archive.agree(SEPTEMBER)
    with pytest.raises(RuleBroken, match="log-month-not-over"):
        archive.ask(SEPTEMBER)
    archive.destroy()
    assert archive.destroy() == 0


def test_nobody_agrees_with_what_they_asked_themselves(archive):
    asked = archive.ask(SEPTEMBER)
    archive.ciso = archive.privacy
    with pytest.raises(NotPermitted):
        archive.decide(asked)


def test_a_no_leaves_the_month_where_it_is(archive):
    archive.decide(archive.ask(SEPTEMBER), granted=False)
    assert archive.ends() == []
    assert archive.month(SEPTEMBER).may_be_asked


def test_a_month_of_another_municipality_is_not_asked(archive):
    elsewhere = replace(archive.privacy, municipality_id=archive.log.resident_id)
    with pytest.raises(NotPermitted):
        retention.ask_destruction(elsewhere, archive.month(SEPTEMBER).tree, reason="x")


def test_a_month_that_no_head_was_signed_for_is_not_over(archive):
    with archive.log.engine.begin() as connection:
        begun = trees.begin(connection, archive.log.municipality_id, date(2020, 1, 1), clock.now())
    with pytest.raises(RuleBroken, match="log-month-not-over"):
        retention.ask_destruction(archive.privacy, retention.tree(begun.id), reason="x")


def test_what_changed_since_it_was_asked_is_not_agreed_to(archive):
    asked = archive.ask(SEPTEMBER)
    tree = archive.month(SEPTEMBER).tree.id
    db.session.rollback()
    with forging(archive.log.engine) as connection:
        if archive.log.engine.dialect.name == SQLITE:
            connection.execute(text("DROP TRIGGER log_heads_no_update"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        value = tree.hex if archive.log.engine.dialect.name == SQLITE else str(tree)
        connection.execute(
            text("UPDATE log_heads SET size = size + 1 WHERE tree_id = :tree"), {"tree": value}
        )
    with pytest.raises(RuleBroken, match="log-month-changed"):
        archive.decide(asked)


@pytest.mark.parametrize("table", ["access_entries", "processings", "log_leaves"])
def test_the_database_refuses_to_remove_what_was_not_agreed_to(archive, table):
    archive.agree(SEPTEMBER)  # agreed, and not gone yet: that opens nothing
    with pytest.raises(DBAPIError), forging(archive.log.engine) as connection:
        connection.execute(text(f"DELETE FROM {table}"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE approvals SET granted = false",
        "UPDATE approvals SET kind = 'shield-case'",
        "UPDATE log_destructions SET due_at = '2999-01-01 00:00:00+00:00'",
        "UPDATE log_destructions SET month = '2026-10-01'",
    ],
)
def test_the_database_looks_itself_whether_all_was_done(archive, change):
    """A row in the register is not enough: what it stands on is looked at again."""
    archive.agree(SEPTEMBER)
    with forging(archive.log.engine) as connection:
        if archive.log.engine.dialect.name != SQLITE:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(change))
    assert archive.destroy() == 0
    assert archive.left(SEPTEMBER)[0] == 6


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_destructions SET destroyed_at = '2021-01-01 00:00:00+00:00'",
        "UPDATE log_destructions SET size = size - 1",
        "UPDATE approvals SET granted = false",
    ],
)
def test_an_end_that_was_forged_does_not_fit(archive, change):
    archive.agree(SEPTEMBER)
    archive.destroy()
    with forging(archive.log.engine) as connection:
        if archive.log.engine.dialect.name != SQLITE:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(change))
    with archive.log.engine.connect() as connection:
        found = check(connection, archive.log.municipality_id)
    assert found.misfits[0].kind == "ended"


def test_a_head_that_was_kept_of_a_month_that_went_is_compared_as_far_as_can_be(
    archive, tmp_path, capsys
):
    notes = archive.log.rows(
        "SELECT h.note FROM log_heads h JOIN log_trees t ON t.id = h.tree_id"
        " WHERE t.month = :month AND t.municipality_id IS NOT NULL ORDER BY h.size DESC",
        month=SEPTEMBER,
    )
    kept = tmp_path / "head"
    kept.write_text(notes[0][0], "utf-8")
    archive.agree(SEPTEMBER)
    archive.destroy()
    status, out = verified(archive, tmp_path, capsys, "--head", str(kept))
    assert (status, "its entries are gone" in out) == (0, False)
    kept.write_text(notes[0][0].replace("/2020-09\n5\n", "/2020-09\n3\n"), "utf-8")
    status, out = verified(archive, tmp_path, capsys, "--head", str(kept))
    assert (status, "its entries are gone" in out) == (0, True)
    kept.write_text(notes[0][0].replace("/2020-09\n5\n", "/2020-09\n6\n"), "utf-8")
    status, out = verified(archive, tmp_path, capsys, "--head", str(kept))
    assert (status, "kept elsewhere is not of" in out) == (1, True)


def test_a_month_goes_five_years_after_its_last_day():
    assert expires_on(date(2020, 12, 1)) == date(2026, 1, 1)
    assert expires_on(date(2024, 2, 1)) == date(2029, 3, 1)


def test_the_work_of_the_night_takes_out_what_is_due_and_says_how_much(archive):
    archive.agree(SEPTEMBER)
    told = archive.log.app.test_cli_runner().invoke(args=["log", "destroy"])
    assert (told.exit_code, told.output) == (0, "6 entries went.\n")
    assert archive.left(SEPTEMBER) == (0, 0, 0)


def test_a_month_in_which_nothing_is_nobodys_goes_by_itself(archive):
    archive.agree(OCTOBER)
    assert archive.destroy() == 5
    assert archive.left(OCTOBER) == (0, 0, 0)
    assert archive.left(SEPTEMBER)[0] == 6
