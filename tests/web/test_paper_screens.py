"""Papers on the screen: what was read is what is printed, and nothing of the other track is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, escalation, plans
from caseapp.accesslog import Event
from caseapp.cases import safety_line
from caseapp.extensions import db
from caseapp.journal import sharing
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import LogUnavailable
from caseapp.measures import offer_care, prepare
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.cases import CaseSubject
from caseapp.model.content import ContentClass
from caseapp.model.measures import CareKind, MeasureKind
from caseapp.model.safety_lines import LINE_LENGTH
from caseapp.model.shares import ShareGround
from tests.papers import making
from tests.plans.writing import action_in, drafted, goal_in
from tests.support import papers as pdf
from tests.support.cast import actor_for
from tests.support.rising import rise
from tests.support.routes import soon

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
DAY = timedelta(days=1)
WORDS = {CARE: "zorgmerkteken", SAFETY: "veiligmerkteken"}


@pytest.fixture
def case(town, noor, sem, dora):
    """A case in which each track holds a marker wherever it can hold a word."""
    made = town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)
    for user, kind in ((noor, CARE), (sem, SAFETY)):
        made.track(kind).state_reason = WORDS[kind]
        town.step(made, user, kind, f"Notitie met {WORDS[kind]}.")
    drafted(dora, made)
    for user, kind in ((noor, CARE), (sem, SAFETY)):
        goal = goal_in(user, made, kind, text=f"Doel met {WORDS[kind]}.")
        action_in(user, made, goal, kind, text=f"Actie met {WORDS[kind]}.")
    plans.confirm_version(actor_for(dora), made, version=plans.draft(made).version)
    offer_care(
        actor_for(noor),
        made,
        kind=CareKind.HOUSING,
        offered_on=clock.today() - 3 * DAY,
        note=WORDS[CARE],
    )
    prepare(
        actor_for(sem),
        made,
        kind=MeasureKind.WARNING,
        resident_id=None,
        ground=WORDS[SAFETY],
        next_on=clock.today() + DAY,
    )
    escalation.escalate(actor_for(dora), made, rise=rise(3), step_ids=[])
    settled(made)
    return made


def settled(case):
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    db.session.expire_all()
    assert case.reference
    accesslog.logbook(db.session()).clear()


def then(client, user):
    """Let somebody else sign in; what the test itself looked up is nobody's look."""
    accesslog.logbook(db.session()).clear()
    client.sign_in(user)


def facts_of(kind):
    filled = {"why": "Het loopt uit de hand.", "tried": "Drie gesprekken thuis."}
    return {"briefing": filled, "referral": filled | soon("informed_on"), "plan": {}}[kind]


def paper_of(client, case, kind, **changes):
    answer = making.made(client, case, kind, **facts_of(kind), **changes)
    assert answer.mimetype == "application/pdf", answer.text
    return answer


@pytest.mark.parametrize("kind", making.KINDS)
@pytest.mark.parametrize("who", ["noor", "sem", "dora"])
def test_no_paper_holds_a_word_of_a_track_nobody_chose(request, client, case, who, kind):
    client.sign_in(request.getfixturevalue(who))
    asked = making.shown(client, case, kind, **facts_of(kind))
    told = asked.text + pdf.words(paper_of(client, case, kind).data)
    told += client.get(f"/cases/{case.reference}/papers").text
    told += client.get(f"/cases/{case.reference}/shares").text
    assert [word for word in WORDS.values() if word in told] == []


@pytest.mark.parametrize(("who", "own", "other"), [("noor", CARE, SAFETY), ("sem", SAFETY, CARE)])
def test_a_plan_takes_along_the_track_of_its_maker_and_never_the_other(
    request, client, case, who, own, other
):
    client.sign_in(request.getfixturevalue(who))
    told = pdf.words(paper_of(client, case, "plan", contents=own.value).data)
    assert f"Doel met {WORDS[own]}." in told
    assert f"Actie met {WORDS[own]}." in told
    assert WORDS[other] not in told
    refused = making.shown(client, case, "plan", contents=other.value)
    assert "Kies een van deze." in refused.text
    assert WORDS[other] not in refused.text


@pytest.mark.parametrize("own", [CARE, SAFETY])
def test_who_directs_both_tracks_still_puts_one_on_a_paper(client, case, dora, own):
    client.sign_in(dora)
    told = pdf.words(paper_of(client, case, "plan", contents=own.value).data)
    assert WORDS[own] in told
    assert WORDS[own.other] not in told


@pytest.mark.parametrize("kind", making.KINDS)
def test_what_was_read_is_what_is_printed(client, case, noor, kind):
    client.sign_in(noor)
    asked = making.plain(making.shown(client, case, kind, **facts_of(kind)).text)
    printed = pdf.words(paper_of(client, case, kind).data)
    for line in printed.splitlines():
        said = line.partition(" · bladzijde")[0]
        assert all(word in asked for word in said.split()), line


@pytest.mark.parametrize("kind", making.KINDS)
def test_every_page_says_for_whom_it_is_when_which_case_and_which_copy(client, case, noor, kind):
    client.sign_in(noor)
    for number in (1, 2):
        reader = pdf.opened(paper_of(client, case, kind, **long_for(kind)).data)
        for one in reader.pages:
            told = making.plain(one.extract_text())
            assert f"Exemplaar {number}, voor J. Bronkhorst" in told
            assert case.reference in told
            assert str(clock.today().year) in told


def long_for(kind):
    return {"question": "Lang verhaal.\n" * 100} if kind == "referral" else {}


def test_a_referral_of_many_pages_is_marked_on_each(client, case, noor):
    client.sign_in(noor)
    reader = pdf.opened(paper_of(client, case, "referral", **long_for("referral")).data)
    assert len(reader.pages) > 2


@pytest.mark.parametrize("kind", making.KINDS)
def test_a_screen_reader_can_read_it_and_it_lasts(client, case, noor, kind):
    client.sign_in(noor)
    reader = pdf.opened(paper_of(client, case, kind).data)
    kept = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfuaid:part>1" in kept
    assert "<pdfaid:part>2" in kept
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "nl"


def test_a_briefing_sheet_is_one_page_however_much_is_typed(client, case, noor):
    client.sign_in(noor)
    most = {"options": "wat te kiezen is " * 88, "recipient": "J" * 120, "function": "f" * 120}
    reader = pdf.opened(paper_of(client, case, "briefing", **most).data)
    assert len(reader.pages) == 1
    many = making.shown(client, case, "briefing", **facts_of("briefing"), options="a\n" * 400)
    assert many.status_code == 422
    assert "Dit past niet op één bladzijde." in many.text
    assert "Zo wordt het geprint" not in many.text


def test_a_briefing_sheet_tells_the_phase_the_reasons_the_balance_and_who(client, case, noor):
    client.sign_in(noor)
    told = making.plain(pdf.words(paper_of(client, case, "briefing").data))
    for said in (
        "AVE 3",
        "Het loopt uit de hand.",
        "Drie gesprekken thuis.",
        "Zorg aangeboden",
        "in voorbereiding",
        "Een gesprek, of nog afwachten.",
        "Noor Wissink",
        "Sem te Brake",
        "Dora Heijink",
    ):
        assert said in told, said
    assert "Yılmaz" not in told


@pytest.mark.parametrize("kind", ["briefing", "referral"])
def test_what_is_done_when_it_becomes_unsafe_goes_along_with_who_agreed_and_who_did_not(
    client, case, noor, sem, kind
):
    client.sign_in(noor)
    none = making.plain(pdf.words(paper_of(client, case, kind).data))
    assert "Daarover is nog niets afgesproken." in none
    longest = "Bel eerst 112. " * (LINE_LENGTH // 15)
    safety_line.set_line(actor_for(noor), case, body=longest.strip(), over=0)
    settled(case)
    then(client, noor)
    told = making.plain(pdf.words(paper_of(client, case, kind).data))
    assert longest.strip() in told
    assert f"Vastgesteld door {noor.name} op" in told
    assert "Nog niet bevestigd voor het veiligheidsspoor." in told


@pytest.mark.parametrize("field", ["why", "tried"])
@pytest.mark.parametrize("kind", ["briefing", "referral"])
def test_reasons_are_words_of_the_decisions_and_nothing_is_put_between(
    client, case, noor, kind, field
):
    client.sign_in(noor)
    changed = {**facts_of(kind), field: "Hij drinkt."}
    answer = making.shown(client, case, kind, **changed)
    assert "Gebruik alleen woorden uit de besluiten over de fase" in answer.text
    assert "Zo wordt het geprint" not in answer.text


def test_words_from_a_track_go_along_when_ticked_and_police_data_cannot_be(
    client, town, case, noor, sem
):
    facts = {
        "purpose": "Voor het overleg.",
        "until_on": clock.today() + 9 * DAY,
        "content": ContentClass.SPECIAL,
        "ground": ShareGround.PUBLIC_TASK,
    }
    shares = [
        sharing.share_excerpt(actor_for(user), town.step(case, user, kind, said), excerpt=said, **f)
        for user, kind, said, f in (
            (noor, CARE, "Zij is bang.", facts),
            (noor, CARE, "Ongekozen woorden.", facts),
            (
                sem,
                SAFETY,
                "Uit het register.",
                facts | {"content": ContentClass.POLICE, "ground": ShareGround.POLICE_ACT},
            ),
        )
    ]
    ticked = [shares[0].id.hex, shares[2].id.hex]
    settled(case)
    client.sign_in(sem)
    form = client.get(making.address(case, "referral") + "/new").text
    assert "Zij is bang." in form
    assert "Uit het register." not in form
    told = making.plain(pdf.words(paper_of(client, case, "referral", shared=ticked).data))
    assert "Zij is bang." in told
    assert "Ongekozen woorden." not in told
    assert "Uit het register." not in told
    assert "bijzonder, zoals gezondheid" in told


def test_a_referral_holds_the_fields_of_the_application_forms(client, case, noor):
    client.sign_in(noor)
    told = making.plain(pdf.words(paper_of(client, case, "referral").data))
    for said in (
        "Noor Wissink",
        "L. Ruesink",
        "Yılmaz",
        "Denk mee over wonen.",
        "Rust in de straat.",
        "De woningcorporatie.",
        "Signalen van zorg",
        "Signalen van veiligheid",
        "Wapens niet bekend",
        "Bedreiging ja",
        "De wijkagent is geweest.",
        "Schulden, drank en ruzie.",
        "De inwoner weet het nog niet",
        "Hij zou verhuizen zonder adres.",
        "Grondslag: publieke taak",
        "Burgerservicenummers staan niet in dit stuk.",
        "Er zijn geen bijlagen.",
    ):
        assert said in told, said


def test_when_the_resident_hears_of_it_must_be_said(client, case, noor):
    client.sign_in(noor)
    later = making.shown(client, case, "referral", **facts_of("briefing"))
    assert "Vul in wanneer u opnieuw bekijkt of het kan." in later.text
    done = making.shown(client, case, "referral", **facts_of("briefing"), informed="done")
    assert "Vul in wanneer de inwoner het hoorde." in done.text


def test_nothing_is_made_before_it_was_read_and_a_change_is_read_first(client, session, case, noor):
    client.sign_in(noor)
    asked = making.shown(client, case, "briefing", **facts_of("briefing"))
    assert "Het is nog niet gemaakt." in asked.text
    seen = {"previewed": making.previewed(asked), **facts_of("briefing")}
    changed = making.shown(client, case, "briefing", **seen, options="Iets anders.")
    assert changed.status_code == 422
    assert "Iets anders." in changed.text
    assert made_entries(session) == []


def test_who_reads_while_another_makes_one_reads_again_with_the_next_number(
    client, case, noor, sem
):
    client.sign_in(noor)
    seen = making.previewed(making.shown(client, case, "briefing", **facts_of("briefing")))
    then(client, sem)
    paper_of(client, case, "briefing")
    then(client, noor)
    late = making.shown(client, case, "briefing", **facts_of("briefing"), previewed=seen)
    assert late.status_code == 422
    assert "Exemplaar 2, voor J. Bronkhorst" in making.plain(late.text)


def test_without_the_log_not_a_byte_of_it_leaves(client, session, case, noor, monkeypatch):
    client.sign_in(noor)
    facts = facts_of("briefing")
    seen = making.previewed(making.shown(client, case, "briefing", **facts))
    books = type(accesslog.logbook(session()))

    def away(*_args):
        raise LogUnavailable

    monkeypatch.setattr(books, "write", away)
    answer = making.shown(client, case, "briefing", **facts, previewed=seen)
    assert answer.status_code == 503
    assert b"%PDF" not in answer.data
    monkeypatch.undo()
    listed = client.get(f"/cases/{case.reference}/papers").text
    assert "Er is nog geen stuk gemaakt" in listed


def test_pressing_twice_makes_one_copy(client, session, case, noor):
    client.sign_in(noor)
    facts = {**facts_of("briefing"), "form_key": "k" * 32}
    seen = making.previewed(making.shown(client, case, "briefing", **facts))
    first = making.shown(client, case, "briefing", **facts, previewed=seen)
    assert first.mimetype == "application/pdf"
    second = making.shown(client, case, "briefing", **facts, previewed=seen)
    assert second.status_code == 303
    assert second.location.endswith(f"/cases/{case.reference}/papers")
    assert len(made_entries(session)) == 1


@pytest.mark.parametrize("kind", making.KINDS)
def test_everybody_the_case_is_about_has_a_line_in_the_log_of_the_making(
    client, session, case, noor, kind
):
    client.sign_in(noor)
    paper_of(client, case, kind)
    (entry,) = made_entries(session)
    people = select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    query = select(CaseSubject.resident_id).where(CaseSubject.case_id == case.id)
    about = session.scalars(query.execution_options(unseen="position")).all()
    assert about
    assert set(session.scalars(people)) >= set(about)


def made_entries(session):
    query = select(AccessEntry).where(AccessEntry.event == Event.PAPER_MADE)
    return session.scalars(query).all()


def test_what_was_made_is_listed_for_the_case_and_what_left_in_its_ledger(client, case, noor, sem):
    client.sign_in(noor)
    paper_of(client, case, "briefing")
    paper_of(client, case, "referral", recipient="K. Buiten")
    then(client, sem)
    listed = making.plain(client.get(f"/cases/{case.reference}/papers").text)
    ledger = making.plain(client.get(f"/cases/{case.reference}/shares").text)
    assert "J. Bronkhorst, burgemeester, Gemeente Testdam" in listed
    assert "Aanmelding bij het Zorg- en Veiligheidshuis, exemplaar 2" in listed
    assert "Zij beslist over een gesprek." in listed
    assert "K. Buiten, procesregisseur, Zorg- en Veiligheidshuis Achterhoek" in ledger
    assert "Noor Wissink" in ledger
    assert "J. Bronkhorst" not in ledger
    assert "Denk mee over wonen." not in listed + ledger


def test_without_a_plan_that_holds_there_is_none_on_paper(client, town, noor):
    bare = town.case(town.resident(), care=noor)
    client.sign_in(noor)
    for answer in (
        client.get(making.address(bare, "plan") + "/new"),
        making.shown(client, bare, "plan"),
    ):
        assert answer.status_code == 303
        assert answer.location.endswith("/papers")
    assert "Er is nog geen plan dat geldt." in client.get(f"/cases/{bare.reference}/papers").text


def test_before_any_decision_a_briefing_says_so(client, town, noor):
    bare = town.case(town.resident(), care=noor)
    client.sign_in(noor)
    told = making.plain(pdf.words(making.made(client, bare, "briefing").data))
    assert "Over de fase is nog niets besloten." in told
    assert "Er is geen zorg aangeboden." in told


def test_a_paper_is_dutch_whatever_language_its_maker_reads(client, session, case, noor):
    noor.language = "en"
    session.commit()
    client.sign_in(noor)
    asked = making.shown(client, case, "briefing", **facts_of("briefing"))
    assert "It has not been made yet." in asked.text
    told = pdf.words(paper_of(client, case, "briefing").data)
    assert "Balans tussen zorg en veiligheid" in told
    assert "publieke taak" in told
    assert "public" not in told


def test_a_closed_case_has_papers_to_read_about_and_none_to_make(client, session, town, noor):
    shut = town.case(town.resident(), care=noor, state=CaseState.CLOSED)
    client.sign_in(noor)
    assert client.get(making.address(shut, "briefing") + "/new").status_code == 404
    assert client.get(f"/cases/{shut.reference}/papers").status_code == 200


def test_somebody_elses_case_has_no_papers(client, town, case):
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    for place in ("", "/briefing/new", "/referral/new", "/plan/new"):
        assert client.get(f"/cases/{case.reference}/papers{place}").status_code == 404


def test_nothing_that_is_typed_can_give_orders_to_the_typesetter(client, case, noor):
    client.sign_in(noor)
    typed = '#panic("x") $x$ #read("/etc/passwd") <a> *b* \\ "quote" {{ 7*7 }}'
    told = pdf.words(paper_of(client, case, "briefing", options=typed).data)
    assert making.plain(told).count('#panic("x") $x$ #read("/etc/passwd")') == 1
