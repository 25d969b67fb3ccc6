"""What a server and its database spend while they are asked for pages: read from /proc."""

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
HERE = Path(__file__).parent


def processes(root: int) -> list[int]:
    """Give a process and all that descend from it."""
    children = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (found := _stat(int(folder.name))):
            children[found[0]].append(int(folder.name))

    def below(pid: int) -> Iterator[int]:
        yield pid
        for child in children[pid]:
            yield from below(child)

    return list(below(root))


def _stat(pid: int) -> tuple[int, float] | None:
    """Give the parent of a process, and the seconds of CPU it used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS


def seconds(pids: Iterable[int]) -> dict[int, float]:
    """Give the CPU seconds each process used so far."""
    return {pid: found[1] for pid in pids if (found := _stat(pid))}


def spent(before: dict[int, float], after: dict[int, float]) -> float:
    """Give the CPU seconds used between two readings, by processes that came in between too."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def memory(pids: Iterable[int]) -> list[float]:
    """Give the megabytes of each process, what is shared counted in parts (PSS)."""
    found = []
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
    return found


def ask(database: str | None, question: str) -> str:
    """Ask PostgreSQL, by psql: an empty answer where there is none."""
    if database is None:
        return ""
    asked = ["psql", database.replace("+psycopg", ""), "-Atc", question]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def postmaster(database: str | None) -> int | None:
    """Give the process of the PostgreSQL server, which must run on this machine."""
    folder = ask(database, "SHOW data_directory")
    return int((Path(folder) / "postmaster.pid").read_text().splitlines()[0]) if folder else None


def statements(database: str | None) -> int:
    """Give how many statements this database has run, but for the frame of transactions."""
    counted = ask(
        database,
        "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE dbid ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND query !~* '^(begin|commit|rollback|set|select 1$|select \\$1$)'",
    )
    return int(counted or 0)


def drive(port: int, visits: Path, *, clients: int, seconds: float) -> dict[str, Any]:
    """Ask for the pages in a file for so many seconds; gives what wrk counted."""
    asked = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:.0f}s", "--timeout", "20s"]
    asked += ["-s", str(HERE / "wrk.lua"), f"http://127.0.0.1:{port}", "--", str(visits)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    counted: dict[str, Any] = json.loads(
        next(line for line in told.splitlines() if line.startswith("JSON"))[5:]
    )
    return counted
