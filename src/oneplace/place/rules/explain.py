"""Each rule in words: why it is there, how to mend what it finds, and a small file before and after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from oneplace.place.document import parse
from oneplace.place.rules.registry import CHECKS
from oneplace.problems import OneplaceError, Severity

_THEMES = (
    *("links", "targets", "paths", "measures", "fairness", "timing"),
    *("delivery", "risks", "decisions", "money", "publication", "questions", "commentary", "themes", "sources"),
)
_STRATEGY = "strategy.yaml"


@dataclass(frozen=True)
class Explanation:
    """A rule in words. ``fault`` and ``mended`` are whole files called ``file``; ``changed`` is what differs from the
    example strategy, or the whole of another file; ``at`` is the text of ``changed`` at which the rule points."""

    code: str
    title: str
    why: str
    mend: str
    changed: str
    changed_mended: str
    at: str
    file: str

    @property
    def severity(self) -> Severity:
        """Error or warning."""
        return Severity.of(self.code)

    @property
    def fault(self) -> str:
        """A file that breaks this rule and no other."""
        return self._whole(self.changed)

    @property
    def mended(self) -> str:
        """The same file mended, with no finding."""
        return self._whole(self.changed_mended)

    def place(self, text: str) -> dict[str, str]:
        """The files of a place of which ``text`` (``fault`` or ``mended``) is one, by name."""
        return {_STRATEGY: example(), self.file: text}

    def _whole(self, changed: str) -> str:
        return changed_example(changed) if self.file == _STRATEGY else changed


def explain(code: str) -> Explanation:
    """The rule with this code; raises ``OneplaceError`` where there is none."""
    found = explanations().get(code.upper())
    if found is None:
        raise OneplaceError.at(
            Path(code), "is not the code of a rule.", f"Codes run from {_first()} to {_last()}; see docs/rules."
        )
    return found


@cache
def explanations() -> dict[str, Explanation]:
    """Every rule by code, in order."""
    found = {row["code"]: _explanation(row) for theme in _THEMES for row in _rows(theme)}
    return dict(sorted(found.items(), key=lambda item: int(item[0][1:])))


@cache
def example() -> str:
    """The strategy that the examples change, without its comment."""
    return "".join(line for line in _file("example").splitlines(keepends=True) if not line.startswith("#"))


def _explanation(row: dict[str, str]) -> Explanation:
    title = (CHECKS[row["code"]].__doc__ or "").strip().rstrip(".")
    return Explanation(
        row["code"], title, row["why"], row["mend"], row["fault"], row["mended"], row["at"], row.get("file", _STRATEGY)
    )


def _file(name: str) -> str:
    return (resources.files("oneplace.place.rules") / "explained" / f"{name}.yaml").read_text(encoding="utf-8")


def _rows(theme: str) -> list[dict[str, str]]:
    return list(parse(_file(theme), Path(f"{theme}.yaml")).data)


def changed_example(change: str) -> str:
    """The example strategy with the top-level keys of ``change``, at its end, in place of its own."""
    changed = _sections(change)
    return "".join(part for key, part in _sections(example()).items() if key not in changed) + change


def _sections(text: str) -> dict[str, str]:
    return {part.partition(":")[0]: part for part in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if part}


def _first() -> str:
    return next(iter(explanations()))


def _last() -> str:
    return list(explanations())[-1]
