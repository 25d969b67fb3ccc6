"""Demand that some parts of the code are covered completely, branches included.

pyproject.toml lists them under [tool.samenhang] as path patterns. These are the parts in which an
untested line is a leak or a lie: the law, the log and the modules that decide something.

    python -m tools.complete_coverage coverage.json
"""

import json
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def patterns() -> list[str]:
    """The path patterns that must be covered completely."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [str(pattern) for pattern in settings["tool"]["samenhang"]["complete_coverage"]]


def gaps(report: dict[str, Any], wanted: list[str]) -> list[str]:
    """One line for every file that is not complete, and for every pattern without files."""
    files: dict[str, Any] = report["files"]
    found = []
    for pattern in wanted:
        matching = [path for path in files if fnmatch(path, pattern)]
        if not matching:
            found.append(f"{pattern}: no such file was measured")
        for path in matching:
            lines = files[path]["missing_lines"]
            branches = [f"{a}->{b}" for a, b in files[path].get("missing_branches", [])]
            if lines or branches:
                found.append(f"{path}: lines {lines}, branches {branches}")
    return found


def main(path: str) -> int:
    """Print the gaps; the exit status says whether there were any."""
    found = gaps(json.loads(Path(path).read_text("utf-8")), patterns())
    if found:
        sys.stderr.write("These must be covered completely and are not:\n")
        sys.stderr.writelines(f"  {line}\n" for line in sorted(set(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
