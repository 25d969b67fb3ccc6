"""What serves a municipality in tests: the same programs, settings and filling as `bin/run`."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 180
"""So many seconds a server may take to answer."""
SERVER = ("gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind")
SEALER = ("flask", "--app", "wsgi", "seal", "run")


def settings(home: Path, url: str, **more: str) -> dict[str, str]:
    """Give the environment of every process of a municipality: its keys go with its data."""
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    here = {"SAMENHANG_INSTANCE": str(home), "DATABASE_URL": url}
    return kept | here | {"WEB_CONCURRENCY": "1", "WEB_THREADS": "4"} | more


def say(environment: dict[str, str], *arguments: str) -> str:
    """Have a Python module run to its end; gives what it prints."""
    done = subprocess.run(  # noqa: S603 our own arguments
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        text=True,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def flask(environment: dict[str, str], *arguments: str) -> str:
    """Have a command of the application run to its end; gives what it prints."""
    return say(environment, "flask", "--app", "wsgi", *arguments)


def start(environment: dict[str, str], log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a Python module that goes on running, and writes to a file."""
    with log.open("a") as out:
        return subprocess.Popen(  # noqa: S603 our own arguments
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def running(environment: dict[str, str], log: Path, *arguments: str) -> Iterator[None]:
    """Have a Python module run until the block ends."""
    process = start(environment, log, *arguments)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    """Tell whether anything listens on a port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(port: int, log: Path) -> None:
    """Wait until a server listens."""
    end = time.monotonic() + PATIENCE
    while not answers(port):
        assert time.monotonic() < end, f"The server did not start: {log.read_text('utf-8')[-2000:]}"
        time.sleep(0.05)
