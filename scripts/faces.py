"""A contract of import-linter: from outside, a room is entered by its ``__init__`` or by one of its named faces."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def intrusions(graph: ImportGraph, root: str, faces: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each import of a module inside a room from outside it that is no face: who imports, and what."""
    for room in sorted(graph.find_children(root)):
        for inside in sorted(graph.find_descendants(room) - set(faces)):
            for importer in sorted(graph.find_modules_that_directly_import(inside)):
                if not f"{importer}.".startswith(f"{room}."):
                    yield importer, inside


def unused(graph: ImportGraph, root: str, faces: Collection[str]) -> list[str]:
    """The faces that nobody outside their room imports."""
    used = {inside for _, inside in intrusions(graph, root, ())}
    return sorted(set(faces) - used)


class FacesContract(Contract):
    """``faces``: the modules inside rooms that other rooms may import, besides the rooms themselves."""

    type_name = "faces"
    faces = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept where every import from outside is of a face, and every face is used."""
        (root,) = self.session_options["root_packages"]
        faces: list[str] = self.faces  # type: ignore[assignment]
        found = {"intrusions": list(intrusions(graph, root, faces)), "unused": unused(graph, root, faces)}
        return ContractCheck(kept=not any(found.values()), metadata=found)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say what to do about each."""
        for importer, inside in check.metadata["intrusions"]:
            mend = f"import what {'.'.join(inside.split('.')[:2])} names in __all__, or list it as a face."
            output.print_error(f"{importer} imports {inside}: {mend}")
        for face in check.metadata["unused"]:
            output.print_error(f"{face} is listed as a face, and nobody outside its room imports it: take it out.")
