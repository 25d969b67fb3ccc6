"""Compares checking the log with the bare hashing of it, in one interleaved run.

    python -m bench.log.checks PREFIX [--rounds 3]

Runs in the environment of an instance with a sealed log, of the municipality with these letters.
Bare is: hashing what the leaves say, from memory, into a tree. Beside it the fast check, as the
button on the page does it, and the verifier of one file on an export. Told are the seconds of CPU,
of this process and of the database together, and how many times the bare hashing that is.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select, text

from bench.visitor import app
from caseapp.accesslog.seal import checking, evidence, merkle
from caseapp.extensions import db
from caseapp.model.organisations import Municipality

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_log.py"
LEAF = "leaf\t"


def spent(pid: int | None) -> float:
    """Give the CPU seconds a process used so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9 if pid else 0.0


def bare(told: list[bytes]) -> None:
    """Hash what leaves say into a tree."""
    frontier = merkle.Frontier()
    for said in told:
        frontier.append(merkle.leaf_hash(said))
    frontier.root()


def verified(file: Path) -> float:
    """Let the verifier read an export; gives the CPU seconds it took."""
    command = ["/usr/bin/env", "time", "-f", "%U %S", sys.executable, str(VERIFIER), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sum(float(one) for one in done.stderr.split()[-2:])


def ways(connection: Connection, keeper: UUID, file: Path) -> dict[str, Callable[[], float]]:
    """Write an export, and give what is compared: each gives the CPU seconds it took."""
    backend = None
    if connection.dialect.name == "postgresql":
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()

    def timed(work: Callable[[], object]) -> float:
        began, before = time.process_time(), spent(backend)
        work()
        return time.process_time() - began + spent(backend) - before

    def export() -> None:
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in evidence.lines(connection, keeper))

    def check() -> None:
        finding = checking.check(connection, keeper)
        if not finding.fits:
            sys.exit(f"the log does not fit: {finding.misfits[0]}")

    took = timed(export)
    with file.open(encoding="utf-8") as lines:
        told = [one[len(LEAF) : -1].encode() for one in lines if one.startswith(LEAF)]
    print(f"{len(told)} leaves of {sum(map(len, told)) / len(told):.0f} bytes")
    print(f"the export: {took:.1f} s of CPU")
    return {
        "bare hashing": lambda: timed(lambda: bare(told)),
        "the fast check": lambda: timed(check),
        "the verifier": lambda: verified(file),
    }


def main() -> None:
    """Do each in turn, and print what it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("prefix")
    asked.add_argument("--rounds", type=int, default=3)
    chosen = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        app.app_context(),
        db.engine.connect() as connection,
    ):
        town = select(Municipality.id).where(Municipality.prefix == chosen.prefix)
        keeper = connection.execute(town).scalar_one()
        compare(ways(connection, keeper, Path(folder) / "export"), chosen.rounds)


def compare(ways: dict[str, Callable[[], float]], rounds: int) -> None:
    """Do each in turn, and print the medians beside that of the first."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    first = statistics.median(next(iter(found.values())))
    for name, took in found.items():
        middle = statistics.median(took)
        print(f"{name}: {middle:.2f} s of CPU, {middle / first:.1f} times")


if __name__ == "__main__":
    main()
