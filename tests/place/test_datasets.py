"""``datasets.yaml``: a place's own datasets, declared whole or like a ready one; mistakes are said at their line."""

from __future__ import annotations

import pytest

from oneplace.measures.published import not_held, published
from oneplace.place import check, datasets, read
from oneplace.place.rules.explain import example
from oneplace.problems import OneplaceError, Severity
from oneplace.record import opendata

MINE = """datasets:
  - id: mine
    title: Mine
    publisher: The council
    vintage: March 2024
    files: mine.csv
    layout:
      area: {column: code}
      period: {column: year, kind: year}
      figures: {share: {numerator: events, denominator: people, per: 100}}
"""
FIGURES = "code,year,events,people\nE06000045,2024,30,200\nE92000001,2024,500,10000\n"


@pytest.fixture
def a_place(tmp_path):
    def make(text=MINE, figures=FIGURES):
        root = tmp_path / "place"
        root.mkdir()
        (root / "strategy.yaml").write_text(example())
        (root / "datasets.yaml").write_text(text)
        (root / "mine.csv").write_text(figures)
        return root

    return make


def test_a_measure_finds_its_places_own_figures(a_place):
    place = read(a_place())
    assert opendata.entry_of(place, "mine").title == "Mine"
    assert opendata.series_in(place, "mine") == ["share"]
    assert opendata.areas_in(place, "mine", "share") == {"E06000045", "E92000001"}
    rows = opendata.read_of(place, "mine", "share", ["E06000045"]).to_pylist()
    assert [(row["period_label"], row["value"], row["denominator"]) for row in rows] == [("2024", 15.0, 200.0)]
    assert opendata.entry_of(place, "ambulance") is opendata.DATASETS["ambulance"]
    assert opendata.read_of(place, "ambulance", "c2_mean", ["RYE"]).num_rows > 12


@pytest.mark.parametrize(
    ("said", "licence", "attribution"),
    [
        ("", "not stated", "Ask The council whether it may be reused."),
        ("    licence: OGL-3.0\n", "OGL-3.0", "Contains public sector information licensed under the Open Government"),
    ],
)
def test_a_file_of_a_places_own_is_under_no_licence_that_nobody_stated(a_place, said, licence, attribution):
    """A team's spreadsheet stood on the public page as open data, under a licence that nobody had given it."""
    own = datasets.declared(a_place(MINE.replace("    files:", f"{said}    files:")))["mine"]
    assert (own.licence, own.attribution.startswith(attribution)) == (licence, True)


def test_its_own_comes_before_the_one_that_ships_and_a_changed_file_is_read_again(a_place):
    root = a_place(MINE.replace("id: mine", "id: ambulance"))
    place = read(root)
    assert opendata.series_in(place, "ambulance") == ["share"]
    (root / "mine.csv").write_text(FIGURES.replace("30,200", "40,200"))
    assert opendata.read_of(place, "ambulance", "share", ["E06000045"])["value"].to_pylist() == [20.0]


def test_what_a_place_says_besides_a_ready_declaration_comes_over_it(a_place, tmp_path, monkeypatch):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    ready = MINE.replace("    files: mine.csv\n", "").removeprefix("datasets:\n  - ").replace("\n    ", "\n")
    (shelf / "shares.yaml").write_text(ready)
    monkeypatch.setattr(datasets, "READY", shelf)
    taken = "{id: ours, like: shares, vintage: June 2025, files: mine.csv, layout: {keep: {code: E06000045}}}"
    place = read(a_place(f"datasets:\n  - {taken}\n"))
    assert (place.datasets["ours"].title, place.datasets["ours"].vintage) == ("Mine", "June 2025")
    assert opendata.areas_in(place, "ours", "share") == {"E06000045"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MINE.replace("files: mine.csv", "files: gone.csv"), ("F01", 6, "names gone.csv, which is not there.")),
        (MINE + MINE.partition("datasets:\n")[2], ("E01", 11, "mine is given twice.")),
        ("datasets:\n  - {id: a, like: talking, title: A}\n", ("F07", 2, "talking is not a ready declaration.")),
        ("datasets:\n  - {id: a, title: A}\n", ("T02", 2, "the key `layout` is missing.")),
        (MINE.replace("kind: year", "kind: fortnight"), ("T03", 9, None)),
        (MINE.replace("{column: code}", "{}"), ("T03", 8, None)),
        (MINE.replace("numerator: events, ", ""), ("T03", 10, None)),
        (MINE.replace("publisher: The council", "publishr: The council"), ("T01", 4, None)),
        (MINE.replace("files: mine.csv", "files: ../mine.csv"), ("F04", 0, None)),
    ],
)
def test_a_mistake_is_said_at_its_line(a_place, text, found):
    code, line, message = found
    said = [each for each in check(a_place(text)) if each.severity is Severity.ERROR and each.code == code]
    assert said
    assert said[0].line == line
    assert message in (None, said[0].message)


MEASURE = """id: shared
name: Carers who are seen
definition: Carers seen of all carers known
numerator: Carers seen
denominator: Carers known
unit: percent
polarity: high_good
role: outcome
frequency: annual
expected_lag_months: 9
compute: {from: published, dataset: mine, series: share, area: E06000045, comparators: [E92000001]}
"""


@pytest.mark.parametrize(
    ("per", "scale", "values"),
    [(1, "", None), (1, ", scale: 100", {15.0, 5.0}), (1, ", scale: 1", {0.15, 0.05}), (100, "", {15.0, 5.0})],
)
def test_a_share_of_one_is_not_shown_as_a_percentage_unless_it_is_said_to_be_one(a_place, per, scale, values):
    root = a_place(MINE.replace("per: 100", f"per: {per}"))
    (root / "measures").mkdir()
    (root / "measures" / "shared.yaml").write_text(MEASURE.replace(", area:", f"{scale}, area:"))
    place = read(root)
    measure = place.measures["shared"]
    if values is None:
        with pytest.raises(
            OneplaceError, match=r"would show 0.05 to 0.15 percent: “share” holds no value above 1\..*100"
        ):
            published(place, measure, measure.compute)
        (told,) = not_held(place)
        assert (told.code, told.path.name, told.severity) == ("E139", "shared.yaml", Severity.ERROR)
        assert told.message.startswith("would show 0.05 to 0.15 percent")
    else:
        assert {row["value"] for row in published(place, measure, measure.compute)} == values
        assert not not_held(place)


@pytest.mark.parametrize(("unit", "refused"), [("percent", True), ("per_1000", True), ("points", False)])
def test_a_publishers_code_below_nought_is_never_shown_as_a_share(a_place, unit, refused):
    """A survey writes -98 where too few answered; a score may well lie below nought."""
    text = MINE.replace("{numerator: events, denominator: people, per: 100}", "{value: events}")
    root = a_place(text, "code,year,events\nE06000045,2024,-98\nE92000001,2024,50\n")
    (root / "measures").mkdir()
    (root / "measures" / "shared.yaml").write_text(MEASURE.replace("unit: percent", f"unit: {unit}"))
    place = read(root)
    measure = place.measures["shared"]
    if refused:
        with pytest.raises(OneplaceError, match=r"would show -98 .*“share” holds values below nought\. Leave the cell"):
            published(place, measure, measure.compute)
    else:
        assert {row["value"] for row in published(place, measure, measure.compute)} == {-98, 50}
