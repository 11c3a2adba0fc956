"""What pages and pack say in their own words, each with when it is said and with what it is filled in.

Read from the code and the templates themselves, so none is forgotten: a sentence whose word is turned round, whose two
numbers have changed places or that is said in the other case is another line. ``told_when.txt`` has the lines that
people have read and found true; after one was changed and read, ``python -m tests.reader.told_when`` writes it anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import oneplace

HOUSE = Path(oneplace.__file__).parent
READ = Path(__file__).with_name("told_when.txt")
MAKERS = ("web/**/presenters/*.py", "web/board/presenter.py", "web/explore/presenter.py", "pack/sections/*.py")
PAGES = ("web/**/jinja2/**/*.jinja",)
REPORT = "report/*.py"
_TAG = re.compile(r"\{%-?\s*(.*?)\s*-?%\}|\{\{-?\s*(.*?)\s*-?\}\}|\{#.*?#\}|<[^>]+>", re.DOTALL)


def told() -> list[str]:
    """Every line, in the order of files."""
    made = sorted(path for pattern in (*MAKERS, REPORT) for path in HOUSE.glob(pattern))
    pages = sorted(path for pattern in PAGES for path in HOUSE.glob(pattern))
    each = [*((path, of_code(path.read_text(encoding="utf-8"))) for path in made)]
    each += [(path, of_page(path.read_text(encoding="utf-8"))) for path in pages]
    return [f"{path.relative_to(HOUSE)}: {line}" for path, lines in each for line in lines]


def of_code(text: str) -> Iterator[str]:
    """The wordings of a module: of its tables of words, then of its functions."""
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from _Wordings().of_table(node.value)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield from _Wordings().of(function)


class _Wordings(ast.NodeVisitor):
    """The texts of one function, in the order of its code."""

    def __init__(self) -> None:
        self._when: list[str] = []
        self._name = ""
        self._found: list[str] = []

    def of(self, function: ast.FunctionDef) -> list[str]:
        doc = function.body[0]
        documented = isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant)
        self._set = _assigned(function)
        for statement in function.body[documented:]:
            self.visit(statement)
        return self._found

    def of_table(self, value: ast.expr) -> list[str]:
        self._set: dict[str, str] = {}
        self.visit(value)
        return self._found

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """One within another has its own turn."""

    def visit_Raise(self, node: ast.Raise) -> None:
        """Readers of pages meet no fault."""

    def visit_If(self, node: ast.If) -> None:
        self._branches(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._branches(node)

    def _branches(self, node: ast.If | ast.IfExp) -> None:
        """What is said where it holds, and where not."""
        self.visit(node.test)
        for when, branch in ((ast.unparse(node.test), node.body), (f"not ({ast.unparse(node.test)})", node.orelse)):
            self._when.append(when)
            for each in branch if isinstance(branch, list) else [branch]:
                self.visit(each)
            self._when.pop()

    def visit_Dict(self, node: ast.Dict) -> None:
        """A table of words: which stands for what."""
        for key, value in zip(node.keys, node.values, strict=True):
            self._named(ast.unparse(key) if key else "", value)

    def visit_keyword(self, node: ast.keyword) -> None:
        """What is said under a name, such as ``then`` and ``now``."""
        self._named(node.arg or "", node.value)

    def _named(self, name: str, value: ast.expr) -> None:
        before, self._name = self._name, name
        self.visit(value)
        self._name = before

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._say(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._say(node)

    def _say(self, node: ast.JoinedStr | ast.Constant) -> None:
        plain = _plain(node)
        word = re.fullmatch(r"[A-Za-z]{2,}", plain) and self._when and self._name
        if not word and (" " not in plain.strip() or not re.search(r"[A-Za-z]{2}", plain)):
            return
        when = f"where {' and '.join(self._when)}: " if self._when else ""
        name = f"[{self._name}] " if self._name else ""
        self._found.append(f"{when}{name}{self._filled(node)}".replace("\n", " "))

    def _filled(self, node: ast.JoinedStr | ast.Constant) -> str:
        """The text with what fills each blank: a name that is set once, as what it is set to."""
        if isinstance(node, ast.Constant):
            return str(node.value)
        parts = []
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                names = (each.id for each in ast.walk(part.value) if isinstance(each, ast.Name))
                known = [f"{name} = {self._set[name]}" for name in dict.fromkeys(names) if name in self._set]
                parts.append(f"{{{ast.unparse(part.value)}{' where ' + ', '.join(known) if known else ''}}}")
            else:
                parts.append(str(part.value))  # type: ignore[attr-defined]
        return "".join(parts)


def _plain(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_plain(part) if isinstance(part, ast.Constant) else "0" for part in node.values)


def _assigned(function: ast.FunctionDef) -> dict[str, str]:
    """What each name is set to that is set in one place: to a value, or to each of many in turn."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            for name, value in _pairs(node.targets[0], node.value):
                found.setdefault(name, []).append(value)
        if isinstance(node, ast.For | ast.comprehension):
            for name, value in _pairs(node.target, node.iter):
                found.setdefault(name, []).append(f"each of {value}")
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Name):
        yield target.id, ast.unparse(value)
    elif isinstance(target, ast.Tuple):
        one_by_one = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        for at, each in enumerate(target.elts):
            if isinstance(each, ast.Name):
                yield each.id, ast.unparse(value.elts[at]) if one_by_one else f"({ast.unparse(value)})[{at}]"


def of_page(text: str) -> Iterator[str]:
    """The lines of a template that say something, with what they are filled in and the conditions between."""
    when: list[str] = []
    for line in text.splitlines():
        said = re.sub(r"<[^>]+>|\{#.*?#\}", " ", line)
        words = " ".join(said.split())
        plain = _TAG.sub(" ", said)
        if " " in plain.strip() and re.search(r"[A-Za-z]{2}", plain):
            held = f"where {' and '.join(when)}: " if when else ""
            yield f"{held}{words}"
        for tag in re.findall(r"\{%-?\s*(.*?)\s*-?%\}", line):
            kind, _, rest = tag.partition(" ")
            if kind == "if":
                when.append(rest)
            elif kind in ("elif", "else") and when:
                when[-1] = rest if kind == "elif" else f"not ({when[-1]})"
            elif kind == "endif" and when:
                when.pop()


if __name__ == "__main__":
    READ.write_text("".join(f"{line}\n" for line in told()), encoding="utf-8")
