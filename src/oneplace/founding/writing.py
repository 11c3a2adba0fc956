"""The files of a founded place: what it is, what is proposed to watch, its clipped figures and outlines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import yaml

from oneplace.founding import england
from oneplace.founding.areas import KINDS, NEIGHBOURS, Surroundings, surroundings
from oneplace.founding.clipping import clipped, declared_here
from oneplace.founding.proposal import Proposal, held, proposed
from oneplace.geo import Area
from oneplace.place import OwnDataset, Theme, fresh, identifier, load, measure_library, theme_library, typed
from oneplace.record import opendata
from oneplace.vocabulary.wording import list_words

BOUNDARIES = "boundaries.geojson"
_LINE = 120
_COUNTRY = {"code": "E92000001", "name": "England", "kind": "country"}


@dataclass(frozen=True)
class Founded:
    """What was written: the place, the measures that it takes, and those that nothing is held for."""

    name: str
    code: str
    measures: tuple[str, ...]
    with_gaps: tuple[str, ...]
    """Those of which groups of people are told apart."""
    comparators: tuple[str, ...]
    partners: tuple[str, ...]
    not_held: tuple[str, ...]


def found(folder: Path, code: str) -> Founded:
    """Write the place of an English authority, county or care board into a new or empty folder.

    Its figures are clipped from the package of all England (``england.folder``). Raises ``OneplaceError`` for a code
    that names no such area, where the package is not installed, and for a folder that holds something.
    """
    root = england.folder()
    around = surroundings(code)
    into = fresh(folder)
    tables = {key: (entry, clipped(root, entry, around)) for key, entry in england.datasets(root).items()}
    tables = {key: found for key, found in tables.items() if len(found[1])}
    proposal = proposed(around, held(tables, around))
    _write_figures(into, tables, around)
    _write_outlines(into, root, around)
    _write(into / "place.yaml", _PLACE, _place(around))
    _write(into / "library.yaml", _LIBRARY, {"measures": list(proposal.entries.values())})
    with (into / "library.yaml").open("a", encoding="utf-8") as file:
        file.write(
            _THEMES + "".join(_theme(key, theme, proposal.entries) for key, theme in _answered(proposal.entries))
        )
    _write(into / "strategy.yaml", _STRATEGY, _strategy(around, proposal))
    words = {"name": around.name, "code": around.area.code, "not_held": _not_held(around, proposal, tables)}
    readme = resources.files("oneplace.founding") / "README.template.md"
    (into / "README.md").write_text(Template(readme.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    ignored = resources.files("oneplace.place") / "template" / "gitignore"
    (into / ".gitignore").write_text(ignored.read_text(encoding="utf-8"), encoding="utf-8")
    return Founded(
        name=around.name,
        code=around.area.code,
        measures=tuple(proposal.entries),
        with_gaps=tuple(key for key in proposal.entries if _tells_apart(key)),
        comparators=tuple(each["name"] for each in _comparators(around)),
        partners=tuple(each["name"] for each in _partners(around)),
        not_held=proposal.not_held,
    )


def _answered(measures: Collection[str]) -> list[tuple[str, Theme]]:
    """The themes of the library of which any question is answered."""
    every = ((key, typed(load(path), Theme)) for key, path in theme_library().items())
    return [
        (key, theme) for key, theme in every if any(set(measures) & set(one.measures) for one in theme.facets.values())
    ]


def _theme(key: str, theme: Theme, measures: Collection[str]) -> str:
    """A theme as ``library.yaml`` takes it, with a line to fill in for each number that no measure gives."""
    wanted = [
        (name, one.plan) for name, one in theme.facets.items() if one.plan and not set(measures) & set(one.measures)
    ]
    if not wanted:
        return f"- {key}\n"
    lines = [
        f"    # {plan.number}. Held by: {plan.held_by}.\n"
        f"    {name}: {{plan: {{owner: not_set, due: not_set, ask: not_set, provenance: not_set}}}}\n"
        for name, plan in wanted
    ]
    return f"- library: {key}\n  facets:\n{''.join(lines)}"


def _tells_apart(measure: str) -> bool:
    said = load(measure_library()[measure]).data["breakdowns"]
    return "yes" in said.values()


def _write_figures(into: Path, tables: Mapping[str, tuple[OwnDataset, pa.Table]], around: Surroundings) -> None:
    (into / "opendata").mkdir()
    for key, (_, table) in tables.items():
        pyarrow.parquet.write_table(table, into / "opendata" / f"{key}.parquet", compression="zstd")
    said = [declared_here(entry, around.name) for entry, _ in tables.values()]
    _write(into / "datasets.yaml", _DATASETS, {"datasets": said})


def _write_outlines(into: Path, root: Path, around: Surroundings) -> None:
    """The neighbourhoods' outlines as the file of boundaries that a place may have: larger areas are drawn of them."""
    features = [
        {"type": "Feature", "properties": {"LSOA21CD": row["code"]}, "geometry": json.loads(row["geometry"])}
        for row in england.outlines(root, list(around.neighbourhoods)).to_pylist()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (into / BOUNDARIES).write_text(text, encoding="utf-8")


def _place(around: Surroundings) -> dict[str, Any]:
    area, board = around.area, around.board
    where: dict[str, Any] = {"code": area.code, "name": around.name, "kind": around.kind}
    parts = [{"code": each.code, "name": each.name, "kind": KINDS[each.code[:3]]} for each in around.parts]
    system: dict[str, Any] = (
        {"system": {"code": board.code, "name": board.name, "kind": "integrated_care_board"}} if board else {}
    )
    if parts:
        system = {"system": {**where, "is_the_place": True}}
    return {
        "format": "place/1",
        "id": identifier(around.name),
        "name": around.name,
        "level": "place" if board else "system",
        "areas": parts or [where],
        "organisations": [
            *(
                {"code": code, "name": area.name, "kind": around.kind, "is_the_place": True}
                for code in _own_ods(around)
            ),
            *({"code": each.code, "name": each.name, "kind": each.kind} for each in organisations(around)),
        ],
        "wider": _wider(around),
        "comparators": _comparators(around),
        **system,
        "population": _population([each.code for each in around.parts] or [area.code]),
        "small_numbers": {
            "below": 5,
            "rule": "Counts of 1 to 4 are not shown, nor any figure from which they could be worked out.",
        },
        "branding": {"title": f"{around.name}: one place, one plan"},
        "contact": {"name": "The team that runs this site"},
        "boundaries": {
            "file": BOUNDARIES,
            "edition": "December 2021, super-generalised: for maps only",
            "source": "Office for National Statistics, Open Government Licence v3.0; from the package oneplace-england",
        },
        "licence": "Open Government Licence v3.0",
        "attribution": [
            "Contains public sector information licensed under the Open Government Licence v3.0.",
            "Contains National Statistics data © Crown copyright and database right.",
            "Contains OS data © Crown copyright and database right.",
        ],
    }


def organisations(around: Surroundings) -> list[Area]:
    """Hospital trusts and the ambulance service, which on the Isle of Wight is one of them."""
    every = [*around.trusts, *([around.ambulance] if around.ambulance else [])]
    return list({each.code: each for each in every}.values())


def _wider(around: Surroundings) -> list[dict[str, str]]:
    county, board = around.county, around.board
    found = [{"code": county.code, "name": _until(county), "kind": "county"}] if county else []
    if board and around.board_ods:
        found.append({"code": around.board_ods, "name": board.name})
    return found


def _until(area: Area) -> str:
    return f"{area.name}, to {area.valid_to.year}" if area.valid_to else area.name


def _comparators(around: Surroundings) -> list[dict[str, str]]:
    region = [{"code": around.region.code, "name": around.region.name, "kind": "region"}] if around.region else []
    nearest = [
        {"code": each.code, "name": each.name, "kind": "statistical_neighbour"}
        for each in around.neighbours[:NEIGHBOURS]
    ]
    return [_COUNTRY, *region, *nearest]


def _own_ods(around: Surroundings) -> tuple[str, ...]:
    """The ODS code of a board whose place is its authorities: what is published under it is of the place."""
    return (around.board_ods,) if around.parts and around.board_ods else ()


def _population(codes: Sequence[str]) -> dict[str, Any]:
    rows = opendata.read("population_estimates", areas=codes).to_pylist()
    everyone = [row for row in rows if row["group"] == "all"]
    latest = max((row["period_end"] for row in everyone), default=None)
    people = {row["area_code"]: row["value"] for row in everyone if row["period_end"] == latest}
    if latest is None or set(people) != set(codes):
        return {"provenance": "not_set"}
    entry = opendata.DATASETS["population_estimates"]
    added = f", sum of its {len(codes)} authorities" if len(codes) > 1 else ""
    return {
        "value": round(sum(people.values())),
        "period": str(latest.year),
        "provenance": "published",
        "source": f"{entry.publisher}, {entry.title} ({entry.vintage}){added}",
    }


_TRUSTS_THEN = "It stands here as the list of NHS trusts of 2022 has it. Trusts have merged and changed names since."


def _partners(around: Surroundings) -> list[dict[str, str]]:
    area, board = around.area, around.board or around.area
    council = (
        []
        if around.board is None
        else [{"id": "council", "name": f"The council of {area.name}", "kind": "local_authority"}]
    )
    boards = [{"id": "care_board", "name": board.name, "kind": "nhs_commissioner"}]
    trusts = [
        {"id": each.code, "name": each.name, "kind": "nhs_provider", "to_confirm": _TRUSTS_THEN}
        for each in organisations(around)
    ]
    return [*council, *boards, *trusts]


def _strategy(around: Surroundings, proposal: Proposal) -> dict[str, Any]:
    area = around.area
    return {
        "format": "place-strategy/1",
        "id": f"{identifier(around.name)}-strategy",
        "title": f"{around.name}: health and care strategy",
        "version": {"number": "0.1", "state": "draft"},
        "period": "not_set",
        "place": {"name": around.name, "level": "place" if around.board else "system", "code": area.code},
        "vision": "not_set",
        "partners": _partners(around),
        "stages": ["start_well", "live_well", "age_well"],
        "outcomes": _outcomes(around, proposal),
        "equality": "not_set",
        "privacy": "not_set",
        "budget": "not_set",
        "gaps": [
            {
                "id": "GAP-words",
                "text": "These ambitions are proposed by Oneplace: the place's own strategy is still to be written.",
            },
            *({"id": "GAP-bounds", "text": text} for text in _reaching_out(around)),
        ],
    }


def _outcomes(around: Surroundings, proposal: Proposal) -> list[dict[str, Any]]:
    """The ambitions of which anything is held. Of a system no trust's figure leads where it has its own."""
    of_one = {each.code for each in around.trusts} if around.board is None else set()
    text = (resources.files("oneplace.founding") / "ambitions.yaml").read_text(encoding="utf-8")
    made: list[dict[str, Any]] = []
    for each in yaml.safe_load(text):
        there = [name for name in each["measures"] if name in proposal.entries]
        leading, *others = sorted(there, key=lambda name: _area(proposal.entries[name]) in of_one) or [None]
        if leading:
            words = {key: each[key] for key in ("text", "question", "stage")}
            beside = {"measures": others} if others else {}
            unset = dict.fromkeys(("provenance", "baseline", "target", "gap_ambition"), "not_set")
            made.append({"id": f"O{len(made) + 1}", **words, "measure": leading, **beside, **unset})
    return made


def _area(entry: str | dict[str, Any]) -> str | None:
    """Whose figures a measure takes that does not take the place's."""
    return None if isinstance(entry, str) else entry["compute"].get("area")


def _not_held(around: Surroundings, proposal: Proposal, of_england: Collection[str]) -> str:
    return "".join(f"{text}\n\n" for text in _reaching_out(around)) + "".join(
        f"- {load(measure_library()[key]).data['name']} (`{key}`): {_held_for(key, of_england)}\n"
        for key in proposal.not_held
    )


def _reaching_out(around: Surroundings) -> Iterator[str]:
    """Why what authorities count is not added up for a board, where one lies in it only in part."""
    if around.reach_out:
        out = list_words([each.name for each in around.reach_out])
        yield f"Part of {out} lies outside {around.name}, so what councils count is not added up for it."


_WHOLE, _OTHERS = "whole", "held for other areas only"


def _held_for(measure: str, of_england: Collection[str]) -> str:
    """For whom figures are held: of a dataset that ships cut to some areas those, as its declaration says."""
    compute = load(measure_library()[measure]).data["compute"]
    entry = opendata.DATASETS.get(compute["dataset"])
    kept = entry.kept if entry and entry.id not in of_england else None
    return f"held is: {kept}" if kept and kept != _WHOLE else _OTHERS


def _write(path: Path, heading: str, content: Mapping[str, Any]) -> None:
    text = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=_LINE)
    path.write_text(heading + text, encoding="utf-8")


_PLACE = """# Proposed from official look-ups: check it, and change what is not so. Each key is explained in the schema,
# schemas/place.schema.json. Organisations are the trusts of whose patients at least one in seven live here.
"""
_LIBRARY = """# Measures of the library that ships with Oneplace, of which figures are held for this place. What is said
# besides is this place's own: of whom the figures are where there are none of the place itself.
"""
_THEMES = """
# What each page under /themes asks. A question that no measure here answers has a line to fill in: who gets its number
# (`owner: {org: council, role: Director of public health}`; org is the id of a partner in strategy.yaml), by when
# (`due: 2027-03`), whom to ask where it is held (`ask: the registry team`), and `provenance: agreed` once it is.
themes:
"""
_DATASETS = """# Published figures of this place, clipped from the package oneplace-england. A publisher's file of
# your own is declared here too: docs/how-to/bring-your-own-data.md.
"""
_STRATEGY = """# A starting point, nobody's strategy: write what your documents say, and `not_set` where they say
# nothing. Ids are permanent: change the text, never the id. Check the file with `oneplace check` as you write.
"""
