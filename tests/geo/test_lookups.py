from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from oneplace import geo

SOUTHAMPTON = "E06000045"
SOUTH_EAST_LONDON = ["E09000004", "E09000006", "E09000011", "E09000022", "E09000023", "E09000028"]


def test_england_has_its_neighbourhoods():
    """ONS, Census 2011 and 2021 geographies: 32,844 and 33,755 LSOAs, 6,791 and 6,856 MSOAs in England."""
    older, newer = geo.lsoas(2011), geo.lsoas(2021)
    assert (older.num_rows, len(set(older["msoa11_code"].to_pylist()))) == (32_844, 6_791)
    assert (newer.num_rows, len(set(newer["msoa21_code"].to_pylist()))) == (33_755, 6_856)


def test_southampton_has_152_neighbourhoods_33_middle_areas_and_17_wards():
    table = geo.lsoas(2021, [SOUTHAMPTON])
    assert table.num_rows == 152
    assert len(set(table["msoa21_code"].to_pylist())) == 33
    assert len(set(table["ward_code"].to_pylist())) == 17
    assert set(table["icb_code"].to_pylist()) == {"E54000042"}
    assert geo.lsoas(2011, [SOUTHAMPTON]).num_rows == 148


def test_the_other_places_have_theirs():
    assert geo.lsoas(2021, SOUTH_EAST_LONDON).num_rows == 1_040
    assert geo.lsoas(2011, ["E07000084"]).num_rows == 109


def test_no_other_census_drew_lsoas():
    with pytest.raises(ValueError, match="2011 and 2021, not 2001"):
        geo.lsoas(2001)


def test_the_change_list_counts_splits_mergers_and_irregulars():
    counts = Counter(geo.lsoa_changes()["change"].to_pylist())
    assert (counts["S"], counts["M"], counts["X"]) == (1_842, 194, 9)
    unchanged = [row for row in geo.lsoa_changes().to_pylist() if row["change"] == "U"]
    assert all(row["lsoa11_code"] == row["lsoa21_code"] for row in unchanged)


def test_every_neighbourhood_of_2021_is_in_the_change_list():
    assert set(geo.lsoas(2021)["lsoa21_code"].to_pylist()) == set(geo.lsoa_changes()["lsoa21_code"].to_pylist())


def test_southampton_has_25_practices_and_six_networks():
    table = geo.practices([SOUTHAMPTON])
    assert table.num_rows == 25
    assert len({code for code in table["pcn_code"].to_pylist() if code}) == 6
    assert sum(table["registered_patients"].to_pylist()) == 318_258


def test_points_lie_in_england():
    table = geo.lsoas(2021)
    latitude, longitude = (np.array(table[name]) for name in ("latitude", "longitude"))
    assert ((latitude > 49.8) & (latitude < 55.9) & (longitude > -6.5) & (longitude < 1.8)).all()


def test_trusts_have_codes_and_points():
    by_code = {row["organisation_code"]: row for row in geo.trusts().to_pylist()}
    assert len(by_code) == 218
    assert by_code["RN5"]["name"].startswith("Hampshire Hospitals")


def test_a_trusts_patients_live_somewhere():
    shares: dict[str, float] = {}
    for row in geo.trust_catchments().to_pylist():
        shares[row["organisation_code"]] = shares.get(row["organisation_code"], 0) + row["share"]
    assert len(shares) > 100
    # OHID, NHS Acute (Hospital) Trust Catchment Populations
    assert all(total == pytest.approx(1, abs=1e-6) for total in shares.values())


def test_two_in_three_of_hampshire_hospitals_patients_live_in_its_three_districts():
    rows = {
        row["local_authority_code"]: row["share"]
        for row in geo.trust_catchments().to_pylist()
        if row["organisation_code"] == "RN5"
    }
    assert sum(rows[code] for code in ("E07000084", "E07000093", "E07000094")) == pytest.approx(0.67, abs=0.02)
