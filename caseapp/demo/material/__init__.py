"""The Dutch material the fictitious municipality is made of, as TOML beside this file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """Read one file of material, such as `names`; the same value is shared, so do not change it."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def storyline_names() -> tuple[str, ...]:
    """Name the storylines there are, in alphabetical order."""
    return tuple(sorted(path.stem for path in (HERE / "storylines").glob("*.toml")))
