"""The quarterly report as a PDF: what the page says, read by a screen reader, and nobody in it."""

from uuid import UUID

import pytest

from caseapp import accesslog, reviews
from caseapp.accesslog.standing import Head
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from tests.privacy.test_papers import roles
from tests.support import papers


@pytest.fixture
def officer(client, town):
    client.sign_in(town.person(Role.PRIVACY_OFFICER))
    return client


def report(client):
    answer = client.get("/reviews/figures/pdf")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return papers.opened(answer.get_data())


def words(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def test_the_report_says_what_the_page_says(officer, town):
    told = words(report(officer))
    name = town.municipality.name
    for said in ("Kwartaalverslag van de beoordeling", "Voorgelegd", "nog geen", name):
        assert said in told


def test_a_screen_reader_finds_its_headings_and_tables(officer):
    pdf = report(officer)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    tags = roles(root["/StructTreeRoot"])
    assert tags[tags.index("/H1") :].count("/Table") >= 2
    assert "/TH" in tags


def test_who_reads_english_gets_it_in_english(officer):
    officer.post("/language", data={"language": "en"})
    pdf = report(officer)
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "Quarterly report" in words(pdf)


def test_weeks_that_were_passed_over_and_the_seal_are_in_it(officer, monkeypatch):
    head = Head(UUID(int=1), "samenhang/x/2026-11", 5, b"\x0a" * 32, clock.now())
    monkeypatch.setattr(accesslog, "newest_head", lambda _office: head)
    monkeypatch.setattr(reviews, "weeks_without_sample", lambda *_: [clock.today()])
    told = words(report(officer))
    assert "Weken zonder steekproef" in told
    assert "0a0a" in told


def test_whoever_does_not_guard_the_log_finds_nothing(client, town):
    client.sign_in(town.person(Role.TEAM_LEAD))
    assert client.get("/reviews/figures/pdf").status_code == 404
