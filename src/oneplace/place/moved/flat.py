"""What a place's files say, flat and in one order: so that two times of saying it can be compared, years apart.

``said[part][subject][field]`` is a text, a number, a truth value or a list of them. A part is a list of the strategy
("outcomes", "partners"), or "strategy", "place", "measures", "cohorts", "decisions", "commentary", "themes",
"codelists", "datasets", "sources", "feeds", "pathways" or "series"; a subject is an id. Of a series the fields are
figures that were typed, by period and group; of a pathway they are what things cost in it.
Fields inside fields are joined by dots ("target.value", "milestones.M1.due"). What the files leave out, say as the
format has it anyway, or call ``not_set`` is not there. A list of things without ids is a list of texts, one a thing.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oneplace.place.computing import FromDocument
from oneplace.place.document import load
from oneplace.place.fields import NOT_SET, Model
from oneplace.place.folder import Place
from oneplace.place.inside import inside
from oneplace.place.pathways import pathways
from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError
from oneplace.whole import sha256

Leaf = str | float | bool | list[str] | list[float]
Fields = dict[str, Leaf]
Said = dict[str, dict[str, Fields]]

_ELSEWHERE = ("measures", "decisions", "commentary", "themes")
"""Lists of the strategy that a place may also keep in files of their own; they are taken from all of these."""
_FORM = ("format", "id")
_PRICES = re.compile(r"""^\s*["']?(?:costs|carbon)["']?\s*:""", re.MULTILINE)


def said(place: Place) -> Said:
    """Everything that a place's files say but its data and what is not for everyone: readers see what changed."""
    strategy = place.strategy
    found: Said = {
        "strategy": {strategy.id: {}},
        "place": {place.place.id: _fields(place.place)},
        "measures": {key: _fields(item) for key, item in place.measures.items()},
        "cohorts": {key: _fields(item) for key, item in place.cohorts.items()},
        "decisions": {key: _fields(item) for key, item in place.decisions.items()},
        "commentary": {key: _fields(item) for key, item in place.commentary.items() if item.audience == "public"},
        "themes": {key: _fields(item) for key, item in place.themes.items()},
        "codelists": {path.stem: {"sha256": sha256(path)} for path in sorted((place.root / "codelists").glob("*.csv"))},
    }
    found["series"] = {
        key: _typed(place, item.name, item.compute.file)
        for key, item in place.measures.items()
        if isinstance(item.compute, FromDocument)
    }
    found["datasets"] = {key: _fields(item) for key, item in place.datasets.items()}
    if place.sources:
        found["sources"] = dict(_read_how(place.sources))
        found["feeds"] = dict(_sent_how(place.sources))
    found["pathways"] = dict(_priced(place))
    _lists(strategy, found, found["strategy"][strategy.id])
    _lists(strategy.governance, found, found["strategy"][strategy.id])
    return {part: subjects for part, subjects in sorted(found.items()) if subjects}


def _read_how(sources: Sources) -> Iterator[tuple[str, Fields]]:
    """How each kind of file is read, its mapping by a hash: it is told that the numbers are made another way."""
    kept = _plain(sources)
    rest = {key: kept[key] for key in kept if key not in ("format", "version", "as_at", "linkage", "sources")}
    yield "files", {"name": "all files of the partners"} | dict(_flat(rest))
    for source in sources.sources:
        for dataset in source.datasets:
            mapping = _plain(dataset)
            days = {name: mapping.pop(name, None) for name in ("complete_from", "complete_to", "new_level_from")}
            mapped = hashlib.sha256(json.dumps(mapping, sort_keys=True).encode()).hexdigest()
            named = {"name": f"{source.system}, {dataset.id}", "mapping": mapped}
            yield f"{source.id}.{dataset.id}", named | dict(_flat(days))


def _sent_how(sources: Sources) -> Iterator[tuple[str, Fields]]:
    """What each partner's files are, whatever is made of them: whether people are made up, from when, for how long."""
    yield "all", {"name": "all that partners send", "as_at": sources.as_at.isoformat(), "linkage": sources.linkage}
    for source in sources.sources:
        kept = {key: value for key, value in _plain(source).items() if key not in ("id", "datasets")}
        said = dict(_flat(kept)) | {"expected_within_days": source.expected_within_days}
        yield source.id, {"name": source.system, **said}


def _priced(place: Place) -> Iterator[tuple[str, Fields]]:
    """What the files of pathways say that things cost, in money and in carbon: plans are told cheaper or dearer by it.

    None of a file that can't be read, which its own check tells.
    """
    for path in pathways(place.root)[0]:
        try:
            data = load(path).data if _PRICES.search(path.read_text("utf-8")) else {}
        except (OSError, UnicodeDecodeError, OneplaceError):
            continue
        prices = {key: data[key] for key in ("costs", "carbon") if isinstance(data.get(key), dict)}
        if prices:
            yield path.stem, {"name": str(data.get("name", path.stem)), **dict(_flat(prices))}


def names_in_pathway(place: Place, pathway: str) -> dict[str, str]:
    """What a pathway's file calls its places and kinds of patients, by id; nothing of one that can't be read."""
    path = next((one for one in pathways(place.root)[0] if one.stem == pathway), None)
    try:
        data = load(path).data if path else {}
    except (OSError, UnicodeDecodeError, OneplaceError):
        return {}
    things = (data[part].items() for part in ("places", "patients") if isinstance(data.get(part), dict))
    named = (pair for each in things for pair in each if isinstance(pair[1], dict) and "name" in pair[1])
    return {str(key): str(one["name"]) for key, one in named}


def _typed(place: Place, name: str, file: str) -> Fields:
    """The figures of a file in ``series/`` by period and group, with limits, what they were counted from, and where
    they come from; none of one that can't be read."""
    try:
        with inside(place.root, place.root / file).open(newline="", encoding="utf-8-sig") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError, csv.Error, OneplaceError):
        return {}
    found: Fields = {}
    for row in rows:
        when, group = ((row.get(column) or "").strip() for column in ("period", "group"))
        found[f"{when}, {group}"] = _figure(row)
        if any(counts := [(row.get(column) or "").strip() for column in ("numerator", "denominator")]):
            found[f"{when}, counts, {group}"] = " of ".join(one or "not known" for one in counts)
        source, version = ((row.get(column) or "").strip() for column in ("source", "version"))
        found[f"{when}, source, {group}"] = f"{source}, version {version}" if version else source
    return {"name": name, **found}


def _figure(row: Mapping[str, str | None]) -> str:
    value, lower, upper = ((row.get(column) or "").strip() for column in ("value", "lower", "upper"))
    return f"{value} ({lower} to {upper})" if lower or upper else value


def _lists(model: Model, found: Said, rest: Fields) -> None:
    """Each list of things with ids as a part of its own; what else the model says into ``rest``."""
    for key, value in _plain(model).items():
        if key in _ELSEWHERE or key in _FORM or key == "governance":
            continue
        if _are_named(value):
            found[key] = {item["id"]: dict(_flat(_without_id(item))) for item in value}
        else:
            rest |= dict(_flat(value, key))


def _fields(model: Model) -> Fields:
    return dict(_flat(_without_id(_plain(model))))


def _plain(model: Model) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _without_id(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in _FORM}


def _are_named(value: Any) -> bool:
    return bool(value) and isinstance(value, list) and all(isinstance(item, dict) and "id" in item for item in value)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Leaf]]:
    if value is None or value == NOT_SET:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif _are_named(value):
        for item in value:
            yield from _flat(_without_id(item), f"{path}.{item['id']}")
    elif isinstance(value, list):
        if value:
            yield path, _texts(value)
    else:
        yield path, value


def _texts(items: Sequence[Any]) -> list[Any]:
    return [_text(item) if isinstance(item, dict | list) else item for item in items]


def _text(item: dict[str, Any] | list[Any]) -> str:
    """A thing without an id in one line: ``body: cabinet; act: approves``."""
    if isinstance(item, list):
        return ", ".join(str(one) for one in item)
    return "; ".join(f"{key}: {_words(value)}" for key, value in _flat(item))


def _words(value: Leaf) -> str:
    return ", ".join(map(words, value)) if isinstance(value, list) else words(value)


def words(value: Leaf) -> str:
    """A value as text; the members of a list are parted by "; "."""
    if isinstance(value, list):
        return "; ".join(map(words, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)
