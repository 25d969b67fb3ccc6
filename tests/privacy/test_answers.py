"""The answer to "who looked at my data": what it tells, and above all what it does not."""

import io
from datetime import date
from types import SimpleNamespace

import pypdf
import pytest
import time_machine
from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.cases import TrackKind
from caseapp.model.privacy import Confidentiality, Release, ResidentAnswer
from tests.web.test_log import text_of

CONTENT = "Fatma belde huilend op"
BEFORE = "2026-03-02T09:00:00Z"
LATER = "2026-04-20T09:00:00Z"
AFTERWARDS = "2026-08-03T09:00:00Z"


class Place:
    """A town in which the same happened to everybody, except for what is told apart."""

    def __init__(self, town, client):
        self.town, self.client = town, client
        self.noor = town.person(Role.SOCIAL_WORKER, name="Noor Wissink")
        self.sem = town.person(Role.SAFETY_ADVISER, name="Sem de Groot")
        self.partner = town.person(Role.CHAIN_PARTNER, name="Petra Woon")
        self.officer = town.person(Role.PRIVACY_OFFICER, name="Olga Officier")
        self.protector = town.person(Role.DATA_PROTECTION_OFFICER, name="Gerda Bescherming")

    def settle(self, **facts):
        with time_machine.travel(BEFORE, tick=False):
            return self._settle(**facts)

    def _settle(self, **facts):
        fatma = self.town.resident(
            "Yılmaz", first_names="Fatma", birth_date=date(1984, 3, 7), **facts
        )
        mother = self.town.resident("Moeder", first_names="Emine")
        return self.known(fatma), self.known(self.open(fatma, mother))

    def open(self, *residents):
        case = self.town.case(*residents, care=self.noor, safety=self.sem, title="Huilen",
                              partner=self.partner)  # fmt: skip
        self.town.step(case, self.noor, None, CONTENT)
        return case

    @staticmethod
    def known(row):
        """Keep what a test needs of a row, so that it reads no row that nobody accounts for."""
        return SimpleNamespace(id=row.id, reference=getattr(row, "reference", ""), row=row)

    def look(self, who, case, at):
        with time_machine.travel(at, tick=False):
            self.client.sign_in(who)
            assert self.client.get(f"/cases/{case.reference}").status_code == 200

    def hold(self, case, scope="safety"):
        self.client.sign_in(self.officer)
        return self.client.post(
            "/log/confidentiality",
            data={"reference": case.reference, "scope": scope, "ground": "uavg-41-1-d",
                  "decision": "Z-2026-17", **day("since", 2026, 4, 1), **day("until", 2026, 8, 1)},
        )  # fmt: skip

    def make(self, resident, by=None, last=(2026, 4, 19)):
        self.client.sign_in(by or self.officer)
        sent = self.client.post(
            f"/log/residents/{resident.id.hex}/answers",
            data={**day("first", 2026, 4, 1), **day("last", *last)},
        )
        assert sent.status_code == 303, text_of(sent)
        return sent.location

    def release(self, path, by=None):
        self.client.sign_in(by or self.protector)
        return self.client.post(f"{path}/release")

    def papers(self, resident):
        path = self.make(resident)
        assert self.release(path).status_code == 303
        return self.client.get(f"{path}/page").data, self.client.get(f"{path}/pdf").data


def day(name, year, month, number):
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": str(year)}


def pdf_text(data):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


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
        assert secret not in pdf_text(pdf), secret


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
    for told in (later_page.decode(), pdf_text(later_pdf)):
        assert "safety-adviser" in told
    assert "15 april 2026" in later_page.decode()
    assert "15 april 2026" not in page.decode()
    assert "15 april 2026" not in quiet_page.decode()
    assert pdf_text(pdf) != pdf_text(later_pdf)


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
            data={"place": "safety", "kind": "phone-call", "nature": "fact", "outcome": "reached",
                  "source": "own", "body": "Gebeld.", **day("happened_on", 2026, 4, 14),
                  **day("next_on", 2026, 12, 1)},
        )  # fmt: skip
        assert sent.status_code == 303, text_of(sent)
    with time_machine.travel(LATER, tick=False):
        place.hold(case)
        assert "regisseur" not in place.papers(fatma)[0].decode()


def test_where_the_safety_side_looked_another_person_releases(place, session):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        assert "Laat een andere privacy officer" in text_of(place.client.get(path))
        assert place.release(path, by=place.officer).status_code == 422
        assert session.scalars(select(Release)).all() == []
        assert place.release(path, by=place.protector).status_code == 303
        assert place.release(path, by=place.protector).status_code == 422
    (release,) = session.scalars(select(Release)).all()
    (entry,) = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.ANSWER_RELEASED)
    ).all()
    assert entry.details == f"sha256={release.digest.hex()}"
    assert (entry.user_id, entry.subject_id) == (place.protector.id, release.answer_id)
    lines = session.scalars(
        select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    ).all()
    assert lines == [fatma.id]


def test_where_only_care_looked_one_person_will_do(place):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        assert place.release(path, by=place.officer).status_code == 303


def test_nothing_leaves_before_it_is_released(place):
    fatma, _ = place.settle()
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        assert place.client.get(f"{path}/page").status_code == 404
        assert place.client.get(f"{path}/pdf").status_code == 404


def test_an_answer_that_would_read_otherwise_now_is_made_anew(place):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        place.hold(case)
        refused = place.release(path)
        assert refused.status_code == 422
        assert "veranderd" in text_of(refused)


def test_an_answer_is_kept_as_it_was_released_whatever_comes_after(place, session):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        place.release(path)
        before = place.client.get(f"{path}/pdf").data
        place.noor.function = "iets anders"
        session.commit()
        place.hold(case, scope="all")
    with time_machine.travel(AFTERWARDS, tick=False):
        place.client.sign_in(place.officer)
        assert place.client.get(f"{path}/pdf").data == before


def test_the_answer_is_sealed_under_the_key_of_the_resident(place, session):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        (answer,) = session.scalars(select(ResidentAnswer)).unique().all()
        assert b"Fatma" not in answer.content_sealed
        assert "Fatma" in answer.content
        answer.key.destroy()
        accesslog.logbook(session()).seen.clear()
        session.commit()
        place.client.sign_in(place.officer)
        assert place.client.get(path).status_code == 500
        again = place.client.post(
            f"/log/residents/{fatma.id.hex}/answers",
            data={**day("first", 2026, 4, 1), **day("last", 2026, 4, 19)},
        )
        assert again.status_code == 422


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
            data={**day("first", *first), **day("last", *last)},
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
            data={**day("first", 2026, 4, 1), **day("last", 2026, 4, 19)},
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
