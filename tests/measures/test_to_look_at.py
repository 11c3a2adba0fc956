"""What ``check`` says of the figures in a place's own files: a lone month of a year, and a baseline that is another."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

import pytest

from oneplace import place
from oneplace.measures import measure, to_look_at
from oneplace.problems import OneplaceError
from tests.place.build import REST

MEASURE = (
    "measures: [{id: m, name: M, definition: A, numerator: A, denominator: B, unit: percent, polarity: low_good, "
    "role: outcome, frequency: annual, expected_lag_months: 9, compute: {from: recorded, file: series/m.csv}MORE}]\n"
)
PLACE = (
    "format: place/1\nid: x\nname: X\nlevel: place\nareas: []\nsmall_numbers: {below: 5, rule: Hidden.}\n"
    "population: {provenance: not_set}\ncontact: {name: T}\nlicence: OGL\n"
)
AMBITION = "outcomes: [{id: O1, text: A, measure: m, provenance: agreed, baseline: {period: 2022/23, value: 16NOTE}}]\n"


def looked_at(folder, *figures, more="", note=""):
    """What is to be looked at, by its code."""
    rest = "".join(line for key, line in REST.items() if key != "measures")
    strategy = f"{rest}{MEASURE.replace('MORE', more)}{AMBITION.replace('NOTE', note)}"
    (folder / "strategy.yaml").write_text(strategy, encoding="utf-8")
    (folder / "series").mkdir()
    lines = "".join(f"{when},all,{value},report\n" for when, value in figures)
    (folder / "series/m.csv").write_text(f"period,group,value,source\n{lines}", encoding="utf-8")
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    return {problem.code: problem for problem in to_look_at(place.read(folder), date(2026, 11, 22))}


@pytest.mark.parametrize(("more", "told"), [("", True), (", reference_period: month", False)])
def test_a_lone_month_of_what_is_annual(tmp_path, more, told):
    found = looked_at(tmp_path, ("March 2025", 14), more=more)
    assert ("W129" in found) is told
    if told:
        assert found["W129"].message.startswith(
            "gives figures of m for March 2025 alone, and it is annual: it isn’t known"
        )


@pytest.mark.parametrize(("value", "note", "told"), [(14, "", True), (16, "", False), (14, ", note: revised", False)])
def test_a_baseline_is_the_figure_of_its_period(tmp_path, value, note, told):
    found = looked_at(tmp_path, ("2022/23", value), ("2023/24", 13), note=note)
    assert ("W132" in found) is told
    if told:
        assert (found["W132"].path.name, found["W132"].line) == ("strategy.yaml", strategy_line(tmp_path))


def strategy_line(folder):
    """The line of the baseline in the strategy."""
    lines = (folder / "strategy.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if "baseline:" in line)


def test_each_names_the_line_of_its_figure(tmp_path):
    found = looked_at(tmp_path, ("2027", 13), ("March 2025", 14))
    assert {code: one.line for code, one in found.items()} == {"W124": 2}
    assert found["W124"].path.name == "m.csv"


def test_a_lone_month_is_told_at_its_line(tmp_path):
    assert looked_at(tmp_path, ("March 2025", 14))["W129"].line == 2


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (("2009-10", "2010-11", "2011-12"), True),
        (("2010-11", "2011-12", "2012/13"), True),  # beside years they are parts, if they are months
        (("2009-10", "2010-10", "2011-12"), False),
        (("October 2024", "November 2025"), False),
        (("2009/10", "2010/11"), False),
    ],
)
def test_months_that_may_be_financial_years(tmp_path, when, told):
    found = looked_at(tmp_path, *((one, 14) for one in when))
    assert ("if a financial year is meant" in getattr(found.get("W129"), "mend", "")) is told
    if told:
        assert found["W129"].mend.startswith(f"Write {when[0].replace('-', '/')} for {when[0]} if")


@pytest.mark.parametrize(
    ("when", "more", "line"),
    [
        (("2022/23", "2023/24", "2024"), "", 4),
        (("2022", "2023/24"), "", 3),
        (("2022", "2023"), "", None),
        (("2022 to 2024", "2023/24"), "", None),
        (("2022", "2023/24"), ", series_breaks: [{at: 2023/24, why: its years changed}]", None),
    ],
)
def test_calendar_and_financial_years_in_one_series(tmp_path, when, more, line):
    found = looked_at(tmp_path, *((one, 14) for one in when), more=more)
    assert getattr(found.get("W133"), "line", None) == line
    if line:
        assert (
            f"{when[-1]}, which begins in {'January' if '/' not in when[-1] else 'April'}: a year"
            in found["W133"].message
        )


def test_small_counts_that_will_be_hidden_are_told_at_their_line(tmp_path):
    looked_at(tmp_path, ("2022/23", 14))
    lines = ("2022/23,all,43,86,200,r", "2022/23,sex: F,50,83,166,r", "2022/23,sex: M,9,3,34,r")
    header = "period,group,value,numerator,denominator,source\n"
    (tmp_path / "series/m.csv").write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    (found,) = (one for one in to_look_at(place.read(tmp_path), date(2026, 11, 22)) if one.code == "W136")
    assert (found.path.name, found.line) == ("m.csv", 3)
    assert found.message.startswith("gives figures of m that will not be shown: they are of few people")
    assert found.message.endswith("(2022/23, Female, and 1 more).")
    rows = measure(place.read(tmp_path), as_of=date(2026, 11, 22)).tables["results"].to_pylist()
    assert [(row["group"], row["suppressed"], row["value"]) for row in rows] == [
        ("all", False, 43.0),
        ("F", True, None),
        ("M", True, None),
    ]


def typed(folder, *lines, unit="percent"):
    """What is to be looked at of lines of a file, by its code."""
    looked_at(folder, ("2022/23", 14))
    strategy = folder / "strategy.yaml"
    strategy.write_text(strategy.read_text("utf-8").replace("unit: percent", f"unit: {unit}"), "utf-8")
    header = "period,group,value,numerator,denominator,source\n"
    (folder / "series/m.csv").write_text(header + "".join(f"{line},r\n" for line in lines), encoding="utf-8")
    return {one.code: one for one in to_look_at(place.read(folder), date(2026, 11, 22))}


@pytest.mark.parametrize(
    ("everyone", "women", "code", "told"),
    [
        ("5.0,165,3300", "9.3,206,2215", "E129", "everyone has 165, and the groups by sex have 307 together"),
        ("10.2,307,3000", "9.3,206,2215", "E129", "everyone has 3,000, and the groups by sex have 3,300 together"),
        ("8.0,264,3300", "9.3,206,2215", "E129", "everyone has 264,"),
        ("5.0,,", "9.3,,", "W142", "everyone has 5.0%, and the groups by sex have 9.3% to 9.3%"),
        ("9.3,307,3300", "9.3,206,2215", None, ""),
        ("9.9,400,4040", "9.3,206,2215", "W142", "everyone has 9.9%"),
        ("9.3,310,3330", "9.3,206,2215", None, ""),
    ],
)
def test_a_total_that_its_groups_gainsay(tmp_path, everyone, women, code, told):
    men = "9.3,101,1085" if women.count(",,") == 0 else "9.3,,"
    found = typed(tmp_path, f"2022/23,all,{everyone}", f"2022/23,sex: F,{women}", f"2022/23,sex: M,{men}")
    assert {one for one in found if one in ("E129", "W142")} == ({code} if code else set())
    if code:
        assert (found[code].path.name, found[code].line) == ("m.csv", 2)
        assert "for 2022/23 that can’t both be right" in found[code].message
        assert told in found[code].message
    refused = nullcontext() if code != "E129" else pytest.raises(OneplaceError)
    with refused as stopped:
        measure(place.read(tmp_path), as_of=date(2026, 11, 22))
    assert not stopped or stopped.value.problems == (found["E129"],)


@pytest.mark.parametrize(("everyone", "is_told"), [("9.2,305,3300", False), ("8.5,280,3300", True)])
def test_counts_that_are_each_rounded_gainsay_nothing(tmp_path, everyone, is_told):
    lines = (f"2022/23,all,{everyone}", "2022/23,sex: F,9.5,210,2215", "2022/23,sex: M,9.2,100,1085")
    assert ("E129" in typed(tmp_path, *lines)) is is_told


def test_ages_may_overlap(tmp_path):
    lines = ("2022/23,all,9.3,307,3300", "2022/23,over 65,9.3,300,3200", "2022/23,over 75,9.3,200,2200")
    assert not {"E129", "W142"} & set(typed(tmp_path, *lines))


def test_a_year_that_a_series_leaves_out_is_not_known(tmp_path):
    looked_at(tmp_path, ("2021/22", 14), ("2023/24", 13))
    found = measure(place.read(tmp_path), as_of=date(2026, 11, 22)).tables
    rows = {row["period_label"]: row["value"] for row in found["results"].to_pylist()}
    assert rows == {"2021/22": 14.0, "2022/23": None, "2023/24": 13.0}
    assert found["provenance"]["rows_read"].to_pylist() == [2]  # the file has no row of that year


def with_a_gap(folder, lines, said):
    """A place whose ambition says this of a gap by deprivation of 2022/23, with these lines of groups."""
    wish = f"dimension: deprivation, baseline_period: 2022/23, {said}"
    ambition = f"outcomes: [{{id: O1, text: A, measure: m, provenance: agreed, gap_ambition: {{{wish}}}}}]\n"
    strategy = "".join(line for key, line in REST.items() if key != "measures")
    measured = MEASURE.replace("MORE", ', breakdowns: {deprivation: "yes"}')
    (folder / "strategy.yaml").write_text(strategy + measured + ambition, encoding="utf-8")
    (folder / "series").mkdir()
    figures = "".join(["2022/23,all,15.4,770,5000,report\n", *lines])
    (folder / "series/m.csv").write_text(
        f"period,group,value,numerator,denominator,source\n{figures}", encoding="utf-8"
    )
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")


@pytest.mark.parametrize(
    ("statistic", "start", "note", "told"),
    [
        ("absolute_gap", 30, "", "12"),
        ("absolute_gap", 12, "", None),
        ("relative_gap", 4, "", "2.2"),
        ("relative_gap", 2.2, "", None),
        ("absolute_gap", 30, ", note: revised since", None),
    ],
)
def test_a_gaps_baseline_is_the_gap_that_the_figures_of_its_period_make(tmp_path, statistic, start, note, told):
    """30 for a gap of 12 was taken as where its path begins, in silence."""
    fifths = [("1", 220), ("2", 180), ("3", 150), ("4", 120), ("5", 100)]
    lines = [f"2022/23,deprivation: {code},{count / 10},{count},1000,report\n" for code, count in fifths]
    with_a_gap(tmp_path, lines, f"statistic: {statistic}, baseline: {start}{note}")
    found = [one for one in to_look_at(place.read(tmp_path), date(2026, 11, 22)) if one.code == "W132"]
    said = "and the gap that the figures of groups in the file of m make then is"
    words = [f"the baseline of the gap of O1 for 2022/23 is {start}, {said} {told}."] if told else []
    assert [one.message for one in found] == words


@pytest.mark.parametrize("statistic", ["absolute_gap", "relative_gap", "SII"])
def test_a_gaps_baseline_is_held_against_nothing_where_the_groups_have_no_limits(tmp_path, statistic):
    """Such a gap has a reason and no size."""
    lines = [f"2022/23,deprivation: {code},{value},,,report\n" for code, value in (("1", 22), ("3", 15), ("5", 10))]
    with_a_gap(tmp_path, lines, f"statistic: {statistic}, baseline: 30")
    codes = {one.code for one in to_look_at(place.read(tmp_path), date(2026, 11, 22))}
    assert "W132" not in codes


@pytest.mark.parametrize(
    ("line", "unit", "told"),
    [
        ("77,1533,2000", "percent", "77.0% beside 1,533 of 2,000, which make 76.65%"),  # typed with fewer decimals
        ("31,12,400", "per_1000", "31.0 per 1,000 beside 12 of 400, which make 30.0 per 1,000"),
        ("76.7,1533,2000", "percent", ""),
        ("76.6,1533,2000", "percent", ""),
        ("31,,400", "per_1000", ""),
        ("31,12,400", "score", ""),
        ("31,12,400", "per_100k_dsr", ""),
    ],
)
def test_a_figure_that_gets_no_limits_for_its_counts_make_another_is_told(tmp_path, line, unit, told):
    found = typed(tmp_path, f"2022/23,all,{line}", unit=unit)
    assert ("W147" in found) is bool(told)
    if told:
        assert found["W147"].line == 2
        assert found["W147"].message.endswith(f"so no limits are known (2022/23, Everyone: {told}).")


def test_a_share_just_beyond_its_groups_by_rounding_gainsays_nothing(tmp_path):
    lines = ("2022/23,all,76.65,1533,2000", "2022/23,sex: F,76.7,767,1000", "2022/23,sex: M,76.7,767,1000")
    assert "W142" not in typed(tmp_path, *lines)
