"""A social worker hands over and goes on leave; that night nothing that was theirs is uncovered."""

import json
import zlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy import create_engine, select

from caseapp.kernel import clock
from caseapp.model.accounts import User
from caseapp.model.case_words import CaseState, Part
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.watchdog import CoverStatement
from tests.browser.towns import DOMAIN

COLLEAGUE = "Merel Tiggeloven"
NOTE = "De afspraken staan in de stappen. Bel eerst met school."
WORK = "Alles overdragen"


def test_what_was_handed_over_is_covered_on_the_night_of_the_leave(person, town):
    youssef, merel = person("youssef.elamrani"), person("merel.tiggeloven")
    theirs = held(town, youssef)
    assert len(theirs) >= 2
    offer_everything(youssef)
    go_away(youssef, status=422)
    youssef.sees("Dit staat nog open")
    accept_everything(merel, len(theirs))
    youssef.open("/leaves")
    go_away(youssef)
    youssef.sees("Vastgelegd")
    youssef.sign_out()
    town.night()
    assert not held(town, youssef)
    assert theirs <= held(town, merel)
    assert theirs & uncovered(town) == set()
    merel.sign_out()


def offer_everything(someone):
    someone.sign_in()
    someone.open("/leaves")
    someone.follow(WORK)
    for choice in someone.main.locator("select").all():
        choice.select_option(label=COLLEAGUE)
    someone.page.get_by_label("Wat moeten de anderen weten?").fill(NOTE)
    someone.press("Aanbieden")
    someone.sees("Tot iemand ze aanneemt, blijven ze van u.")


def go_away(someone, *, status=200):
    if not someone.path.startswith("/leaves"):
        someone.open("/leaves")
    someone.follow("Verlof vastleggen")
    someone.date("first_on", clock.today())
    someone.date("last_on", clock.today() + timedelta(days=9))
    someone.press("Vastleggen", status=status)


def accept_everything(someone, number):
    someone.sign_in()
    for _ in range(number):
        someone.menu("Mijn werk")
        someone.follow("Lezen en antwoorden")
        someone.sees(NOTE)
        someone.press("Aannemen")
    someone.menu("Mijn werk")
    assert someone.main.get_by_role("link", name="Lezen en antwoorden").count() == 0


def asked(town, query):
    engine = create_engine(town.database)
    with engine.begin() as connection:
        rows = connection.execute(query.execution_options(unseen="count")).all()
    engine.dispose()
    return rows


def held(town, someone):
    """Give the open cases somebody directs, and the care tracks they own."""
    user = select(User.id).where(User.email == f"{someone.name}@{DOMAIN}").scalar_subquery()
    query = (
        select(Involvement.case_id, Involvement.part, Track.id)
        .join(Case, (Case.id == Involvement.case_id) & (Case.state != CaseState.CLOSED))
        .join(Track, (Track.case_id == Involvement.case_id) & (Track.kind == "care"))
        .where(Involvement.user_id == user, Involvement.ended_at.is_(None))
        .where(Involvement.part.in_([Part.DIRECTOR, Part.OWNER]))
    )
    rows = asked(town, query)
    return {case if part is Part.DIRECTOR else track for case, part, track in rows}


def uncovered(town):
    """Give what the statement of this night says is not covered, in any municipality."""
    rows = asked(town, select(CoverStatement.content).where(CoverStatement.day == clock.today()))
    assert rows
    stated = [json.loads(zlib.decompress(content)) for (content,) in rows]
    return {UUID(line["subject"]) for one in stated for line in one["uncovered"]}
