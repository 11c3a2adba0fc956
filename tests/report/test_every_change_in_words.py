"""Every field of every file that can change between two runs is told in words, old beside new."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from oneplace.place.folder import read_files
from oneplace.place.moved import Kept, Said, default_of, field_words, things, title_of
from oneplace.place.moved.field_titles import PLAIN, TITLES
from oneplace.place.moved.in_lists import MODELS, models_in
from oneplace.report import Move, moves
from tests.place.test_bearing import APART, LISTS, parts

REPOSITORY = Path(__file__).parents[2]
RAW = re.compile(r"_|\||\b[A-Za-z]\d+\b|\bTrue\b|\bFalse\b|\bNone\b|\d{4}-\d\d-\d\d|\b[0-9a-f]{12,}\b")
"""What only a file writes: code words, bars, ids, truth values, days and hashes."""


def every_field(model: type[BaseModel], above: tuple[type[BaseModel], ...] = ()) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner, _ in models_in(field.annotation):
            if inner not in above:
                yield from every_field(inner, (*above, inner))


KNOWN = {name for model in MODELS for name in every_field(model)} - {*LISTS} - APART - {"id", "format", "trajectory"}


def test_every_field_of_every_model_has_words_of_its_own():
    elsewhere = {"themes", "measures", "decisions", "commentary"}
    lacking = {name for name in KNOWN - elsewhere if title_of(name) is None}
    assert lacking == set(), "give each its words in field_titles.py"
    assert not [words for words in TITLES.values() if "_" in words or not words]
    assert not PLAIN & TITLES.keys()
    assert not [name for name in PLAIN if "_" in name]
    assert not PLAIN - KNOWN - {*LISTS}, "no such field"


class Filled:
    """Fills a model with words that nobody takes for a field: each text and id of its own."""

    def __init__(self) -> None:
        self.number = count(1)
        self.choose = random.Random(7)

    def model(self, model: type[BaseModel]) -> dict[str, Any]:
        return {field.alias or name: self.value(field.annotation) for name, field in model.model_fields.items()}

    def value(self, kind: Any) -> Any:  # noqa: PLR0911 - a kind a line
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Literal:
            return self.choose.choice(inner)
        if origin is tuple:
            return (
                [self.value(inner[0]), self.value(inner[0])] if inner[-1] is Ellipsis else list(map(self.value, inner))
            )
        if origin is dict:
            keys = ("2024/25", "2025/26") if "Period" in str(inner[0]) or "When" in str(inner[0]) else ("wool", "silk")
            return {key: self.value(inner[1]) for key in keys}
        if origin is not None:
            return self.value(next(one for one in inner if one is not type(None) and get_args(one)[:1] != ("not_set",)))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.model(kind)
        if isinstance(kind, type) and issubclass(kind, bool):
            return bool(next(self.number) % 2)
        if kind in (int, float):
            return next(self.number)
        return f"Rain {next(self.number)}" if kind is str else "2026-03-04"


def flat(fields: dict[str, Any]) -> dict[str, Any]:
    from oneplace.place.moved.flat import _flat

    return dict(_flat({key: value for key, value in fields.items() if key not in ("id", "format")}))


@pytest.fixture(scope="module")
def place():
    return read_files(REPOSITORY / "places" / "southampton").as_place()


def two_times(seed: int) -> tuple[Said, Said]:
    """All parts as two times of saying them have them; what one has, the other has otherwise or not at all."""
    old, new = Filled(), Filled()
    new.number, new.choose = count(100_001), random.Random(seed)
    both: tuple[Said, Said] = ({}, {})
    for side, filled in zip(both, (old, new), strict=True):
        for part, model in parts().items():
            side[part] = {"subject": {"name": "A thing", **flat(filled.model(model))}}
    return both


def told(place, old: Said, new: Said) -> list[Move]:
    rows = Kept("R", "2026-06-30", old).rows(Kept("S", "2026-09-30", new))
    return moves(replace(place, strategy=place.strategy), rows)


@pytest.mark.slow
def test_no_change_of_any_field_is_told_in_the_words_of_the_format(place):
    old, new = two_times(8)
    nothing: Said = {part: {"subject": {"name": "A thing"}} for part in old}
    found = [*told(place, old, new), *told(place, nothing, new), *told(place, old, nothing)]
    assert len(found) > 1_000
    raw = {
        (one.part, text): RAW.findall(text)
        for one in found
        for text in (one.field, one.told, one.old, one.new, one.what)
        if RAW.search(text.replace("v3.0", ""))
    }
    assert raw == {}


@pytest.mark.parametrize(
    ("part", "field", "value", "words"),
    [
        (
            "workstreams",
            "milestones.M1.moved",
            "from: 2025-09-30; to: 2026-01-31; reason: Nobody applied",
            "from 30 September 2025, to 31 January 2026, because: Nobody applied",
        ),
        (
            "strategy",
            "approvals",
            "body: Cabinet; act: recommends; on: 2020-03-10; body: Council; act: approves",
            "Cabinet, recommends, on 10 March 2020; Council, approves",
        ),
        ("risks", "current", "4; 3", "likelihood 4, consequence 3"),
        ("workstreams", "reports", "period: 2026-03; status: on_track", "for March 2026, on track"),
        ("decisions", "options", "text: Wait; rejected_because: Too late", "Wait, rejected because Too late"),
        ("measures", "compute.keep", "age_at > 17 AND sex = 'F'", "a rule written for a computer, as its page shows"),
        ("codelists", "sha256", "0123456789abcdef", "another than it was"),
        ("workstreams", "milestones.M1.moved", None, ""),
        ("workstreams", "milestones.M1.state", None, "planned"),
        ("outcomes", "stage", None, "not set"),
    ],
)
def test_what_a_field_says_now(place, part, field, value, words):
    row = dict.fromkeys(("old", "eases", "decision", "decided"))
    row |= {"part": part, "subject": "x", "name": "X", "kind": "changed", "field": field, "new": value}
    (one,) = moves(place, [row])
    assert one.new == words


@pytest.mark.parametrize(
    ("old", "new", "line", "sides"),
    [
        (None, "code: E06000018; name: Derby", "areas: added “official code: E06000018, Derby”", "nothing taken out"),
        ("code: E06000018; name: Derby", None, "areas: taken out “official code: E06000018, Derby”", "taken out: "),
    ],
)
def test_a_list_is_told_by_what_came_and_went(place, old, new, line, sides):
    row = dict.fromkeys(("eases", "decision", "decided"))
    row |= {"part": "place", "subject": "t", "name": "T", "kind": "changed", "field": "areas", "old": old, "new": new}
    (one,) = moves(place, [row])
    assert one.told == line
    assert one.sides[0].startswith(sides)


def test_what_the_place_left_out_is_what_the_format_has(place):
    row = dict.fromkeys(("eases", "decision", "decided", "old"))
    row |= {"part": "place", "subject": "t", "name": "T", "kind": "changed", "field": "small_numbers.below", "new": "3"}
    (one,) = moves(place, [row])
    assert one.told == "small numbers: hidden below: was “5”, now “3”"


def test_a_line_says_what_was_and_what_is(place):
    row = dict.fromkeys(("eases", "decision", "decided", "old"))
    row |= {
        "part": "risks",
        "subject": "x",
        "name": "X",
        "kind": "changed",
        "field": "evidence_on",
        "new": "2026-10-09",
    }
    (one,) = moves(place, [row])
    assert one.told == "day of the evidence: was not set, now \u201c9 October 2026\u201d"
    (gone,) = moves(place, [row | {"kind": "dropped", "field": None}])
    assert gone.told == "dropped"


TEXT = st.text("abc xyz.,;", min_size=1, max_size=9).map(lambda one: f"w{one.strip('; ')}w")


@pytest.mark.slow
@given(st.data())
def test_the_things_of_a_list_are_found_again_in_its_line(data):
    """As ``flat`` and ``words`` write them: what each says comes back, wherever one ends and the next begins."""
    name = data.draw(st.sampled_from(["moved", "actions", "approvals", "expects", "reports", "standards", "history"]))
    with_something = {one for one in _with(name) if any(field.is_required() for field in one.model_fields.values())}
    model = data.draw(st.sampled_from(sorted(with_something, key=str)))
    asked = [one.alias or key for key, one in model.model_fields.items() if one.is_required()]
    order = [one.alias or key for key, one in model.model_fields.items()]
    some = st.sets(st.sampled_from(order)).map(lambda keys: [key for key in order if key in keys or key in asked])
    keys = data.draw(st.lists(some, min_size=1, max_size=3))
    given_ = [{key: data.draw(TEXT) for key in each} for each in keys]
    line = "; ".join("; ".join(f"{key}: {text}" for key, text in one.items()) for one in given_)
    assert things(f"milestones.M1.{name}", line) == given_


def _with(name: str) -> Iterator[type[BaseModel]]:
    def within(model: type[BaseModel], above: tuple[type[BaseModel], ...]) -> Iterator[type[BaseModel]]:
        for key, field in model.model_fields.items():
            for inner, listed in models_in(field.annotation):
                if listed and (field.alias or key) == name:
                    yield inner
                if inner not in above:
                    yield from within(inner, (*above, inner))

    for model in MODELS:
        yield from within(model, ())


def test_a_sentence_is_no_list_of_things():
    assert things("text", "From: the board; to: all") == []
    assert things("scope", "reason: none") == []


@pytest.mark.parametrize(
    ("part", "field", "says"),
    [
        ("workstreams", "milestones.M1.state", "planned"),
        ("outcomes", "target.value", None),
        ("measures", "compute.per", "100"),
        ("place", "small_numbers.below", "5"),
        ("nothing", "at.all", None),
        ("outcomes", "no.such", None),
    ],
)
def test_what_the_format_says_where_the_files_say_nothing(part, field, says):
    assert default_of(part, field) == says


def test_an_id_that_nothing_names_is_not_told():
    assert field_words("milestones.MI-2.due") == "milestones: one that is gone: due date"
    assert field_words("milestones.MI-2.due", {"MI-2": "Open"}) == "milestones: \u201cOpen\u201d: due date"
    assert field_words("equality.characteristics.age", {"age": "Grow old"}) == "equality: characteristics: age"
