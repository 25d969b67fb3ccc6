"""Letters on the screen: a template is tried out first, and a letter is read before it is made."""

import io

import pytest
from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import LogUnavailable
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.papers import letters, wordfile
from tests.papers.making import plain, previewed
from tests.support.cast import actor_for
from tests.support.wordfiles import a_letter, crafted, text_of, word

HOME = "/settings/letter-templates"


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR)


@pytest.fixture
def case(town, noor, sem, dora):
    living = town.resident("Yılmaz", street="Dorpsplein", house_number="1", city="Testdam")
    made = town.case(living, care=noor, safety=sem, director=dora)
    for user, kind in ((noor, TrackKind.CARE), (sem, TrackKind.SAFETY)):
        town.step(made, user, kind, f"{kind.value}merkteken")
    return made


@pytest.fixture
def facts(town, admin, case):
    """What a letter asks, once there is a template."""
    template = letters.add_template(
        actor_for(admin), town.municipality, name="Uitnodiging", file=a_letter()
    )
    db.session.commit()
    known = {
        "template": template.id.hex,
        "resident": case.subjects[0].resident_id.hex,
        "body": "Komt u langs?\nDe koffie staat klaar <3.",
    }
    accesslog.logbook(db.session()).clear()
    return known


def offered(client, file, address=HOME, **fields):
    data = {"file": (io.BytesIO(file), "brief.docx"), **fields}
    return client.post(address, data=data, content_type="multipart/form-data")


def place(case):
    return f"/cases/{case.reference}/papers/letter"


def made(client, case, facts):
    seen = previewed(client.post(place(case), data=facts))
    return client.post(place(case), data={**facts, "previewed": seen})


def test_a_template_is_added_replaced_and_used_no_more(client, session, admin, town):
    client.sign_in(admin)
    assert "Er is nog geen sjabloon" in client.get(HOME).text
    assert "de naam van de inwoner" in client.get(HOME).text
    assert client.get(f"{HOME}/new").status_code == 200
    assert offered(client, a_letter(), name="Uitnodiging").location == HOME
    (first,) = letters.templates_in_use(town.id)
    assert "Uitnodiging" in client.get(HOME).text
    assert client.get(f"{HOME}/{first.id.hex}/edit").status_code == 200
    assert offered(client, word("{{ tekst }}"), f"{HOME}/{first.id.hex}").location == HOME
    (second,) = letters.templates_in_use(town.id)
    assert second.id != first.id
    assert client.post(f"{HOME}/{second.id.hex}/retirement").location == HOME
    assert "Er is nog geen sjabloon" in client.get(HOME).text
    gone = client.post(f"{HOME}/{second.id.hex}/retirement", follow_redirects=True)
    assert "Dit sjabloon is niet meer in gebruik." in gone.text


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (word("{{ voornaam }}"), "Dit veld bestaat niet. (voornaam)"),
        (word("{{ naam.__class__ }}"), "Dit veld bestaat niet. (naam.__class__)"),
        (word("{% for i in naam %}"), "Gebruik alleen velden"),
        (
            crafted(word("x"), add={"word/vbaProject.bin": b"x"}),
            "In dit bestand zit meer dan tekst",
        ),
        (b"%PDF-1.7", "Dit is geen gewoon Word-bestand (.docx)."),
        (b"", "Dit is geen gewoon Word-bestand (.docx)."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_kept(client, admin, town, file, said):
    client.sign_in(admin)
    answer = offered(client, file, name="Uitnodiging")
    assert answer.status_code == 422
    assert said in plain(answer.text)
    assert letters.templates_in_use(town.id) == []


def test_a_file_that_is_too_large_is_said_to_be(client, admin, monkeypatch):
    monkeypatch.setattr(wordfile, "MOST_BYTES", 100)
    client.sign_in(admin)
    answer = offered(client, a_letter(), name="Uitnodiging")
    assert "Dit bestand is te groot: hooguit 2 MB." in answer.text


def test_a_name_in_use_is_said_at_its_field(client, admin, facts):
    client.sign_in(admin)
    answer = offered(client, a_letter(), name="Uitnodiging")
    assert answer.status_code == 422
    assert "Er is al een sjabloon met deze naam." in answer.text


def test_templates_are_for_who_administers(client, noor, facts):
    client.sign_in(noor)
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}/{facts['template']}/edit").status_code == 404


def test_a_letter_is_read_as_it_will_be_and_holds_what_was_read(
    client, session, case, dora, noor, facts
):
    client.sign_in(noor)
    assert "Uitnodiging" in client.get(f"{place(case)}/new").text
    asked = client.post(place(case), data=facts)
    assert asked.status_code == 422
    assert "Het is nog niet gemaakt." in asked.text
    answer = made(client, case, facts)
    assert answer.mimetype.endswith("wordprocessingml.document")
    told = text_of(answer.data)
    for said in (
        "Aan Jan Yılmaz",
        "Dorpsplein 1, Testdam",
        f"Kenmerk {case.reference}/1",
        str(clock.today().year),
        "De koffie staat klaar <3.",
        dora.name,
        noor.name,
        "Gemeente Testdam",
    ):
        assert said in told, said
        assert said in plain(asked.text), said
    assert "merkteken" not in told + asked.text
    accesslog.logbook(db.session()).clear()
    entries = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.LETTER_MADE))
    assert len(entries.all()) == 1


def test_what_changed_since_it_was_read_is_read_first(client, case, noor, facts):
    client.sign_in(noor)
    seen = previewed(client.post(place(case), data=facts))
    changed = client.post(place(case), data={**facts, "body": "Iets anders.", "previewed": seen})
    assert changed.status_code == 422
    assert "Iets anders." in changed.text
    assert "Er is nog geen stuk gemaakt" in client.get(f"/cases/{case.reference}/papers").text


def test_a_letter_that_was_read_for_one_person_is_not_made_for_another(
    client, town, admin, noor, sem
):
    case = town.case(town.resident("Yılmaz"), town.resident("Demir"), care=noor, safety=sem)
    first, second = (one.resident_id.hex for one in case.subjects)
    template = letters.add_template(
        actor_for(admin), town.municipality, name="Zonder naam", file=word("{{ tekst }}")
    )
    db.session.commit()
    facts = {"template": template.id.hex, "resident": first, "body": "Komt u langs?"}
    reference = f"/cases/{case.reference}/papers"
    accesslog.logbook(db.session()).clear()
    client.sign_in(noor)
    seen = previewed(client.post(f"{reference}/letter", data=facts))
    other = facts | {"resident": second, "previewed": seen}
    assert client.post(f"{reference}/letter", data=other).status_code == 422
    assert "Er is nog geen stuk gemaakt" in client.get(reference).text


def test_a_letter_stands_in_the_list_and_the_ledger_without_what_it_said(
    client, case, noor, sem, facts
):
    client.sign_in(noor)
    assert made(client, case, facts).status_code == 200
    accesslog.logbook(db.session()).clear()
    client.sign_in(sem)
    for page in ("papers", "shares"):
        told = plain(client.get(f"/cases/{case.reference}/{page}").text)
        assert "Uitnodiging, brief 1" in told
        assert "Jan Yılmaz" in told
        assert noor.name in told
        assert "koffie" not in told


def test_without_the_log_no_letter_leaves(client, session, case, noor, facts, monkeypatch):
    client.sign_in(noor)
    seen = previewed(client.post(place(case), data=facts))

    def away(*_args):
        raise LogUnavailable

    monkeypatch.setattr(type(accesslog.logbook(session())), "write", away)
    answer = client.post(place(case), data={**facts, "previewed": seen})
    assert answer.status_code == 503
    assert b"PK" not in answer.data


def test_pressing_twice_makes_one_letter(client, case, noor, facts):
    client.sign_in(noor)
    once = {**facts, "form_key": "k" * 32}
    seen = previewed(client.post(place(case), data=once))
    first = client.post(place(case), data={**once, "previewed": seen})
    second = client.post(place(case), data={**once, "previewed": seen})
    assert first.status_code == 200
    assert second.status_code == 303
    assert "brief 2" not in client.get(f"/cases/{case.reference}/papers").text


@pytest.mark.parametrize("field", ["template", "resident"])
def test_only_what_is_offered_can_be_chosen(client, town, case, noor, facts, field):
    other = town.resident("Vreemd").id.hex
    accesslog.logbook(db.session()).clear()
    client.sign_in(noor)
    for chosen in (other, "niets", ""):
        answer = client.post(place(case), data={**facts, field: chosen})
        assert answer.status_code == 422
        assert "Vreemd" not in answer.text


def test_without_a_template_there_is_no_letter_to_make(client, case, noor):
    client.sign_in(noor)
    answer = client.get(f"{place(case)}/new", follow_redirects=True)
    assert "Er is nog geen brief om te kiezen" in answer.text
