"""Small counts in a file of the place's own: hidden by its rule as typed ones are, unless its publisher hid them."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import geo, place
from oneplace.measures import measure, small_areas, to_look_at
from oneplace.measures.typed_counts import Adds, not_shown
from oneplace.place import SmallNumbers
from tests.measures.test_typed_counts import definition, row
from tests.place.build import REST

RUTLAND, RULE = "E06000017", SmallNumbers(below=5)
MEASURE = (
    "measures: [{id: m, name: M, definition: A, numerator: A, denominator: B, unit: percent, polarity: low_good, "
    "role: outcome, frequency: annual, expected_lag_months: 9, "
    "compute: {from: published, dataset: bills, series: behind}}]\n"
)
PLACE = (
    f"format: place/1\nid: x\nname: X\nlevel: place\nareas: [{{code: {RUTLAND}, name: Rutland}}]\n"
    "small_numbers: {below: 5, rule: Hidden.}\n"
    "population: {provenance: not_set}\ncontact: {name: T}\nlicence: OGL\n"
)
DATASET = (
    "datasets: [{id: bills, title: B, publisher: The council, vintage: '2024', files: opendata/bills.csv, AREASMORE"
    "layout: {area: {column: area}, period: {column: year, kind: year}, "
    "figures: {behind: {numerator: behind, denominator: homes, per: 100}}}}]\n"
)


def homes():
    return sorted(geo.lsoas(2021, [RUTLAND])["lsoa21_code"].to_pylist())


def made(folder, counts, more="", areas="areas: lsoa21, "):
    """A place with one dataset of counts by area, each out of 700."""
    rest = "".join(line for key, line in REST.items() if key != "measures")
    (folder / "strategy.yaml").write_text(rest + MEASURE, encoding="utf-8")
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    (folder / "datasets.yaml").write_text(DATASET.replace("AREAS", areas).replace("MORE", more), encoding="utf-8")
    (folder / "opendata").mkdir()
    lines = "".join(f"{code},2024,{behind},700\n" for code, behind in counts.items())
    (folder / "opendata/bills.csv").write_text(f"area,year,behind,homes\n{lines}", encoding="utf-8")
    return place.read(folder)


def shown(folder):
    rows = measure(place.read(folder), as_of=date(2026, 11, 22)).tables["results"].to_pylist()
    return {(each["dimension"], each["group"]): each for each in rows}


def test_a_neighbourhood_of_few_and_the_next_of_its_fifth_are_hidden_and_told(tmp_path):
    few, *others = homes()
    found = made(tmp_path, {few: 2} | {code: 50 + at for at, code in enumerate(others)})
    fifths = small_areas.fifth_of("lsoa21", [RUTLAND])
    beside = next(code for code in others if fifths[code] == fifths[few])  # the smallest of those
    rows = shown(tmp_path)
    assert {whom for whom, each in rows.items() if each["suppressed"]} == {
        ("neighbourhood", few),
        ("neighbourhood", beside),
    }
    hidden = rows["neighbourhood", few]
    assert [hidden[name] for name in ("value", "lower", "upper", "numerator", "denominator")] == [None] * 5
    assert hidden["reason"] == "Not shown, to protect people in small groups."
    assert rows["all", "all"]["denominator"] == 700 * len(homes())
    told = [one for one in to_look_at(found, date(2026, 11, 22)) if one.code == "W136"]
    assert [one.path.name for one in told] == ["bills.csv"]
    assert "small_numbers: hidden_by_publisher" in told[0].mend


def test_a_file_that_its_publisher_protected_is_shown_as_it_is(tmp_path):
    few, *others = homes()
    made(tmp_path, {few: 2} | dict.fromkeys(others, 50), "small_numbers: hidden_by_publisher, ")
    assert not any(each["suppressed"] for each in shown(tmp_path).values())


def test_the_whole_places_own_count_stays(tmp_path):
    made(tmp_path, {RUTLAND: 2}, areas="")
    assert shown(tmp_path)["all", "all"]["numerator"] == 2


@pytest.mark.parametrize(
    ("said", "here"),
    [
        ({}, True),
        ({"small_numbers": "hidden_by_publisher"}, False),
        ({"layout": "tidy"}, False),
        ({"layout": "tidy", "small_numbers": "hidden_here"}, True),
        ({"like": "qof"}, False),
    ],
)
def test_who_hides_where_the_dataset_does_not_say(said, here):
    layout = {
        "area": {"column": "a"}, "period": {"column": "p", "kind": "year"}, "figures": {"s": {"value": ["v"]}}
    }  # fmt: skip
    entry = {"id": "d", "title": "D", "publisher": "P", "vintage": "V", "files": ["d.csv"], "layout": layout}
    assert place.OwnDataset.model_validate(entry | said).hidden_here is here


def neighbourhood(code, numerator):
    return row(code, None, numerator, 100, dimension="neighbourhood")


FIFTHS = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
ROWS = [
    row("all", None, 123, 500), row("1", None, 63, 300, dimension="deprivation"),
    row("2", None, 60, 200, dimension="deprivation"), neighbourhood("b", 20), neighbourhood("c", 40),
    neighbourhood("d", 30), neighbourhood("e", 30),
]  # fmt: skip


@pytest.mark.parametrize("few", [[neighbourhood("a", 3)], [neighbourhood("a", None) | {"denominator": None}], []])
def test_what_the_others_leave_of_a_fifth_is_hidden_as_if_it_stood_there(few):
    """63 of 300 less the two others is 3 of 100, whether the file has the third or not."""
    hidden = {each["group"] for each in not_shown(definition(), [*ROWS, *few], RULE, adds=Adds(FIFTHS))}
    assert hidden == {"b", *(each["group"] for each in few)}


def test_areas_beside_the_place_are_no_part_of_it():
    """The second part follows from the place and the first, whatever stands beside."""
    parts = [
        row("all", None, 53, 200),
        row("x", None, 3, 100, dimension="area"),
        row("y", None, 50, 100, dimension="area"),
    ]
    beside = [row("z", None, 900, 9_000, dimension="area"), row("q", None, 4, 300, dimension="area")]
    hidden = {each["group"] for each in not_shown(definition(), [*parts, *beside], RULE, adds=Adds({}, {"z", "q"}))}
    assert hidden == {"x", "y", "q"}


def test_why_periods_are_unlike_is_told_without_the_counts_of_a_hidden_one():
    from oneplace.measures.typed_counts import protected

    rows = [row("a", None, 3, 30), row("b", None, 20, 40), row("b", None, 20, 40, year=2025), row("c", None, 50, 90)]
    unlike = "Not held against 2024: 40 people counted in 2 neighbourhoods, 30 in 1 then."
    found = protected(definition(), [each | {"unlike": unlike, "gap": {"value": 1}} for each in rows], RULE)
    assert [each["unlike"] for each in found] == ["Not held against 2024."] * 3 + [unlike]
    assert [each["gap"] for each in found] == [None, None, {"value": 1}, {"value": 1}]


def test_the_rows_read_are_those_of_the_file(tmp_path):
    """Not fifths, and not the place's own total, which are made of them."""
    made(tmp_path, dict.fromkeys([*homes(), "E01000001"], 50))  # the last is elsewhere
    found = measure(place.read(tmp_path), as_of=date(2026, 11, 22)).tables
    (told,) = found["provenance"].to_pylist()
    assert (told["rows_read"], told["rows_written"]) == (len(homes()), found["results"].num_rows)
    assert told["rows_written"] > told["rows_read"]
