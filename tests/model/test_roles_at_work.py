"""The whole application at work under the rights a municipality gives it."""

import pytest
from sqlalchemy import func, select

from caseapp.accesslog.seal.forgetting import forget
from caseapp.demo import filling
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.accounts import User
from caseapp.model.case_words import CaseState, Part, TrackKind
from caseapp.model.cases import Case, Involvement
from caseapp.model.sealed import DataKey
from caseapp.model.seals import LogLeaf
from tests.support import roles
from tests.web.test_step_screens import typed

pytestmark = pytest.mark.postgresql

LIST = "Achternaam;Geboortedatum;Postcode;Huisnummer\nBos;1980-02-01;7061AB;5\n"


@pytest.fixture(scope="module")
def installation():
    """A filled municipality: the owner made it, and gave the others their rights."""
    with roles.installation("work") as made:
        given = made.command("owner", "demo", "--scale", "0.05")
        assert given.exit_code == 0, given.output
        assert made.grants().exit_code == 0
        yield made


@pytest.fixture
def app(installation):
    kept = crypto.ring()
    app = installation.app("application")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    crypto.use(kept)


@pytest.fixture
def sign_ins(app):
    found = {one["role"]: one for one in filling.sign_ins()[::-1]}
    db.session.rollback()
    return found


def worker(app, sign_ins, role=Role.SOCIAL_WORKER, email=None):
    """A browser in which somebody signed in with their password."""
    browser = app.test_client()
    sign_in = sign_ins[role]
    told = {"email": email or sign_in["email"], "password": sign_in["password"]}
    assert browser.post("/sign-in", data=told).status_code == 303
    return browser


def count(noun):
    with lock.aloud(db.session(), lock.Voice.BUILDER):
        return db.session.scalar(
            select(func.count()).select_from(noun).execution_options(unseen="count")
        )


def test_people_do_their_work_as_the_application(app, sign_ins):
    asked = (
        select(User.email, Case.reference)
        .join(Involvement, Involvement.user_id == User.id)
        .join(Case, Case.id == Involvement.case_id)
        .where(
            Involvement.part == Part.OWNER,
            Involvement.track == TrackKind.CARE,
            Involvement.ended_at.is_(None),
            Case.state == CaseState.ACTIVE,
            User.email.endswith(sign_ins[Role.SOCIAL_WORKER]["email"].partition("@")[2]),
        )
    )
    with lock.aloud(db.session(), lock.Voice.BUILDER):
        email, reference = db.session.execute(asked.execution_options(unseen="count")).first()
    db.session.rollback()
    case = f"/cases/{reference}"
    browser = worker(app, sign_ins, email=email)
    assert browser.get("/").status_code == 200
    before = count(AccessEntry), count(Processing)
    assert browser.get(case).status_code == 200
    logged = browser.post(f"{case}/steps", data=typed(place="care"))
    assert logged.status_code == 303, logged.text
    assert browser.get("/cases").status_code == 200
    after = count(AccessEntry), count(Processing)
    assert (after[0] - before[0], after[1] > before[1]) == (3, True)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.PRIVACY_OFFICER, "/log"),
        (Role.PRIVACY_OFFICER, "/seal"),
        (Role.CISO, "/security"),
        (Role.FUNCTIONAL_ADMINISTRATOR, "/users"),
        (Role.INTAKE, "/imports"),
        (Role.MAYOR, "/briefing"),
    ],
)
def test_every_desk_works_as_the_application(app, sign_ins, role, address):
    assert worker(app, sign_ins, role).get(address).status_code == 200


def test_a_list_comes_in_as_the_application(installation, sign_ins, tmp_path):
    file = tmp_path / "lijst.csv"
    file.write_text(LIST)
    come = ("cases", "import", str(file), "--as", sign_ins[Role.INTAKE]["email"])
    told = installation.command("application", *come, "--doubles", "other")
    assert told.exit_code == 0, told.output


def test_only_the_sealer_seals_and_the_auditor_checks(installation, app, tmp_path):
    own = {"sealer_key": tmp_path / "sealer.pem"}
    refused = installation.command("application", "seal", "run", "--once", **own)
    assert "42501" in str(getattr(refused.exception, "orig", refused.exception).sqlstate)
    as_sealer = {**own, "sealer_database_url": installation.url("sealer")}
    sealed = installation.command("application", "seal", "run", "--once", **as_sealer)
    assert sealed.exit_code == 0, sealed.exception
    assert count(LogLeaf) >= count(AccessEntry)
    again = installation.command("sealer", "seal", "run", "--once", **own)
    assert "0 entries were sealed" in again.output
    checked = installation.command("auditor", "seal", "check")
    assert checked.exit_code == 0, checked.output
    out = tmp_path / "log.txt"
    handed = installation.command("auditor", "seal", "export", "VBS", str(out))
    assert handed.exit_code in (0, 1)


def test_the_application_forgets_by_the_function_and_only_once_the_key_is_gone(app):
    engine = db.engine
    line = db.session.execute(
        select(Processing.key_id, Processing.resident_id).where(Processing.key_id.is_not(None))
    ).first()
    db.session.rollback()
    with pytest.raises(Exception, match="append-only"), engine.begin() as connection:
        forget(connection, *line)
    with engine.begin() as connection:
        lock.say(connection, lock.Speaker(voice=lock.Voice.BUILDER))
        keys = DataKey.__table__
        gone = keys.update().where(keys.c.id == line.key_id).values(wrapped=None)
        connection.execute(gone)
        assert forget(connection, *line) > 0
        connection.rollback()


def test_the_doctor_is_content_with_these_roles_and_with_no_other(installation):
    production = {"production": True}
    well = installation.command("application", "doctor", **production)
    assert "role" not in well.output
    assert "grants" not in well.output
    sick = installation.command("owner", "doctor", **production)
    assert "The application may make tables" in sick.output
    assert "may change or empty access_entries" in sick.output


def test_there_are_cases_to_work_on(app):
    assert count(Case) > 0
