"""A sealed text that was moved or altered in the database is not shown, and nobody sees a trace."""

import itertools
import json

import pytest
from sqlalchemy import text

from caseapp.kernel.errors import Unreadable
from caseapp.model import sqlite_guard
from caseapp.model.case_words import TrackKind

NAME, OTHER = "Geheimenaar", "Verstopt"


@pytest.fixture
def case(town, noor):
    return town.case(town.resident(NAME, phone="0315-123456"), town.resident(OTHER), care=noor)


def shown(client, noor, case, capsys):
    client.sign_in(noor)
    answer = client.get(f"/cases/{case.reference}")
    return answer, capsys.readouterr().out


@pytest.mark.parametrize("how", ["row", "column", "bit", "version"])
def test_a_text_that_was_moved_or_altered_gives_a_clear_page_and_a_place_for_the_log(
    client, session, noor, case, capsys, how
):
    one, other = (subject.resident for subject in case.subjects)
    damaged = bytearray(one.surname_sealed)
    damaged[-1] ^= 1
    one.surname_sealed = {
        "row": other.surname_sealed,
        "column": one.first_names_sealed,
        "bit": bytes(damaged),
        "version": b"\x02" + one.surname_sealed[1:],
    }[how]
    session.commit()
    answer, out = shown(client, noor, case, capsys)
    assert answer.status_code == 500
    assert "buiten Samenhang om gewijzigd of verplaatst" in answer.text
    for secret in (NAME, OTHER, "Traceback", "Unreadable", "surname"):
        assert secret not in answer.text
    (line,) = [json.loads(line) for line in out.splitlines()]
    assert line["error"] == "Unreadable"
    assert line["place"] == f"residents|surname_sealed|{one.id.hex}"


def test_a_step_does_not_open_in_place_of_another(client, session, town, noor, case, capsys):
    first, second = (town.step(case, noor, TrackKind.CARE, f"{n} stap.") for n in "ab")
    of_steps = "" if session.get_bind().dialect.name == "sqlite" else " ON steps"
    with sqlite_guard.unguarded(session.connection()):  # as who owns the database can
        session.execute(text(f"DROP TRIGGER steps_no_change{of_steps}"))
    first.body_sealed, second.body_sealed = second.body_sealed, first.body_sealed
    session.commit()
    answer, _out = shown(client, noor, case, capsys)
    assert answer.status_code == 500
    assert "stap." not in answer.text


def test_no_sealed_column_opens_what_another_holds(town):
    """Of one row too: every pair of columns, so that a telephone number is never a name."""
    resident = town.resident(
        NAME, prefix="van", phone="0315-123456", email="a@b.example", street="Laan", bsn="999990019"
    )
    held = {name: getattr(resident, name) for name in vars(type(resident))
            if name.endswith("_sealed") and getattr(resident, name)}  # fmt: skip
    assert len(held) > 5
    for one, other in itertools.permutations(held, 2):
        setattr(resident, one, held[other])
        with pytest.raises(Unreadable):
            getattr(resident, one.removesuffix("_sealed"))
        setattr(resident, one, held[one])


def test_a_destroyed_key_is_said_and_the_text_stays_gone(client, session, noor, case, capsys):
    case.subjects[0].resident.key.destroy()
    session.commit()
    answer, out = shown(client, noor, case, capsys)
    assert answer.status_code == 500
    assert "sleutel van een tekst op deze pagina is er niet meer" in answer.text
    assert NAME not in answer.text + out
