"""Two import contracts that import-linter does not have; they hold for packages yet to come too.

Both are named in pyproject.toml under [tool.importlinter].
"""

from abc import abstractmethod
from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class _DirectImports(Contract):
    """A contract that is broken by single imports, each told in one line."""

    @abstractmethod
    def broken_by(self, graph: Any) -> list[str]:
        """Tell every import that should not be there."""

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 its interface
        """Look at the graph."""
        broken = self.broken_by(graph)
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name every import that should not be there."""
        for line in check.metadata["broken"]:
            output.print_error(line)


class FrontDoorContract(_DirectImports):
    """A context is used through its front door.

    `caseapp/journal/actions.py` may be imported by the modules of `caseapp/journal` and by nobody
    else; the rest of the house says `journal.log_step(...)`. Option `rooms`: names of the modules
    that only their own package may import.
    """

    type_name = "front_door"
    rooms = fields.ListField(subfield=fields.StringField())

    def broken_by(self, graph: Any) -> list[str]:
        """Find every import of a room from outside its package."""
        rooms: list[str] = self.rooms  # type: ignore[assignment]  # a field becomes its value
        return [
            f"{importer} imports {room}"
            for room in sorted(graph.modules)
            if room.rpartition(".")[2] in rooms
            for importer in sorted(graph.find_modules_that_directly_import(room))
            if not _is_in(importer, room.rpartition(".")[0])
        ]


class ReservedLibrariesContract(_DirectImports):
    """Some libraries belong to some packages, and no other module imports them.

    Option `libraries`: their names. Option `packages`: who may import them, with all that is in
    them. Option `modules`: single modules that may too.
    """

    type_name = "reserved_libraries"
    libraries = fields.ListField(subfield=fields.StringField())
    packages = fields.ListField(subfield=fields.StringField())
    modules = fields.ListField(subfield=fields.StringField())

    def broken_by(self, graph: Any) -> list[str]:
        """Find every import of such a library by somebody else."""
        libraries: list[str] = self.libraries  # type: ignore[assignment]  # a field becomes its value
        packages: list[str] = self.packages  # type: ignore[assignment]  # the same
        modules: list[str] = self.modules  # type: ignore[assignment]  # the same
        return [
            f"{importer} imports {library}"
            for library in libraries
            if library in graph.modules
            for importer in sorted(graph.find_modules_that_directly_import(library))
            if importer not in modules and not any(_is_in(importer, p) for p in packages)
        ]


def _is_in(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")
