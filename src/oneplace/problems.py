"""What is wrong, where, and how to mend it: the one shape in which every room reports a user's mistake."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How grave a problem is: an error stops the command, a warning is shown and work goes on."""

    ERROR = "error"
    WARNING = "warning"

    @classmethod
    def of(cls, code: str) -> Severity:
        """As a code says in its first letter: W is a warning, everything else an error."""
        return cls.WARNING if code.startswith("W") else cls.ERROR


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a user's files or data.

    ``line`` and ``column`` count from 1; 0 means that the problem belongs to the whole file. As text, what somebody's
    file says moves no cursor and colours nothing: letters that aren't printable are written as Python escapes them.
    """

    path: Path
    line: int
    column: int
    code: str
    message: str
    mend: str

    @property
    def severity(self) -> Severity:
        """As the code says."""
        return Severity.of(self.code)

    @property
    def where(self) -> str:
        """``file``, ``file:line`` or ``file:line:column``, whichever is known."""
        parts = [str(self.path)]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        told = " ".join(part for part in (f"{self.where}:", self.code, self.message, self.mend) if part)
        return "".join(letter if letter.isprintable() or letter == "\n" else repr(letter)[1:-1] for letter in told)


class OneplaceError(Exception):
    """A mistake in what the user gave us; the command line prints it without a traceback and exits with 1."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def at(
        cls, path: Path, message: str, mend: str, *, line: int = 0, column: int = 0, code: str = ""
    ) -> OneplaceError:
        """The error made of a single problem."""
        return cls(Problem(path, line, column, code, message, mend))


def did_you_mean(name: str, known: Collection[str], otherwise: str) -> str:
    """A sentence that offers the nearest known name; where none is near, ``otherwise``."""
    alike = [each for each in sorted(known) if each.casefold() == name.casefold()]
    near = alike[:1] or get_close_matches(name, sorted(known), n=1, cutoff=0.61)  # `count` is no `Month`
    return f"Did you mean `{near[0]}`?" if near else otherwise
