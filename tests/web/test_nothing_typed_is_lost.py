"""What somebody typed waits for them: through a session that ended, a purpose, a colleague."""

from io import BytesIO

from sqlalchemy import delete, select, update

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import UserSession
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.imports import ImportRun
from tests.support import routes

TEXT = "Bijna kwijt, maar niet heus."
LIST = (
    b"Naam;Geboortedatum;Straat;Huisnummer\n"
    b"Jan Wissink;03-04-1980;Kerkstraat;12\n"
    b"Fatma Yilmaz;1 mei 1975;Dorpsstraat;3\n"
)


def enter(client, session, user):
    """Sign in anew: the tests know one token for each person."""
    session.execute(delete(UserSession))
    session.commit()
    client.sign_in(user)


def send_too_late(client, session, user, address, fields):
    """Send a form of which the session ended meanwhile, and sign in anew."""
    enter(client, session, user)
    session.execute(update(UserSession).values(ended_at=clock.now()))
    session.commit()
    sent = client.post(address, data=fields)
    assert (sent.status_code, sent.location) == (303, "/sign-in")
    with client.session_transaction() as cookie:
        ready = cookie["after_sign_in"]
    enter(client, session, user)
    return client.get(ready)


def test_why_a_track_is_done_waits_after_signing_in(client, session, town, noor):
    case = town.case(town.resident(), care=noor)
    address = f"/cases/{case.reference}/tracks/care"
    page = send_too_late(client, session, noor, address, {"state": "done", "reason": TEXT})
    assert TEXT in page.text
    assert "Dit is uw concept" in page.text


def test_a_concept_that_was_overtaken_says_so(client, session, town, noor):
    case = town.case(town.resident(), care=noor)
    track = case.track(TrackKind.CARE)
    address = f"/cases/{case.reference}/tracks/care"
    fields = {"state": "done", "reason": TEXT, "made_from": str(track.version)}
    track.state_reason = "Van een collega."
    session.commit()
    page = send_too_late(client, session, noor, address, fields)
    assert TEXT in page.text
    assert "Van een collega." in page.text
    session.refresh(track)
    sent = {"state": "done", "reason": TEXT, "version": str(track.version)}
    assert client.post(address, data=sent).status_code == 303


def test_a_name_typed_for_a_new_colleague_waits_after_signing_in(client, session, town):
    admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    page = send_too_late(client, session, admin, "/users", {"name": TEXT, "roles": "intake"})
    assert TEXT in page.text


def test_who_was_chosen_to_work_on_a_case_waits_after_signing_in(client, session, town, noor):
    director = town.person(Role.SOCIAL_WORKER)
    case = town.case(town.resident(), director=director)
    address = f"/cases/{case.reference}/staff"
    fields = {"user": noor.id.hex, "part": str(Part.OWNER), "place": "care"}
    page = send_too_late(client, session, director, address, fields)
    (option,) = [tag for tag in page.text.split("<option") if noor.id.hex in tag]
    assert "selected" in option


def test_decisions_about_doubles_and_columns_wait_after_signing_in(client, session, town):
    thea = town.person(Role.INTAKE)
    client.sign_in(thea)
    client.post("/imports", data={"file": (BytesIO(LIST), "lijst.csv")})
    first = session.scalars(select(ImportRun)).one()
    teams = {"care_team": town.care_team.id.hex, "safety_team": town.safety_team.id.hex}
    client.post(f"/imports/{first.id.hex}/confirmation", data=teams)
    again = LIST.replace(b";12\n", b";12a\n").replace(b";3\n", b";3a\n")
    address = client.post("/imports", data={"file": (BytesIO(again), "weer.csv")}).location
    page = send_too_late(client, session, thea, f"{address}/confirmation", {"rest": "same"})
    assert 'value="same" checked' in " ".join(page.text.split())
    page = send_too_late(client, session, thea, address, {"column-3": "city"})
    assert '<option value="city" selected' in " ".join(page.text.split())


def test_who_must_first_say_what_for_finds_the_text_back(client, session, town, noor, lida):
    case = town.case(town.resident(), care=noor)
    client.sign_in(lida)
    asked = client.post(f"/cases/{case.reference}/flags", data={"facts": TEXT})
    assert asked.status_code == 303
    assert "/purposes/" in asked.location
    assert "Wat u typte is bewaard" in client.get(asked.location).text
    told = client.post(asked.location, data={"purpose": "supervision"})
    assert told.location == f"/cases/{case.reference}/flags/new"
    assert TEXT in client.get(told.location).text


def test_two_texts_stand_beside_each_other_under_the_words_of_the_screen(
    client, session, town, noor
):
    case = town.case(town.resident(), care=noor)
    client.sign_in(noor)
    address = f"/cases/{case.reference}/tracks/care"
    fields = {"state": "not-needed", "reason": TEXT, "version": "0", **routes.soon("next_on")}
    late = client.post(address, data=fields)
    assert late.status_code == 409
    for words in ("Hoe staat dit spoor ervoor?", "niet nodig", "Volgende datum", TEXT):
        assert words.casefold() in late.text.casefold()
    assert "next_on-day" not in late.text
    assert f'href="{address}/edit"' in late.text
