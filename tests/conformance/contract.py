"""Holds a document against a published schema: the part of OpenAPI 3.0 that the contracts use."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

CONTRACTS = Path(__file__).parent / "contracts"
TYPES: dict[str, Any] = {"string": str, "integer": int, "boolean": bool, "array": list,
                         "object": dict}  # fmt: skip


class Contract:
    """The schemas of one published interface."""

    def __init__(self, name: str) -> None:
        self.schemas = json.loads((CONTRACTS / f"{name}.json").read_text())["schemas"]

    def flaws(self, name: str, value: Any, *, sent: bool = False) -> list[str]:
        """Say where a document breaks a schema; `sent`: what the other side fills in is left."""
        return self._flaws(self.schemas[name], value, name, sent)

    def _flaws(self, schema: dict[str, Any], value: Any, at: str, sent: bool) -> list[str]:
        if "$ref" in schema:
            return self._flaws(self.schemas[schema["$ref"].rpartition("/")[2]], value, at, sent)
        found = [f for part in schema.get("allOf", ()) for f in self._flaws(part, value, at, sent)]
        kind = TYPES.get(schema.get("type", ""))
        if kind is not None and not isinstance(value, kind):
            return [*found, f"{at} is no {schema['type']}"]
        if isinstance(value, dict):
            found += self._of_object(schema, value, at, sent)
        if isinstance(value, list) and "items" in schema:
            found += [f for one in value for f in self._flaws(schema["items"], one, at, sent)]
        if isinstance(value, str):
            found += _of_text(schema, value, at)
        return found

    def _of_object(self, schema: dict[str, Any], value: Any, at: str, sent: bool) -> list[str]:
        known = schema.get("properties", {})
        by_them = {name for name, part in known.items() if sent and part.get("readOnly")}
        missing = set(schema.get("required", ())) - set(value) - by_them
        found = [f"{at}.{name} is missing" for name in sorted(missing)]
        for name, part in known.items():
            if name in value:
                found += self._flaws(part, value[name], f"{at}.{name}", sent)
        return found

    def names(self, name: str) -> set[str]:
        """Give every field that a schema knows."""
        return self._names(self.schemas[name])

    def _names(self, schema: dict[str, Any]) -> set[str]:
        if "$ref" in schema:
            return self.names(schema["$ref"].rpartition("/")[2])
        parts = [self._names(part) for part in schema.get("allOf", ())]
        return set(schema.get("properties", ())).union(*parts)


def _of_text(schema: dict[str, Any], value: str, at: str) -> list[str]:
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at} is none of {schema['enum']}")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        found.append(f"{at} has a wrong length")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at} does not fit {schema['pattern']}")
    reads = {"uuid": UUID, "date": date.fromisoformat, "date-time": _moment, "uri": _uri}
    try:
        reads.get(schema.get("format", ""), str)(value)
    except ValueError:
        found.append(f"{at} is no {schema['format']}")
    return found


def _moment(value: str) -> None:
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError(value)


def _uri(value: str) -> None:
    if not all(urlsplit(value)[:2]):
        raise ValueError(value)
