"""Measures pages side by side in one interleaved run; see README.md for how to prepare it.

    python bench/pages.py --postgresql URL --instance FOLDER --sqlite-instance FOLDER
        [--django FOLDER --django-python PYTHON --django-database URL] [--rounds 3] [--seconds 5]

Every peer is served by gunicorn with 2 workers of 4 threads and asked by wrk with 8 clients. The
peers take turns, the other way round every second round: quote the ratios of one run, and the CPU
figures first, for they hardly move when the machine is shared.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import meter

HERE = Path(__file__).parent
ROOT = HERE.parent
PEER = ROOT.parent / "shared" / "bench" / "django_baseline"
PORT = 9140
SERVER = ["-w", "2", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{PORT}"]
CLIENTS = 8
MEASURES = ("rps", "p50", "p95", "p99", "app", "database", "queries", "bytes")


@dataclass(frozen=True, slots=True)
class Peer:
    """One application that is measured: how it starts, and what it is asked."""

    name: str
    command: list[str]
    folder: Path
    settings: dict[str, str]
    visits: dict[str, Path]
    database: str | None = None
    found: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    memory: list[float] = field(default_factory=list)


def bare(folder: Path) -> Peer:
    """Flask and a template alone."""
    visits = folder / "bare"
    visits.write_text("/\t\n")
    command = [sys.executable, "-m", "gunicorn", *SERVER, "bare:app"]
    return Peer("bare Flask + Jinja", command, HERE, {}, {"case": visits})


def samenhang(name: str, folder: Path, instance: Path, url: str | None) -> Peer:
    """Samenhang on one database, with sessions made for this run."""
    settings = {"SAMENHANG_INSTANCE": str(instance.resolve()), "PYTHONPATH": str(ROOT)}
    settings |= {"DATABASE_URL": url} if url else {}
    made = [sys.executable, str(HERE / "visitor.py"), str(folder / name)]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | settings
    told = subprocess.run(
        made, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    print(f"{name}: {', '.join(told.stdout.splitlines())}")
    visits = {page: folder / name / page for page in ("case", "list", "search", "log")}
    server = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py")]
    settings |= {"SESSION_HOURS": "24", "IDLE_MINUTES": "600"}
    return Peer(name, [*server, *SERVER, "wsgi:app"], ROOT, settings, visits, url)


def django(folder: Path, at: Path, python: str, database: str) -> Peer:
    """The Django peer on data of its own loader."""
    cookie = (at / "cookie.txt").read_text().strip()
    asked = {
        "case": [f"/cases/{number}/" for number in range(1, 10_001, 13)],
        "list": [f"/cases/?team={team}&status=open&sort=due" for team in range(1, 201)],
        "search": [f"/persons/?q=fatima+jans{number}" for number in range(10)],
        "log": [f"/audit/person/{number}/" for number in range(1, 50_000, 97)],
    }
    for page, paths in asked.items():
        text = "".join(f"{path}\t{cookie}\n" for path in paths)
        (folder / f"django-{page}").write_text(text)
    server, _, name = database.rpartition("/")
    host, _, port = server.rpartition("@")[2].partition(":")
    settings = {"BENCH_DB": name, "PGHOST": host, "PGPORT": port or "5432"}
    command = [python, "-m", "gunicorn", *SERVER, "site_.wsgi:application"]
    visits = {page: folder / f"django-{page}" for page in asked}
    return Peer("Django + auditlog", command, at, settings, visits, database)


@contextmanager
def served(peer: Peer) -> Iterator[int]:
    """Start the server of a peer and stop it again; gives its process."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | peer.settings
    server = subprocess.Popen(
        peer.command, cwd=peer.folder, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=2).close()
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)
            else:
                break
        yield server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def measure(peer: Peer, duration: float) -> None:
    """Ask a peer for each of its pages and keep what it cost."""
    with served(peer) as server:
        root = meter.postmaster(peer.database)
        for page, visits in peer.visits.items():
            meter.drive(PORT, visits, clients=CLIENTS, seconds=duration)
            app = meter.seconds(meter.processes(server))
            held = meter.seconds(meter.processes(root)) if root else {}
            asked = meter.statements(peer.database)
            found = meter.drive(PORT, visits, clients=CLIENTS, seconds=duration)
            many = max(1, found["n"])
            after = meter.seconds(meter.processes(server))
            found["app"] = 1000 * meter.spent(app, after) / many
            kept = meter.seconds(meter.processes(root)) if root else {}
            found["database"] = 1000 * meter.spent(held, kept) / many
            found["queries"] = (meter.statements(peer.database) - asked) / many
            peer.found[page].append(found)
        peer.memory.extend(meter.memory(meter.processes(server)[1:]))


def report(peers: list[Peer]) -> None:
    """Print the medians as a table, and the ratios to the Django peer."""
    heads = "page,peer,req/s,p50,p95,p99 ms,CPU app + database ms,queries,kB,bad".split(",")
    print(f"\n| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    cost: dict[tuple[str, str], tuple[float, float]] = {}
    for page in ("case", "list", "search", "log"):
        for peer in (one for one in peers if one.found[page]):
            runs = peer.found[page]
            mid = {name: statistics.median(run[name] for run in runs) for name in MEASURES}
            cost[page, peer.name] = (mid["rps"], mid["app"] + mid["database"])
            print(
                f"| {page} | {peer.name} | {mid['rps']:.0f} | {mid['p50']:.1f} | {mid['p95']:.1f} "
                f"| {mid['p99']:.1f} | {mid['app']:.1f} + {mid['database']:.1f} "
                f"| {mid['queries']:.1f} | {mid['bytes'] / 1000:.0f} "
                f"| {sum(run['bad'] for run in runs)} |"
            )
    for (page, name), (rate, cpu) in cost.items():
        if name.startswith("Samenhang") and (page, "Django + auditlog") in cost:
            theirs = cost[page, "Django + auditlog"]
            print(f"{page}: {name} / Django: {rate / theirs[0]:.2f} x requests/s, "
                  f"{100 * cpu / theirs[1]:.0f} % of its CPU")  # fmt: skip
    for peer in peers:
        print(f"memory per worker, {peer.name}: {statistics.median(peer.memory):.0f} MB (PSS)")


def main() -> None:
    """Measure what there is, and say what is not there."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name in ("instance", "sqlite-instance", "django"):
        asked.add_argument(f"--{name}", type=Path)
    for name in ("postgresql", "django-python", "django-database"):
        asked.add_argument(f"--{name}")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--work", type=Path, default=Path("/tmp/samenhang-bench"))  # noqa: S108
    chosen = asked.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    peers = [bare(chosen.work)]
    if chosen.django:
        python, database = chosen.django_python, chosen.django_database
        peers.append(django(chosen.work, chosen.django, python, database))
    else:
        there = f"its sources are in {PEER}" if PEER.exists() else f"there is nothing at {PEER}"
        print(f"NOT MEASURED: the Django peer; give --django and the rest ({there}).")
    if chosen.postgresql:
        url, instance = chosen.postgresql, chosen.instance
        peers.append(samenhang("Samenhang on PostgreSQL", chosen.work, instance, url))
    if chosen.sqlite_instance:
        at = chosen.sqlite_instance
        peers.append(samenhang("Samenhang on SQLite", chosen.work, at, None))
    for number in range(chosen.rounds):
        for peer in peers if number % 2 == 0 else peers[::-1]:
            measure(peer, chosen.seconds)
    report(peers)


if __name__ == "__main__":
    main()
