from __future__ import annotations

from oneplace import geo

SOUTHAMPTON = "E06000045"


def test_the_standard_population_adds_up_to_100_000():
    """Eurostat, Revision of the European Standard Population, 2013."""
    table = geo.european_standard_population()
    assert table.num_rows == 19
    assert sum(table["weight"].to_pylist()) == 100_000


def test_england_in_mid_2020():
    """ONS, mid-2020 estimates of June 2021: 56,550,138."""
    assert sum(geo.lsoa_mid_2020()["total"].to_pylist()) == 56_550_138


def test_southampton_in_mid_2020_as_first_published():
    table = geo.lsoa_mid_2020([SOUTHAMPTON])
    assert table.num_rows == 148
    assert sum(table["total"].to_pylist()) == 252_872
    bands = [name for name in table.column_names if name.startswith("age_")]
    for row in table.to_pylist():
        assert sum(row[band] for band in bands) == row["total"]


def test_perturbed_cells_give_sixty_people_too_many():
    """ONS, Census 2021: 56,490,048 usual residents in England."""
    assert sum(geo.census_2021()["residents"].to_pylist()) == 56_490_048 + 60


def test_census_of_southampton_by_neighbourhood():
    table = geo.census_2021([SOUTHAMPTON])
    assert table.num_rows == 152
    residents = sum(table["residents"].to_pylist())
    assert abs(residents - 248_900) <= 50  # ONS, Census 2021: 248,900 to the nearest hundred
    ethnic = sum(sum(table[name].to_pylist()) for name in ("asian", "black", "mixed", "other", "white"))
    assert abs(ethnic - residents) < 200  # cells are perturbed


def test_residents_of_broad_ages_are_those_of_the_year_and_a_part_of_one_as_in_mid_2020():
    """Southampton, mid-2020 revised: 248,679 (ONS); the share of adults of 18 is that of the first estimates."""
    whole, children, adults = (
        geo.residents([SOUTHAMPTON], 2020, *ages)[SOUTHAMPTON] for ages in ((), (0, 15), (16, None))
    )
    assert whole == 248_679
    assert round(children + adults) == whole
    older = geo.residents([SOUTHAMPTON], 2020, 18)[SOUTHAMPTON]
    assert adults * 0.96 < older < adults * 0.99  # 16 and 17 of 65 years of age
    assert geo.residents([SOUTHAMPTON], 2020, 16, 90) == {SOUTHAMPTON: adults}


def test_the_nearest_year_is_taken_and_what_is_not_known_left_out():
    assert geo.residents([SOUTHAMPTON], 2040) == geo.residents([SOUTHAMPTON], 2024)
    assert geo.residents([SOUTHAMPTON], 1990) == geo.residents([SOUTHAMPTON], 2001)
    cumberland = "E06000063"  # of 2023: no single years of age
    assert set(geo.residents([SOUTHAMPTON, cumberland, "nowhere"], 2023)) == {SOUTHAMPTON, cumberland}
    assert set(geo.residents([SOUTHAMPTON, cumberland], 2023, 18)) == {SOUTHAMPTON}
    assert geo.residents([], 2020) == {}
