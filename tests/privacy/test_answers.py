"""The answer to "who looked at my data": what it tells, and above all what it does not."""

import pytest
import time_machine
from sqlalchemy import select

from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind
from caseapp.model.privacy import Confidentiality
from tests.papers import making
from tests.privacy.place import AFTERWARDS, ASKED, BEFORE, CONTENT, LATER, Place, day
from tests.support import papers
from tests.web.test_log import text_of


@pytest.fixture
def place(town, client):
    with time_machine.travel(BEFORE, tick=False):
        return Place(town, client)


def test_an_answer_tells_when_by_whom_what_why_and_on_which_ground(place):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T08:00:00Z")
    place.look(place.noor, case, "2026-04-14T15:00:00Z")
    place.look(place.partner, case, "2026-04-15T08:00:00Z")
    with time_machine.travel(LATER, tick=False):
        page, pdf = place.papers(fatma)
    told = page.decode()
    for words in ("14 april 2026", "social-worker", "15 april 2026", "chain-partner", "Partner",
                  "een zaak waarin u betrokken bent", "om u te helpen", "AVG artikel 6",
                  "Fatma Yılmaz (1984)", "niemand buiten de gemeente"):  # fmt: skip
        assert words in told, words
    assert told.count("14 april 2026") == 1
    for secret in ("Noor", "Sem", "Olga", "Gerda", "Moeder", "Emine", CONTENT, "Huilen",
                   case.reference, fatma.id.hex):  # fmt: skip
        assert secret not in told, secret
        assert secret not in papers.words(pdf), secret


def test_an_answer_tells_that_a_paper_left_the_municipality_and_not_to_whom(place):
    fatma, case = place.settle()
    for kind, at in (("briefing", "2026-04-14T08:00:00Z"), ("referral", "2026-04-15T08:00:00Z")):
        with time_machine.travel(at, tick=False):
            place.client.sign_in(place.noor)
            known = {**day("informed_on", 2026, 4, 1), "informed": "done"}
            facts = known if kind == "referral" else {}
            assert making.made(place.client, case, kind, **facts).mimetype == "application/pdf"
    with time_machine.travel(LATER, tick=False):
        page, _pdf = place.papers(fatma)
    told = making.plain(page.decode())
    before, went, _after = told.partition("een ontvanger buiten de gemeente; vraag ons welke")
    assert went
    assert before.rpartition(" april 2026")[0].endswith("15")
    assert told.count(went) == 1
    assert "Bronkhorst" not in told


def test_a_confidential_look_leaves_no_trace_and_shows_by_itself_when_it_ends(place):
    quiet, quiet_case = place.settle()
    watched, watched_case = place.settle()
    for case in (quiet_case, watched_case):
        place.look(place.noor, case, "2026-04-14T08:00:00Z")
        place.look(place.noor, case, "2026-04-16T08:00:00Z")
    place.look(place.sem, watched_case, "2026-04-14T09:00:00Z")
    place.look(place.sem, watched_case, "2026-04-15T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        assert place.hold(watched_case).status_code == 303
        assert place.papers(watched) == place.papers(quiet)
        page, pdf = place.papers(watched)
    assert "safety-adviser" not in page.decode()
    with time_machine.travel(AFTERWARDS, tick=False):
        later_page, later_pdf = place.papers(watched)
        quiet_page, _ = place.papers(quiet)
    for told in (later_page.decode(), papers.words(later_pdf)):
        assert "safety-adviser" in told
    assert "15 april 2026" in later_page.decode()
    assert "15 april 2026" not in page.decode()
    assert "15 april 2026" not in quiet_page.decode()
    assert papers.words(pdf) != papers.words(later_pdf)


def test_what_the_officers_did_for_the_answer_leaves_no_trace_in_the_next(place):
    quiet, quiet_case = place.settle()
    watched, watched_case = place.settle()
    place.look(place.noor, quiet_case, "2026-04-14T08:00:00Z")
    place.look(place.noor, watched_case, "2026-04-14T08:00:00Z")
    with time_machine.travel("2026-04-17T08:00:00Z", tick=False):
        place.hold(watched_case)
        place.client.get(f"/log/confidentiality/new?resident={watched.id.hex}")
        place.client.post(
            "/log/confidentiality",
            data={"resident": watched.id.hex, "scope": "all", "ground": "uavg-41-1-i",
                  "decision": "Z-18", **day("since", 2026, 4, 18), **day("until", 2026, 5, 1)},
        )  # fmt: skip
        place.client.get("/log/confidentiality")
        place.make(watched, last=(2026, 4, 16))
    with time_machine.travel(LATER, tick=False):
        assert place.papers(watched) == place.papers(quiet)


def test_a_page_of_the_case_tells_nothing_of_what_it_shows_of_other_cases(place):
    quiet, _ = place.settle()
    watched, _ = place.settle()
    with time_machine.travel(BEFORE, tick=False):
        lead, adviser = place.town.person(Role.TEAM_LEAD), place.town.person(Role.SAFETY_ADVISER)
        members = [(lead, TrackKind.SAFETY)]
        hidden = place.known(place.town.case(watched.row, safety=adviser, members=members))
    place.look(lead, hidden, "2026-04-14T09:00:00Z")
    with time_machine.travel("2026-04-15T09:00:00Z", tick=False):
        place.client.sign_in(adviser)
        assert place.client.get(f"/residents/{watched.id.hex}").status_code == 200
    with time_machine.travel(LATER, tick=False):
        place.hold(hidden)
        assert place.papers(watched) == place.papers(quiet)


def test_a_day_that_is_wholly_kept_back_makes_the_same_answer_as_nothing_at_all(place):
    quiet, _ = place.settle()
    watched, watched_case = place.settle()
    place.look(place.sem, watched_case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        place.hold(watched_case, scope="all")
        page, pdf = place.papers(watched)
        assert (page, pdf) == place.papers(quiet)
    assert "niets dat wij u kunnen laten zien" in page.decode()


def test_a_decision_that_is_ended_early_is_told_from_then_on(place, session):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        place.hold(case)
        (row,) = session.scalars(select(Confidentiality)).all()
        assert "safety-adviser" not in place.papers(fatma)[0].decode()
        place.client.sign_in(place.officer)
        ended = place.client.post(f"/log/confidentiality/{row.id.hex}/ending")
        assert ended.status_code == 303
        assert place.client.post(f"/log/confidentiality/{row.id.hex}/ending").status_code == 422
        assert "safety-adviser" in place.papers(fatma)[0].decode()


def test_somebody_who_worked_on_the_safety_track_then_is_from_the_safety_side(place):
    fatma, _ = place.settle()
    with time_machine.travel(BEFORE, tick=False):
        helper = place.town.person(Role.TEAM_LEAD)
        members = [(helper, TrackKind.SAFETY)]
        other = place.known(place.town.case(fatma.row, care=place.noor, members=members))
    place.look(helper, other, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        place.hold(other)
        assert "team-lead" not in place.papers(fatma)[0].decode()


def test_a_step_on_the_safety_track_is_from_the_safety_side_whoever_wrote_it(place):
    fatma, _ = place.settle()
    with time_machine.travel(BEFORE, tick=False):
        director = place.town.person(Role.SOCIAL_WORKER, name="Dirk")
        director.function = "regisseur"
        case = place.known(place.town.case(fatma.row, director=director))
    with time_machine.travel("2026-04-14T09:00:00Z", tick=False):
        place.client.sign_in(director)
        sent = place.client.post(
            f"/cases/{case.reference}/steps",
            data={"place": "safety", "kind": "phone-call", "nature": "fact",
                  "content": "sensitive", "outcome": "reached",
                  "source": "own", "body": "Gebeld.", **day("happened_on", 2026, 4, 14),
                  **day("next_on", 2026, 12, 1)},
        )  # fmt: skip
        assert sent.status_code == 303, text_of(sent)
    with time_machine.travel(LATER, tick=False):
        place.hold(case)
        assert "regisseur" not in place.papers(fatma)[0].decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((2026, 4, 1), (2026, 4, 20)),
        ((2026, 4, 9), (2026, 4, 8)),
        ((2026, 4, 1), (2026, 4, 31)),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(place, first, last):
    fatma, _ = place.settle()
    with time_machine.travel(LATER, tick=False):
        place.client.sign_in(place.officer)
        answer = place.client.post(
            f"/log/residents/{fatma.id.hex}/answers",
            data=ASKED | day("first", *first) | day("last", *last),
        )
        assert answer.status_code == 422
        assert "data-error-summary" in answer.get_data(as_text=True)


def test_an_answer_that_would_hold_too_much_asks_for_a_shorter_period(place, monkeypatch):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    monkeypatch.setattr("caseapp.privacy.queries.MOST_LINES", 0)
    with time_machine.travel(LATER, tick=False):
        place.client.sign_in(place.officer)
        answer = place.client.post(
            f"/log/residents/{fatma.id.hex}/answers",
            data=ASKED,
        )
        assert "kortere periode" in text_of(answer)


@pytest.mark.parametrize(
    "changed",
    [
        day("until", 2026, 4, 20),
        day("until", 2027, 8, 1),
        {**day("since", 2026, 5, 1), **day("until", 2026, 4, 30)},
        {"decision": ""},
        {"ground": "because"},
        {"scope": "none"},
        {"reference": "OIJ-0000-0000"},
        {"reference": ""},
    ],
)
def test_nothing_is_kept_back_without_a_ground_and_an_end(place, session, changed):
    _, case = place.settle()
    with time_machine.travel(LATER, tick=False):
        place.client.sign_in(place.officer)
        fields = {"reference": case.reference, "scope": "safety", "ground": "uavg-41-1-d",
                  "decision": "Z", **day("since", 2026, 4, 1),
                  **day("until", 2026, 8, 1)}  # fmt: skip
        answer = place.client.post("/log/confidentiality", data={**fields, **changed})
        assert answer.status_code == 422
    assert session.scalars(select(Confidentiality)).all() == []


def test_another_municipality_has_no_part_in_it(place):
    fatma, case = place.settle()
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        other = type(place.town)("Buurdorp")
        place.client.sign_in(other.person(Role.PRIVACY_OFFICER))
        assert place.client.get(path).status_code == 404
        assert place.client.post(f"{path}/release").status_code == 404
        held = place.client.post(
            "/log/confidentiality",
            data={"reference": case.reference, "scope": "all", "ground": "uavg-41-1-d",
                  "decision": "Z", **day("since", 2026, 4, 1), **day("until", 2026, 8, 1)},
        )  # fmt: skip
        assert held.status_code == 422
