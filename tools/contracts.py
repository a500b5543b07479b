"""An import contract that the linter does not bring: enter rooms only through their doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    from grimp import ImportGraph


class DoorsContract(Contract):  # type: ignore[misc]  # the linter carries no types
    """Modules below ``importers`` enter children of ``rooms`` only by these ``doors``."""

    type_name = "doors"

    importers = fields.StringField()
    rooms = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    broken_contract_guidance = fields.TextField(required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  # the linter's signature
        """Return every import that passes a wall."""
        passed = [
            (importer, imported)
            for importer in sorted(graph.find_descendants(self.importers))
            if ".tests" not in importer
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_wall(imported)
        ]
        return ContractCheck(kept=not passed, metadata={"passed": passed})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line per import."""
        for importer, imported in check.metadata["passed"]:
            output.print_error(f"{importer} passes a wall: it imports {imported}")

    def _is_wall(self, imported: str) -> bool:
        if not imported.startswith(f"{self.rooms}."):
            return False
        inner = imported.removeprefix(f"{self.rooms}.").split(".")
        return len(inner) < 2 or inner[1] not in self.doors  # noqa: PLR2004  # room and door
