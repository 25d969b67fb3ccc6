"""The doorstep: what comes in is whole text of a size somebody could mean, or is refused."""

import tracemalloc
from io import BytesIO

import pytest
from sqlalchemy import select

from caseapp.kernel.actor import Role
from caseapp.model.imports import ImportRun
from caseapp.web import doorstep

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "raw",
    [
        b"a=1&b=gewone tekst", b"a=%C3%A9%C3%A9n", "één".encode(), b"a=%2500", b"a=%0D%0A%09",
        b"a=%F0%9F%98%80", b"a=100%", b"a=%zz", b"%E2%80%8F",
    ],
)  # fmt: skip
def test_whole_text_passes(raw):
    assert not doorstep._is_broken(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"a=%00", b"a=\x00", b"a=%1b", b"a=%1B[31m", b"a=%7F", b"a=%FF", b"\xff", b"a=%C3",
        b"a=%C3a", b"a=%C3%28", b"a=%ED%A0%80", b"a=%EF%BF%BD", b"a=%C2%85", b"a=%F5%80%80%80",
        b"a=%C0%AF", b"a=%E2%82",
    ],
)  # fmt: skip
def test_broken_text_is_found(raw):
    assert doorstep._is_broken(raw)


@pytest.mark.parametrize("name", ["\x00.csv", "\x9b.csv", "\x1b[31m.csv"])
def test_a_file_is_not_called_what_nobody_types(client, town, name):
    client.sign_in(town.person(Role.INTAKE))
    assert client.post("/imports", data={"file": (BytesIO(b"a;b"), name)}).status_code == 400


def test_the_name_of_a_file_is_shown_in_the_direction_it_has(client, session, town):
    client.sign_in(town.person(Role.INTAKE))
    offered = {"file": (BytesIO(b"Naam;Adres\nJansen;Ulft\n"), "lijst\u202evsc.e\u0301xe")}
    assert client.post("/imports", data=offered).status_code == 303
    assert session.scalars(select(ImportRun)).one().file_name == "lijstvsc.\u00e9xe"


def test_a_visitor_sends_no_more_than_a_visitor_has_to_say(client):
    assert client.post("/sign-in", data={"email": "x" * 70_000}).status_code == 413
    assert client.post("/imports", data={"file": "x" * 70_000}).status_code == 413


def test_who_is_signed_in_sends_no_more_than_a_form_holds(client, town):
    client.sign_in(town.person(Role.INTAKE))
    assert client.post("/searches", data={"name": "x" * 2_000_000}).status_code == 422
    assert client.post("/searches", data={"name": "x" * 7_000_000}).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(2_500))
    sent = client.post("/searches", data=many, content_type=FORM, forged=True)
    assert sent.status_code == 413


@pytest.mark.parametrize("body", [b"%41" * 2_000_000, b"a%41" * 1_400_000, b"%C3%A9a" * 800_000])
def test_looking_for_broken_bytes_takes_little_memory(body):
    tracemalloc.start()
    doorstep._is_broken(body)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000
