"""Every wording that the makers of sentences can say, read from their own code: what nobody listed can't be forgotten.

A wording is a text with a space in it, other than a docstring, in a module that makes sentences; its blanks stand for
whatever is filled in. A new one in the code is a new one here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

BLANK = re.compile(r"\{[^{}]*\}")


def wordings(module: Path) -> dict[str, re.Pattern[str]]:
    """The wordings of a module's code by where they stand and how they read, each as the pattern of what it prints."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    unread = {id(node) for node in _unread(tree)}
    parts = (node for node in ast.walk(tree) if id(node) not in unread)
    told = ((node, _text(node)) for node in parts if isinstance(node, ast.JoinedStr | ast.Constant))
    return {f"{module.name}:{node.lineno} {text}": _pattern(text) for node, text in told if _is_wording(text)}


def _unread(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings and the words for faults, which no reader meets; the pieces of a text that is taken whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.Raise):
            yield from ast.walk(node)
        if isinstance(node, ast.JoinedStr):
            yield from node.values


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    """A text with ``{}`` for whatever is filled in."""
    if isinstance(node, ast.Constant):
        return BLANK.sub("{}", node.value) if isinstance(node.value, str) else ""
    return "".join(_text(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _is_wording(text: str) -> bool:
    return " " in text.strip(" ") and bool(re.search(r"[A-Za-z]", text.replace("{}", "")))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split("{}")), re.DOTALL | re.IGNORECASE)


def ways(modules: Iterable[Path]) -> set[tuple[str, str]]:
    """The kinds of claims and the directions that the code of makers writes out, in calls that name both."""
    return {
        (kind.attr, word.value)
        for module in modules
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for kind in call.args[:1]
        if isinstance(kind, ast.Attribute) and isinstance(kind.value, ast.Name) and kind.value.id == "Kind"
        for told in call.keywords
        if told.arg == "direction"
        for word in _words(told.value)
    }


def _words(node: ast.expr) -> Iterator[ast.Constant]:
    """The texts that an expression may give, not those by which it chooses."""
    if isinstance(node, ast.IfExp):
        yield from (*_words(node.body), *_words(node.orelse))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
