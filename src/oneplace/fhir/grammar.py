"""FHIRPath as a tree: the expression grammar that SQL-on-FHIR's views need, read by operator precedence.

Source: FHIRPath 2.0.0 (hl7.org/fhirpath), sections 3 to 6 and 8. What is no part of the subset is said with its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from oneplace.fhir.nodes import Binary, Call, Item, Minus, Name, Node, Nothing, PathError, This, Value, Variable

_TOKEN = re.compile(
    r"""(?:\s+|//[^\n]*|/\*.*?\*/)*(?:
      (?P<date>@(?:\d{4}(?:-\d{2}(?:-\d{2})?)?(?:T(?:\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?(?:Z|[+-]\d{2}:\d{2})?)?
              |T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?))
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<quoted>`(?:[^`\\]|\\.)*`)
    | (?P<variable>%(?:[A-Za-z_][A-Za-z0-9_-]*|`[^`]+`|'[^']+'))
    | (?P<dollar>\$[a-z]+)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign><=|>=|!=|!~|[-+*/|&=<>~.,()\[\]{}])
    )""",
    re.VERBOSE | re.DOTALL,
)
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*\Z", re.DOTALL)
_STRENGTH = {
    "implies": 1,
    "or": 2,
    "xor": 2,
    "and": 3,
    "in": 4,
    "contains": 4,
    "=": 5,
    "!=": 5,
    "<": 6,
    "<=": 6,
    ">": 6,
    ">=": 6,
    "|": 7,
    "is": 8,
    "as": 8,
    "+": 9,
    "-": 9,
    "&": 9,
    "*": 10,
    "/": 10,
    "div": 10,
    "mod": 10,
}
"""How strongly an operator binds: FHIRPath 2.0.0, section 8.2."""
_UNREAD = ("~", "!~")
_SIGN = 11
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(path: str) -> Node:
    """Read a path; raises `PathError` where it is none."""
    reader = _Reader(path, _tokens(path))
    node = reader.expression(0)
    reader.expect("end")
    return node


def _tokens(path: str) -> list[_Token]:
    found, at = [], 0
    while not _SPACE.match(path, at):
        match = _TOKEN.match(path, at)
        if match is None or match.lastgroup is None:
            begin = _SPACE.sub("", path[at:]).lstrip()[:12]
            raise PathError(
                f"`{path}` can't be read from `{begin}` on.", "Write it as a FHIRPath, as in `name.family`."
            )
        found.append(_Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        at = match.end()
    return [*found, _Token("end", "", len(path))]


def _unquoted(text: str) -> str:
    """What stands between quotation marks, its escapes read."""

    def plain(match: re.Match[str]) -> str:
        return chr(int(match[1][1:], 16)) if len(match[1]) == 5 else _ESCAPES.get(match[1], match[1])

    return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", plain, text[1:-1], flags=re.DOTALL)


class _Reader:
    """Goes through the tokens once, from the left."""

    def __init__(self, path: str, tokens: Sequence[_Token]) -> None:
        self.path, self.tokens, self.place = path, tokens, 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def expect(self, text: str) -> None:
        token = self.take()
        if text not in (token.text, token.kind):
            raise self.wrong(token, f"`{text}` was expected" if text != "end" else "the path should end")

    def wrong(self, token: _Token, why: str) -> PathError:
        begin = f"At `{token.text}`" if token.text else "At its end"
        return PathError(f"`{self.path}`: {begin} (character {token.at + 1}) {why}.", "Complete or correct the path.")

    def expression(self, weakest: int) -> Node:
        """An operand, and every operator after it that binds more strongly than ``weakest``."""
        left = self.signed()
        while self.next.kind in ("word", "sign"):
            operator = self.next.text
            if operator in _UNREAD:
                raise self.wrong(self.next, "stands an operator that views don't have")
            if _STRENGTH.get(operator, 0) <= weakest:
                return left
            self.take()
            left = Binary(operator, left, self.expression(_STRENGTH[operator]))
        return left

    def signed(self) -> Node:
        if self.next.text in ("-", "+") and self.next.kind == "sign":
            turned = self.take().text == "-"
            operand = self.expression(_SIGN)
            return Minus(operand) if turned else operand
        return self.steps(self.first())

    def steps(self, node: Node) -> Node:
        """The ``.name``, ``.function()`` and ``[n]`` that follow."""
        while self.next.kind == "sign" and self.next.text in (".", "["):
            if self.take().text == "[":
                node = Item(node, self.expression(0))
                self.expect("]")
            else:
                node = self.named(node)
        return node

    def named(self, of: Node) -> Node:
        token = self.take()
        if token.kind not in ("word", "quoted"):
            raise self.wrong(token, "the name of an element or a function was expected")
        name = _unquoted(token.text) if token.kind == "quoted" else token.text
        if self.next.kind != "sign" or self.next.text != "(":
            return Name(of, name)
        self.take()
        arguments = []
        while self.next.text != ")":
            arguments.append(self.expression(0))
            if self.next.text != ")":
                self.expect(",")
        self.take()
        return Call(of, name, tuple(arguments))

    def first(self) -> Node:
        """What an operand begins with."""
        token = self.next
        if (token.kind == "word" and token.text not in ("true", "false")) or token.kind == "quoted":
            return self.named(This())
        self.take()
        if token.kind in ("word", "number", "string", "date"):
            return _literal(token)
        if token.kind == "variable":
            return Variable(token.text[1:].strip("`'"))
        if token.text == "$this":
            return This()
        if token.text == "(":
            node = self.expression(0)
            self.expect(")")
            return node
        if token.text == "{":
            self.expect("}")
            return Nothing()
        raise self.wrong(token, "a name, a function or a value was expected")


def _literal(token: _Token) -> Value:
    if token.kind == "word":
        return Value(token.text == "true", "boolean")
    if token.kind == "string":
        return Value(_unquoted(token.text), "string")
    if token.kind == "date":
        said = token.text[1:]
        return Value(said.strip("T"), "date", "time" if said[0] == "T" else "dateTime" if "T" in said else "date")
    return Value(Decimal(token.text), "decimal") if "." in token.text else Value(int(token.text), "integer")
