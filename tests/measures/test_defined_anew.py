"""A measure that counts something else than when it was published: figures that stay are by the definition before."""

import json
from datetime import date

import pytest

from oneplace.measures.holding import Published, whom
from oneplace.measures.provenance import provenance
from tests.measures.build import PROPORTION, measure
from tests.measures.conftest import over, record, together

ONE_MORE = PROPORTION | {"numerator": "status = 'attended' or activity_id = '3'"}


@pytest.fixture(scope="module")
def attended(resident):
    """A year of attendances of 300 people, of which two in three were attended."""
    people = together(*(resident(person_id=i, born=f"{1930 + i % 80}-05-01") for i in range(1, 301)))
    events = [
        {"activity_id": n, "person_id": n % 300 + 1, "activity_type": "ed_attendance"}
        | {"start_at": date(2022, 4 + n % 9, 1), "status": "attended" if n % 3 else "left"}
        for n in range(1500)
    ]
    return together(people, {"activity": events})


def published(southampton, attended, definition, past=()):
    tried = measure(definition)
    day = date(2023, 4, 1)
    opened = over(southampton, record(**attended), measures={"test": tried}, complete_from=date(2022, 4, 1), as_at=day)
    return opened, tried, opened.publish([opened.draft(tried, tried.compute, past)])["test"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("definition", "written", "anew"),
    [
        (ONE_MORE, json.dumps({"unit": "percent", "compute": PROPORTION}), True),
        (ONE_MORE, json.dumps({"name": "Other words", "unit": "percent", "compute": ONE_MORE}), False),
        (ONE_MORE, "compute: [", False),  # nobody can tell
        (
            PROPORTION,
            json.dumps({"unit": "percent", "compute": ONE_MORE}),
            False,
        ),  # nothing is held: every figure is by this one
    ],
)
def test_figures_that_stay_are_said_to_be_of_the_definition_before(southampton, attended, definition, written, anew):
    _, _, first = published(southampton, attended, PROPORTION)
    run = Published({whom(each): each for each in first.results}, written)
    opened, tried, second = published(southampton, attended, definition, [run])
    assert (second.rows_held > 0, second.defined_anew) == (definition is ONE_MORE, anew)
    assert [row | {"earlier_definition": None} for row in second.results] == [
        row | {"earlier_definition": None} for row in first.results
    ]
    assert {row.get("earlier_definition") for row in second.results if row["value"] is not None} == {anew or None}
    assert not any(row.get("earlier_definition") for row in second.results if row["value"] is None)
    told = provenance(opened.place, tried, second.results, second)["known_faults"] or ""
    assert ("by the definition before" in told) is anew
