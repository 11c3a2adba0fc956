"""From a file's plain data to a typed model, with each mistake at its line and column and a word on how to mend it."""

from __future__ import annotations

import types
import typing
from difflib import SequenceMatcher
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from oneplace.place.document import Document
from oneplace.place.nodes import Loc
from oneplace.problems import OneplaceError, Problem, did_you_mean

M = TypeVar("M", bound=BaseModel)

THE_FILE = "the file"

UNKNOWN_KEY, MISSING_KEY, WRONG_VALUE = "T01", "T02", "T03"

_YAML_11_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def typed(document: Document, model: type[M], loc: Loc = ()) -> M:
    """The data at ``loc`` as ``model``; raises ``OneplaceError`` with one problem for each mistake."""
    data = document.data
    for part in loc:
        data = data[part]
    try:
        return model.model_validate(data, context={"folder": document.path.parent})
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = {_problem(document, model, loc, detail) for detail in details if not _follows(detail, details)}
        raise OneplaceError(*sorted(problems)) from None
    except RecursionError:  # pragma: no cover - the loader's limit on nesting comes first
        raise OneplaceError(document.problem(loc, WRONG_VALUE, "is nested too deep.", "Write it flatter.")) from None


def _follows(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a mistake only follows from another that is named itself: a list is too short for a faulty item, or a
    mapping with a mistake in it is no text where text is allowed, too.
    """
    at = detail["loc"]
    if detail["type"] == "string_type" and isinstance(detail["input"], dict):
        return any(at[:-1] == other["loc"][: len(at) - 1] and len(other["loc"]) > len(at) for other in details)
    return detail["type"] == "too_short" and any(at == other["loc"][: len(at)] != other["loc"] for other in details)


def _problem(document: Document, model: type[BaseModel], base: Loc, detail: ErrorDetails) -> Problem:
    further = getattr(detail.get("ctx", {}).get("error"), "at", ())
    loc = base + tuple(part for part in detail["loc"] if part != "[key]") + further
    code, message, mend = _words(model, document, loc, detail)
    of_a_key = code == UNKNOWN_KEY or "[key]" in detail["loc"]
    line, column = document.key_mark(loc) if of_a_key else document.mark(loc)
    return Problem(document.path, line, column, code, message, mend)


_GIVEN = "given"
"""How a place in the file is named that holds a value or ``not_set``."""


def _words(model: type[BaseModel], document: Document, loc: Loc, detail: ErrorDetails) -> tuple[str, str, str]:
    key = _name(document, loc)
    match detail["type"]:
        case "extra_forbidden":
            return UNKNOWN_KEY, f"the key `{loc[-1]}` is not known here.", _nearest_key(model, loc)
        case "missing" if isinstance(detail["loc"][-1], int):
            return WRONG_VALUE, f"{key} {_short(detail['input'])} has too few items.", "Add what is missing."
        case "missing":
            return MISSING_KEY, f"the key `{detail['loc'][-1]}` is missing.", f"Add `{detail['loc'][-1]}: …`."
        case "literal_error" | "enum":
            return WRONG_VALUE, *_not_one_of(key, detail)
        case "value_error":
            said, _, mend = detail["msg"].removeprefix("Value error, ").partition(". ")
            message = f"{key}: {said.removesuffix('.')}."
        case "union_tag_invalid" | "union_tag_not_found":
            message, mend = _no_such_kind(key, detail)
        case _:
            message, mend = _wrong_type(key, detail)
            mend = _or_not_set(model, detail) or mend
    return WRONG_VALUE, message, mend


def _or_not_set(model: type[BaseModel], detail: ErrorDetails) -> str:
    """How to mend what may be ``not_set`` as well; empty elsewhere."""
    loc, kind = detail["loc"], detail["type"]
    if kind == "model_type" and loc and loc[-1] == _GIVEN:
        keys = [f"{key}: …" for key in _required_at(model, loc[:-1])]
        return (
            f"Write `{loc[-2]}: {{{', '.join(keys)}}}`, or `{loc[-2]}: not_set` while it is not known." if keys else ""
        )
    words = kind == "float_type" and isinstance(detail["input"], str)
    if words and len(loc) > 2 and loc[-2] == _GIVEN and loc[-1] in _required_at(model, loc[:-2]):
        return f"Write a number without quotes or units, or `{loc[-3]}: not_set` while it is not known."
    return ""


def _required_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that must stand at ``loc``, in the model's order."""
    fields = [item for kind in _models_at(model, loc) for item in kind.model_fields.items()]
    return [field.alias or name for name, field in fields if field.is_required()]


def _no_such_kind(key: str, detail: ErrorDetails) -> tuple[str, str]:
    """Of a mapping whose kind is told by one of its keys: ``from: document``, which is none of the kinds."""
    said = detail.get("ctx", {})
    tag = str(said.get("discriminator", "")).rpartition("'from'")[1].strip("'") or "kind"
    if "tag" not in said:
        return f"{key} has no `{tag}`, which says of what kind it is.", f"Add `{tag}: …`."
    choices = [choice.strip("'") for choice in str(said["expected_tags"]).split(", ")]
    message = f"{tag} '{said['tag']}' of {key} is not one of {', '.join(choices)}."
    return message, f"Write `{tag}: {_nearest(str(said['tag']), choices)}`."


def _name(document: Document, loc: Loc) -> str:
    """The last key of ``loc`` that the file holds."""
    keys = [part for part in document.known(loc) if isinstance(part, str)]
    return keys[-1] if keys else THE_FILE


def _short(value: Any) -> str:
    text = repr(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _not_one_of(key: str, detail: ErrorDetails) -> tuple[str, str]:
    expected = str(detail.get("ctx", {}).get("expected", ""))
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    value = detail["input"]
    best = _nearest(str(value).lower() if not isinstance(value, dict | list) else "", choices)
    if isinstance(value, bool) and {"yes", "no"} <= set(choices):
        best = "yes" if value else "no"
    return f"{key} {_short(value)} is not one of {', '.join(choices)}.", f"Write `{key}: {best}`."


_MEANT = {
    "yearly": "annual",
    "year": "annual",
    "every year": "annual",
    "document": "recorded",
    "every month": "monthly",
}
"""What is said for another word of ours that isn't like it."""


def _nearest(text: str, choices: list[str]) -> str:
    """The choice that is most like ``text``; one that shares its beginning (lower → low_good) comes first."""

    if (meant := _MEANT.get(text)) in choices:
        return str(meant)

    def likeness(choice: str) -> tuple[int, float]:
        shared = next(
            (n for n, (a, b) in enumerate(zip(text, choice, strict=False)) if a != b), min(len(text), len(choice))
        )
        return (shared if shared >= 3 else 0, SequenceMatcher(None, text, choice).ratio())

    return max(choices, key=likeness)


_TYPES = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping (keys with values)",
    "model_type": "a mapping (keys with values)",
    "model_attributes_type": "a mapping (keys with values)",
    "date_type": "a date",
}


def _wrong_type(key: str, detail: ErrorDetails) -> tuple[str, str]:
    value, expected = detail["input"], _TYPES.get(detail["type"])
    if detail["type"].startswith("date_from") or detail["type"] == "date_parsing":
        return f"{key} {_short(value)} is not a day of the calendar.", f"Write `{key}: 2026-04-01`: year, month, day."
    if value is None and key == THE_FILE:
        return "the file is empty.", "Write its keys; `oneplace new DIR` makes a place with every file filled in."
    if expected is None:
        return (
            f"{key} {_short(value)} is not right: {detail['msg'][0].lower()}{detail['msg'][1:]}.",
            f"Correct `{key}`." if key else "Write it, or take it out.",
        )
    if value is None:
        return f"{key} is empty.", f"Write {expected} after `{key}:`, or take the key out."
    return f"{key} {_short(value)} is not {expected}.", _type_mend(key, detail["type"], value, expected)


def _type_mend(key: str, kind: str, value: Any, expected: str) -> str:
    if kind == "bool_type" and isinstance(value, str) and value.lower() in _YAML_11_BOOLEANS:
        return f"In YAML 1.2 `{value}` is text: write `{key}: {_YAML_11_BOOLEANS[value.lower()]}`."
    if kind == "string_type" and isinstance(value, int | float):
        return f'Quote it: `{key}: "{_short(value)}"`.'
    if kind in ("tuple_type", "list_type"):
        return (
            f"Put it in brackets: `{key}: [{_short(value)}]`."
            if not isinstance(value, dict)
            else "Start each item with `- `."
        )
    if kind in ("float_type", "int_type") and isinstance(value, str):
        return f"Write {expected} without quotes or units, or leave `{key}` out if it is not known."
    return f"Write {expected}."


def _nearest_key(model: type[BaseModel], loc: Loc) -> str:
    names = sorted(_keys_at(model, loc[:-1]))
    return did_you_mean(str(loc[-1]), names, f"The keys here are {', '.join(names)}." if names else "Take it out.")


def _keys_at(model: type[BaseModel], loc: Loc) -> set[str]:
    """The names of the fields that the model allows at ``loc``."""
    return {field.alias or name for kind in _models_at(model, loc) for name, field in kind.model_fields.items()}


def _models_at(model: type[BaseModel], loc: Loc) -> list[type[BaseModel]]:
    """The models that may stand at ``loc``."""
    found: list[Any] = [model]
    for part in loc:
        found = [inner for annotation in found for inner in _inside(annotation, part)] or found
    return [kind for annotation in found for kind in _models(annotation)]


def _inside(annotation: Any, part: str | int) -> list[Any]:
    """What stands at key or position ``part`` of a value so annotated."""
    found: list[Any] = []
    for kind in _models(annotation):
        found += [f.annotation for name, f in kind.model_fields.items() if part in (name, f.alias)]
        found += [kind for f in kind.model_fields.values() if typing.get_args(f.annotation) == (part,)]  # its tag
    if isinstance(part, int) or not found:
        found += [a for a in typing.get_args(_bare(annotation)) if _models(a)]
    return found


def _bare(annotation: Any) -> Any:
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    return annotation


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models that an annotation names, inside unions, lists and ``Annotated``."""
    annotation = _bare(annotation)
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for argument in typing.get_args(annotation) for model in _models(argument)]
