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
