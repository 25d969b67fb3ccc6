"""One transaction per request: no log, no page; whatever goes wrong, nothing is half done."""

import sys

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import OperationalError

from caseapp import cases
from caseapp.extensions import db
from caseapp.kernel.errors import Conflict, LogUnavailable
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.web import cases as screens
from caseapp.web import errors

books = sys.modules["caseapp.accesslog.logbook"]
SECRET = "Yılmaz-zeldzaam"


@pytest.fixture
def case(town, noor):
    return town.case(town.resident(SECRET), care=noor)


@pytest.fixture
def browser(client, noor):
    client.sign_in(noor)
    return client


def refuse(*_args, **_kwargs):
    raise OperationalError("INSERT", {}, Exception("disk full"))


def test_if_the_log_cannot_be_written_nothing_is_shown(browser, case, monkeypatch):
    monkeypatch.setattr(books, "insert_page", refuse)
    answer = browser.get(f"/cases/{case.reference}")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert SECRET not in answer.get_data(as_text=True)
    assert "Wij kunnen nu niet vastleggen" in answer.get_data(as_text=True)


def test_if_a_line_about_a_person_cannot_be_written_nothing_is_shown(browser, case):
    def refuse_lines(*told):
        if "INTO processings" in told[2]:
            refuse()

    event.listen(Engine, "before_cursor_execute", refuse_lines)
    try:
        answer = browser.get(f"/cases/{case.reference}")
    finally:
        event.remove(Engine, "before_cursor_execute", refuse_lines)
    assert answer.status_code == 503
    assert SECRET not in answer.get_data(as_text=True)


def test_if_a_refusal_cannot_be_written_it_is_not_even_a_404(browser, monkeypatch):
    monkeypatch.setattr(books, "insert_page", refuse)
    assert browser.get("/cases/TST-0000-0000").status_code == 503


def test_a_form_that_comes_back_shows_people_and_is_logged_too(browser, session, case):
    assert browser.post(f"/cases/{case.reference}/steps", data={"place": "care"}).status_code == 422
    entry = session.scalars(select(AccessEntry).where(AccessEntry.result == Result.INVALID)).one()
    lines = session.scalars(select(Processing).where(Processing.entry_seq == entry.seq)).all()
    assert [line.case_id for line in lines] == [case.id]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LogUnavailable(), 503),
        (Conflict({"Reden": "van een ander"}), 409),
        (OverflowError(), 400),
        (OperationalError("SELECT", {}, Exception("gone")), 503),
    ],
)
def test_every_trouble_has_its_page(browser, case, monkeypatch, error, status):
    def trouble(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(screens, "page_of", trouble)
    answer = browser.get(f"/cases/{case.reference}")
    assert answer.status_code == status
    assert SECRET not in answer.get_data(as_text=True)


def test_our_own_fault_is_told_without_a_trace(app, browser, case, capsys):
    with app.test_request_context("/cases"):
        try:
            raise ZeroDivisionError(SECRET)
        except ZeroDivisionError as mistake:
            body, status = errors._our_fault(mistake)
    assert status == 500
    assert SECRET not in body
    assert SECRET not in capsys.readouterr().out


def test_a_get_writes_nothing_but_the_log(browser, session, case):
    browser.get("/cases")
    tables = [
        table
        for table in db.metadata.sorted_tables
        if table.name not in {"access_entries", "processings", "user_sessions"}
    ]

    def counts():
        return [
            session.execute(
                select(func.count()).select_from(table).execution_options(unseen="count")
            ).scalar_one()
            for table in tables
        ]

    before = counts()
    for address in (
        "/",
        "/cases",
        f"/cases/{case.reference}",
        f"/cases/{case.reference}/steps/new",
    ):
        assert browser.get(address).status_code == 200
    assert counts() == before


def test_no_address_holds_a_name_and_every_answer_its_headers(browser, case):
    for address in ("/cases", "/static/app.js", "/nergens", "/sign-in"):
        answer = browser.get(address)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"):
            assert name in answer.headers
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_log_is_never_changed_from_a_bare_prompt(app, session, browser, case):
    browser.get(f"/cases/{case.reference}")
    for table in ("access_entries", "processings"):
        for statement in (
            f"UPDATE {table} SET event = 'niets'",
            f"DELETE FROM {table}",
        ):
            with (
                pytest.raises(Exception, match=r"append-only|not authorized"),
                session.begin_nested(),
            ):
                session.execute(text(statement))


def test_two_who_lock_one_case_wait_for_each_other(session, case):
    cases.lock(case)
    assert case.involvements
