"""Measures the sealer: what it costs while entries come in, and what it takes from the pages.

    python -m bench.log.sealer [--rate 1000] [--seconds 30] [--rounds 10]

Runs in the environment of one filled, fictitious instance on PostgreSQL that is sealed so far
(`flask seal run --once`). First so many entries a second are added while a sealer in this process
comes twice a second, as `flask seal run` does: told is the share of one processor that it and its
database connection took, at rest and at work. Then cases are asked for in turn with a sealer beside
it and with that sealer stopped: told is the rate with it as a share of the rate without.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import Engine, create_engine, select, text

from bench.visitor import app, case_visits
from caseapp import accesslog
from caseapp.accesslog.seal import keyfile, sealing
from caseapp.extensions import db
from caseapp.model import lock

PAUSE, BATCHES, PAGES = 0.5, 10, 8
GOOD = 200
ADD = text(
    "WITH made AS ("
    " INSERT INTO access_entries (at, trace_id, municipality_id, user_id, request_id, event,"
    " result, permission, relation, purpose, subject_kind, details, key_id, commitment)"
    " SELECT now(), gen_random_uuid(), :town, gen_random_uuid(), md5(n::text), 'case:shown',"
    " 'done', 'case:view', 'worker', 'casework', 'cases', '', gen_random_uuid(),"
    " sha256(int8send(n)) FROM generate_series(1, CAST(:many AS bigint)) AS n"
    " RETURNING seq, at, municipality_id, user_id, event, purpose)"
    " INSERT INTO processings (entry_seq, at, municipality_id, user_id, event, purpose,"
    " resident_id, key_id, commitment)"
    " SELECT made.*, gen_random_uuid(), gen_random_uuid(), sha256(int8send(seq)) FROM made"
)


def spent(pid: int) -> float:
    """Give the CPU seconds a process used so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def feed(engine: Engine, rate: int, seconds: float) -> None:
    """Add so many entries a second, some each tenth of one."""
    with engine.connect() as connection:
        town = connection.execute(text("SELECT id FROM municipalities LIMIT 1")).scalar_one()
        end = time.monotonic() + seconds
        due = time.monotonic()
        while due < end:
            connection.execute(ADD, {"town": town, "many": rate // BATCHES})
            connection.commit()
            due += 1 / BATCHES
            time.sleep(max(0.0, due - time.monotonic()))


def at_work(address: str, rate: int, seconds: float) -> None:
    """Seal at rest and while entries come in, and print what that took."""
    config = app.config["SAMENHANG"]
    own = create_engine(config.sealer_database_url or address, pool_size=1, max_overflow=0)
    sealer = sealing.Sealer(own, keyfile.load(config.sealer_key))
    sealer.run_until_idle()
    sealed_for(sealer, seconds)
    command = [sys.executable, "-m", "bench.log.sealer", "--feed", str(rate)]
    feeder = subprocess.Popen([*command, "--seconds", str(seconds + 10)])
    time.sleep(5)
    sealer.run_until_idle()
    sealed_for(sealer, seconds)
    feeder.wait()


def sealed_for(sealer: sealing.Sealer, seconds: float) -> None:
    """Let a sealer come twice a second for so long, and print what it took of a processor."""
    with sealer.engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    began, mine, theirs, sealed = time.monotonic(), time.process_time(), spent(backend), 0
    while time.monotonic() < began + seconds:
        time.sleep(PAUSE)
        sealed += sealer.run_until_idle()
    took = time.monotonic() - began
    here, there = time.process_time() - mine, spent(backend) - theirs
    print(
        f"{sealed / took:.0f} entries a second: {100 * here / took:.1f} % of a processor here and "
        f"{100 * there / took:.1f} % by its connection"
    )


def rates(rounds: int) -> None:
    """Ask for pages with a sealer and without in turn, and print how the rates compare."""
    with app.app_context(), lock.speaking(db.session(), lock.Speaker(voice=lock.Voice.BUILDER)):
        cases = list(islice(case_visits(), 20))
        db.session.flush()
        accesslog.logbook(db.session()).clear()
        db.session.commit()
    turn = cycle(cases)
    sealer = subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "seal", "run"])
    found: dict[bool, list[float]] = {True: [], False: []}
    try:
        time.sleep(10)
        for number in range(2 * rounds):
            beside = (number + number // 2) % 2 == 0
            os.kill(sealer.pid, signal.SIGCONT if beside else signal.SIGSTOP)
            found[beside].append(rate_of(list(islice(turn, PAGES))))
    finally:
        os.kill(sealer.pid, signal.SIGCONT)
        sealer.terminate()
        sealer.wait()
    on, off = (statistics.median(found[beside]) for beside in (True, False))
    by_pair = statistics.median(a / b for a, b in zip(*found.values(), strict=True))
    print(f"{on:.1f} pages a second with the sealer, {off:.1f} without: {by_pair:.2f} by pair")


def rate_of(visits: list[tuple[str, str]]) -> float:
    """Ask for these pages, and give how many a second came."""
    browser, began = app.test_client(use_cookies=False), time.perf_counter()
    for path, carried in visits:
        answer = browser.get(path, headers={"Cookie": carried, "Host": "127.0.0.1"})
        if answer.status_code != GOOD:
            sys.exit(f"{path}: {answer.status}")
    return len(visits) / (time.perf_counter() - began)


def main() -> None:
    """Measure both."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rate", type=int, default=1_000)
    asked.add_argument("--seconds", type=float, default=30)
    asked.add_argument("--rounds", type=int, default=10)
    asked.add_argument("--feed", type=int, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    with app.app_context():
        engine = db.engine
        address = engine.url.render_as_string(hide_password=False)
        list(db.session.execute(select(text("1"))))
        db.session.rollback()
    if chosen.feed:
        feed(engine, chosen.feed, chosen.seconds)
        return
    at_work(address, chosen.rate, chosen.seconds)
    rates(chosen.rounds)


if __name__ == "__main__":
    main()
