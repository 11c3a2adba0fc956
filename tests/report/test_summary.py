"""What opens home, board and pack: whether the strategy's period is over, then where its ambitions stand."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.place.period import period
from oneplace.report import period_ended, summary
from tests.report import a_run

ROW = {
    "status": "on_path",
    "origin": "published",
    "target_provenance": "agreed",
    "gap_dimension": None,
    "gap_direction": None,
}
STANDS = (
    "The one ambition is on path. Whether the gap between the most and the least deprived neighbourhoods is changing"
)
OVER = "The strategy’s period (2021 to 2028) has ended. "


@pytest.mark.parametrize(
    ("as_of", "opens"),
    [(None, STANDS), (date(2028, 3, 31), STANDS), (date(2028, 4, 1), OVER + STANDS), (date(2028, 4, 2), OVER + STANDS)],
)
def test_a_period_that_is_over_is_said_first(tmp_path, as_of, opens):
    assert summary(a_run.a_place(tmp_path), [ROW], [], as_of).text.startswith(opens)


def test_a_strategy_without_a_period_is_never_over(tmp_path):
    place = a_run.a_place(tmp_path)
    strategy = place.strategy.model_copy(update={"period": "not_set"})
    place = type(place)(**{**vars(place), "strategy": strategy})
    assert summary(place, [ROW], [], date(2099, 1, 1)).text.startswith(STANDS)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "The strategy’s period (2021 to 2028) has ended."),
        ({"end": period("2027-12")}, "The strategy’s period (2021 to 2027) has ended."),
        ({"end": period("2027")}, "The strategy’s period (2021 to 2027) has ended."),
        ({"start": "not_set"}, ""),
        ({"end": "not_set"}, ""),
        ({"start": period("2010/11")}, "The strategy’s period (2010 to 2028) has ended."),
    ],
)
def test_the_period_is_named_by_its_first_and_last_year(tmp_path, changed, words):
    place = a_run.a_place(tmp_path)
    strategy = place.strategy.model_copy(update={"period": place.strategy.period.model_copy(update=changed)})
    place = type(place)(**{**vars(place), "strategy": strategy})
    assert period_ended(place, date(2028, 4, 1)).text == words
    assert bool(period_ended(place, date(2028, 4, 1)).text) is bool(words)
    assert not period_ended(place, date(2020, 1, 1)).text
