"""Whatever a strategy's file may hold can be read on the site: each field is filled, and its value is looked for."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from oneplace.place import Place
from oneplace.place.fields import NOT_SET
from oneplace.place.moved import plain
from oneplace.place.period import Period
from oneplace.place.place_file import PlaceFile
from oneplace.place.strategy import Strategy
from oneplace.report import RunReport, inner_names, names_of
from oneplace.results import TABLES, Results
from oneplace.web.public.presenters import record
from oneplace.web.public.presenters import strategy_more as more
from oneplace.web.public.presenters.strategy import state_words
from oneplace.web.public.presenters.strategy_parts import duties, people, purpose

ELSEWHERE = ("format", "measures", "audience", "storage")
"""What says nothing else (what is not for everyone isn't there), what has a page that prints the file whole, and where
a record is kept, which is no reader's matter."""

SMALL = (
    "inherent",
    "current",
    "target",
    "appetite",
    "line",
    "paragraph",
    "below",
    "round_to",
    "records",
    "runs",
    "extracts",
    "periods",
)
"""Whole numbers that may not be large."""

SHARES = ("reduction",)
"""Numbers from 0 to 1."""


@dataclass
class Filler:
    """Fills every field of a model with a value of its own and notes where it stands."""

    written: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def model(self, model: type[BaseModel], path: str) -> dict[str, Any]:
        fields = model.model_fields.items()
        return {f.alias or name: self.field(f, f"{path}.{name}") for name, f in fields if name not in ELSEWHERE}

    def field(self, info: FieldInfo, path: str) -> Any:
        return self.value(info.annotation, path, info.default)

    def value(self, kind: Any, path: str, default: Any = None) -> Any:
        if get_origin(kind) is typing.Annotated:
            return self.value(get_args(kind)[0], path, default)
        if isinstance(kind, type) and not isinstance(kind, types.GenericAlias):
            return self.plain(kind, path)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return self.note(path, next(one for one in (*arguments[::-1], default) if one != NOT_SET))
        if origin in (typing.Union, types.UnionType):
            given = next(one for one in arguments if one is not type(None) and get_args(one)[:1] != (NOT_SET,))
            return self.value(given, path, default)
        if origin is tuple:
            members = arguments[:1] if arguments[-1] is Ellipsis else arguments
            return [self.value(one, path) for one in members]
        assert origin is dict, (path, kind)
        return {self.value(arguments[0], path): self.value(arguments[1], path)}

    def plain(self, kind: type, path: str) -> Any:
        if issubclass(kind, BaseModel):
            return self.model(kind, path)
        number = next(self.numbers)
        if kind is Period:
            return self.note(path, f"{1000 + number}-03-04")
        if kind is bool:
            return self.note(path, False)
        if kind is int:
            return self.note(path, 3 if path.rpartition(".")[2] in SMALL else 1_000 + number)
        if kind is float:
            share = path.rpartition(".")[2] in SHARES
            return self.note(path, number / 10_000 if share else 10_000.5 + number)
        assert kind is str, (path, kind)
        return self.note(path, f"x{number}x")

    def note(self, path: str, value: Any) -> Any:
        self.written[path] = str(value)
        return value


@pytest.fixture(scope="module")
def filled() -> tuple[Place, dict[str, str]]:
    """A place of which everything is said, and each value that was written by where it stands."""
    filler = Filler()
    content = filler.model(Strategy, "strategy") | {"format": "place-strategy/1"}
    for milestone in (one for stream in content["workstreams"] for one in stream["milestones"]):
        milestone["after"] += milestone["lag"]  # only what it comes after has a lag
    for test in (one for stage in content["recovery_stages"] for one in stage["tests"]):
        test["asks"] = "no_concern"  # of a measure, as the others are not; told in words
    del filler.written["strategy.recovery_stages.tests.asks"]
    for weighed in (one["weighed"] for one in content["decisions"]):
        (criterion,) = weighed["weights"]  # each option is scored by it
        weighed["options"] = {
            option: dict(zip([criterion], each.values(), strict=True)) for option, each in weighed["options"].items()
        }
    content["privacy"]["flows"] = filler.note("strategy.privacy.flows", "0123456789abcdef")  # as it is worked out
    of_place = filler.model(PlaceFile, "place")
    strategy = Strategy.model_validate(content)
    decisions = {one.id: one for one in strategy.decisions}
    said = {one.id: one for one in strategy.commentary}
    themes = {one.id: one for one in strategy.themes}
    place = Place(Path(), PlaceFile.model_validate(of_place), strategy, {}, {}, None, decisions, said, themes=themes)
    return place, filler.written


def test_every_field_is_on_record(filled):
    place, written = filled
    shot = SimpleNamespace(place=place)
    told = [thing for part in record.parts(shot) for thing in record.things(shot, part.key)]
    fields = (words for thing in told for name, values in thing.fields for words in (name, *values))
    text = " ".join([*(f"{thing.id} {thing.name}" for thing in told), *fields])
    named = names_of(place)
    for theme in place.themes:
        named |= inner_names(place, "themes", theme)
    assert len(written) > 300
    lacking = {path: value for path, value in written.items() if plain(value) not in text}
    assert {path: value for path, value in lacking.items() if named.get(value, value) not in text} == {}


def test_the_page_of_the_strategy_shows_how_its_parts_hang_together(filled):
    place, _ = filled
    strategy = place.strategy
    (link,) = more.answers(place).items
    assert link.text == f"{strategy.alignment[0].from_} conflicts with {strategy.alignment[0].to}".capitalize()
    assert strategy.alignment[0].text in link.more
    shot = RunReport(place, Results({name: one.schema.empty_table() for name, one in TABLES.items()}), None)
    texts = [
        text
        for section in (*purpose(strategy, None), *duties(shot), *people(shot))
        for i in section.items
        for text in i.more
    ]
    decision, equality, stream = strategy.decisions[0], strategy.equality, strategy.workstreams[0]
    assert f"Rejected: {decision.options[0].text}. Because: {decision.options[0].rejected_because}" in texts
    ((name, answer),) = equality.characteristics.items()
    assert f"{name.capitalize()}: {answer}" in texts
    assert f"Reviewed as needed; last on {stream.reviewed.start:%-d %B %Y}." in texts
    assert sum(text.startswith("Signed by ") for text in texts) == 1


SIGNED = {"partner": "a", "body": "Board A", "on": "2020-05-03"}
PARTNERS = [
    {"id": "a", "name": "A", "kind": "vcse"},
    {"id": "b", "name": "B", "kind": "vcse"},
    {"id": "c", "name": "C", "kind": "vcse", "until": "2020-01"},
]
MINIMAL = {
    "format": "place-strategy/1",
    "id": "s",
    "title": "S",
    "version": {"number": "1", "state": "draft"},
    "period": NOT_SET,
    "place": {"name": "P", "level": "place"},
}


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        ([], ("Signed by: not yet. No partner’s signature is recorded.",)),
        ([SIGNED], ("Signed by A (Board A, 3 May 2020).", "Not yet signed by B.")),
        ([SIGNED | {"on": "2027-03"}], ("Signed by: not yet. No partner’s signature is recorded.",)),
        (
            [SIGNED, SIGNED | {"partner": "b", "on": "2027-03"}],
            ("Signed by A (Board A, 3 May 2020).", "Not yet signed by B."),
        ),
        (
            [SIGNED, SIGNED | {"partner": "b"}],
            ("Signed by A (Board A, 3 May 2020).", "Signed by B (Board A, 3 May 2020)."),
        ),
    ],
)
def test_who_has_not_signed_is_named_unless_it_is_gone(signed, said):
    vision = {"text": "Well", "endorsed_by": signed}
    found = Strategy.model_validate({**MINIMAL, "vision": vision, "partners": PARTNERS})
    assert more.signatures(found, date(2026, 11, 29)) == said


def test_whom_an_enabler_serves_and_whom_not():
    given = {
        **MINIMAL,
        "stages": ["start_well", "age_well"],
        "enablers": [{"id": "E", "name": "IT", "serves": ["age_well"]}],
    }
    (item,) = more.serving(Strategy.model_validate(given)).items
    assert (item.text, item.more) == ("Serves age well", ("Not said to serve start well.",))
    given["enablers"] = [{"id": "E", "name": "IT"}]
    (item,) = more.serving(Strategy.model_validate(given)).items
    assert (item.text, item.more) == ("Whom it serves is not set", ())


def test_who_was_asked_stands_behind_each_goal():
    asked = [{"id": "N1", "text": "A conference.", "changed": "Five goals."}]
    goals = [{"id": "G1", "text": "One", "engagement": ["N1"]}, {"id": "G2", "text": "Two"}]
    first, second = more.shaped(Strategy.model_validate({**MINIMAL, "goals": goals, "engagement": asked})).items
    assert (first.name, first.more) == ("One", ("A conference. Because of it: Five goals.",))
    assert second.more == ("No engagement is recorded.",)


@pytest.mark.parametrize(
    ("state", "council", "said"),
    [
        ("approved", {}, "called approved, and there is no day so far on which council approves it"),
        (
            "approved",
            {"on_text": "to be confirmed"},
            "called approved, and there is no day so far on which council approves it",
        ),
        ("approved", {"on": "2020-03-20"}, "called approved, and there is no day so far on which council approves it"),
        ("approved", {"on_text": "7 or 8 March 2020"}, "called approved, and nothing says what council decided"),
        ("approved", {"on_text": "7 or 8 March 2020", "outcome": "agreed"}, "approved"),
        ("approved", {"on": "2020-03-18", "outcome": "refused"}, "called approved, and council refused it"),
        ("approved", {"on": "2020-03-18", "outcome": "put_off"}, "called approved, and council put it off"),
        ("approved", {"on": "2020-03-18", "outcome": "agreed_with_changes"}, "approved"),
        ("approved", {"on": "2020-03-18"}, "called approved, and nothing says what council decided"),
        ("in_refresh", {}, "in refresh"),
    ],
)
def test_approved_is_what_each_step_was_taken_for(state, council, said):
    cabinet = {"body": "cabinet", "act": "recommends", "on": "2020-03-10", "outcome": "agreed"}
    steps = [cabinet, {"body": "council", "act": "approves"} | council]
    given = {**MINIMAL, "version": {"number": "1", "state": state}, "governance": {"approvals": steps}}
    assert state_words(Strategy.model_validate(given), date(2020, 3, 19)) == said
