"""What the tests of the worker stand on: a mail server, and an application that reaches it."""

import dataclasses

import pytest

from config import MailSecurity
from tests.support.post_office import PostOffice


@pytest.fixture
def office(tmp_path):
    made = PostOffice(tmp_path)
    yield made
    made.close()


@pytest.fixture
def open_office(tmp_path):
    made = PostOffice(tmp_path, security=MailSecurity.NONE)
    yield made
    made.close()


@pytest.fixture
def mailing(app, monkeypatch):
    """Let the application send by a server, or by none."""

    def use(mail):
        config = dataclasses.replace(app.config["SAMENHANG"], mail=mail)
        monkeypatch.setitem(app.config, "SAMENHANG", config)

    return use
