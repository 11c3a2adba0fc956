"""PathSimR's two CSV files (its network and its calendar) as a pathway.

The format is that of the templates and the guide of PathSimR (Tyler, Murch, Vasilakis, Wood 2022; BNSSG analytics):
the network is a square of shares with each node's distribution of service, its external and internal queue, and the
distributions and parameters of delays; the calendar has the rows ``metric,node,start,end,value`` with capacities
(``cap``) and arrivals from outside (``ext_arr``). Rates are per unit of time, which the files do not name.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneplace.flow.file.quantity import SECONDS, singular
from oneplace.flow.importing.calendars import Segment, arrivals, capacities
from oneplace.flow.importing.imported import Imported, Names, clock_of, imported, percent, quantity, unit_of_time
from oneplace.flow.importing.shapes import Shape, of_r
from oneplace.problems import OneplaceError

_MIDDLE = ["serv_dist", "serv_dist_param", "ext_queue", "int_queue"]
_COLUMNS = ["metric", "node", "start", "end", "value"]
_EMPTY = ("", "NA")


@dataclass(frozen=True)
class _Node:
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
        return self.service[0] in _EMPTY


def read_pathsimr(
    network: Path | str,
    calendar: Path | str,
    *,
    unit: str = "days",
    run: str = "365 days",
    warm_up: str = "90 days",
) -> Imported:
    """A pathway from PathSimR's network and calendar.

    ``unit`` is the unit of time of both files, which they do not name; ``run`` and ``warm_up`` are not in them either.
    What means something else here, was added or was left out is in the result's ``notes``. Raises ``OneplaceError``
    with file and line for what is wrong in the files, and for what no pathway can hold.
    """
    network, calendar = Path(network), Path(calendar)
    unit = unit_of_time(unit, network)
    nodes = _network(network)
    work = _Import(network, calendar, unit, nodes, _calendar(calendar, {n.name: n for n in nodes}, unit))
    return work.made(run, warm_up)


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            return [[cell.strip() for cell in row] for row in csv.reader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", "Give a CSV file.", code="I04") from None


def _bad(path: Path, line: int, message: str, mend: str = "Correct the file.") -> OneplaceError:
    return OneplaceError.at(path, message, mend, line=line, code="I05")


def _network(path: Path) -> list[_Node]:
    rows = _rows(path)
    head = rows[0] if rows else []
    n = head.index(_MIDDLE[0]) - 1 if _MIDDLE[0] in head else 0
    if n < 1 or head[n + 1 : n + 5] != _MIDDLE or len(head) < 3 * n + 5:
        raise _bad(
            path,
            1,
            "is no network of PathSimR.",
            "Its columns are: empty, the nodes, serv_dist, serv_dist_param, ext_queue, int_queue, then a delay "
            "distribution and delay parameters for each node.",
        )
    names = head[1 : n + 1]
    if len(set(names)) < n or "" in names:
        raise _bad(path, 1, "names a node twice, or has one without a name.")
    found = [_node(path, line, row, names) for line, row in enumerate(rows[1:], start=2) if any(row)]
    if [node.name for node in found] != names:
        raise _bad(path, 2, "has other rows than columns of nodes.", "Give every node a row, in the columns' order.")
    return found


def _node(path: Path, line: int, row: list[str], names: list[str]) -> _Node:
    n = len(names)
    row = row + [""] * (3 * n + 5 - len(row))
    service = (row[n + 1], row[n + 2])
    leaves = service[0] not in _EMPTY
    shares = {to: _number(path, line, cell, f"the share to {to}") for to, cell in zip(names, row[1:], strict=False)}
    if leaves and abs(sum(shares.values()) - 1) > 1e-9:
        total = sum(shares.values())
        raise _bad(path, line, f"the shares from {row[0]} make {total:.6g}, not 1.", "Correct a share.")
    if any(share < 0 for share in shares.values()):
        raise _bad(path, line, f"a share from {row[0]} is negative.", "Correct it.")
    delays = zip(names, zip(row[n + 5 : 2 * n + 5], row[2 * n + 5 :], strict=False), strict=False)
    return _Node(
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
        raise _bad(path, line, f"{what} is '{cell}', which is no number.", "Write a number, or Inf.")
    return value


_Calendar = dict[tuple[str, str], list[Segment]]


def _calendar(path: Path, nodes: dict[str, _Node], unit: str) -> _Calendar:
    rows = _rows(path)
    if not rows or rows[0] != _COLUMNS:
        raise _bad(path, 1, "is no calendar of PathSimR.", f"Its columns are {','.join(_COLUMNS)}.")
    seconds = SECONDS[singular(unit)]
    found: _Calendar = defaultdict(list)
    for line, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) != len(_COLUMNS):
            raise _bad(path, line, f"has {len(row)} cells, not {len(_COLUMNS)}.")
        metric, node, start, end, value = row
        if metric not in ("cap", "ext_arr"):
            raise _bad(path, line, f"'{metric}' is no metric.", "Write cap or ext_arr.")
        if node not in nodes or nodes[node].is_exit:
            known = ", ".join(name for name, of in nodes.items() if not of.is_exit)
            raise _bad(path, line, f"there is no service point '{node}'.", f"There is: {known}.")
        if value in _EMPTY:
            raise _bad(path, line, f"the {metric} of {node} has no value.", "Write it.")
        ends = None if end in _EMPTY else round(_number(path, line, end, "end") * seconds)
        found[metric, node].append(
            Segment(round(_number(path, line, start, "start") * seconds), ends, _number(path, line, value, "value"))
        )
    return found


@dataclass
class _Import:
    network: Path
    calendar: Path
    unit: str
    nodes: list[_Node]
    times: _Calendar

    def made(self, run: str, warm_up: str) -> Imported:
        self.notes = [
            f"PathSimR's files do not name their unit of time: it is taken to be {self.unit}.",
            f"PathSimR's files do not say how long to run: {run} after {warm_up} of warm-up.",
            "Times count from midnight on a Monday.",
        ]
        self.name = Names(self.network)
        self.named = {node.name: self.name(node.name) for node in self.nodes}
        self.arrives = {node.name: self._arrivals(node) for node in self.nodes if not node.is_exit}
        self.reached = {to for node in self.nodes for to in node.shares}
        self.places: dict[str, dict[str, Any]] = {}
        self.enters: dict[str, str] = {}
        self.gate: dict[str, str] = {}
        for node in self.nodes:
            if not node.is_exit:
                self._rooms(node)
        for node in self.nodes:
            if not node.is_exit:
                self.places[self.named[node.name]] |= self._onward(node)
        data = {
            "format": "pathway/1",
            "id": Names(self.network)(self.network.stem),
            "name": self.network.stem.replace("_", " "),
            "provenance": "not_set",
            "source": f"Brought over from PathSimR: {self.network.name} and {self.calendar.name}",
            "clock": clock_of(self.unit),
            "warm_up": warm_up,
            "run": run,
            "patients": self._patients(),
            "places": self.places,
            "exits": [self.named[node.name] for node in self.nodes if node.is_exit],
        }
        return imported(data, self.notes, self.network)

    def _arrivals(self, node: _Node) -> dict[str, Any] | None:
        rows = self.times.get(("ext_arr", node.name))
        if rows is None:
            self.notes.append(f"{node.name} has no ext_arr in the calendar: nobody comes there from outside.")
            return None
        try:
            return arrivals(rows, round(SECONDS[singular(self.unit)]))
        except ValueError as error:
            raise _bad(self.calendar, 0, f"the ext_arr of {node.name}: {error}") from None

    def _patients(self) -> dict[str, Any]:
        coming = {name: found for name, found in self.arrives.items() if found}
        if not coming:
            raise _bad(self.calendar, 0, "has nobody arriving.", "Give an ext_arr above nought.")
        one = len(coming) == 1
        return {
            "patients" if one else f"to_{self.named[name]}": {"enters": self.enters[name], "arrivals": found}
            for name, found in coming.items()
        }

    def _rooms(self, node: _Node) -> None:
        """A service point as a place, and a room before it where its two queues differ."""
        here = self.named[node.name]
        self.enters[node.name] = self.gate[node.name] = here
        came, reached = self.arrives[node.name] is not None, node.name in self.reached
        external, internal = (_limit(limit) for limit in (node.external, node.internal))
        limit = external if came else internal
        before = None
        if came and reached and node.external != node.internal:
            limit, before = self._room_before(node, here, external, internal)
        elif came and reached and 0 < node.external < math.inf:
            self.notes.append(f"{node.name}: those from outside and from within share one queue of {external}.")
        base, shifts = self._capacity(node)
        named = {"name": node.name} if node.name != here else {}
        place = named | {"capacity": base} | ({"calendar": shifts} if shifts else {})
        self.places[here] = place | {"queue": limit, "stay": self._shape(node.service, node, "service")}
        if before:
            self.places = {**before, **self.places}

    def _room_before(
        self, node: _Node, here: str, external: str, internal: str
    ) -> tuple[str, dict[str, dict[str, Any]]]:
        """The queue of a place with two different ones, and the room in which the other queue waits."""
        who = "inside" if node.external == 0 else "outside"
        room, size = self.name(f"{here}_{who}"), internal if who == "inside" else external
        if who == "inside":
            self.gate[node.name] = room
        else:
            self.enters[node.name] = room
        self.notes.append(
            f"{node.name} has two queues, {external} from outside and {internal} from within: those from {who} wait in "
            f"`{room}`, where their wait is shown as time blocked."
        )
        size = size.replace("patients", "places")
        before = {room: {"capacity": size, "queue": "0 patients", "stay": f"0 {self.unit}", "next": {here: "100 %"}}}
        return (external if who == "inside" else internal), before

    def _capacity(self, node: _Node) -> tuple[str, list[dict[str, Any]]]:
        rows = self.times.get(("cap", node.name))
        if rows is None:
            raise _bad(self.calendar, 0, f"there is no cap for {node.name}.", "Add its row.")
        if len(rows) == 1 and math.isinf(rows[0].value):
            return "unlimited", []
        try:
            return capacities(rows)
        except (ValueError, OverflowError) as error:
            raise _bad(self.calendar, 0, f"the cap of {node.name}: {error}") from None

    def _onward(self, node: _Node) -> dict[str, Any]:
        found: dict[str, Any] = {"next": {self._to(to): percent(share) for to, share in node.shares.items()}}
        idle = [to for to in node.delays if to not in node.shares]
        if idle:
            self.notes.append(f"Delays from {node.name} are left out where nobody goes: to {', '.join(idle)}.")
        delays = {}
        for to, delay in node.delays.items():
            if to in node.shares:
                delays[self._to(to)] = self._shape(delay, node, f"delay to {to}")
                if self._to(to) in self.places:
                    self.notes.append(
                        f"The delay from {node.name} to {to}: PathSimR keeps a place at {to} meanwhile; here one is "
                        "taken when the delay is over."
                    )
        return found | ({"delay": delays} if delays else {})

    def _to(self, name: str) -> str:
        return self.gate.get(name, self.named[name])

    def _shape(self, given: tuple[str, str], node: _Node, what: str) -> Shape:
        name, parameters = given
        try:
            numbers = [float(part) for part in parameters.split(";")]
        except ValueError:
            numbers = [math.nan]
        try:
            if not all(map(math.isfinite, numbers)):
                raise ValueError(f"its parameters '{parameters}' are no numbers.")
            return of_r(name, numbers, self.unit)
        except (ValueError, OverflowError) as error:
            raise _bad(self.network, node.line, f"the {what} of {node.name}: {error}") from None


def _limit(number: float) -> str:
    return "unlimited" if math.isinf(number) else quantity(number, "patients")
