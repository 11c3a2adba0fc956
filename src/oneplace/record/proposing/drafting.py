"""The draft: a whole ``sources.yaml`` that passes the check, with a remark wherever something was guessed."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from itertools import takewhile
from pathlib import Path
from string import digits

from oneplace import fhir
from oneplace.place import ready
from oneplace.place.canonical import ACTIVITY_TYPES
from oneplace.place.sources import EXCEL_SERIAL, FILE, Dataset
from oneplace.problems import OneplaceError
from oneplace.record.packed import unpacked_name
from oneplace.record.proposing.as_shipped import SERIAL, columns_as_sent
from oneplace.record.proposing.expressing import Row, sql
from oneplace.record.proposing.glimpse import Glimpse, glimpse
from oneplace.record.proposing.guessing import TITLED, Guess, guess, of_view, words
from oneplace.record.proposing.meaning import Meaning, meaning
from oneplace.record.proposing.people import of_a_patient, unread

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./*-]*( [A-Za-z0-9_./*()-]+)*")
_YAML = ("true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan")
"""Words that a reader of YAML takes, or took, for something else than text."""
_WHO = (
    r"\b(gps?|clinicians?|consultant|doctor|dr|\w*worker|practitioner|nurse|midwife|staff|professional|therapist|carer|kin"
    r"|user|author|contact|referrer|by|lead|owner|manager|coordinator|\w*names?|notes?|comments?)\b"
)
"""Columns in which people are named, who work there or belong to somebody: no value of theirs is shown."""
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TAKEN = ("item", "item_position", "as_at")
_JOINS = {"nhs_number", "postcode", "phone", "email", "shared_number", "address_line"}
"""What one of two records must share before names and birth dates make them one person's."""
_LACKS = "Names and a birth date alone join nobody: a number, postcode, address, phone or e-mail must agree too."
_SHARED = "of one person alone, never of a family: it joins as an NHS number does"
_LIKELY = "Of lists that are only counted `linkage: likely`, above `sources:`, joins more: by likelihood alone."
_OF_PARTS = {"observation_component": "Observation.component"}
"""Views of which another is proposed of the same resource, and the element without which they have no row."""
_SEVERAL = {"questionnaire_response": "item.answer"}
"""Views with several rows of a resource, and of what."""
_NOT_PROPOSED = ("patient_address",)


def draft(paths: Sequence[Path], *, source: str, partner: str, as_at: date) -> str:
    """Propose the declaration of one partner's files, by their headers and first rows, as the text of a file.

    Everything proposed reads as declared; whatever is guessed, or nobody can tell from the file, has a remark beside
    it. Raises ``OneplaceError`` where a file is none that a load reads.
    """
    names = [path.name for path in paths]
    twice = next((path for path in paths if names.count(path.name) > 1), None)
    if twice is not None:
        message = "is one of several files of this name, and the files of one partner stand in one folder."
        raise OneplaceError.at(twice, message, "Propose each partner's files by themselves, with --source.")
    datasets = list(_datasets([glimpse(path) for path in paths], as_at))
    if not any(line.startswith("      - id:") for line in datasets):
        kinds = "; ".join(line.strip(" #.") for line in datasets)
        raise OneplaceError.at(paths[0], f"gives nothing to declare: {kinds}.", "Name files of other resources too.")
    return "\n".join([*_head(as_at), *_source(source, partner), *datasets]) + "\n"


def _head(as_at: date) -> Iterator[str]:
    yield "# Proposed from the files' headers and first rows: read every line, and correct what was guessed."
    yield "format: place-sources/1"
    yield 'version: "1"'
    yield f"as_at: {as_at}  # the day on which the files were cut: nothing in them is later"
    yield "# complete_from: 2021-04-01  # needed to count: take the mark away, and say from when all events are there"
    yield "local_authorities: []  # the codes of the authorities whose residents you count, such as E06000045"
    yield "sources:"


def _source(source: str, partner: str) -> Iterator[str]:
    yield f"  - id: {_text(source)}  # the files stand in data/extracts/{source}/"
    yield f"    partner: {_text(partner)}"
    yield "    system: not known  # what the files come out of"
    yield "    datasets:"


def _datasets(seen: Sequence[Glimpse], as_at: date) -> Iterator[str]:
    ids: set[str] = set()
    groups = list(_together(seen))
    known = ready.fitting({files: each.names for files, each in groups})
    besides = ready.absent(known)
    ids.update(dataset.id for _name, dataset in (*known.values(), *besides))
    tables = {files: _understood(each, as_at) for files, each in groups if files not in known and each.names}
    described = len(tables) < len(groups) or any(said.facts for _guesses, said in tables.values())
    for files, each in groups:
        if files in known:
            yield from _ready(each, files, *known[files])
        elif any(_ERA.search(words(name)) for name in each.names):
            yield f"      # {files} has eras, which are made of other tables' rows: with them all would count twice."
        elif files in tables:
            guesses, said = tables[files]
            yield from _table(each, files, _id(each.path, ids), guesses, said if described else _of_nobody_else(said))
        else:
            yield from _fhir(each, files, ids)
    for name, dataset in besides:
        yield f"      # No file is of this table of {name}, in which others look things up: it may come later."
        yield from (f"    {line}" for line in ready.declared(name, dataset) if line.strip())


_ERA = re.compile(r"\bera start\b")
"""What OMOP calls a column of tables that are derived: an era joins what was recorded time and again."""


def _understood(seen: Glimpse, as_at: date) -> tuple[list[Guess], Meaning]:
    """What a table's columns are, and what its rows say."""
    usable = [one for one in seen.names if _is_usable(one)]
    columns = ((one, guess(one, seen.column(one), as_at, usable)) for one in usable)
    guesses = [replace(each, goes_with=seen.goes_with(one)) for one, each in columns]
    return guesses, meaning(seen.path.name.partition(".")[0], guesses)


def _is_usable(name: str) -> bool:
    return bool(name) and not name.startswith("_") and name not in _TAKEN


def _of_nobody_else(said: Meaning) -> Meaning:
    """The same where no file describes people: those whom its rows name are known by these alone."""
    day = said.began or (said.rows[0].values.get("recorded_date") if said.rows else None)
    return replace(said, facts={"as_of": day}) if day else said


def _together(seen: Sequence[Glimpse]) -> Iterator[tuple[str, Glimpse]]:
    """Files by the pattern that finds them: those of one form whose names differ by digits, and all Bundles, are one.

    They stay apart where a pattern would find another file too.
    """
    alike: dict[Hashable, list[Glimpse]] = defaultdict(list)
    for each in seen:
        alike[_form(each)].append(each)
    names = {_plain(each) for each in seen}
    for group in alike.values():
        own = {_plain(each) for each in group}
        files = _pattern(sorted(own))
        if len(own) == 1 or {name for name in names if fnmatchcase(name, files)} != own:
            yield from ((_plain(each), each) for each in group)
        else:
            rows = tuple(row for each in group for row in each.rows)
            resources = tuple(dict.fromkeys(kind for each in group for kind in each.resources))
            elements = frozenset[str]().union(*(each.elements for each in group))
            all_of = replace(group[0], path=group[0].path.with_name(files), rows=rows, files=tuple(group))
            yield files, replace(all_of, resources=resources, elements=elements)


def _form(seen: Glimpse) -> Hashable:
    if seen.format == "bundle":
        return "bundle"
    return (
        seen.format,
        seen.sheet,
        seen.encoding,
        seen.delimiter,
        seen.names,
        seen.resources,
        re.sub(r"\d+", "", _plain(seen)),
    )


def _plain(seen: Glimpse) -> str:
    return unpacked_name(seen.path)


def _pattern(names: Sequence[str]) -> str:
    """What finds these names: whatever stands where they differ, and the digits beside it."""
    if len(names) == 1:
        return names[0]
    first = _shared(names)
    last = _shared([name[len(first) :][::-1] for name in names])[::-1]
    return f"{first.rstrip(digits)}*{last.lstrip(digits)}"


def _shared(names: Sequence[str]) -> str:
    """The marks with which all begin."""
    alike = takewhile(lambda marks: len(set(marks)) == 1, zip(*names, strict=False))
    return "".join(marks[0] for marks in alike)


def _id(path: Path, ids: set[str], resource: str = "") -> str:
    """An id that the file doesn't share with another, out of its name."""
    name = re.sub(r"[^a-z0-9]+", "_", (resource or path.name.partition(".")[0]).lower()).strip("_") or "file"
    name = name if name[0].isalpha() else f"file_{name}"
    found = next(each for each in (name, *(f"{name}_{n}" for n in range(2, 1_000))) if each not in ids)
    ids.add(found)
    return found


def _ready(seen: Glimpse, files: str, name: str, dataset: Dataset) -> Iterator[str]:
    """The declaration that ships of a file's layout, for this file."""
    said = ready.shipped(name)
    sure = "was seen" if dataset.layout_is == "seen" else "was recalled: compare its columns and codes with the file's"
    yield f"      # As the ready mapping {name} has it, whose columns are all here ({said.title}); its layout {sure}."
    own = ("    files:", "    format:", "    encoding:", "    delimiter:")
    for line in columns_as_sent(ready.declared(name, dataset), dataset, seen):
        if line.startswith(own[0]):
            yield from _files(files)
            yield from _form_of(seen)
        elif line.strip() and not line.startswith(own):
            yield f"    {line}"


def _form_of(seen: Glimpse) -> Iterator[str]:
    if seen.format in ("excel", "parquet"):
        yield f"        format: {seen.format}"
    if seen.sheet:
        yield f"        sheet: {_text(seen.sheet)}  # the largest: declare another sheet as a dataset of its own"
    if seen.encoding != "utf-8":
        guessed = "" if seen.encoding == "utf-16" else "  # guessed: see whether names are read rightly"
        yield f"        encoding: {seen.encoding}{guessed}"
    if seen.delimiter != ",":
        yield f"        delimiter: {json.dumps(seen.delimiter)}"


def _table(seen: Glimpse, files: str, name: str, guesses: Sequence[Guess], said: Meaning) -> Iterator[str]:
    yield f"      - id: {name}"
    yield from _files(files)
    yield from _form_of(seen)
    yield from _columns(guesses, said)
    if said.person and said.facts.keys() - {"as_of"}:
        yield from (f"        # {remark}" for remark in unread(guesses, said.facts))
    for left in (one for one in seen.names if one and not _is_usable(one)):
        yield f"        # The column {_text(left)} has a name that Oneplace uses itself: it is not read."
    yield from _meaning(said, in_several="*" in files)


def _files(files: str) -> Iterator[str]:
    if "*" in files:
        yield "        # Files of one form are read together: say in `key` what names a row, if two may hold the same."
    yield f"        files: {_text(files)}"


def _fhir(seen: Glimpse, files: str, ids: set[str]) -> Iterator[str]:
    for resource in seen.resources:
        views = [name for name in fhir.names() if fhir.shipped(name).resource == resource and name not in _NOT_PROPOSED]
        if not views:
            yield f"      # {seen.path.name} has {resource}, of which no view ships: nothing of it is read."
        for view in views:
            if _OF_PARTS.get(view, "") in {"", *seen.elements}:
                yield from _through(view, seen, files, _id(seen.path, ids, view if view in _OF_PARTS else resource))


def _through(view: str, seen: Glimpse, files: str, name: str) -> Iterator[str]:
    """The declaration of what a view reads of a file."""
    shipped = fhir.shipped(view)
    guesses = of_view(shipped)
    yield f"      - id: {name}"
    yield from _files(files)
    yield f"        format: {seen.format}"
    yield f"        view: {view}"
    if view in _OF_PARTS:
        yield "        # A row for each part of one, such as both numbers of a blood pressure."
    # of a resource the standard says that its id names it, and whether it tells of something that was so
    happened, key = _happened(shipped.resource, guesses), () if view in _OF_PARTS | _SEVERAL else ("id",)
    said = replace(meaning(words(shipped.resource), guesses), key=key, happened=happened)
    if shipped.resource == "Patient":
        said = replace(said, facts={"as_of": "last_updated", **said.facts}, rows=of_a_patient())
    yield from _columns(guesses, said)
    yield from _meaning(said, in_several="*" in files)


def _happened(resource: str, guesses: Sequence[Guess]) -> str | None:
    """The condition on a resource's status that leaves out what was never so, as FHIR R4 calls it."""
    status = next((each.name for each in guesses if each.name in ("status", "verification_status")), None)
    if status is None:
        return None
    never = _NEVER - _PLANS if resource == "Appointment" else _NEVER  # what was booked or called off is what it tells
    codes = ", ".join(f"'{each}'" for each in sorted(never))
    return f"coalesce({sql(status)}, '') not in ({codes})"


_PLANS = {"cancelled", "draft", "planned", "preparation"}
_NEVER = _PLANS | {"entered-in-error", "not-done", "refuted"}


def _columns(guesses: Sequence[Guess], said: Meaning) -> Iterator[str]:
    yield "        columns:"
    for each in guesses:
        kind: str = f"required {each.type}" if sql(each.name) == said.needed else each.type
        if each.form is not None:
            required = "required: true, " if sql(each.name) == said.needed else ""
            kind = f"{{type: {each.type}, {required}format: {_text(each.form)}}}"
        shown = "" if sql(each.name) == said.person else _seen(each)
        told = each.unread or (_EITHER if each.either else SERIAL if each.form == EXCEL_SERIAL else "")
        yield f"          {_text(each.name)}: {kind}{f'  # {told}' if told else shown}"


_EITHER = "no day is above 12: the day is taken to come first; if the month does, declare its `format`"


def _seen(each: Guess) -> str:
    """What was seen, where it is little and tells nobody's name; a remark, as other rows may hold other codes."""
    if each.type != "text" or not each.few or not each.repeated or (each.called(_WHO) and not each.called(r"\bcode\b")):
        return ""
    if any(TITLED.match(value) or _KEY.fullmatch(value) for value in each.few):
        return ""
    return "  # " + ", ".join(filter(str.isprintable, each.few))


def _meaning(said: Meaning, *, in_several: bool = False) -> Iterator[str]:
    if said.person is None:
        yield "        # Whose row it is was not found. `person:` names the source's own key of the person."
        return
    if said.key:
        which = "that of the last file by its name" if in_several else "the first"
        yield f"        # Of rows with the same key {which} is read: take the key away where several may be right."
        yield f"        key: {_listed(said.key)}"
        if in_several:
            yield f"        newest_by: {FILE}"
    yield f"        person: {_text(said.person)}"
    if said.facts.keys() == {"as_of"}:
        yield "        # No file here describes people: a row is enough. Take `facts` away if such a file comes."
    if said.facts:
        yield "        facts:"
        told = {"shared_number": f"  # {_SHARED}"}
        yield from (f"          {fact}: {_text(is_)}{told.get(fact, '')}" for fact, is_ in said.facts.items())
        if {"given_name", "birth_date"} <= said.facts.keys() and _JOINS.isdisjoint(said.facts):
            yield f"          # {_LACKS}"
        if "given_name" in said.facts and "nhs_number" not in said.facts and not said.rows:
            yield f"          # {_LIKELY}"
    yield from _rows(said)


def _rows(said: Meaning) -> Iterator[str]:
    if not said.rows:
        return
    unknown = said.rows[0].table is None
    if unknown:
        yield f"        # What a row is was not found. Take the marks away and name it: {', '.join(ACTIVITY_TYPES)}."
    elif said.rows[0].where is None:
        tables = " and of ".join(dict.fromkeys(str(row.table) for row in said.rows))
        yield f"        # What a row is was guessed from the names: see whether it is a row of {tables}."
    yield from (f"        # {remark}" for row in said.rows for remark in row.told)
    if said.happened is not None:
        yield "        # What was only planned, called off, not done, refuted or entered in error is left out."
    mark = "        # " if unknown else "        "
    yield f"{mark}rows:"
    yield from (f"{mark}  {line}" for row in said.rows for line in _row(row, said.happened))


def _row(row: Row, happened: str | None) -> Iterator[str]:
    yield f"- table: {row.table or 'activity'}"
    if where := " and ".join(part for part in (row.where, happened) if part):
        yield f"  where: {_text(where)}"
    if row.each:
        yield f"  each: {_listed(row.each)}"
    if row.one_per:
        yield "  # A stay may have several rows: it is made of the one that has its end."
        yield f"  one_per: {_listed(row.one_per)}"
    if row.first_by:
        yield f"  first_by: {_text(row.first_by)}"
    if row.parent_type:
        yield f"  parent_type: {row.parent_type}"
    yield "  values:"
    yield from (f"    {column}: {_text(expression)}" for column, expression in row.values.items())


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _text(value: str) -> str:
    """A text in YAML: bare where it is one without doubt."""
    if _PLAIN.fullmatch(value) and value.lower() not in _YAML:
        return value
    if "'" not in value and value.isprintable():
        return f"'{value}'"
    shown = (f"\\{char}" if char in '"\\' else char if char.isprintable() else f"\\U{ord(char):08x}" for char in value)
    return '"' + "".join(shown) + '"'
