"""The pack's numbers for machines, open to anyone: CSV with a Frictionless data package, and JSON with its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.formats.stratml import STRATML
from oneplace.pack.formats.workbook import archive, workbook
from oneplace.progress import ForecastStatus, Status, sentences
from oneplace.report import Row, line_origin, listed, summary, themes, with_origins, with_units
from oneplace.results import DIMENSIONS, ORIGINS, Audience, Table, csv_dialect, tables_for
from oneplace.vocabulary import wording

WORKBOOK, ARCHIVE = "open-data.xlsx", "open-data.zip"
"""All open tables in one workbook, and all open files in one archive."""
DECISIONS = "decisions"
"""The folder of decisions as they are published."""
IN_FULL = "board/decisions"
"""Where decisions stand with what is not for publication: nobody but the board gets them."""
_TYPES = {"string": "string", "double": "number", "date32[day]": "date", "bool": "boolean", "int64": "integer"}
_ENUMS = {
    "dimension": list(DIMENSIONS),
    "origin": list(ORIGINS),
    "status": [status.value for status in Status],
    "status_forecast": [status.value for status in ForecastStatus],
}
_LISTED = ("value_words", "direction_words", "comparison_words", "age_words")
_AMBITIONS = pa.schema(
    [
        (name, pa.string())
        for name in ("ambition", "text", "question", "stage", "measure", "measure_name", "unit", "polarity", *_LISTED)
    ]
    + [("origin", pa.string())]
)
_THEMES = pa.schema([(name, pa.string()) for name in themes.COLUMNS])
_WORDED = {"ambitions": _AMBITIONS, "themes": _THEMES}
"""The open tables that are no table of the results, by name."""
_SENTENCES = ("status_words", "forecast_words", "finding", "answer", "outlook", "gap_sentence", "origin_note")


def is_open(name: str) -> bool:
    """Whether anyone may have a file of the pack: the data, and decisions as published; the rest is the board's."""
    return is_data(name) or name.startswith(f"{DECISIONS}/")


def is_data(name: str) -> bool:
    """Whether a file of the pack holds open data, as written here."""
    tables = (*_open_tables(), *_WORDED)
    data = {f"csv/{table}.csv" for table in tables} | {"csv/datapackage.json", "pack.json", "pack.schema.json", STRATML}
    return name in data | {WORKBOOK, ARCHIVE}


def _open_tables() -> dict[str, Table]:
    return tables_for(Audience.PUBLIC)


def write_csv(found: Evidence, folder: Path) -> list[Path]:
    """Write the public tables of the results, those in words and ``datapackage.json`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in ({name: _read(found, name) for name in _open_tables()} | _worded(found)).items():
        written.append(folder / f"{name}.csv")
        csv_dialect.write(table, written[-1])
    package = folder / "datapackage.json"
    package.write_text(_json(_package(found)), encoding="utf-8")
    return [*written, package]


def _read(found: Evidence, name: str) -> pa.Table:
    """A table of the results as a reader of one file wants it: each number with its unit and its origin."""
    return with_units(with_origins(found.results[name], found.report, _aim(name)), found.place, name)


def _aim(name: str) -> str:
    """Where ``progress`` holds the provenance of what the lines of a table aim at."""
    return "gap_target_provenance" if name == "gap_paths" else "target_provenance"


def write_together(found: Evidence, folder: Path) -> list[Path]:
    """Write the workbook of all open tables, and the archive of every open file that stands in ``folder``."""
    tables = _worded(found) | {name: _read(found, name) for name in _open_tables()}
    book = folder / WORKBOOK
    book.write_bytes(workbook(tables, _about(found)))
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = {name: folder / name for name in names if is_data(name) and name not in (WORKBOOK, ARCHIVE)}
    return [book, archive(files, folder / ARCHIVE)]


def _about(found: Evidence) -> list[tuple[str, str]]:
    """What the workbook says of itself: whose numbers, of which run, and where each column is explained."""
    place = found.place.place
    return [
        ("Place", place.name),
        ("Run", str(found.manifest["run"])),
        ("Licence", place.licence or "not set"),
        *(("Attribution", line) for line in place.attribution),
        ("Columns", "csv/datapackage.json in the archive of all files says what each holds."),
        ("origin", "published, recorded, local; synthetic: of made-up people; illustrative: invented to show the form"),
    ]


def write_json(found: Evidence, built_on: str, folder: Path) -> list[Path]:
    """Write ``pack.json`` and the JSON Schema that it keeps to, ``pack.schema.json``."""
    path, schema = folder / "pack.json", folder / "pack.schema.json"
    path.write_text(_json(_pack(found, built_on)), encoding="utf-8")
    schema.write_text(_json(json_schema()), encoding="utf-8")
    return [path, schema]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of ``pack.json``."""
    ambition = {field.name: _property(field) for field in _open_tables()["progress"].schema}
    words = {name: {"type": "string"} for name in (*_SENTENCES, *_LISTED, "text", "question", "unit", "polarity")}
    inside = {**ambition, **words, "stage": {"type": ["string", "null"]}, "measure_name": {"type": ["string", "null"]}}
    lists = {name: _list_of(name) for name in ("paths", "gap_paths", "commentary")}
    texts = {
        name: {"type": "string"} for name in ("place", "strategy", "as_of", "built_on", "run", "software", "summary")
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Board pack",
        **_object({**texts, "ambitions": {"type": "array", "items": _object({**inside, **lists})}}),
    }


def _worded(found: Evidence) -> dict[str, pa.Table]:
    """The tables in words: each ambition as lists have it, and what each theme asks with what answers it."""
    rows = {
        "ambitions": [one | {"origin": row["origin"]} for one, row in zip(_described(found), found.rows, strict=True)],
        "themes": themes.lines(found.report),
    }
    made = {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in _WORDED.items()}
    return {name: with_units(table, found.place, name) for name, table in made.items()}


def _described(found: Evidence) -> list[dict[str, Any]]:
    return [
        {
            "ambition": one.ambition.id,
            "text": one.ambition.about.ambition,
            "question": one.ambition.about.question,
            "stage": one.outcome.stage,
            "measure": one.ambition.measure,
            "measure_name": one.ambition.about.measure,
            "unit": one.ambition.about.unit,
            "polarity": one.ambition.about.polarity,
            **_listed(found, one),
        }
        for one in found.judged
    ]


def _listed(found: Evidence, one: Judged) -> dict[str, str]:
    """What every list says of the ambition, in the same words."""
    said = listed(one.row, one.ambition.about, found.as_of)
    return dict(zip(_LISTED, (said.value, said.direction, said.beside, said.age), strict=True))


def _package(found: Evidence) -> dict[str, Any]:
    place = found.place.place
    sources = {
        row["attribution"] or row["sources"] or row["measure"] for row in found.results["provenance"].to_pylist()
    }
    resources = [_resource(name, _read(found, name).schema) for name in _open_tables()]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": place.id.lower(),
        "title": f"Board pack of {place.name}, {wording.day_words(found.as_of)}",
        "created": found.manifest["built_on"],
        "version": found.manifest["run"],
        "licenses": [{"name": "OGL-UK-3.0", "title": place.licence or "Open Government Licence v3.0"}],
        "sources": [{"title": title} for title in sorted(sources)],
        "resources": [*resources, *(_resource(name, schema) for name, schema in _WORDED.items())],
    }


def _resource(name: str, schema: pa.Schema) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(field) for field in schema], "missingValues": [""]},
    }


def _field(field: pa.Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": _TYPES[str(field.type)]}
    if field.name in _ENUMS:
        found["constraints"] = {"enum": _ENUMS[field.name]}
    return found


def _pack(found: Evidence, built_on: str) -> dict[str, Any]:
    return {
        "place": found.place.place.name,
        "strategy": found.place.strategy.title,
        "as_of": found.manifest["as_of"],
        "built_on": built_on,
        "run": found.manifest["run"],
        "software": found.manifest["software"],
        "summary": summary(found.place, found.rows, found.report.alone, found.as_of).text,
        "ambitions": [
            {
                **described,
                **{name: _plain(value) for name, value in one.row.items()},
                **_sentences(one.row, one.ambition.about),
                "paths": [_drawn("paths", row, one.row) for row in one.paths],
                "gap_paths": [_drawn("gap_paths", row, one.row) for row in one.gap_paths],
                "commentary": [_line(row) for row in found.report.said(one.ambition.id)],
            }
            for one, described in zip(found.judged, _described(found), strict=True)
        ],
    }


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row under its ambition, which it needn't name again."""
    return {key: _plain(value) for key, value in row.items() if key != "ambition"}


def _drawn(name: str, line: Row, row: Row) -> dict[str, Any]:
    """A line of a chart, with whether it is made up."""
    return _line(line) | {"origin": line_origin(line, row, _aim(name))}


def _sentences(row: Mapping[str, Any], about: sentences.About) -> dict[str, str]:
    return {
        "status_words": sentences.status_words(row),
        "forecast_words": sentences.forecast_label(row),
        "finding": sentences.finding(row, about).text,
        "answer": sentences.answer(row, about).text,
        "outlook": sentences.outlook(row, about).text,
        "gap_sentence": sentences.gap(row, about).text,
        "origin_note": sentences.origin_note(row),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _property(field: pa.Field) -> dict[str, Any]:
    kinds = {"string": "string", "double": "number", "date32[day]": "string", "bool": "boolean", "int64": "integer"}
    kind: dict[str, Any] = {"type": [kinds[str(field.type)], "null"]}
    if str(field.type) == "date32[day]":
        kind["format"] = "date"
    if field.name in _ENUMS:
        kind = {"enum": [*_ENUMS[field.name], None]}
    return kind


def _list_of(table: str) -> dict[str, Any]:
    fields = [*_open_tables()[table].schema, pa.field("origin", pa.string())]
    line = {field.name: _property(field) for field in fields if field.name != "ambition"}
    return {"type": "array", "items": _object(line)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties), "additionalProperties": False}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
