"""Look whether the lock files hold what the .in files ask, without a network.

Three things are looked at: every package asked for is locked at a version that fits, every locked
package has a hash, and the versions that are tested are the versions that run. No address of a
package index may stand in a lock file: it would send others to a place that is only ours.
"""

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def locked(path: Path) -> dict[str, str]:
    """The version of every package in a lock file."""
    return {canonicalize_name(n): v for n, v in PINNED.findall(path.read_text("utf-8"))}


def asked(path: Path) -> list[Requirement]:
    """What a .in file asks for."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def problems(root: Path) -> list[str]:
    """Everything that does not fit, one sentence each."""
    found = []
    for name in ("requirements", "requirements-dev"):
        lock = root / f"{name}.txt"
        text, versions = lock.read_text("utf-8"), locked(lock)
        for requirement in asked(root / f"{name}.in"):
            version = versions.get(canonicalize_name(requirement.name))
            if version is None or version not in requirement.specifier:
                found.append(f"{lock.name} does not hold {requirement}: run bin/lock.")
        blocks = re.split(r"\n(?=\S)", text.strip())
        found += [
            f"{lock.name}: no hash for {b.split()[0]}" for b in blocks if "--hash=sha256:" not in b
        ]
        if "://" in text:
            found.append(f"{lock.name} holds the address of a package index.")
    runs, tested = (locked(root / f"{n}.txt") for n in ("requirements", "requirements-dev"))
    found += [
        f"{n} {v} runs but {tested.get(n)} is tested."
        for n, v in runs.items()
        if tested.get(n) != v
    ]
    return found


def main() -> int:
    """Print what does not fit; the exit status says whether there was any."""
    found = problems(Path(__file__).parent.parent)
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
