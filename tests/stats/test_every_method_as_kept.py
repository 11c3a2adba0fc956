"""Every method gives the same of a file however an office has written it: its cells, ages, periods, and the file."""

import csv
import io
from dataclasses import dataclass
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace.stats import table

DEATHS = {0: 3, 1: 2, 5: 40, 65: 160, 85: 90}
PEOPLE = {0: 1100, 1: 4400, 5: 61_000, 65: 14_500, 85: 1250}
BANDS = [(0, 0), (1, 4), (5, 64), (65, 84), (85, None)]
FIVES = [*((first, first + 4) for first in range(0, 90, 5)), (90, None)]
AREAS = ["North", "St Mary's", "Ynys Môn", "Bath, East", "007"]


@dataclass(frozen=True)
class Month:
    """A month, as the number of months since a first one."""

    of: int

    @property
    def day(self) -> date:
        return date(2022 + (3 + self.of) // 12, (3 + self.of) % 12 + 1, 1)


@dataclass(frozen=True)
class Year:
    """A financial year by the year in which it begins."""

    of: int


@dataclass(frozen=True)
class Age:
    first: int
    last: int | None


def series(**columns):
    return [
        {"Period": Month(i), **{name: round(of(i), 2) for name, of in columns.items()}, "Area": area}
        for area in AREAS[:2]
        for i in range(26)
    ]


def wave(i):
    return 52.25 + (i * 7 % 5) / 4 - 6 * (i > 14)


def ages(bands, **columns):
    return [
        {"Area": area, "Age": Age(*band), **{name: of(i) * (k + 1) for name, of in columns.items()}}
        for k, area in enumerate(AREAS[:2])
        for i, band in enumerate(bands)
    ]


CHART = {"period": "Period", "by": "Area"}
COUNTED = [{"Area": area, "Cases": 40 + 17 * i, "People": 1200 + 150 * i} for i, area in enumerate(AREAS)]
LIFE = ages(BANDS, Deaths=lambda i: [*DEATHS.values()][i], People=lambda i: [*PEOPLE.values()][i] * 1.5)
OLD = ages(FIVES, Deaths=lambda i: 2 + i * i, People=lambda i: 4000 - 150 * i, Ref=lambda i: 9 + i, All=lambda i: 9000)
BANDED = {"age_band": "Age", "count": "Deaths", "population": "People", "by": "Area"}
REFERRED = BANDED | {"reference_count": "Ref", "reference_population": "All"}
DEPRIVED = [
    {"Fifth": i + 1, "People": 20_000 + 500 * i, "Value": 76.5 + i * 1.25, "Error": 0.25, "Low": 76.0 + i * 1.25}
    | {"High": 77.0 + i * 1.25}
    for i in range(5)
]
FIFTHS = {"quantile": "Fifth", "population": "People", "value": "Value", "standard_error": "Error"}
GAP = {"group": "Area", "reference": "North", "count": "Cases", "denominator": "People"}
YEARS = [{"Year": Year(2016 + i), "Value": 20.5 - i, "Low": 20.0 - i, "High": 21.0 - i} for i in range(7)]
WAITS = [{"Weeks": 1.5 * i, "Ended": int(i % 3 > 0), "Area": AREAS[i % 2]} for i in range(1, 22)]
STRATA = [
    {"Area": area, "Age": f"group {age}", "Cases": 5 + 3 * age + k, "People": 900 + 100 * age}
    for k, area in enumerate(AREAS[:3])
    for age in range(4)
]
OF = {
    "rate": (COUNTED, {"count": "Cases", "exposure": "People", "by": "Area"}),
    "proportion": (COUNTED, {"count": "Cases", "denominator": "People", "by": "Area"}),
    "mean": (WAITS, {"value": "Weeks", "by": "Area"}),
    "waiting_percentile": (WAITS, {"left": "Weeks", "ended": "Ended", "by": "Area"}),
    "directly_standardised_rate": (OLD, BANDED),
    "standardised_ratio": (OLD, REFERRED),
    "indirectly_standardised_rate": (OLD, REFERRED),
    "life_expectancy": (LIFE, {"age": "Age", "deaths": "Deaths", "population": "People", "by": "Area"}),
    "decompose_life_expectancy": (
        LIFE,
        {"age": "Age", "deaths": "Deaths", "population": "People", "group": "Area", "reference": "North"},
    ),
    "recent_trend": (YEARS, {"period": "Year", "value": "Value", "lower": "Low", "upper": "High"}),
    "forecast": (series(Value=wave), CHART | {"value": "Value"}),
    "xmr": (series(Value=wave), CHART | {"value": "Value", "improvement": "decrease"}),
    "moving_range_chart": (series(Value=lambda i: wave(i) - 52), CHART | {"value": "Value"}),
    "run_chart": (series(Value=wave), CHART | {"value": "Value"}),
    "p_chart": (
        series(Cases=lambda i: 30 + i % 7, People=lambda i: 1200 + i),
        CHART | {"count": "Cases", "denominator": "People"},
    ),
    "u_chart": (
        series(Cases=lambda i: 30 + i % 7, People=lambda i: 1200.5 + i),
        CHART | {"count": "Cases", "exposure": "People"},
    ),
    "g_chart": (series(Between=lambda i: 20 + i * i % 31), CHART | {"between": "Between"}),
    "t_chart": (series(Between=lambda i: 20.25 + i * i % 31), CHART | {"between": "Between"}),
    "interrupted": (series(Value=wave), CHART | {"value": "Value"}),
    "funnel_significance": (COUNTED, {"count": "Cases", "denominator": "People"}),
    "funnel_limits": (COUNTED, {"count": "Cases", "denominator": "People"}),
    "absolute_gap": (COUNTED, GAP),
    "relative_gap": (COUNTED, GAP),
    "compare": (YEARS, {"value": "Value", "lower": "Low", "upper": "High", "target": 17.25}),
    "mantel_haenszel": (STRATA, {"stratum": "Age"} | GAP),
    "suppress": (COUNTED, {"count": "Cases", "threshold": 50}),
    "slope_index": (DEPRIVED, FIFTHS),
    "relative_index": (DEPRIVED, FIFTHS),
    "concentration_index": (DEPRIVED, FIFTHS),
    "between_group_variance": (DEPRIVED, FIFTHS),
    "population_attributable_fraction": (DEPRIVED, FIFTHS),
    "quantile_groups": (COUNTED, {"value": "Cases", "groups": 3}),
}
"""Each method's rows and settings; of months and years those of a setting too."""
PLAIN = {
    "month": "{:%Y-%m}",
    "year": "{0}/{1:02}",
    "age": ("{}-{}", "{}+", "{}"),
    "thousands": "",
    "point": ".",
    "minus": "-",
    "flag": "",
}
MONTHS = [
    "{:%b-%y}",
    "{:%B %Y}",
    "{:%d/%m/%Y}",
    "{:%d-%b-%y}",
    "{:%m/%Y}",
    "{:%YM%m}",
    "{:%Y%m}",
    "month ending 28 {:%b %Y}",
]
FINANCIAL = ["{0}-{1:02}", "{0}/{2}", "FY{3:02}-{1:02}", "Apr {3:02}–Mar {1:02}", "Rolling year ending March {2}"]
FINANCIAL += ["12 months to end March {2}", "{0} to {2}", "Year to 31 Mar {2}", "{0}/{1:02} (Apr-Mar)", "FYE {2}"]
SPELT = [("{:02}-{:02}", "{}+", "{:02}"), ("{} to {}", "{} and over", "{}"), ("Aged {}–{}", "Aged {} plus", "Age {}")]
SPELT += [("Y{}T{}", "Y_GE{}", "Y{}"), ("{}_{}", "{} years and over", "{} years")]
HABITS = st.fixed_dictionaries(
    {
        "month": st.sampled_from(MONTHS),
        "year": st.sampled_from(FINANCIAL),
        "age": st.sampled_from(SPELT),
        "thousands": st.sampled_from(["", ",", " ", "\u00a0"]),
        "minus": st.sampled_from(["-", "\u2212", "–"]),
        "flag": st.sampled_from(["", " [p]", "r", " (provisional)"]),
    }
)
FILES = st.sampled_from(
    [(",", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), ("|", "cp1252"), (";", "cp1252"), (";,", "utf-8"), "xlsx"]
)


def written(value, how):
    match value:
        case Month():
            return how["month"].format(value.day)
        case Year():
            return how["year"].format(value.of, (value.of + 1) % 100, value.of + 1, value.of % 100)
        case Age(first, last):
            closed, open_, single = how["age"]
            return open_.format(first) if last is None else (single if first == last else closed).format(first, last)
        case str():
            return value
    text = f"{abs(value):,}".replace(".", how["point"]) if how["point"] == "." else f"{abs(value)}".replace(".", ",")
    if how["point"] == ".":
        text = text.replace(",", how["thousands"])
    return how["minus"] * (value < 0) + text + how["flag"]


def save(folder, rows, how, kind, titles=0):
    names = list(rows[0])
    above = [["A table of the place"], []][:titles]
    if kind == "xlsx":
        book = openpyxl.Workbook()
        cells = [[_of_excel(each, how) for each in row.values()] for row in rows]
        for line in [*above, names, *cells]:
            book.active.append(line)
        book.save(folder / "table.xlsx")
        return folder / "table.xlsx"
    delimiter, encoding = kind
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter[0])
    writer.writerows([*above, names, *([written(each, how) for each in row.values()] for row in rows)])
    content = text.getvalue() if encoding.startswith("utf") else text.getvalue().replace("\u2212", "-")
    (folder / "table.csv").write_bytes(content.encode(encoding))
    return folder / "table.csv"


def _of_excel(value, how):
    """Numbers as numbers and months as dates, as who types them gets them."""
    if isinstance(value, Month):
        return value.day
    return value if isinstance(value, int | float) else written(value, how)


def result(method, file, how):
    options = dict(OF[method][1])
    if method == "interrupted":
        options["since"] = written(Month(15), how)
    return table.run(method, file, **options).to_pylist()


def alike(one, other):
    if isinstance(one, float) and isinstance(other, float | int):
        return one == pytest.approx(other, rel=1e-12)
    return one == other


def test_every_method_has_its_table():
    assert OF.keys() == table.METHODS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("method", sorted(OF))
@settings(max_examples=6, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(how=HABITS, kind=FILES, titles=st.sampled_from([0, 2]))
def test_a_method_gives_the_same_of_every_habit(tmp_path, method, how, kind, titles):
    rows = OF[method][0]
    right = result(method, save(tmp_path, rows, PLAIN, (",", "utf-8")), PLAIN)
    how = how | {"point": "," if kind[0] == ";," else "."}
    found = result(method, save(tmp_path, rows, how, kind, titles), how)
    assert len(found) == len(right)
    handed_on = {*rows[0], "period"} - ({"Cases"} if method == "suppress" else set())
    for one, other in zip(found, right, strict=True):
        assert [name for name in other if name not in handed_on and not alike(one[name], other[name])] == []
