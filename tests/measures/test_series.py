"""Control charts, recorded series and published figures."""

from datetime import date
from types import SimpleNamespace

import pytest

from oneplace import measures, place
from oneplace.measures.documents import from_document
from oneplace.measures.published import published
from oneplace.measures.rows import period_label
from oneplace.measures.signals import Asked, signals
from oneplace.place import FromDocument, FromPublished
from oneplace.problems import OneplaceError
from tests.measures.build import measure

HEADER = "period,group,value,numerator,denominator,lower,upper,source,version\n"
COMPUTE = FromDocument.model_validate({"from": "recorded", "file": "series/test.csv"})


def month(number, value):
    year, at = divmod(number, 12)
    start, end = date(2022 + year, at + 1, 1), date(2022 + (number + 1) // 12, (number + 1) % 12 + 1, 1)
    label = period_label("month", start)
    return {"measure": "test", "period_start": start, "period_end": end, "period_label": label, "value": value}


def chart(values, target=None, **changes):
    rows = [month(i, value) for i, value in enumerate(values) if value is not ...]
    return list(signals(measure(frequency="monthly", **changes), rows, None if target is None else Asked(target, None)))


def test_a_monthly_series_has_a_chart_with_rules_and_icons():
    rows = chart([10, 12] * 8 + [30], target=5)
    assert (rows[-1]["rules"], rows[-1]["point"], rows[-1]["variation"]) == (
        "outside_limits",
        "concern",
        "concern_high",
    )
    assert rows[0]["lower_limit"] < rows[0]["mean"] < rows[0]["upper_limit"]
    assert rows[0]["assurance"] == "not_stable"
    assert rows[0]["reason"] is None


def test_what_is_not_judged_says_why():
    assert chart([1, 2] * 6)[0]["reason"] == "Too few points to judge."
    assert chart([1, 2] * 8)[0]["reason"] == "There is no target to hold each of these periods against."
    assert chart([1, 2] * 8, spc=False) == []
    assert list(signals(measure(), [month(0, 1)], None)) == []


def test_a_missing_month_breaks_a_run_and_a_hidden_value_has_no_label():
    values = [10, 12] * 10 + [13] * 3 + [...] + [13] * 4
    assert not any(row["rules"] for row in chart(values) if row["value"] == 13)
    assert chart([10, 12] * 8 + [None])[-1]["point"] is None


def test_a_series_break_starts_the_chart_again():
    values = [10, 12] * 8 + [50, 52] * 8
    rows = chart(values, series_breaks=[{"at": "2023-05", "why": "New form"}])
    assert (rows[0]["mean"], rows[-1]["mean"]) == (11, 51)


@pytest.mark.parametrize(
    ("values", "changes", "since"),
    [
        ([None] * 3 + [10, 12] * 8, {}, ["April 2022"]),
        ([10, 12] * 8 + [None] * 2 + [50, 52] * 8, {"series_breaks": [{"at": "2023-05", "why": "New form"}]},
         ["January 2022", "July 2023"]),
        ([None] * 3, {}, ["January 2022"]),
    ],
)  # fmt: skip
def test_a_level_begins_with_its_first_period_that_has_a_value(values, changes, since):
    """A trust without a figure before June 2023 had a "mean since April 2021"."""
    assert list(dict.fromkeys(row["since"] for row in chart(values, **changes))) == since


@pytest.fixture
def series(tmp_path):
    def write(text):
        (tmp_path / "series").mkdir(exist_ok=True)
        (tmp_path / "series" / "test.csv").write_bytes(text.encode() if isinstance(text, str) else text)
        return from_document(tmp_path, measure(), COMPUTE)

    return write


def test_recorded_figures_keep_their_source_and_order(series):
    rows = series(HEADER + "2024/25,all,12.5,,,,,report p. 4,1\n2023/24,all,,,,,,report p. 4,1\n")
    assert [row["period_label"] for row in rows] == ["2023/24", "2024/25"]
    assert (rows[1]["value"], rows[1]["origin"], rows[1]["source"]) == (12.5, "recorded", "report p. 4")
    assert rows[0]["reason"] == "The document gives no figure."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("when,value\n", "no column 'period'"),
        (HEADER + "2024/25,all,twelve,,,,,report,1\n", "test.csv:2:? ?.*'twelve' as value"),
        (HEADER + "2024/25,all,nan,,,,,report,1\n", "'nan' as value"),
        (HEADER + "2024-13,all,1,,,,,report,1\n", "not a date"),
        (HEADER + "2024,village,1,,,,,report,1\n", "group 'village'"),
        (HEADER + "2024,all,1,,,,,,1\n", "names no source"),
        (b"period,group,value,source\n2024,all,1,caf\xe9\n", "not UTF-8"),
    ],
)
def test_faulty_series_are_refused_with_line_and_reason(series, text, message):
    with pytest.raises(OneplaceError, match=message):
        series(text)


def test_a_missing_series_is_refused(tmp_path):
    with pytest.raises(OneplaceError, match="isn't there"):
        from_document(tmp_path, measure(), COMPUTE)


@pytest.mark.data
def test_published_figures_have_the_place_as_headline_and_comparators_as_areas(southampton):
    definition = southampton.measures["ambulance_c2_mean_scas"]
    rows = published(southampton, definition, definition.compute)
    assert {row["dimension"] for row in rows} == {"all", "area"}
    assert {row["origin"] for row in rows} == {"published"}
    headline = [row for row in rows if row["dimension"] == "all"]
    assert headline == sorted(headline, key=lambda row: row["period_start"])
    england = next(row for row in rows if row["group"] == "E92000001")
    assert england["group_label"] == "England"


def test_scale_multiplies_value_and_limits(southampton):
    definition = southampton.measures["ambulance_c2_mean_scas"]
    plain = published(southampton, definition, definition.compute)
    seconds = FromPublished.model_validate({**definition.compute.model_dump(by_alias=True), "scale": 60})
    scaled = published(southampton, definition, seconds)
    assert [row["value"] * 60 for row in plain if row["value"]] == pytest.approx(
        [row["value"] for row in scaled if row["value"]]
    )


WITH_GAPS = {"south-east-london": 25, "south-east-coast-ambulance": 2, "north-and-mid-hampshire": 20}
"""How many measures of a place, at least, have a gap between groups of people that is published."""


@pytest.mark.data
@pytest.mark.parametrize("name", WITH_GAPS)
def test_places_without_a_record_are_measured_from_published_figures_alone(southampton, name):
    tables = measures.measure(place.read(southampton.root.parent / name)).tables
    assert tables["results"].num_rows > 100
    assert set(tables["results"]["origin"].to_pylist()) <= {"published", "recorded"}
    gaps = tables["gaps"].to_pylist()
    known = {gap["measure"] for gap in gaps if gap["value"] is not None}
    assert len(known) >= WITH_GAPS[name]


def aimed(text, standards=()):
    when = place.period(text) if text else None
    outcome = SimpleNamespace(measure="test", baseline=None, target=SimpleNamespace(value=4.0, period=when))
    return SimpleNamespace(
        strategy=SimpleNamespace(outcomes=[outcome]), measures={"test": measure(standards=standards)}
    )


def test_an_unset_target_is_no_target():
    from oneplace.measures.measuring import asked

    strategy = SimpleNamespace(outcomes=[SimpleNamespace(measure="test", target="not_set")])
    assert asked(SimpleNamespace(strategy=strategy, measures={"test": measure()}), "test", []) is None


@pytest.mark.parametrize(("text", "known"), [("2026-03", True), ("2025/26", False), ("2025/26 Q4", False), ("", True)])
def test_months_are_not_held_one_by_one_against_a_target_for_a_year(text, known):
    from oneplace.measures.measuring import asked

    assert asked(aimed(text), "test", [month(0, 3.0)]) == (Asked(4.0, None) if known else None)


FOR_A_TIME = {"name": "For a time", "value": 7, "from": "2022-01", "until": "2022-02", "source": "Made up"}
STANDING = {"name": "Standing", "value": 9, "from": "2021", "source": "Made up"}


@pytest.mark.parametrize(
    ("target", "standards", "at", "found"),
    [
        ("2026-03", [STANDING], 0, Asked(4.0, None)),
        ("2025/26", [FOR_A_TIME], 0, Asked(7, "For a time")),
        ("2025/26", [FOR_A_TIME, STANDING], 0, Asked(9, "Standing")),
        ("2025/26", [FOR_A_TIME], 2, None),
    ],
)
def test_else_each_period_is_held_against_the_standard_that_holds_in_the_newest(target, standards, at, found):
    from oneplace.measures.measuring import asked

    assert asked(aimed(target, standards), "test", [month(0, 3.0), month(at, 3.0)]) == found


def test_the_chart_names_the_standard_that_it_holds_the_process_against():
    rows = [month(i, value) for i, value in enumerate([10, 12] * 8)]
    last = list(signals(measure(frequency="monthly"), rows, Asked(5, "Standing")))[-1]
    assert (last["asked"], last["asked_name"], last["assurance"]) == (5, "Standing", "consistent_fail")


STILL = [9.0, 9.2, 8.9, 9.1, 9.0, 8.8, 9.2, 9.0, 9.1, 8.9, 9.0, 9.1, 8.9, 9.0]


@pytest.mark.parametrize(
    ("last", "target", "polarity", "assurance"),
    [
        (9.0, 5.0, "low_good", "consistent_fail"),
        (3.0, 5.0, "low_good", "not_stable"),  # it did what its limits would call impossible
        (9.0, 5.0, "high_good", "consistent_pass"),
        (3.0, 5.0, "high_good", "not_stable"),
        (9.0, 9.05, "low_good", "inconsistent"),
        (9.0, 8.7, "low_good", None),  # within the limits, and never met: neither is said
        (9.0, 8.7, "high_good", None),  # and never missed
    ],
)
def test_limits_say_nothing_of_a_process_that_moved_nor_what_its_count_contradicts(last, target, polarity, assurance):
    rows = chart([*STILL, last], target, polarity=polarity)
    assert {row["assurance"] for row in rows} == {assurance}


def test_only_the_newest_level_tells_what_its_limits_say():
    """What moved before the mean began again is another process's doing."""
    rows = chart([*STILL, 3.0, *STILL], 5.0, series_breaks=[{"at": "2023-04", "why": "New form"}])
    assert (rows[14]["rules"], rows[-1]["assurance"]) == ("outside_limits", "consistent_fail")
