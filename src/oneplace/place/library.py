"""The measures that ship with the product, and how a place takes those that it wants by their ids.

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

from oneplace.place.document import Document, load
from oneplace.place.fields import Model, Text
from oneplace.place.inside import inside
from oneplace.place.measure import Name
from oneplace.place.typed import MISSING_KEY, typed
from oneplace.problems import OneplaceError, Problem, did_you_mean

FILE, FOLDER = "library.yaml", "library"
SHIPPED = Path(__file__).parent / "measure_library"
_UNKNOWN = "F06"
_NO_CHANGE = {"library", "because"}


class Taken(Model):
    """A measure taken with changes: any key of a measure that is to say something else here."""

    model_config = ConfigDict(extra="allow", frozen=True)

    library: Name
    because: Text | None = None


class Library(Model):
    """The whole of ``library.yaml``: the measures taken, by id alone or with what is different here."""

    measures: tuple[
        Annotated[
            Annotated[Name, Tag("id")] | Annotated[Taken, Tag("changed")],
            Discriminator(lambda value: "id" if isinstance(value, str) else "changed"),
        ],
        ...,
    ] = ()


def shipped() -> dict[str, Path]:
    """The file of every measure of the library, by id."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}


def definition(root: Path, measure_id: str) -> str:
    """The text of a library's measure, as a place takes it."""
    return _file(root, measure_id).read_text("utf-8")


def keep(root: Path, into: Path) -> None:
    """Copy the definitions that a place takes beside its files in ``into``."""
    for name in _names(root):
        (into / FOLDER).mkdir(exist_ok=True)
        shutil.copyfile(_file(root, name), into / FOLDER / f"{name}.yaml")


def merged(root: Path) -> Document | None:
    """``library.yaml`` with every measure whole: the library's with what the place changes; None without such a file.

    Raises ``OneplaceError`` for an id that the library doesn't hold and for a change without its reason.
    """
    path = root / FILE
    if not path.exists():
        return None
    document = load(inside(root, path))
    typed(document, Library)
    if problems := list(_problems(root, document)):
        raise OneplaceError(*problems)
    data = {"measures": [_whole(root, entry) for entry in document.data.get("measures", ())]}
    return Document(path, data, document.values, document.keys)


def _problems(root: Path, document: Document) -> Iterator[Problem]:
    for index, entry in enumerate(document.data.get("measures", ())):
        at, name = ("measures", index), _name(entry)
        if not _file(root, name).is_file():
            mend = did_you_mean(name, list(shipped()), "docs/reference/measure-library.md lists every one.")
            where = (*at, "library")
            yield document.problem(where, _UNKNOWN, f"{name} is not the id of a measure of the library.", mend)
        elif isinstance(entry, dict) and entry.keys() - _NO_CHANGE and "because" not in entry:
            changed = ", ".join(f"`{key}`" for key in entry if key != "library")
            message = f"changes {changed} of the library's {name} without a reason."
            yield document.problem(at, MISSING_KEY, message, "Say why here it is another: `because: …`.")


def _names(root: Path) -> list[str]:
    path = root / FILE
    entries = load(inside(root, path)).data.get("measures", ()) if path.exists() else ()
    return sorted({_name(entry) for entry in entries})


def _name(entry: Any) -> str:
    return str(entry if isinstance(entry, str) else entry["library"])


def _file(root: Path, name: str) -> Path:
    own = root / FOLDER / f"{name}.yaml"
    return inside(root, own) if own.is_file() else SHIPPED / f"{name}.yaml"


def _whole(root: Path, entry: Any) -> dict[str, Any]:
    changes = {} if isinstance(entry, str) else entry
    return over(load(_file(root, _name(entry))).data, {"library": _name(entry), **changes})


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What both say, ``above`` having the word: a mapping key by key, anything else whole."""
    return {**below, **{key: _either(below.get(key), said) for key, said in above.items()}}


def _either(below: Any, above: Any) -> Any:
    return over(below, above) if isinstance(below, dict) and isinstance(above, dict) else above
