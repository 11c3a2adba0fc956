"""A view, resource by resource: the standard's processing algorithm as it is written, slow and plain.

Paths are read by the same grammar; what they give is worked out here item by item, over parsed JSON.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from oneplace.fhir.grammar import parse
from oneplace.fhir.nodes import Binary, Call, Item, Minus, Name, Node, This, Value, Variable
from oneplace.fhir.views import Column, Selection, View, columns, read

Row = dict[str, Any]


class SeveralError(ValueError):
    """There are several items where one is needed."""


def rows(view: dict[str, Any], resources: list[dict[str, Any]]) -> list[Row]:
    """Every row of a view, in order."""
    made = read(view)
    kept = [one for one in resources if one["resourceType"] == made.resource and _kept(made, one)]
    return [row for one in kept for row in _process(made.select, one, 0)]


def _kept(view: View, resource: dict[str, Any]) -> bool:
    for path, _ in view.where:
        found = evaluate(parse(path), resource, 0)
        if len(found) > 1 or (found and not isinstance(found[0], bool)):
            raise SeveralError(path)
        if found != [True]:
            return False
    return True


def _process(selection: Selection, node: Any, outer: int) -> list[Row]:
    if selection.how == "repeat":
        foci = list(_below(selection.each, node))
    elif selection.how:
        foci = evaluate(parse(selection.each[0]), node, outer)
    else:
        foci = [node]
    found = []
    for place, focus in enumerate(foci):
        index = place if selection.how else outer
        parts = [[{column.name: _value(column, focus, index)}] for column in selection.columns]
        parts += [_process(each, focus, index) for each in selection.selects]
        if selection.unions:
            parts.append([row for each in selection.unions for row in _process(each, focus, index)])
        found += [{name: value for part in chosen for name, value in part.items()} for chosen in product(*parts)]
    if not foci and selection.how == "forEachOrNull":
        found.append({column.name: 0 if column.path == "%rowIndex" else None for column in columns(selection)})
    return found


def _below(paths: tuple[str, ...], node: Any) -> Any:
    for path in paths:
        for child in evaluate(parse(path), node, 0):
            yield child
            yield from _below(paths, child)


def _value(column: Column, focus: Any, index: int) -> Any:
    found = evaluate(parse(column.path), focus, index)
    if column.collection:
        return found
    return _one(found)


def _one(found: list[Any]) -> Any:
    if len(found) > 1:
        raise SeveralError(str(found))
    return found[0] if found else None


def evaluate(node: Node, item: Any, index: int) -> list[Any]:
    """The items that a path gives, starting from one."""
    found: list[Any] = []
    match node:
        case This():
            found = [item]
        case Value():
            found = [node.value]
        case Variable():
            found = [index]
        case Name():
            found = [each for of in evaluate(node.of, item, index) for each in _children(of, node.name)]
        case Minus():
            found = [-each for each in evaluate(node.of, item, index)]
        case Item():
            place = _one(evaluate(node.place, item, index))
            found = evaluate(node.of, item, index)[place : place + 1]
        case Binary():
            found = _binary(node.operator, evaluate(node.left, item, index), evaluate(node.right, item, index))
        case Call():
            found = _called(node, evaluate(node.of, item, index), index)
        case _:
            raise AssertionError(node)
    return found


def _children(of: Any, name: str) -> list[Any]:
    found = of.get(name) if isinstance(of, dict) else None
    items = found if isinstance(found, list) else [found]
    return [each for each in items if each is not None]


def _called(node: Call, of: list[Any], index: int) -> list[Any]:
    if node.name == "where":
        return [each for each in of if _truth(evaluate(node.arguments[0], each, index))]
    if node.name == "exists" and node.arguments:
        return [bool(_called(Call(node.of, "where", node.arguments), of, index))]
    return {
        "exists": [bool(of)],
        "empty": [not of],
        "count": [len(of)],
        "first": of[:1],
        "last": of[-1:],
        "not": [not each for each in of],
    }[node.name]


def _truth(found: list[Any]) -> bool | None:
    one = _one(found)
    return one if one is None or isinstance(one, bool) else True


def _binary(operator: str, left: list[Any], right: list[Any]) -> list[Any]:
    if operator in ("and", "or"):
        return _logic(operator, _truth(left), _truth(right))
    if operator in ("=", "!="):
        if not left or not right:
            return []
        same = len(left) == len(right) and all(map(_same, left, right))
        return [same == (operator == "=")]
    a, b = _one(left), _one(right)
    if not _number(a) or not _number(b):
        return []
    a, b = Decimal(str(a)), Decimal(str(b))
    return [{"+": a + b, "-": a - b, "*": a * b, "<": a < b, ">=": a >= b}[operator]]


def _logic(operator: str, left: bool | None, right: bool | None) -> list[Any]:
    ends = operator == "or"
    if ends in (left, right):
        return [ends]
    return [] if None in (left, right) else [not ends]


def _same(a: Any, b: Any) -> bool:
    return (isinstance(a, bool) == isinstance(b, bool)) and a == b


def _number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
