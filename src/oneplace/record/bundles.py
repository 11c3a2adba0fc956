"""FHIR files: Bundles taken apart into a resource a line, and files of lines that are of another kind than declared."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from oneplace.place.sources import Dataset
from oneplace.problems import OneplaceError, Problem
from oneplace.record.packed import opened
from oneplace.vocabulary.wording import list_words

_ANOTHER = "Ask the partner for one, or declare `format: ndjson` where each line is a resource."
_TYPE = re.compile(rb'\s*\{\s*"resourceType"\s*:\s*"(\w+)"')


def unbundled(path: Path, kinds: Collection[str], into: Path) -> dict[str, Path]:
    """Write the resources of some kinds in a Bundle, a line each and a file a kind; those of Bundles within it too.

    ``into`` names the files as far as their kind. Raises as `resources` does.
    """
    every = resources(path)
    there = {each["resourceType"] for each in every}
    if not there.issuperset(kinds) and (said := next(filter(None, map(_failure, every)), None)):
        raise OneplaceError.at(
            path, f"is a server's answer that it failed: {said}.", "Ask the partner to send it again."
        )
    files = {kind: into.with_name(f"{into.name}.{kind}.ndjson") for kind in kinds}
    for kind, lines in files.items():
        kept = (each for each in every if each["resourceType"] == kind)
        lines.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in kept), "utf-8")
    return files


def resources(path: Path) -> list[dict[str, Any]]:
    """Every resource of a Bundle, and of Bundles within it; not those inside another (``contained``).

    What a history says was deleted is left out. Raises `OneplaceError` where it is no Bundle.
    """
    try:
        with opened(path) as file:
            bundle = json.load(file)
        if bundle["resourceType"] != "Bundle":
            raise KeyError("resourceType")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _no_bundle(path, error) from None
    return list(_resources(path, bundle))


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
