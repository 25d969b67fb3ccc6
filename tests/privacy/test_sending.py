"""Telling a municipality's own log, tried against a real server that listens on this machine."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from caseapp.accesslog import Event
from caseapp.accesslog.seal.sealing import Sealer
from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.sealed import DataKey
from caseapp.model.sending import LogTarget, TargetKind
from caseapp.privacy import sending
from tests.conformance.contract import Contract
from tests.support import world
from tests.support.databases import ENGINES

CONTRACT = Contract("vng-write")
LDV_NAMES = {
    "dpl.core.processing_activity_id",
    "dpl.core.data_subject_id",
    "dpl.core.data_subject_id_type",
}


class Listener(ThreadingHTTPServer):
    """Another log: takes what it is sent, or answers what it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken, self.seen, self.status = [], [], 201

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/log"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(dict(self.headers))
        if self.server.status < 300:
            self.server.taken.append(body)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def listening():
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module", params=ENGINES)
def built(request):
    made = world.build(request.param, "sending")
    for _ in range(2):
        case = made.things["case"]["main"].reference
        assert made.client("carer").get(f"/cases/{case}").status_code == 200
    with made.app.app_context():
        Sealer(db.engine, Ed25519PrivateKey.generate()).run_until_idle()
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def here(built):
    crypto.use(built.ring)
    with listening() as server, world.undone(built.app), built.app.app_context():
        yield built, server


def target(built, server, kind):
    town = built.towns["Dichtbij"][0]
    row = LogTarget(
        municipality_id=town.id,
        kind=kind,
        url=server.url,
        register_url="https://register.example",
        key=DataKey.draw(town.id),
        token="geheim",
    )
    db.session.add(row)
    db.session.commit()
    return row


def everything(row):
    total = 0
    while done := sending.send(row):
        total += done
    return total


def lines_of(built):
    town = built.towns["Dichtbij"][0]
    query = select(Processing.event, AccessEntry.trace_id).join(
        AccessEntry, AccessEntry.seq == Processing.entry_seq
    )
    kept = query.where(Processing.municipality_id == town.id, Processing.resident_id.is_not(None))
    return db.session.execute(kept).all()


def test_every_processing_is_told_to_a_log_of_the_municipality(here):
    built, server = here
    row = target(built, server, TargetKind.VNG)
    expected = [str(trace) for _, trace in lines_of(built)]
    assert everything(row) > 0
    assert sorted(one["verwerkingId"] for one in server.taken) == sorted(expected)
    assert len(expected) > 3
    for body in server.taken:
        assert CONTRACT.flaws("VerwerkingsactieUitgebreidBasis", body, sent=True) == []
        assert set(body) <= CONTRACT.names("VerwerkingsactieUitgebreidBasis")
        assert {"gebruiker", "systeem", "gegevensbron"}.isdisjoint(body)
    assert {one["Authorization"] for one in server.seen} == {"Bearer geheim"}


def test_every_line_of_logius_is_of_one_person_and_of_no_employee(here):
    built, server = here
    row = target(built, server, TargetKind.LDV)
    expected = sorted(trace.hex for _, trace in lines_of(built))
    everything(row)
    spans = [
        span
        for body in server.taken
        for part in body["resourceSpans"]
        for scope in part["scopeSpans"]
        for span in scope["spans"]
    ]
    assert sorted(span["traceId"] for span in spans) == expected
    assert len({span["spanId"] for span in spans}) == len(spans)
    for span in spans:
        told = {one["key"]: one["value"]["stringValue"] for one in span["attributes"]}
        assert set(told) == LDV_NAMES
        assert told["dpl.core.processing_activity_id"].startswith("https://register.example/")
        assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
    written = json.dumps(server.taken)
    for user in built.people.values():
        assert user.id.hex not in written
        assert str(user.id) not in written
    assert built.told_by(written) == {}


def test_what_was_sent_is_not_sent_again_and_sending_stands_in_the_log(here):
    built, server = here
    row = target(built, server, TargetKind.LDV)
    everything(row)
    count = len(server.taken)
    assert everything(row) == 0
    assert len(server.taken) == count
    sent = db.session.scalars(select(AccessEntry).where(AccessEntry.event == Event.LOG_SENT)).all()
    assert {entry.subject_id for entry in sent} == {row.id}


def test_what_is_not_taken_is_sent_later_and_nothing_is_lost(here):
    built, server = here
    row = target(built, server, TargetKind.LDV)
    server.status = 503
    assert sending.send(row) == 0
    assert (row.tries, row.trouble) == (1, "answer 503")
    assert sending.send(row) == 0
    assert len(server.seen) == 1
    server.status = 200
    with time_machine.travel(clock.now() + timedelta(seconds=6), tick=False):
        everything(row)
    spans = sum(len(b["resourceSpans"][0]["scopeSpans"][0]["spans"]) for b in server.taken)
    assert spans == len(lines_of(built))
    assert (row.tries, row.trouble, row.next_at) == (0, "", None)


def test_after_many_tries_it_gives_up_and_says_so(here):
    built, server = here
    row = target(built, server, TargetKind.VNG)
    server.server_close()
    moment = clock.now()
    for _ in range(sending.MOST_TRIES + 3):
        moment += sending.LONGEST_PAUSE
        with time_machine.travel(moment, tick=False):
            assert sending.send(row) == 0
    assert row.tries == sending.MOST_TRIES
    assert row.gave_up_at is not None
    assert row.trouble == "ConnectionRefusedError"


def test_the_commands_set_send_and_tell(here):
    built, server = here
    prefix = built.towns["Dichtbij"][0].municipality.prefix
    run = built.app.test_cli_runner()
    words = ["--register", "https://register.example/", "--token", "geheim"]
    refused = run.invoke(args=["log", "target", prefix, "ldv", "http://elders.example", *words])
    assert "Only https" in refused.output
    assert run.invoke(args=["log", "target", "ZZZZ", "ldv", server.url, *words]).exit_code != 0
    made = run.invoke(args=["log", "target", prefix, "ldv", server.url, *words])
    assert made.exit_code == 0, made.output
    assert "passed on" in run.invoke(args=["log", "send", "--once"]).output
    assert server.taken
    assert "goes well" in run.invoke(args=["log", "targets"]).output
