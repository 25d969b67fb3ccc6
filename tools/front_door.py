"""An import contract: a context is used through its front door.

`caseapp/journal/actions.py` may be imported by the modules of `caseapp/journal` and by nobody else;
the rest of the house says `journal.log_step(...)`. import-linter knows contracts for fixed lists of
packages only; this one holds for every package that has the named modules, also the next one.
"""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """Option `rooms`: names of the modules that only their own package may import."""

    type_name = "front_door"
    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 its interface
        """Find every import of a room from outside its package."""
        rooms: list[str] = self.rooms  # type: ignore[assignment]  # a field becomes its value
        passers = [
            f"{importer} imports {room}"
            for room in sorted(graph.modules)
            if room.rpartition(".")[2] in rooms
            for importer in sorted(graph.find_modules_that_directly_import(room))
            if not f"{importer}.".startswith(room.rpartition(".")[0] + ".")
        ]
        return ContractCheck(kept=not passers, metadata={"passers": passers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name everyone who did not come in through the front door."""
        for passer in check.metadata["passers"]:
            output.print_error(passer)
