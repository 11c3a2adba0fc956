"""What a pathway's model is, as its file says: a report after STRESS-DES.

Monks T, Currie CSM, Onggo BS, Robinson S, Kunc M, Taylor SJE. Strengthening the reporting of empirical simulation
studies: introducing the STRESS guidelines. Journal of Simulation 2019;13(1):55-67. Its headings are kept with their
numbers. Where the file says nothing the report says so: nothing is made up.
"""

from __future__ import annotations

import itertools
import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

from oneplace.flow.file.model import PathwayFile
from oneplace.flow.file.pathway import FINISHED, Pathway
from oneplace.flow.file.places import ForClass, OneOf
from oneplace.flow.formulas.solution import solve
from oneplace.vocabulary.wording import list_words, plainly

NOT_SAID = "*Not said in the file.*"

_PROVENANCE = {
    "published": "The numbers are published ones.",
    "local": "The numbers are from a local source.",
    "agreed": "The numbers are agreed between partners.",
    "illustrative": "The numbers are illustrative, or rest on some that are: take them for those of no real place.",
    "not_set": "Where the numbers come from is not set.",
}
_LIBRARIES = ("oneplace", "numpy", "scipy", "numba")


def stress_des(pathway: Pathway) -> str:
    """The report in Markdown, all headings of STRESS-DES in their order."""
    file, data = pathway.file, pathway.document.data
    sections: dict[str, Iterable[str]] = {
        "# STRESS-DES report: " + file.name: [f"Pathway `{file.id}`{_scenario(pathway)}, generated from its file."],
        "## 1. Objectives": [],
        "### 1.1 Purpose of the model": [file.purpose or NOT_SAID],
        "### 1.2 Model outputs": _outputs(file),
        "### 1.3 Experimentation aims": _aims(file),
        "## 2. Logic": [],
        "### 2.1 Base model overview diagram": _diagram(pathway),
        "### 2.2 Base model logic": _logic(pathway),
        "### 2.3 Scenario logic": _scenarios(file, data),
        "### 2.4 Algorithms": _algorithms(pathway),
        "### 2.5 Components": [],
        "#### 2.5.1 Entities": _entities(pathway),
        "#### 2.5.2 Activities": _activities(data),
        "#### 2.5.3 Resources": _resources(file, data),
        "#### 2.5.4 Queues": _queues(file, data),
        "#### 2.5.5 Entry and exit points": _ends(pathway),
        "## 3. Data": [],
        "### 3.1 Data sources": [_PROVENANCE[file.provenance], file.source or f"Source: {NOT_SAID}"],
        "### 3.2 Pre-processing": [NOT_SAID],
        "### 3.3 Input parameters": _parameters(data),
        "### 3.4 Assumptions": _assumptions(pathway),
        "## 4. Experimentation": [],
        "### 4.1 Initialisation": _initialisation(file, data),
        "### 4.2 Run length": [f"{data['run']} are counted. Results are in {file.clock}."],
        "### 4.3 Estimation approach": _estimation(data),
        "## 5. Implementation": [],
        "### 5.1 Software or programming language": [_software()],
        "### 5.2 Random sampling": [
            "Every draw is a hash of seed, replication, patient, place, visit and purpose, brought to its distribution "
            "by the inverse of its distribution function. Scenarios under one seed are therefore paired, draw by draw.",
            *_ranges(pathway),
        ],
        "### 5.3 Model execution": [
            "Discrete events, kept in order of time in a calendar queue. At one instant: changes of shift, ends of "
            "stays, ends of transfer delays, worsening, lost patience, then arrivals. Replications run in parallel "
            "and do not depend on their number or order. At the end of each, patients in and out must add up, or "
            "there is no result."
        ],
        "### 5.4 System specification": [NOT_SAID],
        "## 6. Code access": [],
        "### 6.1 Computer model sharing statement": [
            f"The model is the file `{pathway.path.name}` with the files that it names; the software that runs it is "
            "open source (Apache-2.0). Under what terms the file itself is shared: " + NOT_SAID
        ],
    }
    return "\n\n".join(part for head, body in sections.items() for part in (head, *_blocks(body))) + "\n"


def _blocks(body: Iterable[str]) -> Iterator[str]:
    """Paragraphs and tables as they are; what follows each other of a list as one block."""
    for listed, parts in itertools.groupby(body, lambda part: part.startswith("- ")):
        group = list(parts)
        yield from ["\n".join(group)] if listed else group


def _scenario(pathway: Pathway) -> str:
    return f", with {pathway.scenario}" if pathway.scenario else ""


def _outputs(file: PathwayFile) -> Iterator[str]:
    yield (
        "Of each place: visits, lost, left, wait (mean, percentiles, share who waited), stay, time blocked, transfer "
        "delay, delay days, time in place, numbers inside, waiting and blocked, occupancy. Of the pathway: arrivals, "
        "ways out, time in the pathway." + (" Cost." if file.costs else "") + (" Carbon." if file.carbon else "")
    )
    for name, clock in file.clocks.items():
        until = "begin a stay at one of" if clock.is_seen else "have left"
        where = list_words(f"`{place}`" for place in clock.places)
        limit = f"{plainly(clock.within / 3600)} hours"
        yield f"`{name}`: time from arrival until patients {until} {where}, and the share within {limit}."
    targets = [f"`{name}`" for name, of in file.places.items() if of.target is not None]
    if targets:
        yield f"The share seen within the target is an output at {', '.join(targets)}."
    by_fifth = any(of.deprivation for of in file.patients.values())
    yield f"Each for all patients, by class{' and by fifth of deprivation' if by_fifth else ''}, with 95% limits."


def _aims(file: PathwayFile) -> Iterator[str]:
    if not file.scenarios:
        yield NOT_SAID
    for name, of in file.scenarios.items():
        yield f"- **{of.name or name}**{': ' + of.note if of.note else ''}"


def _diagram(pathway: Pathway) -> Iterator[str]:
    lines = ["```mermaid", "flowchart LR"]
    lines += [f'  {_node("p", n)}["{_text(of.name or n)}"]' for n, of in pathway.file.places.items()]
    ways = dict.fromkeys((n, to) for n in pathway.places for c in pathway.classes for to in _onward(pathway, n, c))
    exits = dict.fromkeys(to for _, to in ways if to not in pathway.places)
    lines += [f'  {_node("x", to)}(["{_text(to)}"])' for to in exits]
    for i, (cls, of) in enumerate(pathway.file.patients.items()):
        lines.append(f'  c{i}(("{_text(of.name or cls)}")) --> {_node("p", pathway.entry(cls) or "")}')
    lines += [f"  {_node('p', n)} --> {_node('p' if to in pathway.places else 'x', to)}" for n, to in ways]
    yield "\n".join([*lines, "```"])


def _node(kind: str, name: str) -> str:
    return f"{kind}_{name.replace('-', '_')}"


def _onward(pathway: Pathway, place: str, cls: str) -> tuple[str, ...]:
    of: ForClass = pathway.at(place, cls)
    onward = of.next.among if isinstance(of.next, OneOf) else tuple(of.next or (FINISHED,))
    route = pathway.file.patients[cls].route
    if route:
        onward = tuple((*route, FINISHED)[i + 1] for i, name in enumerate(route) if name == place)
    return (*onward, *((of.leave.to,) if of.leave else ()))


def _logic(pathway: Pathway) -> Iterator[str]:
    for name, of in pathway.document.data["places"].items():
        ways = [f"to {_said(of['next'])}" if "next" in of else "the pathway ends here"]
        ways += [f"for {cls} to {_said(own['next'])}" for cls, own in of.get("for", {}).items() if "next" in own]
        yield f"- After **{name}**: {'; '.join(ways)}."
        for who, part in (("who leaves", of), *of.get("for", {}).items()):
            if "becomes" in part:
                yield f"- At **{name}** {who} becomes of another class: {_said(part['becomes'])}."
            if "closes" in part:
                yield f"- As **{name}** closes, and while it is closed, {who} goes on: {_said(part['closes'])}."
    for cls, of in pathway.file.patients.items():
        if of.route:
            yield f"- {cls} go {' → '.join(of.route)}, whatever places say."


def _scenarios(file: PathwayFile, data: Mapping[str, Any]) -> Iterator[str]:
    if not file.scenarios:
        yield "The file has no scenarios."
    for name in file.scenarios:
        yield f"- **{name}**: {_said(data['scenarios'][name]['set'])}."


def _algorithms(pathway: Pathway) -> Iterator[str]:
    yield (
        "Blocking is after service: who cannot go on keeps the place. A freed place takes first its own queue, then "
        "who is held before it, in the order in which they were held."
    )
    for name, rule in pathway.document.data.get("when", {}).items():
        until = f", until {rule['until']}" if "until" in rule else ""
        yield f"- Escalation **{name}**: while {rule['if']}{until}, {_said(rule['set'])}."
    exact = None if pathway.has_gaps else solve(pathway)
    if exact:
        yield f"An exact formula holds for this pathway ({exact.formula}); its values stand beside the simulated ones."


def _entities(pathway: Pathway) -> Iterator[str]:
    rows = []
    for cls, of in pathway.document.data["patients"].items():
        rank = f"rank {pathway.ranks[cls] + 1}" if pathway.file.priority else "all alike"
        rows.append((cls, of.get("name", ""), rank, _said(pathway.spread(cls) or "not said")))
    own = {name: of.priority for name, of in pathway.file.places.items() if of.priority is not None}
    for name in own:
        order = sorted(pathway.ranks_at(name).items(), key=lambda one: one[1])
        yield f"At **{name}** the order is its own: {', '.join(f'{cls} (rank {rank + 1})' for cls, rank in order)}."
    yield _table(("class", "name", "priority", "shares by fifth of deprivation, the most deprived first"), rows)


def _activities(data: Mapping[str, Any]) -> Iterator[str]:
    rows = []
    for name, of in data["places"].items():
        for who, part in (("all", of), *of.get("for", {}).items()):
            if who == "all" or any(key in part for key in ("stay", "delay", "leave", "worsens")):
                rows.append((name, who, *(_said(part.get(key, "")) for key in ("stay", "delay", "leave", "worsens"))))
    yield _table(("place", "for", "stay", "transfer delay, the bed held", "leaves", "worsens"), rows)


def _resources(file: PathwayFile, data: Mapping[str, Any]) -> Iterator[str]:
    rows = [
        (name, of.get("capacity", "unlimited"), _said(of.get("calendar", "")), _said(of.get("uses", "")))
        for name, of in data["places"].items()
    ]
    yield _table(("place", "capacity", "calendar", "takes from pools"), rows)
    if file.pools:
        pools = [(name, of["number"], _said(of.get("calendar", ""))) for name, of in data["pools"].items()]
        yield _table(("pool", "number", "calendar"), pools)


def _queues(file: PathwayFile, data: Mapping[str, Any]) -> Iterator[str]:
    rows = [
        (name, data["places"][name].get("queue", "unlimited"), of.discipline, of.preempt or "no")
        for name, of in file.places.items()
    ]
    yield _table(("place", "who can wait for it", "order within a priority", "higher priorities interrupt"), rows)


def _ends(pathway: Pathway) -> Iterator[str]:
    for cls, of in pathway.document.data["patients"].items():
        arrivals = _said(of["arrivals"]) if "arrivals" in of else "nobody arrives"
        yield f"- In: **{cls}** at {pathway.entry(cls)}: {arrivals}."
    used = {to for n in pathway.places for c in pathway.classes for to in _onward(pathway, n, c)}
    for name in pathway.exits:
        if name in used:
            yield f"- Out: **{name}**{', at the end of the pathway' if name == FINISHED else ''}."


def _ranges(pathway: Pathway) -> Iterator[str]:
    """How numbers are drawn that are known only within a range."""
    if pathway.uncertain:
        named = list_words(
            f"`{one.path}` ({plainly(one.low)} to {plainly(one.high)} {one.unit})" for one in pathway.uncertain
        )
        yield (
            f"Known only within a range, taken as holding 19 of 20 values: {named}. On the logarithm (shares on their "
            "log-odds) each side of the number is half of a normal distribution; numbers are drawn independently, each "
            "draw is run twice. Limits count what draws differ by, which more replications do not make smaller."
        )


def _parameters(data: Mapping[str, Any]) -> Iterator[str]:
    keys = ("patients", "places", "pools", "when", "costs", "carbon")
    yield _table(("parameter", "value"), [row for key in keys if key in data for row in _leaves(data[key], key)])


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}")
    elif not path.endswith((".name", ".note")):
        yield f"`{path}`", _said(value)


def _assumptions(pathway: Pathway) -> Iterator[str]:
    notes = [("all", pathway.file.note)] if pathway.file.note else []
    notes += [(f"{kind}.{name}", of["note"]) for kind in ("patients", "places", "pools")
             for name, of in pathway.document.data.get(kind, {}).items() if "note" in of]  # fmt: skip
    yield from (f"- {name}: {note}" for name, note in notes)
    if not notes:
        yield NOT_SAID
    silent = [cls for cls, of in pathway.file.patients.items() if pathway.fifths and not of.deprivation]
    if silent:
        yield f"- {', '.join(silent)}: shares by fifth of deprivation are not said, and taken to be a fifth each."
    yield from (f"- To be known: {problem.message} {problem.mend}" for problem in pathway.warnings)


def _initialisation(file: PathwayFile, data: Mapping[str, Any]) -> Iterator[str]:
    yield f"Warm-up: {data.get('warm_up', 'none')}. First day: {data.get('start', 'a Monday')}."
    starts = [f"{name} {of['start']}" for name, of in data["places"].items() if "start" in of]
    yield (
        f"At the start: {', '.join(starts)}; each with the rest of a stay under way." if starts else "It starts empty."
    )
    yield "Whether the warm-up is long enough is judged with every simulation (MSER-5)."


def _estimation(data: Mapping[str, Any]) -> Iterator[str]:
    precision = data.get("precision", "5 %")
    yield (
        "Replications are added until the 95% limits of the mean number inside each place, and of the mean wait where "
        f"patients wait, are within {precision} of their mean (at least 20, at most 1,000), unless their number is "
        "given."
    )


def _software() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{libraries}; Python {platform.python_version()}."


def _said(value: Any) -> str:
    """A value of the file in one line."""
    if isinstance(value, dict):
        return ", ".join(_said(inner) if key == "shape" else f"{key} {_said(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_said(inner) for inner in value)
    return str(value)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(_text(str(cell), bar='&#124;') for cell in line)} |" for line in lines)


def _text(text: str, bar: str = "|") -> str:
    """Text that ends neither a cell nor a label."""
    return " ".join(text.split()).replace("|", bar).replace('"', "&quot;")
