"""PathSimR's two CSV files as they are: nodes with what their row says, and the rows of the calendar."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from oneplace.flow.file.quantity import SECONDS, singular
from oneplace.flow.imports.calendars import Segment
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import plainly

_MIDDLE = ["serv_dist", "serv_dist_param", "ext_queue", "int_queue"]
_COLUMNS = ["metric", "node", "start", "end", "value"]
_EMPTY = ("", "NA")


@dataclass(frozen=True)
class Node:
    """A row of the network: a service point, or an exit where it has no distribution of service."""

    name: str
    line: int
    shares: dict[str, float]
    service: tuple[str, str]
    external: float
    internal: float
    delays: dict[str, tuple[str, str]]

    @property
    def is_exit(self) -> bool:
        """Whether patients go out here."""
        return self.service[0] in _EMPTY


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            return [[cell.strip() for cell in row] for row in csv.reader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", "Give a CSV file.", code="I04") from None


def bad(path: Path, line: int, message: str, mend: str = "Correct the file.") -> OneplaceError:
    """The error for something wrong in one of the files."""
    return OneplaceError.at(path, message, mend, line=line, code="I05")


def read_network(path: Path) -> list[Node]:
    """The nodes, in the file's order. Raises ``OneplaceError`` for what is wrong, at its line."""
    rows = _rows(path)
    head = rows[0] if rows else []
    n = head.index(_MIDDLE[0]) - 1 if _MIDDLE[0] in head else 0
    if n < 1 or head[n + 1 : n + 5] != _MIDDLE or len(head) < 3 * n + 5:
        raise bad(
            path,
            1,
            "is no network of PathSimR.",
            "Its columns are: empty, the nodes, serv_dist, serv_dist_param, ext_queue, int_queue, then a delay "
            "distribution and delay parameters for each node.",
        )
    names = head[1 : n + 1]
    if len(set(names)) < n or "" in names:
        raise bad(path, 1, "names a node twice, or has one without a name.")
    found = [_node(path, line, row, names) for line, row in enumerate(rows[1:], start=2) if any(row)]
    if [node.name for node in found] != names:
        raise bad(path, 2, "has other rows than columns of nodes.", "Give every node a row, in the columns' order.")
    return found


def _node(path: Path, line: int, row: list[str], names: list[str]) -> Node:
    n = len(names)
    row = row + [""] * (3 * n + 5 - len(row))
    service = (row[n + 1], row[n + 2])
    leaves = service[0] not in _EMPTY
    shares = {to: _number(path, line, cell, f"the share to {to}") for to, cell in zip(names, row[1:], strict=False)}
    if leaves and abs(sum(shares.values()) - 1) > 1e-9:
        total = sum(shares.values())
        raise bad(path, line, f"the shares from {row[0]} make {plainly(total)}, not 1.", "Correct a share.")
    if any(share < 0 for share in shares.values()):
        raise bad(path, line, f"a share from {row[0]} is negative.", "Correct it.")
    delays = zip(names, zip(row[n + 5 : 2 * n + 5], row[2 * n + 5 :], strict=False), strict=False)
    return Node(
        name=row[0],
        line=line,
        shares={to: share for to, share in shares.items() if share > 0},
        service=service,
        external=_number(path, line, row[n + 3], "ext_queue"),
        internal=_number(path, line, row[n + 4], "int_queue"),
        delays={to: delay for to, delay in delays if delay[0] not in _EMPTY},
    )


def _number(path: Path, line: int, cell: str, what: str) -> float:
    """A number of nought or more, ``Inf`` among them; an empty cell is nought."""
    if cell in _EMPTY:
        return 0.0
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise bad(path, line, f"{what} is '{cell}', which is no number.", "Write a number, or Inf.")
    return value


Calendar = dict[tuple[str, str], list[Segment]]
"""The rows of each metric (``cap``, ``ext_arr``) and node."""


def read_calendar(path: Path, nodes: dict[str, Node], unit: str) -> Calendar:
    """The calendar, its times in seconds. Raises ``OneplaceError`` for what is wrong, at its line."""
    rows = _rows(path)
    if not rows or rows[0] != _COLUMNS:
        raise bad(path, 1, "is no calendar of PathSimR.", f"Its columns are {','.join(_COLUMNS)}.")
    seconds = SECONDS[singular(unit)]
    found: Calendar = defaultdict(list)
    for line, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) != len(_COLUMNS):
            raise bad(path, line, f"has {len(row)} cells, not {len(_COLUMNS)}.")
        metric, node, start, end, value = row
        if metric not in ("cap", "ext_arr"):
            raise bad(path, line, f"'{metric}' is no metric.", "Write cap or ext_arr.")
        if node not in nodes or nodes[node].is_exit:
            known = ", ".join(name for name, of in nodes.items() if not of.is_exit)
            raise bad(path, line, f"there is no service point '{node}'.", f"There is: {known}.")
        if value in _EMPTY:
            raise bad(path, line, f"the {metric} of {node} has no value.", "Write it.")
        ends = None if end in _EMPTY else round(_number(path, line, end, "end") * seconds)
        found[metric, node].append(
            Segment(round(_number(path, line, start, "start") * seconds), ends, _number(path, line, value, "value"))
        )
    return found
