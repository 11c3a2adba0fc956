"""Every field of a place's files stands once in the table of what a change of it asks for."""

from __future__ import annotations

import typing
from pathlib import Path
from types import UnionType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from oneplace.place.cohort import Cohort
from oneplace.place.datasets import OwnDataset
from oneplace.place.fields import NOT_SET
from oneplace.place.folder import read_files
from oneplace.place.measure import Measure
from oneplace.place.moved import BEARS, GONE, Bears, Change, Kept, Kind, Said, changes, said
from oneplace.place.moved.bearing import bears, gone, narrows
from oneplace.place.place_file import PlaceFile
from oneplace.place.sources import Source
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.governance import Governance
from tests.place.eased_place import write

REPOSITORY = Path(__file__).parents[2]
FORM = {"id", "format"}
APART = {"governance", "codelists"}
"""Taken into the parts of the strategy; no model of ours, for a list of codes is told by its hash."""
INSIDE = {"workstreams": "milestones", "improvement": "cycles"}
OTHER_KIND = {"sources", "series", "pathways"}
"""Told by a hash of how each is read, and by every figure: neither is a model's fields."""


def inner(kind: object) -> list[type[BaseModel]]:
    """The models in a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    if typing.get_origin(kind) in (typing.Union, UnionType, tuple, typing.Annotated, dict):
        return [found for one in typing.get_args(kind) for found in inner(one)]
    return []


def named(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The lists of things with an id that a model has."""
    return {
        name: found[0]
        for name, field in model.model_fields.items()
        if typing.get_origin(field.annotation) is tuple
        and (found := inner(field.annotation))
        and "id" in found[0].model_fields
    }


LISTS = {name: model for of in (Strategy, Governance) for name, model in named(of).items()}


def parts() -> dict[str, type[BaseModel]]:
    """Every part of the flat form with its model; of the strategy and the governance what is no list of things."""
    return {
        **LISTS,
        "place": PlaceFile,
        "measures": Measure,
        "cohorts": Cohort,
        "datasets": OwnDataset,
        "feeds": Source,
        "strategy": Strategy,
    }


def fields(part: str, model: type[BaseModel]) -> dict[str, object]:
    """The fields of a part by the names that the files have, each with its default."""
    found = {(one.alias or name): one.default for name, one in model.model_fields.items() if name not in FORM}
    if part == "strategy":
        found |= {(one.alias or name): one.default for name, one in Governance.model_fields.items()}
        found = {name: one for name, one in found.items() if name not in {*LISTS} | APART}
    if part in ("strategy", "place"):
        found["id"] = None  # there is one of each, whatever its id
    if part == "feeds":  # its datasets are a part of their own; two words of all sources stand here
        del found["datasets"]
        found |= {"as_at": None, "linkage": None}
    if part in INSIDE:
        listed = INSIDE[part]
        within = inner(model.model_fields[listed].annotation)[0]
        del found[listed]
        found |= {f"{listed}.{name}": one for name, one in fields("", within).items()}
    return found


@pytest.mark.parametrize("part", parts())
def test_every_field_has_its_place_in_the_table_and_the_table_no_other(part):
    there = fields(part, parts()[part])
    table = BEARS[part]
    lacking = [name for name in there if name not in table and not any(key.startswith(f"{name}.") for key in table)]
    assert lacking == [], "say in bearing.py what a change of these asks for"
    odd = [key for key in table if key != GONE and key not in there and key.partition(".")[0] not in there]
    assert odd == [], "no such field"


def test_a_part_that_is_new_is_missed():
    assert set(BEARS) == {*parts(), "sources", "codelists", "pathways"}


@pytest.mark.parametrize("part", parts())
def test_what_says_something_where_it_is_left_out_is_found_when_it_is_first_written(part):
    says = [
        name
        for name, one in fields(part, parts()[part]).items()
        if one not in (None, NOT_SET, (), "", {}, PydanticUndefined)
    ]
    quiet = [name for name in says if bears(part, name) is Bears.AGREED]
    assert quiet == []


def test_the_beginning_of_a_field_decides_and_what_is_unknown_is_told():
    assert bears("strategy", "limits.moves") is Bears.ALWAYS
    assert bears("workstreams", "milestones.M.1.due") is Bears.AGREED
    assert bears("outcomes", "target.beyond_strategy") is Bears.WORDED
    assert bears("outcomes", "target.value") is Bears.RULED
    assert bears("outcomes", "of_later_days") is bears("of_later_days", "text") is Bears.TOLD


@pytest.mark.parametrize(
    ("field", "old", "new", "is_gone"),
    [
        ("goals", ["G1", "G2"], ["G2"], True),
        ("goals", ["G2"], ["G1", "G3"], True),
        ("goals", None, ["G1"], False),
        ("areas", ["code: E1; name: A"], ["code: E1; name: B"], False),
        ("areas", ["code: E1; name: A"], None, True),
        ("approvals", ["body: cabinet; act: recommends"], ["body: cabinet; act: recommends; on: 2020-03"], False),
        ("approvals", ["body: cabinet; act: approves"], ["body: cabinet; act: notes"], True),
        ("approvals", ["body: cabinet; act: approves"], ["body: cabinet; act: approves; outcome: agreed"], False),
        ("approvals", ["body: a; act: approves; outcome: refused"], ["body: a; act: approves; outcome: agreed"], True),
        ("approvals", ["body: a; act: approves; outcome: agreed"], ["body: a; act: approves"], True),
        ("approvals", ["body: a; act: approves; outcome: put_off"], ["body: a; act: approves; outcome: agreed"], False),
        ("equality.characteristics.age", "Yes", None, True),
        ("equality.characteristics.age", "Yes", "Well", False),
    ],
)
def test_of_a_list_only_what_is_gone(field, old, new, is_gone):
    assert gone(Change("strategy", "S", "S", Kind.CHANGED, field, old, new)) is is_gone


@pytest.mark.parametrize(
    ("field", "old", "new", "is_narrower"),
    [
        ("complete_from", "2021-04-01", "2024-04-01", True),
        ("complete_from", "2021-04-01", "2019-04-01", False),
        ("complete_from", "2021-04-01", None, True),
        ("complete_from", None, "2021-04-01", False),
        ("complete_to", "2026-03-31", "2025-12-31", True),
        ("complete_to", "2025-12-31", "2026-03-31", False),
        ("complete_to", "2025-12-31", None, False),
        ("as_at", "2026-03-31", "2025-12-31", True),
    ],
)
def test_fewer_days_of_what_partners_send(field, old, new, is_narrower):
    assert narrows(Change("sources", "files", "F", Kind.CHANGED, field, old, new)) is is_narrower


def test_an_agreed_thing_of_each_part_is_found_when_it_says_another_or_is_gone(tmp_path):
    """In the flat form, part by part and field by field: no rule of its own has to be written for any."""
    base = said(read_files(write(tmp_path / "testton")).as_place())
    (strategy,) = base["strategy"]
    for part, table in BEARS.items():
        for field, bears_ in table.items():
            if bears_ not in (Bears.AGREED, Bears.ALWAYS, Bears.LISTED, Bears.EXCUSED) or part == "decisions":
                continue
            if field == "id":
                continue
            subject = {"strategy": strategy, "place": "testton"}.get(part, "T1")
            name = field.replace("milestones.", "milestones.M1.").replace("cycles.", "cycles.C1.")
            rest = {"milestones.M1.text": "A step"} if part in INSIDE else {}
            was = rest if field == GONE else {**rest, name: ["one", "two"] if bears_ is Bears.LISTED else "2024-03"}
            then = "not_required" if bears_ is Bears.EXCUSED else "2025-03"
            now = {**rest, name: ["two"] if bears_ is Bears.LISTED else then}
            old = {**base, part: {**base.get(part, {}), subject: {**base.get(part, {}).get(subject, {}), **was}}}
            new = base if field == GONE else {**old, part: {**old[part], subject: {**old[part][subject], **now}}}
            found = list(Kept("R", "2024-01-31", old).otherwise(new))
            assert found, (part, field)
            alone = subject == "testton" or part == "feeds"
            asked = "M1" if "M1" in name else "C1" if "C1" in name else strategy if alone else subject
            assert asked in {key for one in found for key in one.of}, (part, field)


SHIPPED = ("southampton", "south-east-london")


@pytest.fixture(scope="module", params=SHIPPED)
def shipped(request) -> Said:
    """What the files of a place say that comes with Oneplace."""
    return said(read_files(REPOSITORY / "places" / request.param).as_place())


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_field_of_a_shipped_place_that_changes_is_decided_or_shown(shipped, data):
    """Whatever was set and is taken away, or is another: a decision is asked for, or the table says where it stands."""
    part = data.draw(st.sampled_from(sorted({*shipped} - {"commentary", "series"})))
    subject = data.draw(st.sampled_from(sorted(shipped[part])))
    fields = shipped[part][subject]
    field = data.draw(st.sampled_from(sorted(fields)))
    now = {**fields}
    taken = now.pop(field)
    if data.draw(st.booleans()) and isinstance(taken, str) and not taken[:1].isdigit():
        now[field] = f"{taken} or less"
    new = {**shipped, part: {**shipped[part], subject: now}}
    (moved,) = Kept("R", "2026-06-30", shipped).moves(new)
    asks = bears(part, field)
    if asks in (Bears.AGREED, Bears.ALWAYS, Bears.EXCUSED) and field not in now and part != "decisions":
        assert moved.asks
    if asks is Bears.LISTED and field not in now:
        assert moved.asks
    assert moved.change.key == (part, subject, field)
    assert moved.decision is None


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [("2026-03-31", "2026-04-30", []), ("2026-04-30", "2026-03-31", ["as_at"]), ("2026-04-30", None, ["as_at"])],
)
def test_only_extracts_that_were_cut_later_are_no_change(was, now, told):
    """A day that is taken away was no change, for “None” comes after every day."""
    old = {"feeds": {"all": {"as_at": was, "linkage": "names"}}}
    new = {"feeds": {"all": {"linkage": "names"} | ({"as_at": now} if now else {})}}
    assert [change.field for change in changes(old, new)] == told
