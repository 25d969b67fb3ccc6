"""Addresses: each thing has exactly one."""

from uuid import UUID

from flask import Flask
from werkzeug.routing import BaseConverter

from caseapp.kernel.identifiers import REFERENCE


class IdConverter(BaseConverter):
    """An opaque id: 32 lower-case hexadecimal characters and nothing else."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> UUID:
        """Read the id."""
        return UUID(value)

    def to_url(self, value: UUID) -> str:
        """Write the id."""
        return value.hex


class ReferenceConverter(BaseConverter):
    """The reference of a case, in its one spelling."""

    regex = REFERENCE.pattern


def register(app: Flask) -> None:
    """Teach the address map what ids and references look like."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["reference"] = ReferenceConverter
