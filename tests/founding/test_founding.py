"""Places that nobody prepared, founded from a code: what is written, that it is right, and that numbers come of it."""

from __future__ import annotations

import json
import shutil

import pyarrow.compute as pc
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from oneplace import founding, geo, place
from oneplace.cli import app
from oneplace.founding import england
from oneplace.founding.areas import surroundings
from oneplace.founding.clipping import clipped
from oneplace.founding.proposal import proposed
from oneplace.founding.writing import organisations
from oneplace.measures import not_held
from oneplace.measures.published import published
from oneplace.place import FromPublished
from oneplace.problems import OneplaceError, Severity
from oneplace.progress import ambitions
from oneplace.record import opendata

SEXES = ("men", "women")
LEEDS, IPSWICH, SOUTH_YORKSHIRE = "E08000035", "E07000202", "E54000061"
LIVES = {
    f"{kind}_{sex}_2009_2013" for kind in ("life", "healthy_life", "disability_free_life") for sex in ("men", "women")
}
OWN_GAPS = LIVES | {"fuel_poverty", "overcrowded_homes", "disabled_people", "private_outdoor_space"}


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """A city, a district of a county, and a care board: the folder of each, and what was told of it."""
    root = tmp_path_factory.mktemp("founded")
    return {code: (root / code, founding.found(root / code, code)) for code in (LEEDS, IPSWICH, SOUTH_YORKSHIRE)}


@pytest.mark.slow
@pytest.mark.parametrize("code", [LEEDS, IPSWICH, SOUTH_YORKSHIRE])
def test_it_has_no_error_and_asks_for_nothing_that_is_not_held(founded, code):
    folder, _ = founded[code]
    assert not [each for each in place.check(folder) if each.severity is Severity.ERROR]
    assert not_held(place.read(folder)) == []


def test_a_city_has_its_neighbours_region_board_and_trusts_beside_it(founded):
    folder, told = founded[LEEDS]
    found = place.read(folder).place
    assert [each.code for each in found.areas] == [LEEDS]
    neighbours = [code for code in geo.neighbours(LEEDS) if code.startswith("E")][:3]
    assert [each.code for each in found.comparators] == ["E92000001", "E12000003", *neighbours]
    assert found.system.name == "NHS West Yorkshire Integrated Care Board"
    assert [each.code for each in found.organisations] == ["RR8", "RCD", "RX8"]
    assert (found.population.value, found.population.period.words) == (845189, "2024")
    assert told.partners[:2] == ("The council of Leeds", "NHS West Yorkshire Integrated Care Board")


def test_a_board_s_place_is_called_by_what_it_plans_for(founded):
    """Patients “lived in NHS … Integrated Care Board”, said the page, and streets lay in it."""
    folder, _ = founded[SOUTH_YORKSHIRE]
    found = place.read(folder)
    assert (found.place.name, found.place.id) == ("South Yorkshire", "south-yorkshire")
    assert found.strategy.title == "South Yorkshire: health and care strategy"
    assert "Integrated Care Board" in found.strategy.partners[0].name, "the partner is the board"
    trusts = [one for one in found.strategy.partners if one.kind == "nhs_provider"]
    assert trusts
    assert all("2022" in (one.to_confirm or "") for one in trusts), "of which year their list is"


def test_a_trust_that_is_the_ambulance_service_too_is_one_partner():
    around = surroundings("Isle of Wight")
    assert (around.trusts[0].code, around.ambulance.code) == ("R1F", "R1F")
    assert [each.code for each in organisations(around)] == ["R1F"]


def test_a_figure_that_only_something_wider_has_is_of_that_with_the_reason(founded):
    found = place.read(founded[IPSWICH][0])
    assert {each.code for each in found.place.wider} == {"E10000029", "QJG"}
    healthy = found.measures["healthy_life_expectancy_male"]
    assert (healthy.compute.area, healthy.name) == ("E10000029", "Healthy life expectancy of men (Suffolk)")
    assert healthy.because == "Published for the county of Suffolk, which is wider."
    assert found.measures["not_meeting_criteria_to_reside"].compute.comparators == ()  # a number beside no country's
    waits = found.measures["ed_four_hours_trust"]
    assert waits.compute.comparators == ("E92000001",)
    assert waits.compute.area == "RDE"
    assert waits.name.endswith("(East Suffolk and North Essex)")


def test_what_is_counted_by_ambulance_service_is_of_that_which_serves_the_place(founded):
    for code, service in ((LEEDS, "RX8"), (IPSWICH, "RYC"), (SOUTH_YORKSHIRE, "RX8")):
        measures = place.read(founded[code][0]).measures
        for key in ("ambulance_c1_mean", "call_answer_mean", "hear_and_treat", "see_and_treat", "conveyed_to_ed"):
            compute = measures[key].compute
            assert (compute.area, compute.comparators) == (service, ("E92000001",))


@pytest.mark.slow
def test_a_county_without_a_figure_of_its_own_has_the_mean_of_its_districts_by_their_people(tmp_path):
    founding.found(tmp_path / "leicestershire", "E10000018")
    smoking = place.read(tmp_path / "leicestershire").measures["smoking_adults"]
    assert smoking.compute.areas == geo.districts("E10000018")
    assert smoking.because == "Published by district: the mean of Leicestershire’s 7 districts by the people of each."


@pytest.mark.slow
def test_ten_measures_and_more_have_real_gaps_of_its_own_people(founded):
    found = place.read(founded[LEEDS][0])
    own = {
        key: {row["group"]: row for row in rows if row["dimension"] == "deprivation"}
        for key, each in found.measures.items()
        if isinstance(each.compute, FromPublished) and key in OWN_GAPS
        for rows in [published(found, each, each.compute)]
    }
    assert {
        key for key, fifths in own.items() if len(fifths) == 5 and all(row["value"] for row in fifths.values())
    } == OWN_GAPS
    space = own["private_outdoor_space"]
    assert space["1"]["value"] < space["5"]["value"]  # 80.9 % against 88.1 % of homes
    assert set(founded[LEEDS][1].with_gaps) > OWN_GAPS


def test_a_care_board_of_whole_authorities_is_these_with_its_own_figures_first(founded):
    found = place.read(founded[SOUTH_YORKSHIRE][0])
    assert (found.place.level, found.place.system.code) == ("system", SOUTH_YORKSHIRE)
    boroughs = [area.code for area in found.place.areas]
    assert [geo.name_of(code) for code in boroughs] == ["Barnsley", "Doncaster", "Rotherham", "Sheffield"]
    assert set(found.measures) >= OWN_GAPS | {"healthy_life_expectancy_male"}
    waits = found.measures["ed_four_hours_system"]
    assert (waits.because, waits.compute.area) == ("Published for the board as a whole.", SOUTH_YORKSHIRE)
    assert found.measures["fuel_poverty"].compute.area is None  # of neighbourhoods, which are put together
    assert found.measures["private_outdoor_space"].because is None
    every = opendata.read("population_estimates", "population", boroughs).to_pylist()
    newest = max(row["period_end"] for row in every)
    people = [row["value"] for row in every if row["group"] == "all" and row["period_end"] == newest]
    assert found.place.population.value == sum(people)


def test_of_a_system_its_own_figure_leads_and_of_one_trust_it_is_told_whom_it_leaves_out(founded):
    """The home page of a system of five hospital trusts was headed with the figure of one of them."""
    found = place.read(founded[SOUTH_YORKSHIRE][0])
    by_measure = {one.measure: one.about.leaves_open for one in ambitions(found)}
    assert by_measure["ed_four_hours_system"] == ""
    told = "it leaves out 3 other NHS trusts of South Yorkshire"  # the children’s hospital has no such figure
    assert by_measure["not_meeting_criteria_to_reside"] == told
    assert found.measures["bed_occupancy"].because.startswith("Counted by hospital trust: this is one of 5 that treat ")
    city = {one.measure: one.about.leaves_open for one in ambitions(place.read(founded[LEEDS][0]))}
    assert city["ed_four_hours_trust"] == "it leaves out Harrogate and District NHS Foundation Trust"


def test_what_its_authorities_count_is_added_up_for_the_board(founded):
    found = place.read(founded[SOUTH_YORKSHIRE][0])
    rows = published(found, (one := found.measures["registered_per_1000_residents"]), one.compute)
    (whole,) = (row for row in rows if row["dimension"] == "all")
    parts = [row for row in rows if row["group"] in {area.code for area in found.place.areas}]
    assert len(parts) == 4
    for side in ("numerator", "denominator"):
        assert whole[side] == sum(row[side] for row in parts)
    assert whole["value"] == pytest.approx(1000 * whole["numerator"] / whole["denominator"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("board", "names"),
    [("E54000040", "Vale of White Horse"), ("E54000063", "Guildford, Runnymede, Surrey Heath and Waverley")],
)
def test_authorities_that_reach_out_of_a_board_are_not_added_up_for_it(board, names, tmp_path):
    assert surroundings(board).parts == ()
    founding.found(tmp_path / "board", board)
    found = place.read(tmp_path / "board")
    assert [area.code for area in found.place.areas] == [board]
    assert "registered_per_1000_residents" not in found.measures
    said = " ".join((tmp_path / "board" / "README.md").read_text("utf-8").split())
    assert f"{names}" in said
    assert "not added up for it" in said
    lacks = {each.id: each.text for each in found.strategy.gaps}
    assert lacks["GAP-bounds"].startswith(f"Part of {names} lies outside ")  # told on the site by /strategy/all


def test_its_figures_are_clipped_and_its_outlines_are_for_maps_only(founded):
    folder, _ = founded[LEEDS]
    found = place.read(folder)
    held = pyarrow.parquet.read_table(folder / "opendata" / "local_indicators.parquet")["area_code"].to_pylist()
    assert {LEEDS, "E12000003", "E92000001", "E08000021"} <= set(held)
    assert "E06000045" not in held  # Southampton is no neighbour of Leeds
    own = set(geo.lsoas(2021, [LEEDS])["lsoa21_code"].to_pylist())
    assert set(found.outlines.rings) == own
    assert "for maps only" in found.place.boundaries.edition
    layers = geo.lsoas(2021, [LEEDS])
    within = dict(zip(layers["lsoa21_code"].to_pylist(), layers["msoa21_code"].to_pylist(), strict=True))
    drawn = geo.map_paths(list(within), within, found.outlines)
    assert set(drawn.paths) == set(within.values())  # the middle layer, dissolved by the look-up


def test_what_is_held_for_other_areas_only_is_told_with_those_areas(founded):
    folder, told = founded[LEEDS]
    assert "register_diabetes" in told.not_held
    said = (folder / "README.md").read_text()
    assert "(`lonely_modelled`): held is:" in said
    assert not set(told.not_held) & set(place.read(folder).measures)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("E08000036x", "E08000036x is no English local authority, county or integrated care board. Did you mean"),
        ("W06000015", "W06000015 is a code of Wales: what is held is of England."),
        ("E07000187", "E07000187 (Mendip) is a code of before. Give E06000066 (Somerset)."),
        ("E01000001", "is the neighbourhood (LSOA) City of London 001A, in City of London: a place is an authority,"),
        (
            "E05009288",
            "is the ward Aldersgate, in City of London: a place is an authority, county or board. Give E0900",
        ),
        ("E05999999", "is the code of a ward that the look-up of 2024 doesn't have."),
        ("RHM", "is the NHS trust University Hospital Southampton NHS Foundation Trust, of NHS Hampshire and Isle of"),
        ("E12000009", "is all of South West, wider than a place."),
        ("London", "E12000007 is all of London, wider than a place."),
        ("England", "E92000001 is all of England, wider than a place."),
        ("Wales", "What is held is of England, not of Wales."),
        ("Kings Lynn", "Did you mean `King's Lynn and West Norfolk`?"),
        ("Durham County Council", "Did you mean `County Durham`?"),
        ("Northampton", "E07000154 (Northampton) is a code of before. Give E06000062 (West Northamptonshire)."),
        ("Newcastle", "Did you mean `Newcastle upon Tyne` or `Newcastle-under-Lyme`?"),
        ("Notingham", "Did you mean `Nottingham`?"),
        ("Wrexham", "or integrated care board. Give the ONS code of"),  # not Fareham
        ("E07000097", "Codes that ended before 2016 are not held."),
        (" ", "Nothing is no English local authority"),
        ("E08000099", "E08000099 is no English local authority, county or integrated care board. Give the ONS code of"),
    ],
)
def test_a_code_of_no_such_area_is_told_and_nothing_is_written(tmp_path, asked, says):
    with pytest.raises(OneplaceError) as told:
        founding.found(tmp_path / "new", asked)
    assert says in str(told.value)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("Bristol", "E06000023"),
        ("Southampton City Council", "E06000045"),
        ("London Borough of Hackney", "E09000012"),
        ("City of London Corporation", "E09000001"),
        ("city and county of bristol", "E06000023"),
        ("Stoke on Trent", "E06000021"),
        ("Bristol, City of", "E06000023"),
        ("King’s Lynn & West Norfolk", "E07000146"),
        ("st helens", "E08000013"),
        ("QT6", "E54000036"),
        ("South Yorkshire", "E54000061"),
        ("Kent", "E10000016"),
        ("Norfolk", "E10000020"),
        ("E08000038", "E08000016"),
    ],
)
def test_an_area_is_found_by_the_names_and_codes_that_people_type(asked, code):
    assert surroundings(asked).area.code == code


@pytest.mark.slow
def test_an_area_with_a_newer_code_has_its_neighbours_and_each_figure_once_under_the_code_of_the_look_ups():
    """Barnsley and Sheffield have had newer codes since April 2025: some series come under these, some under both."""
    around = surroundings("E08000016")
    assert [each.name for each in around.neighbours[:3]] == ["Wakefield", "Gateshead", "Rotherham"]
    root = england.folder()
    entry = england.datasets(root)["local_indicators"]
    found = clipped(root, entry, around)
    codes = found["area_code"].to_pylist()
    assert "E08000016" in codes
    assert not {"E08000038", "E08000039"} & set(codes)
    keys = [tuple(row[name] for name in ("series", "area_code", "period_start", "period_end", "dimension", "group"))
            for row in found.to_pylist()]  # fmt: skip
    assert len(keys) == len(set(keys))
    assert {row["series"] for row in found.to_pylist() if row["area_code"] == "E08000016"} >= {
        "male-healthy-life-expectancy", "wellbeing-anxiety"
    }  # fmt: skip


@pytest.mark.slow
def test_a_council_newer_than_the_look_ups_of_2011_has_its_own_neighbourhoods_figures(tmp_path):
    """Westmorland and Furness was made in April 2023: its fifths are not those of its care board."""
    founding.found(tmp_path / "new", "Westmorland and Furness")
    found = place.read(tmp_path / "new")
    assert {found.measures[key].compute.area for key in OWN_GAPS} == {None}
    measure = found.measures["fuel_poverty"]
    every = published(found, measure, measure.compute)
    rows = {row["group"]: row for row in every if row["dimension"] in ("all", "deprivation")}
    assert sum(rows[fifth]["denominator"] for fifth in "12345") == rows["all"]["denominator"] < 120_000  # homes


def _rows(found, key, dimension="all"):
    measure = found.measures[key]
    return [row for row in published(found, measure, measure.compute) if row["dimension"] == dimension]


@pytest.mark.slow
def test_a_council_that_replaced_others_has_what_was_published_of_these(tmp_path):
    """Cumberland is Allerdale, Carlisle and Copeland since April 2023: their figures by eye from the copy of ONS."""
    founding.found(tmp_path / "new", "E06000063")
    found = place.read(tmp_path / "new")
    assert not list(not_held(found))
    newest = _rows(found, "wellbeing_anxiety")[-1]
    people = geo.residents(["E07000026", "E07000028", "E07000029"], 2022, 16)
    by_hand = sum(people[code] * value for code, value in zip(people, (3.65, 3.21, 2.91), strict=True))
    assert newest["value"] == pytest.approx(by_hand / sum(people.values()), abs=0.005)
    assert {row.get("whose") for row in _rows(found, "wellbeing_anxiety")} == {None}, "the three are all of the place"
    assert "for Allerdale, Carlisle and Copeland, which Cumberland has replaced: their mean" in str(
        (tmp_path / "new/library.yaml").read_text().replace("\n   ", "")
    )
    no_sum = _rows(found, "life_expectancy_men")[0]
    assert no_sum["value"] is None
    assert "78.2 years (Carlisle and Copeland) to 79.2 years (Allerdale)" in no_sum["reason"]
    wider = found.measures["carer_quality_of_life"]
    assert (wider.compute.area, wider.name) == ("E10000006", "Quality of life of carers (Cumbria)")
    assert found.place.names["E10000006"] == "Cumbria, to 2023"


@pytest.mark.slow
def test_a_council_with_the_bounds_of_a_county_before_has_its_figures_on_one_line(tmp_path):
    """Somerset became one council in April 2023; adult social care was the county's before, under its code."""
    founding.found(tmp_path / "new", "Somerset")
    found = place.read(tmp_path / "new")
    rows = _rows(found, "carer_quality_of_life")
    assert {row["whose"] for row in rows if "whose" in row} <= {None}
    county = opendata.read("social_care_outcomes", "carer_quality_of_life", ["E06000066"]).to_pylist()
    assert [row["value"] for row in rows] == [row["value"] for row in county if row["dimension"] == "all"]
    assert len(rows) > 1
    divided = founding.found(tmp_path / "divided", "North Northamptonshire")
    assert len(divided.measures) >= 60  # as a council that never changed: 61


@pytest.mark.slow
def test_a_place_of_one_neighbourhood_says_why_it_has_no_fifths(tmp_path):
    founding.found(tmp_path / "city", "City of London")
    found = place.read(tmp_path / "city")
    measure = found.measures["life_men_2009_2013"]
    fifths = [row for row in published(found, measure, measure.compute) if row["dimension"] == "deprivation"]
    assert [(row["value"], row["reason"]) for row in fifths] == [(None, "Too few for fifths: 1 small area here.")] * 5


@pytest.mark.slow
def test_each_number_that_nothing_gives_has_a_line_to_fill_in_and_what_is_filled_in_is_read(founded, tmp_path):
    folder, _ = founded[LEEDS]
    themes = place.read(folder).themes
    open_ones = [one for theme in themes.values() for one in theme.unanswered(place.read(folder).measures)]
    text = (folder / "library.yaml").read_text()
    line = "{plan: {owner: not_set, due: not_set, ask: not_set, provenance: not_set}}"
    assert text.count(line) == len(open_ones) > 0
    assert "    # Women screened for breast and cervical cancer. Held by: NHS England, screening programmes.\n" in text
    filled = line.replace("owner: not_set, due: not_set", "owner: {org: council}, due: 2027-03")
    shutil.copytree(folder, tmp_path / "filled")
    (tmp_path / "filled" / "library.yaml").write_text(text.replace(line, filled))
    assert "W55" in {each.code for each in place.check(folder)}
    assert not {"W55", "E02"} & {each.code for each in place.check(tmp_path / "filled")}
    (tmp_path / "filled" / "library.yaml").write_text(text.replace(line, filled.replace("council", "nobody"), 1))
    assert "E02" in {each.code for each in place.check(tmp_path / "filled")}


def test_an_area_may_be_named_and_a_full_folder_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OneplaceError, match="already holds something"):
        founding.found(tmp_path, "leeds")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_without_the_package_one_line_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(england, "MODULE", "oneplace_england_that_is_not_there")
    monkeypatch.setattr(england, "_CHECKOUT", tmp_path / "nowhere")
    done = CliRunner().invoke(app, ["new", str(tmp_path / "leeds"), "--area", LEEDS], catch_exceptions=True)
    assert done.exit_code != 0
    assert "pip install ./packages/england" in str(done.exception)


def test_every_outline_of_england_can_be_a_places_own():
    """Closed rings in Great Britain, of each of the 33,755 neighbourhoods once."""
    table = pyarrow.parquet.read_table(england.folder() / england.OUTLINES)
    assert len(table) == 33_755 == len(set(table["code"].to_pylist()))
    rings = [
        ring
        for text in table["geometry"].to_pylist()
        for shape in [json.loads(text)]
        for polygon in ([shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"])
        for ring in polygon
    ]
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)


STATED = {
    "private_outdoor_space_2020": ("private_outdoor_space", "E92000001", "2020", 88.4),
    "deaths_spring_2020": ("deaths", "E92000001", "2020", 207_706),
    "local_indicators": ("male-healthy-life-expectancy", "E06000045", "2022 to 2024", 57.6),
}
"""Office for National Statistics: 88 % of homes in England have outdoor space; deaths from March to June 2020."""


@pytest.mark.slow
@pytest.mark.parametrize(("dataset", "stated"), STATED.items())
def test_the_packages_figures_are_those_that_their_publishers_state(dataset, stated):
    series, area, period, value = stated
    root = england.folder()
    table = opendata.whole(england.datasets(root)[dataset], root)
    mine = pc.and_(pc.equal(table["series"], series), pc.equal(table["area_code"], area))
    found = [row["value"] for row in table.filter(mine).to_pylist() if period in row["period_label"]]
    assert round(sum(found), 1) == value


@pytest.mark.slow
def test_school_years_are_called_so_in_the_package_as_in_what_ships():
    """A place clipped from the package read “in 2024/25” of what another read “in the school year 2024/25”."""
    root = england.folder()
    packed = opendata.whole(england.datasets(root)["local_indicators"], root)
    names = ("series", "period_start", "period_end", "period_label")

    def called(table):
        return {tuple(row[name] for name in names) for row in table.select(list(names)).to_pylist()}

    series = {row[0] for row in called(opendata.read("local_indicators"))}
    assert {row for row in called(packed) if row[0] in series} == called(opendata.read("local_indicators"))


def test_a_county_has_the_counts_of_its_districts_before_those_of_anything_wider():
    found = proposed(surroundings("E10000016"), {}).entries["deprived_neighbourhoods_2025"]
    assert found["compute"] == {"areas": list(geo.districts("E10000016"))}
    assert found["because"] == "Published by district: the counts of Kent’s 12 districts, added up."


@pytest.mark.slow
def test_what_authorities_count_adds_up_to_the_published_value_of_every_board_that_is_made_of_them():
    """MHCLG, English Indices of Deprivation 2025, summaries of integrated care boards: shares in four decimals."""
    told = {
        row["area_code"]: row for row in opendata.read("deprivation_2025", "neighbourhoods_worst_tenth").to_pylist()
    }
    boards = [board["code"] for board in geo.areas("icb").to_pylist() if not geo.successors(board["code"])]
    compared = 0
    for board in boards:
        parts = [told[part.code] for part in surroundings(board).parts]
        if parts:
            share = sum(row["numerator"] for row in parts) / sum(row["denominator"] for row in parts)
            assert 100 * share == pytest.approx(told[board]["value"], abs=0.00501), board
            compared += 1
    assert compared == 27
