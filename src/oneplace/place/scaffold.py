"""A new place: a commented folder that passes ``oneplace check`` and says what to write next."""

from __future__ import annotations

import errno
import os
import re
from importlib import resources
from pathlib import Path
from string import Template

from oneplace.problems import OneplaceError

_FILES = {
    "place.yaml": "place.yaml",
    "strategy.yaml": "strategy.yaml",
    "sources.example.yaml": "sources.example.yaml",
    "measures/falls_admissions_65.yaml": "measures/falls_admissions_65.yaml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
}


def scaffold(folder: Path | str, *, name: str | None = None) -> list[Path]:
    """Write a starter place into a new or empty folder and return the files written.

    ``name`` is the place's name; the folder's own name is taken where it is left out. Raises ``OneplaceError`` where
    the folder already holds something, or cannot be written: nothing is ever overwritten.
    """
    root = Path(folder)
    words = {"name": _plain(name or root.resolve().name.replace("-", " ").replace("_", " ").title())}
    words["id"] = identifier(words["name"])
    fresh(root)
    return [_write(root / target, _template(source), words) for source, target in _FILES.items()]


def identifier(name: str) -> str:
    """The id of a place with this name."""
    made = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "place"
    return made if made[0].isalpha() else f"place-{made}"


def fresh(root: Path) -> Path:
    """The folder, made where it isn't there; raises ``OneplaceError`` where it holds something or can't be written."""
    try:
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise OneplaceError.at(root, "already holds something.", "Give a new or an empty folder.", code="F01")
        root.mkdir(parents=True, exist_ok=True)
        if not os.access(root, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise OneplaceError.at(
            root, f"cannot be written ({error.strerror}).", "Give a folder in which you may write.", code="F01"
        ) from None
    return root


def _plain(name: str) -> str:
    """A name that is safe in YAML without quotes and inside them."""
    return re.sub(r"[^\w .()'-]", " ", name).strip(" .'-") or "New place"


def _template(name: str) -> Template:
    return Template((resources.files("oneplace.place") / "template" / name).read_text(encoding="utf-8"))


def _write(path: Path, template: Template, words: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template.substitute(words), encoding="utf-8")
    return path
