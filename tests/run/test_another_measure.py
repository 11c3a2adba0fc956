"""What readers saw figures of isn’t made to count others under its id: check says so, and no run is made."""

from datetime import date

import pytest

from oneplace import run
from oneplace.cli.checking import beside_data
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow
ID = "admitted"
DAY = date(2026, 11, 22)


def refused(place):
    """What check says of it beside the data."""
    return [one for one in beside_data(place, [], DAY) if one.code == "E136"]


def test_it_needs_an_id_of_its_own(a_place):
    """No ambition rests on it: else a decision is asked for as well (E40)."""
    text = (a_place / "measures" / "emergency_admissions.yaml").read_text().replace("id: emergency_", "id: ", 1)
    text = text.replace("admissions\n", "admitted\n", 1)
    path = a_place / "measures" / f"{ID}.yaml"
    other = text.replace("compute:\n", "compute:\n  population: {min_age: 75}\n")
    assert other != text
    path.write_text(other)
    assert refused(a_place) == []  # readers have seen nothing yet
    path.write_text(text)
    made = run.run(a_place, as_of=DAY).run
    assert refused(a_place) == []
    path.write_text(other)
    (problem,) = refused(a_place)
    assert problem.path == path
    assert "(`population`)" in problem.message
    with pytest.raises(OneplaceError, match="E136 admitted counts otherwise"):
        run.run(a_place, as_of=DAY)
    with pytest.raises(OneplaceError, match="E136"):
        run.measure(a_place, only=ID)
    assert [each.id for each in run.runs(a_place)] == [made.id]
    path.write_text(text)
    (a_place / "measures" / "over_75.yaml").write_text(other.replace(f"id: {ID}", "id: over_75", 1))
    assert refused(a_place) == []
    assert run.run(a_place, as_of=DAY).run.id != made.id
