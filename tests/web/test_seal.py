"""The seal on the screen: how the log stands, one button to check, a page to print, an export."""

import re
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.kernel.actor import Role
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, SQLITE, forging
from tools import verify_log


@pytest.fixture(params=ENGINES)
def log(request):
    with ledger.kept(request.param, "sealscreen") as kept, time_machine.travel(ledger.AFTER):
        yield kept


def visitor(log, role=Role.PRIVACY_OFFICER):
    crypto.use(log.ring)
    client = log.app.test_client()
    client.sign_in(log.town.person(role))
    db.session.remove()
    return client


def page(client, address="/seal"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_before_the_sealer_came_the_page_says_that_nothing_is_sealed(log):
    told = page(visitor(log))
    assert "Er is nog niets verzegeld" in told
    assert visitor(log).get("/seal/page").status_code == 404


def test_the_page_says_how_far_the_log_is_sealed_and_shows_no_line_of_it(log):
    log.sealer().run_until_idle()
    told = page(visitor(log))
    assert "15" in told
    assert log.resident_id.hex not in told
    assert "Er is nog niet gecontroleerd" in told


def test_what_waits_too_long_is_said(log):
    log.sealer().run_until_idle()
    log.look()
    with time_machine.travel(ledger.AFTER.replace(hour=13)):
        assert "De verzegeling loopt achter" in page(visitor(log))


def test_one_button_checks_the_log_and_the_outcome_stays(log):
    log.sealer().run_until_idle()
    client = visitor(log)
    assert client.post("/seal/checks").status_code == 303
    told = page(client)
    assert "klopt" in told
    assert "klopt niet" not in told
    assert log.rows("SELECT entries, misfits FROM log_checks") == [(15, "")]


def test_a_check_says_in_words_what_does_not_fit(log):
    log.sealer().run_until_idle()
    with forging(log.engine) as connection:
        if log.engine.dialect.name == SQLITE:
            connection.exec_driver_sql("DROP TRIGGER access_entries_no_update")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.execute(text("UPDATE access_entries SET purpose = 'triage' WHERE seq = 3"))
    client = visitor(log, Role.CISO)
    client.post("/seal/checks")
    told = page(client)
    assert "klopt niet" in told
    assert "een verzegelde regel is gewijzigd" in told
    assert "2026-09, 2" in told


def test_the_page_to_print_has_the_root_in_groups_and_its_keeping_is_written_down(log):
    log.sealer().run_until_idle()
    client = visitor(log)
    told = page(client, "/seal/page")
    groups = re.findall(r"<code>([0-9a-f]{8})</code>", told)
    assert len(groups) == 8
    root = "".join(groups)
    assert client.post("/seal/page", data={"root": root}).status_code == 303
    assert log.rows("SELECT kind FROM log_anchors") == [("paper",)]
    assert "op papier" in page(client)


@pytest.mark.parametrize("root", ["", "zz", "00" * 32, "\u0661" * 64])
def test_a_page_of_another_log_is_not_kept(log, root):
    log.sealer().run_until_idle()
    assert visitor(log).post("/seal/page", data={"root": root}).status_code == 422
    assert log.rows("SELECT kind FROM log_anchors") == []


def test_an_outsider_gets_the_log_and_the_verifier_and_they_fit(log, tmp_path, capsys):
    log.sealer().run_until_idle()
    client = visitor(log, Role.DATA_PROTECTION_OFFICER)
    answer = client.post("/seal/exports")
    path = tmp_path / "export"
    path.write_bytes(answer.data)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert verify_log.main([str(path)]) == 0
    assert log.resident_id.hex.encode() not in answer.data
    program = client.get("/seal/verifier")
    assert program.data == Path(verify_log.__file__).read_bytes()


def test_taking_the_log_out_is_in_the_log(log):
    log.sealer().run_until_idle()
    visitor(log).post("/seal/exports").close()
    assert ("log:handed-out",) in log.rows("SELECT event FROM access_entries")


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.FUNCTIONAL_ADMINISTRATOR, Role.MAYOR])
def test_who_does_not_guard_the_log_finds_no_seal(log, role):
    client = visitor(log, role)
    for answer in (client.get("/seal"), client.post("/seal/checks"), client.get("/seal/page"),
                   client.post("/seal/exports"), client.get("/seal/verifier")):  # fmt: skip
        assert answer.status_code == 404
