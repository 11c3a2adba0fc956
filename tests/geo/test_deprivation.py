"""The Indices of Deprivation reproduce what their publisher and the strategy's document say of them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pyarrow.csv
import pytest

from oneplace import geo
from oneplace.assets import folder

SOUTHAMPTON = "E06000045"


def _summary(vintage, code=SOUTHAMPTON):
    return next(
        row for row in geo.local_authority_deprivation(vintage).to_pylist() if row["local_authority_code"] == code
    )


def test_southampton_is_55th_only_by_average_rank():
    """Cabinet report, line 43: "55th most deprived". MHCLG, IoD 2019, File 10: four ranks of 317 authorities."""
    row = _summary(2019)
    assert geo.local_authority_deprivation(2019).num_rows == 317
    assert row["rank_of_average_rank"] == 55
    assert row["rank_of_average_score"] == 61
    assert row["rank_of_share_worst_tenth"] == 68
    assert row["rank_of_extent"] == 69


def test_nineteen_of_148_neighbourhoods_are_in_the_worst_tenth():
    row = _summary(2019)
    assert (row["neighbourhoods_worst_tenth"], row["neighbourhoods"]) == (19, 148)
    assert row["share_worst_tenth"] == pytest.approx(0.1284, abs=0.00005)


def test_twelve_per_cent_of_people_live_there():
    rows = geo.deprivation(2019, [SOUTHAMPTON]).to_pylist()
    worst = sum(row["population"] for row in rows if row["decile"] == 1)
    assert worst / sum(row["population"] for row in rows) == pytest.approx(0.120, abs=0.0005)


def test_southamptons_neighbourhoods_by_decile_and_fifth():
    rows = geo.deprivation(2019, [SOUTHAMPTON]).to_pylist()
    deciles = Counter(row["decile"] for row in rows)
    assert [deciles[decile] for decile in range(1, 11)] == [19, 24, 24, 26, 15, 14, 7, 14, 4, 1]
    fifths = Counter(row["fifth"] for row in rows)
    assert [fifths[fifth] for fifth in range(1, 6)] == [43, 50, 29, 21, 5]


def test_every_published_average_of_2019_comes_back():
    """MHCLG, IoD 2019, File 10: average score to 3 decimals, share and extent to 4, of all 317 authorities."""
    published = pyarrow.csv.read_csv(folder("opendata") / "imd/imd2019_lad19.csv").to_pylist()
    ours = {row["local_authority_code"]: row for row in geo.local_authority_deprivation(2019).to_pylist()}
    assert len(published) == 317
    for row in published:
        mine = ours[row["lad19"]]
        assert mine["average_score"] == pytest.approx(row["pub_avg_score"], abs=0.001)
        assert mine["share_worst_tenth"] == pytest.approx(row["pub_prop_decile1"], abs=0.0001)
        assert mine["extent"] == pytest.approx(row["pub_extent"], abs=0.0001)


@pytest.mark.parametrize(("code", "by_score", "by_rank"), [("E07000084", 243, 246), ("E07000094", 292, 293)])
def test_basingstoke_and_winchester_are_little_deprived(code, by_score, by_rank):
    row = _summary(2019, code)
    assert (row["rank_of_average_score"], row["rank_of_average_rank"]) == (by_score, by_rank)
    assert row["neighbourhoods_worst_tenth"] == 0


def test_southampton_in_2025():
    """MHCLG, IoD 2025, summaries of 296 authorities: 0.1184 in the worst tenth, 76th by average rank, 73rd by score."""
    row = _summary(2025)
    assert geo.local_authority_deprivation(2025).num_rows == 296
    assert (row["neighbourhoods_worst_tenth"], row["neighbourhoods"]) == (18, 152)
    assert row["share_worst_tenth"] == 0.1184
    assert (row["rank_of_average_rank"], row["rank_of_average_score"]) == (76, 73)


def test_published_shares_of_2025_are_what_the_neighbourhoods_give():
    for row in geo.local_authority_deprivation(2025).to_pylist():
        counted = row["neighbourhoods_worst_tenth"] / row["neighbourhoods"]
        assert counted == pytest.approx(row["share_worst_tenth"], abs=0.0001)


@pytest.mark.parametrize(("vintage", "count"), [(2019, 32_844), (2025, 33_755)])
def test_ranks_and_deciles_cover_england(vintage, count):
    rows = geo.deprivation(vintage).to_pylist()
    ranks = sorted(row["rank"] for row in rows)
    assert (len(ranks), ranks[0], ranks[-1]) == (count, 1, count)
    # the rank after a tie is left out, so each rank counts those before it (26 ties in 2019)
    assert all(rank == place or rank == ranks[place - 2] for place, rank in enumerate(ranks, start=1))
    ordered = sorted(rows, key=lambda row: row["rank"])
    assert all(before["decile"] <= after["decile"] for before, after in pairwise(ordered))
    assert all(row["fifth"] == (row["decile"] + 1) // 2 for row in rows)
    sizes = Counter(row["decile"] for row in rows).values()
    assert max(sizes) - min(sizes) <= 2


def test_the_vintages_stand_on_different_areas():
    older, newer = (set(geo.deprivation(vintage)["lsoa_code"].to_pylist()) for vintage in (2019, 2025))
    assert newer == set(geo.lsoas(2021)["lsoa21_code"].to_pylist())
    assert older == set(geo.lsoas(2011)["lsoa11_code"].to_pylist())
    assert older != newer


def test_another_vintage_is_refused():
    for function in (geo.deprivation, geo.local_authority_deprivation):
        with pytest.raises(ValueError, match="not 2015"):
            function(2015)
