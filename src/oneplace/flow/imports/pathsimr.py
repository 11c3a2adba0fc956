"""PathSimR's two CSV files (its network and its calendar) as a pathway.

The format is that of the templates and the guide of PathSimR (Tyler, Murch, Vasilakis, Wood 2022; BNSSG analytics):
the network is a square of shares with each node's distribution of service, its external and internal queue, and the
distributions and parameters of delays; the calendar has the rows ``metric,node,start,end,value`` with capacities
(``cap``) and arrivals from outside (``ext_arr``). Rates are per unit of time, which the files do not name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oneplace.flow.file.quantity import SECONDS, singular
from oneplace.flow.imports.calendars import arrivals, capacities
from oneplace.flow.imports.imported import Imported, Names, clock_of, imported, percent, quantity, unit_of_time
from oneplace.flow.imports.pathsimr_files import Calendar, Node, bad, read_calendar, read_network
from oneplace.flow.imports.shapes import Shape, of_r


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
    nodes = read_network(network)
    work = _Import(network, calendar, unit, nodes, read_calendar(calendar, {n.name: n for n in nodes}, unit))
    return work.made(run, warm_up)


@dataclass
class _Import:
    network: Path
    calendar: Path
    unit: str
    nodes: list[Node]
    times: Calendar

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

    def _arrivals(self, node: Node) -> dict[str, Any] | None:
        rows = self.times.get(("ext_arr", node.name))
        if rows is None:
            self.notes.append(f"{node.name} has no ext_arr in the calendar: nobody comes there from outside.")
            return None
        try:
            return arrivals(rows, round(SECONDS[singular(self.unit)]))
        except ValueError as error:
            raise bad(self.calendar, 0, f"the ext_arr of {node.name}: {error}") from None

    def _patients(self) -> dict[str, Any]:
        coming = {name: found for name, found in self.arrives.items() if found}
        if not coming:
            raise bad(self.calendar, 0, "has nobody arriving.", "Give an ext_arr above nought.")
        one = len(coming) == 1
        return {
            "patients" if one else f"to_{self.named[name]}": {"enters": self.enters[name], "arrivals": found}
            for name, found in coming.items()
        }

    def _rooms(self, node: Node) -> None:
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
        self, node: Node, here: str, external: str, internal: str
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

    def _capacity(self, node: Node) -> tuple[str, list[dict[str, Any]]]:
        rows = self.times.get(("cap", node.name))
        if rows is None:
            raise bad(self.calendar, 0, f"there is no cap for {node.name}.", "Add its row.")
        if len(rows) == 1 and math.isinf(rows[0].value):
            return "unlimited", []
        try:
            return capacities(rows)
        except (ValueError, OverflowError) as error:
            raise bad(self.calendar, 0, f"the cap of {node.name}: {error}") from None

    def _onward(self, node: Node) -> dict[str, Any]:
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

    def _shape(self, given: tuple[str, str], node: Node, what: str) -> Shape:
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
            raise bad(self.network, node.line, f"the {what} of {node.name}: {error}") from None


def _limit(number: float) -> str:
    return "unlimited" if math.isinf(number) else quantity(number, "patients")
