"""The measures and themes that ship with the product, and how a place takes those that it wants by their ids.

A place's ``library.yaml`` lists them. What an entry says besides stands in the place of what the library says: a
mapping key by key, anything else whole; and then ``because`` says why. A run keeps the definitions that it took in a
folder ``library/`` beside that list, so that it stays what it was when the product's change; where there is such a
folder, its definitions come before those that ship.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Tag

from oneplace.place.computing import Name
from oneplace.place.document import Document, load
from oneplace.place.fields import Model, Text
from oneplace.place.inside import inside
from oneplace.place.typed import MISSING_KEY, UNKNOWN_KEY, typed
from oneplace.problems import OneplaceError, Problem, did_you_mean

FILE, FOLDER = "library.yaml", "library"
SHIPPED = Path(__file__).parent / "measure_library"
THEMES = Path(__file__).parent / "theme_library"
KINDS = ("measures", "themes")
_UNKNOWN = "F06"
_NO_CHANGE = {"library", "because"}
_OURS = "reworded"
"""What the library alone may say of a measure."""
_CARRIED_OUT = {"owner", "due", "ask", "provenance"}
"""What a place says of a theme's plan for a number: who gets it, and when; it changes nothing of the library's."""


class Taken(Model):
    """A measure or theme taken with changes: any key of it that is to say something else here."""

    model_config = ConfigDict(extra="allow", frozen=True)

    library: Name
    because: Text | None = None


_Entry = Annotated[
    Annotated[Name, Tag("id")] | Annotated[Taken, Tag("changed")],
    Discriminator(lambda value: "id" if isinstance(value, str) else "changed"),
]


class Library(Model):
    """The whole of ``library.yaml``: what is taken, by id alone or with what is different here."""

    measures: tuple[_Entry, ...] = ()
    themes: tuple[_Entry, ...] = ()


def shipped() -> dict[str, Path]:
    """The file of every measure of the library, by id."""
    return _files(SHIPPED)


def themes() -> dict[str, Path]:
    """The file of every theme of the library, by id."""
    return _files(THEMES)


def definition(root: Path, measure_id: str) -> str:
    """The text of a library's measure, as a place takes it."""
    return _file(root, "measures", measure_id).read_text("utf-8")


def says_the_same(measure_id: str, field: str, *texts: str) -> bool:
    """Whether the library that ships has said each of these in a field of a measure, now or before it was reworded.

    What a place says, and what it keeps in a folder ``library/`` of its own, is not asked.
    """
    path = shipped().get(measure_id)
    if path is None:
        return False
    said = load(path).data
    before = (one["was"] for one in said.get(_OURS, ()) if one.get("of", "definition") == field)
    return {*texts} <= {said.get(field), *before}


def keep(root: Path, into: Path) -> None:
    """Copy the definitions that a place takes beside its files in ``into``."""
    for kind in KINDS:
        for name in _names(root, kind):
            kept = _kept(into, kind)
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_file(root, kind, name), kept / f"{name}.yaml")


def merged(root: Path) -> Document | None:
    """``library.yaml`` with all that is taken whole: the library's with what the place changes; None without the file.

    Raises ``OneplaceError`` for an id that the library doesn't hold and for a change without its reason.
    """
    path = root / FILE
    if not path.exists():
        return None
    document = load(inside(root, path))
    typed(document, Library)
    if problems := list(_problems(root, document)):
        raise OneplaceError(*problems)
    data = {kind: [_whole(root, kind, entry) for entry in document.data.get(kind, ())] for kind in KINDS}
    return Document(path, data, document.values, document.keys)


def _problems(root: Path, document: Document) -> Iterator[Problem]:
    for kind in KINDS:
        for index, entry in enumerate(document.data.get(kind, ())):
            at, name, one = (kind, index), _name(entry), kind.removesuffix("s")
            if not _file(root, kind, name).is_file():
                every = list(shipped() if kind == "measures" else themes())
                mend = did_you_mean(name, every, f"docs/reference/{one}-library.md lists every one.")
                where = (*at, "library")
                yield document.problem(where, _UNKNOWN, f"{name} is not the id of a {one} of the library.", mend)
            elif isinstance(entry, dict) and _OURS in entry:
                message = f"says that {name} was reworded: only the library can say that it counts the same."
                mend = "Leave it out. Another definition stands in `definition:`, with `because:`."
                yield document.problem((*at, _OURS), UNKNOWN_KEY, message, mend)
            elif isinstance(entry, dict) and _changes(kind, entry) and "because" not in entry:
                changed = ", ".join(f"`{key}`" for key in entry if key != "library")
                message = f"changes {changed} of the library's {name} without a reason."
                yield document.problem(at, MISSING_KEY, message, "Say why here it is another: `because: …`.")
            elif kind == "themes" and isinstance(entry, dict):
                yield from _unknown_questions(root, document, at, entry)


def _unknown_questions(root: Path, document: Document, at: tuple[str, int], entry: dict[str, Any]) -> Iterator[Problem]:
    """What is said of a question that a taken theme doesn't ask, unless it is a whole one of the place's own."""
    facets, asked = entry.get("facets"), load(_file(root, "themes", _name(entry))).data["facets"]
    for key, facet in facets.items() if isinstance(facets, dict) else ():
        if key not in asked and not (isinstance(facet, dict) and "asks" in facet):
            message = f"{key} is no question of the library's theme {_name(entry)}."
            mend = did_you_mean(key, list(asked), f"It asks: {', '.join(asked)}.")
            yield document.problem((*at, "facets", key), _UNKNOWN, message, mend)


def _changes(kind: str, entry: dict[str, Any]) -> bool:
    """Whether an entry says anything else than the library does, beyond who gets the numbers of a theme's plans."""
    facets = entry.get("facets")
    if kind != "themes" or entry.keys() - _NO_CHANGE != {"facets"} or not isinstance(facets, dict):
        return bool(entry.keys() - _NO_CHANGE)
    plans = (one.get("plan") if isinstance(one, dict) and one.keys() == {"plan"} else None for one in facets.values())
    return not all(isinstance(plan, dict) and plan.keys() <= _CARRIED_OUT for plan in plans)


def _names(root: Path, kind: str) -> list[str]:
    path = root / FILE
    entries = load(inside(root, path)).data.get(kind, ()) if path.exists() else ()
    return sorted({_name(entry) for entry in entries})


def _name(entry: Any) -> str:
    return str(entry if isinstance(entry, str) else entry["library"])


def _file(root: Path, kind: str, name: str) -> Path:
    own = _kept(root, kind) / f"{name}.yaml"
    return inside(root, own) if own.is_file() else (SHIPPED if kind == "measures" else THEMES) / f"{name}.yaml"


def _kept(root: Path, kind: str) -> Path:
    """The folder in which a run keeps what it took; themes apart, for one may be called as a measure is."""
    return root / FOLDER if kind == "measures" else root / FOLDER / kind


def _files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def _whole(root: Path, kind: str, entry: Any) -> dict[str, Any]:
    changes = {} if isinstance(entry, str) else entry
    below = dict(load(_file(root, kind, _name(entry))).data)
    if "definition" in changes:  # the words are the place's: how the library put its own is not told beside them
        below.pop(_OURS, None)
    return over(below, {"library": _name(entry), **changes})


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What both say, ``above`` having the word: a mapping key by key, anything else whole."""
    return {**below, **{key: _either(below.get(key), said) for key, said in above.items()}}


def _either(below: Any, above: Any) -> Any:
    return over(below, above) if isinstance(below, dict) and isinstance(above, dict) else above
