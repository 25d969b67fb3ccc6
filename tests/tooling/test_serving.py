"""How gunicorn serves: without telling what it is, and only from an installation that is fit."""

import dataclasses
import gc
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.http.wsgi import Response
from sqlalchemy import text

from caseapp.cli import health
from caseapp.extensions import db

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "gunicorn.conf.py"


@pytest.fixture
def configuration(monkeypatch):
    monkeypatch.setattr(Response, "default_headers", Response.default_headers)
    monkeypatch.setattr(gc, "set_threshold", lambda *_numbers: None)
    return runpy.run_path(str(CONFIGURATION))


def test_no_answer_says_which_server_it_came_from(configuration):
    request = SimpleNamespace(version=(1, 1), should_close=lambda: False, method="GET")
    answer = Response(request, None, SimpleNamespace(is_ssl=False))
    answer.status, answer.headers, answer.response_length = "200 OK", [], 0
    told = "".join(answer.default_headers())
    assert "HTTP/1.1 200 OK" in told
    assert "Date:" in told
    assert "Server" not in told


@pytest.mark.parametrize(
    ("production", "found", "refused"),
    [(True, ["Not migrated."], True), (True, [], False), (False, ["Not migrated."], False)],
)
def test_production_does_not_serve_what_the_doctor_finds_ill(
    app, configuration, monkeypatch, production, found, refused
):
    config = dataclasses.replace(app.config["SAMENHANG"], production=production)
    monkeypatch.setitem(app.config, "SAMENHANG", config)
    monkeypatch.setattr(health, "problems", lambda: found)
    worker = SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app))
    if refused:
        with pytest.raises(RuntimeError, match="Not migrated"):
            configuration["post_worker_init"](worker)
    else:
        configuration["post_worker_init"](worker)


def test_production_serves_while_no_worker_ran_yet_and_the_doctor_says_so(app, monkeypatch):
    config = dataclasses.replace(app.config["SAMENHANG"], production=True, mail=None)
    monkeypatch.setitem(app.config, "SAMENHANG", config)
    with app.app_context():
        problems, troubles = " ".join(health.problems()), " ".join(health.troubles())
    for said in ("No worker ever ran", "No mail server is set"):
        assert said in troubles
        assert said not in problems


def test_workers_are_copies_of_one_that_has_everything_ready(app, configuration, monkeypatch):
    frozen = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    app.jinja_env.cache.clear()
    server = SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app))
    configuration["when_ready"](server)
    assert configuration["preload_app"]
    pages = [name for name in app.jinja_env.list_templates(["html"]) if name.startswith("cases/")]
    assert len(app.jinja_env.cache) > len(pages) > 0
    assert not frozen, "Python 3.11 crashes within a few pages of what is frozen"


def test_a_worker_does_not_speak_over_a_connection_that_was_open_before_it(app, configuration):
    worker = SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app))
    with app.app_context():
        db.session.execute(text("SELECT 1"))
        db.session.remove()
        inherited = db.engine.pool
    configuration["post_fork"](None, worker)
    with app.app_context():
        assert db.engine.pool is not inherited
        assert db.session.execute(text("SELECT 1")).scalar_one() == 1
        db.session.remove()
    inherited.dispose()
