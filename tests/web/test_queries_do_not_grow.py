"""A page asks as much of the database for thirty rows as for three: no list is read row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from caseapp import accesslog, cases, residents
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.organisations import Team
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.model.residents import Household, HouseholdMember, Relation, RelationKind
from caseapp.residents import search_rows
from tests.support.cast import Town, actor_for
from tests.support.reporting import report

pytestmark = pytest.mark.no_cover

FEW, MANY = 3, 30
DAY = timedelta(days=1)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Note every statement that goes to the database, savepoints of the tests left out."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(client, path):
    """Ask for a page: a request has a session of its own, in which nothing is loaded yet.

    How late the sealing is, each asks anew: otherwise the clock decided which request does.
    """
    client.application.extensions["samenhang-sealing"].looked_at = None
    with counted() as seen:
        answer = client.get(path)
    assert answer.status_code == 200, path
    asked = [one for one in seen if not one.startswith(("SAVEPOINT", "RELEASE"))]
    assert asked
    return asked, answer.get_data(as_text=True)


class Street:
    """Where everything comes in rows: each row has its own people, colleagues and history."""

    def __init__(self, town, rows):
        self.town = town
        self.noor = town.person(Role.SOCIAL_WORKER, name="Noor Wissink")
        self.sem = town.person(Role.SAFETY_ADVISER, name="Sem te Brake")
        self.thea = town.person(Role.INTAKE, name="Thea Koster")
        self.piet = town.person(Role.PROCESS_DIRECTOR, name="Piet Proces")
        self.ida = town.person(Role.INTAKE, name="Ida Toegang")
        self.officer = town.person(Role.PRIVACY_OFFICER, name="Peter Prins")
        self.head = town.resident("Jansen", first_names="Jan", birth_date=date(1980, 5, 6))
        self.home = Household(municipality_id=town.id)
        db.session.add(self.home)
        self._move_in(self.head)
        self.case = town.case(self.head, care=self.noor, safety=self.sem, director=self.piet)
        self._begin_plan()
        self.known = set()
        for number in range(rows):
            self._add(number)

    def _move_in(self, resident):
        member = HouseholdMember(
            municipality_id=self.town.id, household=self.home, resident=resident, source="zelf"
        )
        db.session.add(member)

    def _add(self, number):
        town, today = self.town, clock.today()
        one = town.resident("Jansen", first_names=f"Jan {number}", birth_date=date(1980, 5, 6))
        search_rows.write_anew(db.session(), one)
        self._move_in(one)
        db.session.add(
            Relation(
                municipality_id=town.id,
                from_resident=self.head,
                to_resident=one,
                kind=RelationKind.NEIGHBOUR,
                source="zelf",
            )
        )
        author = town.person(Role.SOCIAL_WORKER, name=f"Schrijver {number}")
        self.step = town.step(self.case, author, TrackKind.CARE, f"Gesproken {number}.")
        self._plan(author, number)
        town.step(self.case, author, None, "Anders.", corrects_id=self.step.id, reason="Vergist")
        town.flag(self.case, author)
        people = [one, town.resident(f"Rij {number}")]
        late = town.case(
            *people, care=self.noor, safety=author, director=self.piet, phase=4,
            next_on=today - number * DAY,
        )  # fmt: skip
        town.flag(late, self.sem)
        town.case(self.head, *people, safety=self.sem, next_on=today)
        self.signal = report(town, self.thea, resident=one, team=town.care_team)
        report(town, self.ida, resident=one)
        self._seen_by(author, one, self.case)
        self._seen_by(self.noor, one, late)

    def _begin_plan(self):
        """The case has a plan with one goal, for which each colleague has an action."""
        of_case = {"municipality_id": self.town.id, "case": self.case, "case_id": self.case.id}
        now = {"made_at": clock.now(), "made_by_id": self.noor.id, "changed_at": clock.now()}
        db.session.add(Plan(**of_case, **now, number=1, domain_set=DomainSet.ZRM_13))
        self.goal = PlanGoal(**of_case, domain=Domain.HOUSING, from_number=1)
        self.goal.text, self.goal.origin_id = "Rust in huis.", self.goal.id
        db.session.add(self.goal)
        db.session.commit()

    def _plan(self, author, number):
        cases.involve(self.case, author.id, Part.MEMBER, TrackKind.CARE)
        action = PlanAction(
            municipality_id=self.town.id,
            case=self.case,
            case_id=self.case.id,
            goal_id=self.goal.id,
            owner_id=author.id,
            track=TrackKind.CARE,
            planned_on=clock.today(),
            due_on=clock.today() + DAY,
            from_number=1,
            made_at=clock.now(),
            made_by_id=author.id,
        )
        action.text = f"Dit doet {number}."
        db.session.add(action)
        self.action = action

    def enter(self, client, user):
        """Be this person from now on."""
        if user.id not in self.known:
            client.sign_in(user)
            self.known.add(user.id)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = f"token of {user.id}"

    def _seen_by(self, user, resident, case):
        """Have it in the log that somebody saw this resident in this case."""
        actor = actor_for(user)
        accesslog.book_of(actor)
        accesslog.record(actor, Event.CASE_SHOWN, case)
        accesslog.also_about([(resident.id, case.id), (self.head.id, case.id)])
        db.session.commit()


def case_page(street):
    return street.piet, f"/cases/{street.case.reference}"


def one_list(street):
    return street.noor, f"/cases/{street.case.reference}?view=one&all=1"


def plan_page(street):
    return street.noor, f"/cases/{street.case.reference}/plan"


def case_list(street):
    return street.piet, "/cases"


def own_work(street):
    return street.noor, "/"


def directors_work(street):
    return street.piet, "/"


def resident_page(street):
    return street.noor, f"/residents/{street.head.id.hex}"


def found_people(street):
    search = residents.keep_search(
        actor_for(street.thea), street.town.municipality, question=residents.read("Jan Jansen")
    )
    db.session.commit()
    return street.thea, f"/searches/{search.id.hex}"


def log_of_resident(street):
    return street.officer, f"/log/residents/{street.head.id.hex}"


def log_of_colleague(street):
    return street.officer, f"/log/colleagues/{street.noor.id.hex}"


def log_of_case(street):
    return street.officer, f"/log/cases/{street.case.reference}"


def log_of_period(street):
    return street.officer, "/log/period"


def briefing(street):
    return street.town.person(Role.MAYOR), "/briefing"


def action_of_plan(street):
    return street.noor, f"/actions/{street.action.id.hex}/edit"


def step_to_share(street):
    return street.noor, f"/steps/{street.step.id.hex}/share/new"


def work_of_colleague(street):
    lead = street.town.person(Role.TEAM_LEAD)
    return lead, f"/colleagues/{street.noor.id.hex}/work"


def who_has_a_signal(street):
    lead = street.town.person(Role.TEAM_LEAD)
    return lead, f"/signals/{street.signal.id.hex}/edit"


def reported(street):
    return street.noor, "/signals"


def told(street):
    return street.thea, "/notices"


PAGES = (
    case_page, one_list, plan_page, case_list, own_work, directors_work, resident_page,
    found_people,
    log_of_resident, log_of_colleague, log_of_case, log_of_period, briefing,
    reported, told, action_of_plan, step_to_share, work_of_colleague, who_has_a_signal,
)  # fmt: skip
WORTH_OF_ROWS = 1_000
"""Characters by which a page with many rows is at least longer."""


def test_no_page_asks_more_of_the_database_for_thirty_rows_than_for_three(client, session):
    short, long = (visited(client, Street(Town(), rows)) for rows in (FEW, MANY))
    grew = {
        name: "\n".join({one for one in long[name][0] if long[name][0].count(one) > 1})
        for name in short
        if len(long[name][0]) > len(short[name][0])
    }
    assert grew == {}
    same = [n for n in short if len(long[n][1]) < len(short[n][1]) + WORTH_OF_ROWS]
    assert same == [], "these pages were not made longer, so nothing was tried of them"


def visited(client, street):
    """Ask for every page once, each by whom it is for."""
    found = {}
    for page, (user, path) in {page: page(street) for page in PAGES}.items():
        street.enter(client, user)
        found[page.__name__] = statements_of(client, path)
    return found


@pytest.mark.usefixtures("town")
def test_a_list_that_is_read_row_by_row_is_noticed(session):
    """The counter counts: the same rows, one at a time, are as many statements."""
    ids = session.scalars(select(Team.id)).all()
    with counted() as few:
        session.scalars(select(Team).where(Team.id.in_(ids))).all()
    session.expunge_all()
    with counted() as more:
        for identity in ids:
            session.get(Team, identity)
    assert (len(few), len(more)) == (1, len(ids))
