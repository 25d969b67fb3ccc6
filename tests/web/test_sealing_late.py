"""The later the sealing of the log, the less is done: the ladder, on a clock that is moved."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete

from caseapp import accesslog
from caseapp.accesslog.seal.lateness import Ladder, Rung
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import UserSession
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.web import sealing
from config import Config, ConfigurationError
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES

START = ledger.AFTER
HOURS = {"in time": 0.1, "alarm": 1, "closed": 5, "own cases": 25}


@pytest.fixture(params=ENGINES)
def log(request):
    """A log that is sealed up to now, with people who work."""
    with time_machine.travel(START, tick=False), ledger.kept(request.param, "late") as kept:
        with time_machine.travel(START, tick=False):
            kept.people = {
                role: kept.town.person(role)
                for role in (
                    Role.PRIVACY_OFFICER,
                    Role.CISO,
                    Role.FUNCTIONAL_ADMINISTRATOR,
                    Role.TEAM_LEAD,
                )
            }
            kept.people["partner"] = kept.town.person(Role.CHAIN_PARTNER)
            kept.people["worker"] = kept.worker
            accesslog.logbook(db.session()).clear()
            db.session.commit()
            kept.sealer().run_until_idle()
            kept.look()
        kept.page = f"/cases/{kept.reference}"
        yield kept


def visit(log, who, address, hours, **form):
    """Somebody asks for a page so many hours after the first entry that is not sealed."""
    with time_machine.travel(START + timedelta(hours=hours), tick=False):
        client = log.app.test_client()
        db.session.execute(delete(UserSession))
        client.sign_in(log.people[who])
        return client.post(address, data=form) if form else client.get(address)


def events(log):
    asked = "SELECT event, details FROM access_entries WHERE event LIKE 'sealing:%' ORDER BY seq"
    return log.rows(asked)


ADDRESSES = {
    "own case": ("worker", "{page}"),
    "work": ("worker", "/"),
    "list": ("worker", "/cases"),
    "by office": (Role.TEAM_LEAD, "/cases"),
    "partner": ("partner", "/"),
    "users": (Role.FUNCTIONAL_ADMINISTRATOR, "/users"),
    "teams": (Role.FUNCTIONAL_ADMINISTRATOR, "/teams"),
    "import": (Role.FUNCTIONAL_ADMINISTRATOR, "/imports"),
    "tokens": (Role.FUNCTIONAL_ADMINISTRATOR, "/tokens"),
    "answers": (Role.PRIVACY_OFFICER, "/log/residents/{resident}/answers"),
    "log": (Role.PRIVACY_OFFICER, "/log"),
    "seal": (Role.CISO, "/seal"),
}
OPEN = {
    "in time": set(ADDRESSES),
    "alarm": set(ADDRESSES),
    "closed": set(ADDRESSES) - {"partner", "users", "teams", "import", "tokens", "answers"},
    "own cases": {"own case", "work", "seal"},
}


@pytest.mark.parametrize("rung", HOURS)
def test_each_rung_closes_what_it_says_and_nothing_else(log, rung):
    for name, (who, address) in ADDRESSES.items():
        answer = visit(
            log, who, address.format(page=log.page, resident=log.resident_id.hex), HOURS[rung]
        )
        assert answer.status_code == (200 if name in OPEN[rung] else 503), name
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] == "300"
            assert "te lang niet verzegeld" in answer.text


def test_no_verdict_is_given_on_looks_that_cannot_be_proved(log):
    with time_machine.travel(START, tick=False):
        row = Review(
            municipality_id=log.municipality_id, kind=ReviewKind.ALERT, user_id=log.worker.id,
            subject_kind="residents", subject_id=log.resident_id, day=clock.today(),
            opened_at=START, due_on=clock.today(), key=DataKey.draw(log.municipality_id),
        )  # fmt: skip
        db.session.add(row)
        db.session.commit()
        address = f"/reviews/{row.id.hex}"
        accesslog.logbook(db.session()).clear()
    for part in ("question", "verdict", "breach"):
        answer = visit(log, Role.PRIVACY_OFFICER, f"{address}/{part}", 5, verdict="lawful")
        assert answer.status_code == 503, part
    assert visit(log, Role.PRIVACY_OFFICER, address, 5).status_code == 200
    verdict = {"verdict": "lawful", "text": "Hoort bij het werk."}
    told = visit(log, Role.PRIVACY_OFFICER, f"{address}/verdict", 1, **verdict)
    assert told.status_code == 303


def test_on_the_last_rung_nothing_is_written(log):
    step = {"place": "strip", "body": "Gebeld"}
    assert visit(log, "worker", f"{log.page}/steps", 25, **step).status_code == 503
    assert log.rows("SELECT count(*) FROM access_entries WHERE event = 'step:logged'") == [(0,)]


@pytest.mark.parametrize(
    ("who", "address", "hours", "words"),
    [
        (Role.PRIVACY_OFFICER, "/log", 1, "loopt achter"),
        (Role.CISO, "/seal", 1, "loopt achter"),
        (Role.FUNCTIONAL_ADMINISTRATOR, "/users", 1, "loopt achter"),
        (Role.CISO, "/seal", 5, "al uren niet verzegeld"),
        ("worker", "/", 25, "alleen uw eigen casussen"),
        (Role.CISO, "/seal", 25, "alleen uw eigen casussen"),
    ],
)
def test_a_banner_tells_those_it_concerns(log, who, address, hours, words):
    assert words in visit(log, who, address, hours).text


@pytest.mark.parametrize("hours", [0, 1, 5])
def test_who_does_the_work_is_not_bothered_before_the_last_rung(log, hours):
    told = visit(log, "worker", log.page, hours).text
    assert "verzegel" not in told


def test_each_rung_is_in_the_log_once_and_so_is_its_end(log):
    for hours in (0.1, 1, 1.1, 5, 5.1, 25, 25.1):
        visit(log, "worker", "/", hours)
        visit(log, Role.CISO, "/seal", hours)
    rising = [("sealing:late", f"rung={rung}") for rung in ("alarm", "closed", "own-cases")]
    assert events(log) == rising
    with time_machine.travel(START + timedelta(hours=26), tick=False):
        log.sealer().run_until_idle()
    for _time in range(3):
        visit(log, "worker", "/", 26.1)
        visit(log, "worker", "/", 26.2)
    assert events(log) == [*rising, ("sealing:in-time", "rung=in-time")]


def test_of_two_workers_who_came_to_it_at_once_one_writes_it_down(log):
    """Both saw that it was not written; whoever comes second under the lock sees that it is."""
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        for _worker in range(2):
            note = accesslog.RungNote(log.municipality_id, Rung.ALARM, START)
            accesslog.logbook(db.session()).rung = note
            db.session.commit()
            db.session.remove()
    assert events(log) == [("sealing:late", "rung=alarm")]


def test_another_worker_does_not_tell_it_again(log):
    visit(log, "worker", "/", 1)
    visit(log, "worker", "/", 1.1)
    sealing.register(log.app)
    visit(log, "worker", "/", 1.2)
    assert len(events(log)) == 1


def test_a_rung_is_in_the_log_also_when_the_page_is_refused(log):
    assert visit(log, "partner", "/", 5).status_code == 503
    assert events(log) == [("sealing:late", "rung=closed")]


def test_the_technical_log_is_told_once_by_each_worker(log, monkeypatch):
    said = []
    monkeypatch.setattr(sealing.log, "error", lambda *_, **told: said.append(told["rung"]))
    for hours in (0.1, 1, 1.1, 5, 25):
        visit(log, "worker", "/", hours)
    assert said == ["alarm", "closed", "own_cases"]


def test_the_terms_are_settings(log):
    watching = log.app.extensions["samenhang-sealing"]
    watching.ladder = Ladder(timedelta(hours=2), timedelta(hours=6), timedelta(hours=30))
    assert visit(log, Role.FUNCTIONAL_ADMINISTRATOR, "/users", 5).status_code == 200
    assert visit(log, "worker", "/cases", 25).status_code == 200


def test_terms_that_do_not_climb_stop_production(tmp_path):
    ring = tmp_path / "keys.json"
    ring.write_text("{}")
    safe = {
        "SAMENHANG_ENV": "production", "SECRET_KEY": "x" * 40, "KEY_RING": str(ring),
        "DATABASE_URL": "postgresql://db/samenhang",
    }  # fmt: skip
    assert Config.from_environment(safe | {"SEAL_CLOSED_HOURS": "6"}).seal_closed_hours == 6
    for wrong in (
        {"SEAL_ALARM_MINUTES": "300"},
        {"SEAL_OWN_CASES_HOURS": "1000"},
        {"SEAL_ALARM_MINUTES": "0"},
    ):
        with pytest.raises(ConfigurationError, match="SEAL_ALARM_MINUTES"):
            Config.from_environment(safe | wrong)


def test_how_late_it_is_is_asked_once_in_ten_seconds(log, monkeypatch):
    asked = []
    real = accesslog.waits_since
    monkeypatch.setattr(accesslog, "waits_since", lambda *a, **k: asked.append(1) or real(*a, **k))
    for seconds in (0, 3, 6, 9, 11, 14):
        visit(log, "worker", "/", seconds / 3600)
    assert len(asked) == 2
