"""FHIR files: Bundles taken apart into a resource a line, and files of lines that are of another kind than declared."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from oneplace.place.sources import Dataset
from oneplace.problems import OneplaceError, Problem
from oneplace.record.packed import opened
from oneplace.vocabulary.wording import list_words

_ANOTHER = "Ask the partner for one, or declare `format: ndjson` where each line is a resource."
_TYPE = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"(\w+)"')


class Unbundled(NamedTuple):
    """The resources of a Bundle, a file a kind, and whether it breaks off: nobody then knows how many are missing."""

    files: dict[str, Path]
    breaks_off: bool


def unbundled(path: Path, kinds: Collection[str], into: Path) -> Unbundled:
    """Write the resources of some kinds in a Bundle, a line each and a file a kind; those of Bundles within it too.

    Of one that breaks off they are those of the entries that are whole; where none is, it can't be used. ``into`` names
    the files as far as their kind. Raises `OneplaceError` where it is no Bundle, or is damaged.
    """
    bundle, breaks_off = _bundle(path)
    every = list(_resources(path, bundle))
    there = {each["resourceType"] for each in every}
    if not there.issuperset(kinds) and (said := next(filter(None, map(_failure, every)), None)):
        raise OneplaceError.at(
            path, f"is a server's answer that it failed: {said}.", "Ask the partner to send it again."
        )
    files = {kind: into.with_name(f"{into.name}.{kind}.ndjson") for kind in kinds}
    for kind, lines in files.items():
        kept = (each for each in every if each["resourceType"] == kind)
        lines.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in kept), "utf-8")
    return Unbundled(files, breaks_off)


def resources(path: Path) -> list[dict[str, Any]]:
    """Every resource of a Bundle, and of Bundles within it; not those inside another (``contained``).

    What a history says was deleted is left out. Raises `OneplaceError` where it is no Bundle, breaks off or is damaged.
    """
    bundle, breaks_off = _bundle(path)
    if breaks_off:
        message = "is a FHIR Bundle that breaks off or is damaged: which resources it has is not known."
        raise OneplaceError.at(path, message, "Ask the partner to send the file again.")
    return list(_resources(path, bundle))


def _bundle(path: Path) -> tuple[dict[str, Any], bool]:
    """A Bundle, and whether it breaks off and has its whole entries alone."""
    try:
        with opened(path) as file:
            return _checked(json.load(file)), False
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and (whole := _whole_entries(path)) is not None:
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                return _checked(json.loads(whole)), True
        raise _no_bundle(path, error) from None


def _checked(bundle: dict[str, Any]) -> dict[str, Any]:
    if bundle["resourceType"] != "Bundle":
        raise KeyError("resourceType")
    return bundle


_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|"', re.DOTALL)
"""A string of JSON, what opens and closes, or the quotation mark of a string that has no end."""


def _whole_entries(path: Path) -> bytes | None:
    """A Bundle that breaks off, ended after the last entry that is whole; None where it has its end, or no such entry.

    Looks at what opens and closes alone: of what is damaged besides, JSON's own reader tells.
    """
    with opened(path) as file:
        content = file.read()
    depth, inside, said, ended = 0, False, b"", None
    for found in _TOKEN.finditer(content):
        token = found[0]
        if token == b'"':
            break
        if token in (b"{", b"["):
            inside = inside or (depth, token, said) == (1, b"[", b'"entry"')
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
            if inside and depth in (1, 2):  # the whole list, or one of it
                ended = content[: found.end()] + (b"]}" if depth == 2 else b"}")
            inside = inside and depth > 1
            if depth == 0:
                return None
        else:
            said = token
    return ended


def _no_bundle(path: Path, error: Exception) -> OneplaceError:
    if isinstance(error, json.JSONDecodeError):
        with opened(path) as file:
            begins = _TYPE.match(file.read(200).removeprefix(b"\xef\xbb\xbf"))
        if begins and begins[1] == b"Bundle":
            message = f"is a FHIR Bundle that breaks off or is damaged at line {error.lineno}, character {error.colno}."
            return OneplaceError.at(path, message, "Ask the partner to send the file again.")
    message = "is not a FHIR Bundle: JSON with `resourceType: Bundle` and an `entry` for each resource."
    return OneplaceError.at(path, message, _ANOTHER)


def _failure(resource: dict[str, Any]) -> str | None:
    """What a server says of an error, as an ``OperationOutcome``; None of every other resource."""
    if resource["resourceType"] != "OperationOutcome":
        return None
    bad = [one for one in resource.get("issue") or [] if one.get("severity") in ("error", "fatal")]
    words = (str(one.get("diagnostics") or one.get("code") or "it does not say why") for one in bad)
    return next((text.strip().rstrip(".")[:200] for text in words), None)


def _resources(path: Path, bundle: dict[str, Any]) -> Iterator[dict[str, Any]]:
    entries = bundle.get("entry") or []
    asked = [each.get("request") or {} for each in entries if isinstance(each, dict)]
    gone = {str(one.get("url")) for one in asked if bundle.get("type") == "history" and one.get("method") == "DELETE"}
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict) and "resource" not in entry and ("request" in entry or "response" in entry):
            continue  # it asks for something, or answers, and brings nothing
        found = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(found, dict) or not isinstance(found.get("resourceType"), str):
            lacks = "no resource" if not isinstance(found, dict) else "a resource without `resourceType`"
            message = f"is not a FHIR Bundle throughout: entry {number} holds {lacks}."
            raise OneplaceError.at(path, message, "Ask the partner to send the file again.")
        if found["resourceType"] == "Bundle":
            yield from _resources(path, found)
        elif f"{found['resourceType']}/{found.get('id')}" not in gone:
            yield found


def of_another_kind(dataset: Dataset, path: Path) -> Problem | None:
    """What is wrong with a file of lines that is a Bundle, or holds several kinds of resources and asks for none."""
    if dataset.format != "ndjson":
        return None
    kinds: dict[str, None] = {}
    with opened(path) as file:
        lines = (line.strip() for line in file if line.strip())
        first = next(lines, b"").removeprefix(b"\xef\xbb\xbf")
        spread = first == b"{" and next(lines, None) is not None  # alone it is a line that was cut
    with opened(path) as file:
        for line in file:
            if found := _TYPE.match(line.removeprefix(b"\xef\xbb\xbf")):
                kinds.setdefault(found[1].decode())
    if spread or first.startswith(b"["):
        message = "is one piece of JSON over several lines, or a list: not a resource a line."
        mend = "Declare `format: bundle` where it is a FHIR Bundle, else ask the partner for lines."
    elif "Bundle" in kinds:
        message, mend = "holds a FHIR Bundle, not a resource a line.", "Declare `format: bundle` and its `resource`."
    elif len(kinds) > 1 and dataset.kind is None:
        message = f"holds several kinds of resources: {list_words(sorted(kinds))}."
        mend = f"Say which of them is meant: `resource: {next(iter(kinds))}`."
    else:
        return None
    return Problem(path, 0, 0, "extract-unusable", message, mend)
