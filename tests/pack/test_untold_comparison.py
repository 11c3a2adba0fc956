"""The title of a comparison that no sentence sums up names who is in the chart, and nobody who isn't."""

from types import SimpleNamespace

import pytest

from oneplace.pack.drawing import untold_comparison


@pytest.mark.parametrize(
    ("here", "own", "said"),
    [
        ({"value": 1.0}, (), "Ourplace beside others, all counted in one way."),
        (None, ("E1",), "Areas of Ourplace beside others, all counted in one way."),
        (None, ("E9",), "Other places, all counted in one way."),
        (None, (), "Other places, all counted in one way."),
    ],
)
def test_a_place_without_a_number_is_not_beside_others(here, own, said):
    one = SimpleNamespace(here=here, areas=[{"group": "E1"}, {"group": "E2"}])
    assert untold_comparison(one, "Ourplace", own) == said
