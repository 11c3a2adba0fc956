"""How the options of a decision are weighed, as two texts of its form: what each criterion weighs, what each scores."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from oneplace.delivery.happened.rule import WrongError
from oneplace.delivery.happened.state import Figure
from oneplace.delivery.happened.states import Decision
from oneplace.place import Weighed
from oneplace.vocabulary.wording import count_words

FIELDS = ("weights", "scores")
_MOST = 20
"""Criteria, and options: who compares more of them reads no table any more."""
_LARGEST = 1_000
"""A weight or score either way: points, and per cent, are no more."""


def weighed(one: Decision) -> Weighed | None:
    """What its two texts say, as the files would; None where they say nothing. Raises ``WrongError`` by field.

    A criterion a line with its weight after the last colon (``Reach: 3``); an option a line with its scores after the
    last colon, in the order of the criteria, with commas between (``Texts: 4, 2``).
    """
    if not one.weights and not one.scores:
        return None
    weights = {name: _number("weights", name, said) for name, said in _lines("weights", one.weights)}
    options = {}
    for name, said in _lines("scores", one.scores):
        scores = said.split(",")
        if len(scores) != len(weights):
            of = f"{count_words(len(scores), 'score')} for {count_words(len(weights), 'criterion', 'criteria')}"
            raise WrongError({"scores": f"“{name}” has {of}. Write them as in “4, 2”, with 2.5 for a half."})
        options[name] = {by: _number("scores", name, score) for by, score in zip(weights, scores, strict=True)}
    try:
        return Weighed(weights=weights, options=options)
    except ValidationError as error:
        told = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise WrongError({"weights": told}) from None


def weighable(_before: Decision, after: Decision, _today: date) -> dict[str, str]:
    """What is wrong with them, by field."""
    try:
        weighed(after)
    except WrongError as error:
        return error.fields
    return {}


def _lines(field: str, text: str) -> list[tuple[str, str]]:
    """Each line's name and what stands behind its last colon."""
    listed = [line.strip().rpartition(":") for line in text.splitlines() if line.strip()]
    names = [name.strip() for name, _, _ in listed]
    if bare := next((said for name, _, said in listed if not name.strip()), ""):
        raise WrongError({field: f"“{bare.strip()}” has no colon with a number behind it."})
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise WrongError({field: f"“{twice}” stands twice."})
    if len(names) > _MOST:
        raise WrongError({field: f"Write at most {_MOST} lines."})
    if not names:
        raise WrongError({field: "Fill this in."})
    if field == "scores" and len(names) < 2:
        raise WrongError({field: "Write at least two options: one alone is weighed against nothing."})
    return list(zip(names, (said for _, _, said in listed), strict=True))


def _number(field: str, name: str, said: str) -> float:
    number: TypeAdapter[Any] = TypeAdapter(Figure)
    try:
        figure = float(number.validate_python(said))
    except ValidationError:
        raise WrongError({field: f"“{said.strip()}” of “{name}” is no number."}) from None
    if abs(figure) > _LARGEST:
        raise WrongError({field: f"“{said.strip()}” of “{name}” is too large. Write at most {_LARGEST:,}."})
    return figure
