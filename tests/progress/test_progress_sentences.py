"""The words: wording, plurals, units, decimals, what is unknown; and no difference said that could be chance."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.place import UNITS
from oneplace.progress import ForecastStatus, Status, sentences
from oneplace.results import BY_PART
from oneplace.vocabulary import wording
from tests.progress.sentence_row import ABOUT, a_row

AREAS = f"Published for each of the place's 6 areas, {BY_PART}: 1% (Bexley) to 2% (Lewisham) in 2025. No counts."


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "words"),
    [
        (7.4, "percent", 1, "7.4%"),
        (57.0, "percent", 0, "57%"),
        (2345.6, "per_100k_dsr", 1, "2,346 per 100,000"),
        (34.26, "per_100k", 1, "34.3 per 100,000"),
        (1.0, "days", 1, "1.0 day"),
        (2.0, "days", 0, "2 days"),
        (1.0, "people", 1, "1 person"),
        (226.0, "people", 1, "226 people"),
        (55.0, "rank", 1, "rank 55"),
        (2711.2, "gbp", 0, "£2,711"),
        (-12.5, "gbp", 1, "−£12.50"),
        (-0.04, "percent", 1, "−0.04%"),
        (-0.0004, "percent", 1, "0.0%"),
        (0.388, "ratio", 3, "0.388 times"),
        (3.0, "furlongs_per_head", 0, "3 furlongs per head"),
    ],
)
def test_values_are_written_with_their_unit(number: float, unit: str, decimals: int, words: str) -> None:
    assert wording.value_words(number, unit, decimals) == words


def test_every_unit_that_a_measure_may_have_has_its_words() -> None:
    assert set(UNITS) <= set(wording.UNITS)


def test_differences_intervals_and_shares() -> None:
    assert wording.difference_words(-2.1, "percent") == "2.1 percentage points"
    assert wording.difference_words(1.0, "percent") == "1.0 percentage point"
    assert wording.difference_words(-1.0, "days", 0) == "1 day"
    assert wording.range_words(6.8, 8.0, "percent") == "6.8% to 8.0%"
    assert wording.range_words(2100.4, 2500.2, "per_100k") == "2,100 to 2,500 per 100,000"
    assert [wording.percent_words(share) for share in (0.0, 0.12, 0.996, 1.0)] == [
        "less than 1%",
        "12%",
        "more than 99%",
        "more than 99%",
    ]
    assert wording.day_words(date(2026, 4, 1)) == "1 April 2026"
    assert [wording.count_words(n, "ambition") for n in (0, 1, 2)] == ["0 ambitions", "1 ambition", "2 ambitions"]
    assert [wording.list_words(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@given(
    direction=st.sampled_from(["no_clear_change", "not_known", None]),
    level=st.sampled_from(["usual", "not_known", None]),
    comparison=st.sampled_from(["similar", "not_known", None]),
    size=st.floats(-5, 5),
    status=st.sampled_from([status.value for status in Status if status not in (Status.NO_DATA, Status.NO_MEASURE)]),
)
def test_no_sentence_asserts_a_difference_that_could_be_chance(
    direction: str | None, level: str | None, comparison: str | None, size: float, status: str
) -> None:
    row = a_row(
        direction=direction, level=level, comparison=comparison, change=size, status=status, why="",
        gap=size, gap_lower=size - 6, gap_upper=size + 6, gap_direction="no_clear_change",
    )  # fmt: skip
    told = (sentences.finding, sentences.since, sentences.comparison, sentences.gap)
    words = " ".join(say(row, ABOUT).text for say in told).lower()
    words = words.replace("not clearly better or worse than", "").replace("so we call neither better", "")
    for claim in ("better", "worse", "rising", "falling", "risen", "fallen", "higher", "lower", "above", "below"):
        assert claim not in words


def test_every_status_has_a_label_and_a_place_in_the_summary() -> None:
    assert set(sentences.STATUS_LABELS) == set(Status)
    assert set(sentences.FORECAST_LABELS) == set(ForecastStatus)
    rows = [a_row(status=status.value) for status in Status]
    assert sum(sentences.status_counts(rows).values()) == len(Status)
    assert len(sentences.worst_first(rows)) == len(Status)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ((None, None), "2 are known by area only (without a target)."),
        ((None, 6.0), "2 are known by area only (1 of them without a target)."),
        ((5.0, 6.0), "2 are known by area only."),
        ((None,), "1 is known by area only (without a target)."),
    ],
)
def test_what_is_known_by_area_and_has_no_target_is_not_told_as_if_it_had_one(targets, words):
    """“Of 12 ambitions 6 have no target and 6 are known by area only” was said of twelve without any."""
    bare = a_row(status="no_target_set", target=None)
    parted = [
        a_row(ambition=f"N{n}", status="no_data", value=None, why=AREAS, target=of) for n, of in enumerate(targets)
    ]
    assert sentences.counts([bare, *parted]).text.endswith(f"1 has no target and {words}")


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ((AREAS, AREAS), "2 are known by area only."),
        ((AREAS,), "1 is known by area only."),
        ((AREAS, "Too few."), "2 have no figure to show for all of the place (1 of them by area only)."),
        (("Too few.",), "1 has no figure to show."),
    ],
)
def test_what_is_known_of_each_area_is_not_called_without_data(why, words):
    """A reader who was told “no figure to show” would find a figure for each of six boroughs."""
    none = [a_row(ambition=f"N{n}", status="no_data", value=None, why=told) for n, told in enumerate(why)]
    one, other = a_row(origin="published"), a_row(ambition="M", origin="synthetic", status="no_target_set")
    assert sentences.counts([one, other, *none]).text.endswith(words)
    assert words[:-1] in sentences.counts([one, *none]).text
    all_of_them = sentences.counts(none).text
    assert ("no data" in all_of_them) == ("no data" in words)
