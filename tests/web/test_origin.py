"""Every entry says from where on the network it was, and never the address."""

import dataclasses
import ipaddress

import pytest
from sqlalchemy import select

from caseapp.model.accesslog import AccessEntry
from caseapp.web import origin


def origins(session):
    return session.scalars(select(AccessEntry.origin).order_by(AccessEntry.seq)).all()


def look(client, address):
    client.get("/cases", environ_base={"REMOTE_ADDR": address})


def test_two_looks_from_one_place_are_told_as_one_place(client, session, noor):
    client.sign_in(noor)
    for address in ("10.1.2.3", "10.1.2.3", "10.1.2.4"):
        look(client, address)
    first, second, third = origins(session)[-3:]
    assert first == second
    assert first != third


def test_the_address_itself_is_nowhere_in_the_entry(client, session, noor):
    client.sign_in(noor)
    look(client, "8.8.4.4")
    assert "8.8.4" not in origins(session)[-1]


def test_a_refused_sign_in_says_from_where_too(client, session, noor):
    wrong = {"email": noor.email, "password": "niet het goede wachtwoord"}
    client.post("/sign-in", data=wrong, environ_base={"REMOTE_ADDR": "8.8.4.4"})
    assert origins(session)[-1].startswith("outside:")


def test_a_refusal_says_from_where_too(client, session, noor):
    client.sign_in(noor)
    client.get("/cases/ZZZ-ZZZZ-ZZZ", environ_base={"REMOTE_ADDR": "8.8.4.4"})
    client.get("/log", environ_base={"REMOTE_ADDR": "8.8.4.4"})
    assert origins(session)[-1].startswith("outside:")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.1", "machine"),
        ("::1", "machine"),
        ("::ffff:127.0.0.1", "machine"),
        ("10.20.30.40", "own"),
        ("192.168.1.20", "own"),
        ("fd00::1", "own"),
        ("8.8.8.8", "outside"),
        ("2a00:1450:4001:800::200e", "outside"),
        ("not an address", "outside"),
    ],
)
def test_the_class_says_how_far_away_it_was(app, address, network):
    with app.app_context():
        assert origin.network_of(address) == network


def test_own_networks_can_be_named(app, monkeypatch):
    named = (ipaddress.ip_network("198.51.100.0/24"),)
    config = dataclasses.replace(app.config["SAMENHANG"], own_networks=named)
    monkeypatch.setitem(app.config, "SAMENHANG", config)
    with app.app_context():
        assert origin.network_of("198.51.100.9") == "own"
        assert origin.network_of("10.0.0.9") == "outside"
