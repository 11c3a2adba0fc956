"""What readers saw figures of is made to count others under its id: check says so, and so does the run."""

from datetime import date

import pytest

from oneplace import results, run
from oneplace.cli.checking import beside_data, told_by_run

pytestmark = pytest.mark.slow
ID = "admitted"
DAY = date(2026, 11, 22)


def told(place):
    """What check says of it beside the data."""
    return [one for one in beside_data(place, [], DAY) if one.code == "W153"]


def marked(made):
    """Of how many figures a run says beside them that an earlier definition gave them."""
    return results.read(made.results)["results"]["earlier_definition"].to_pylist().count(True)


def test_it_is_told_by_check_and_by_the_run_in_which_figures_stay(a_place):
    """No ambition rests on it: else a decision is asked for as well (E40)."""
    text = (a_place / "measures" / "emergency_admissions.yaml").read_text().replace("id: emergency_", "id: ", 1)
    text = text.replace("admissions\n", "admitted\n", 1)
    path = a_place / "measures" / f"{ID}.yaml"
    other = text.replace("compute:\n", "compute:\n  population: {min_age: 75}\n")
    assert other != text
    path.write_text(other)
    assert told(a_place) == []  # readers have seen nothing yet
    path.write_text(text)
    made = run.run(a_place, as_of=DAY).run
    assert told(a_place) == []
    path.write_text(other)
    (problem,) = told(a_place)
    assert problem.path == path
    assert "(`population`)" in problem.message
    again = run.run(a_place, as_of=DAY).run
    assert again.id != made.id
    (stays,) = [one for one in told_by_run(a_place, again.results) if one.code == "W153"]
    assert "two definitions stand under one name" in stays.message
    assert marked(made) == 0
    assert marked(again) > 0
