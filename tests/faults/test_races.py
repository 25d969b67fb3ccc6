"""Two people press at the same moment, through the whole application, with real commits.

One wins, the other gets a clear answer, and the database holds what it should.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from tests.support import applications, routes
from tests.support.cast import Town
from tests.support.databases import ENGINES
from tests.support.world import Outsider, making

ROUNDS = 10


@pytest.fixture(scope="module", params=ENGINES)
def made(request: pytest.FixtureRequest) -> Iterator[tuple[Flask, Any]]:
    app = applications.application(request.param, "races")
    yield app, crypto.ring()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(made: tuple[Flask, Any]) -> Flask:
    crypto.use(made[1])
    return made[0]


class Scene:
    """A case, and people who press at the same moment."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with making(app):
            self.town = Town()
            self.carers = [self.town.person(Role.SOCIAL_WORKER) for _ in range(4)]
            self.director = self.town.person(Role.SOCIAL_WORKER)
            self.lead = self.town.person(Role.TEAM_LEAD)
            self.adviser = self.town.person(Role.SAFETY_ADVISER)
            self.case = self.town.case(
                self.town.resident(), safety=self.adviser, director=self.director
            )
            self.resident_id = self.case.subjects[0].resident_id.hex
            self.flag_id = self.town.flag(self.case, self.adviser).id.hex
            self.reference, self.case_id = self.case.reference, self.case.id

    def browser(self, user: User) -> Outsider:
        client = Outsider(self.app, self.app.response_class)
        client.enter(self.app, user)
        return client

    def at_once(self, *presses: tuple[Outsider, str, dict[str, Any]]) -> list[Any]:
        """Send every form at the same moment, each from a thread of its own."""
        together = Barrier(len(presses))

        def press(one: tuple[Outsider, str, dict[str, Any]]) -> Any:
            client, path, fields = one
            together.wait()
            return client.send(path, fields)

        with ThreadPoolExecutor(len(presses)) as pool:
            return list(pool.map(press, presses))

    def count(self, table: str, where: str = "true") -> int:
        query = f"SELECT count(*) FROM {table} WHERE case_id = :case AND {where}"
        engine = applications.plain_engine(self.app)
        key = self.case_id.hex if engine.dialect.name == "sqlite" else self.case_id
        try:
            with engine.connect() as connection:
                counted = text(query).execution_options(unseen="count")
                return int(connection.execute(counted, {"case": key}).scalar_one())
        finally:
            engine.dispose()


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


def statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_take_one_track_one_has_it(scene, _round):
    path = f"/cases/{scene.reference}/tracks/care/owner"
    people = [scene.browser(one) for one in scene.carers[:2]]
    answers = scene.at_once(*[(one, path, {}) for one in people])
    assert statuses(answers) in ([303, 303], [303, 404])
    told = [one.get("/").text.count("Een collega was u net voor") for one in people]
    assert sum(told) == statuses(answers).count(303) - 1
    assert scene.count("involvements", "part = 'owner' AND track = 'care'") == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_name_a_director_one_stands(scene, _round):
    path = f"/cases/{scene.reference}/staff"
    presses = [
        (scene.browser(scene.director), path, {"user": one.id.hex, "part": "director"})
        for one in scene.carers[:2]
    ]
    answers = scene.at_once(*presses)
    assert set(statuses(answers)) <= {303, 403, 404, 409}
    assert 303 in statuses(answers)
    assert scene.count("involvements", "part = 'director' AND ended_at IS NULL") == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_answers_to_one_flag_one_stands_and_the_other_is_kept(scene, _round):
    path = f"/flags/{scene.flag_id}/answer"
    people = [scene.browser(scene.director), scene.browser(scene.lead)]
    asked = f"/purposes/cases/{scene.case_id.hex}"
    assert people[1].send(asked, {"purpose": "escalation"}).status_code == 303
    words = ["Dora belt de wijkagent.", "Lida gaat erheen."]
    answers = scene.at_once(
        *[(one, path, {"answer": said}) for one, said in zip(people, words, strict=True)]
    )
    assert statuses(answers) == [303, 422]
    (lost,) = [n for n, answer in enumerate(answers) if answer.status_code == 422]
    assert words[lost] in answers[lost].text
    assert words[1 - lost] in answers[lost].text


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_form_that_arrives_twice_at_one_moment_has_one_effect(scene, _round):
    path, fields = f"/cases/{scene.reference}/flags", {"facts": "Het stokt.", "form_key": "k" * 32}
    one, other = scene.browser(scene.adviser), scene.browser(scene.adviser)
    answers = scene.at_once((one, path, fields), (other, path, fields))
    assert statuses(answers) == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert answers[0].location.startswith("/flags/")
    assert scene.count("flags") == 2


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_form_that_shuts_its_own_door_sends_both_presses_to_one_place(scene, _round):
    path, fields = f"/cases/{scene.reference}/tracks/care/owner", {"form_key": "k" * 32}
    one, other = (scene.browser(scene.carers[0]) for _ in range(2))
    answers = scene.at_once((one, path, fields), (other, path, fields))
    assert statuses(answers) == [303, 303]
    assert len({answer.location for answer in answers}) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_edits_of_one_version_one_stands_and_the_other_sees_both(scene, _round):
    path = f"/residents/{scene.resident_id}"
    presses = [
        (scene.browser(one), path, {"surname": "Jansen", "city": city, "version": "1"})
        for one, city in ((scene.director, "Eerstestad"), (scene.adviser, "Tweedestad"))
    ]
    answers = scene.at_once(*presses)
    assert statuses(answers) == [303, 409]
    (lost,) = [n for n, answer in enumerate(answers) if answer.status_code == 409]
    assert ("Eerstestad", "Tweedestad")[lost] in answers[lost].text


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_six_steps_at_one_moment_are_six_steps(scene, _round):
    person, path = scene.browser(scene.adviser), f"/cases/{scene.reference}/steps"
    cookie, presses = person.cookie, []
    for number in range(6):
        client = Outsider(scene.app, scene.app.response_class)
        client.cookie = cookie
        client.come_back()
        fields = routes.ROUTES["steps.create"].fields(scene, "") | {"body": f"Stap {number}."}
        presses.append((client, path, fields | {"form_key": f"{number}" * 32}))
    assert statuses(scene.at_once(*presses)) == [303] * 6
    assert scene.count("steps") == 6


@pytest.mark.parametrize("made", ENGINES[1:], indirect=True)
def test_a_race_nobody_guards_is_found(scene, monkeypatch):
    """Planted: nobody locks the case, and the database has forgotten that a track has one owner.

    On SQLite two writers never meet: the second waits at its BEGIN.
    """
    from caseapp.cases import actions

    together = Barrier(2, timeout=5)
    monkeypatch.setattr(actions, "lock", lambda _case: together.wait())
    drop(scene.app)
    path = f"/cases/{scene.reference}/tracks/care/owner"
    scene.at_once(*[(scene.browser(one), path, {}) for one in scene.carers[:2]])
    assert scene.count("involvements", "part = 'owner' AND track = 'care'") == 2


def drop(app: Flask) -> None:
    engine = applications.plain_engine(app)
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_involvements_one_owner"))
    engine.dispose()
