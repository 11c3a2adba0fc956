"""What is worked out from a dataset is worked out from the place's own edition of it, wherever there is one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import yaml

from oneplace.measures.published import published
from oneplace.place import FromPublished, OwnDataset, read
from oneplace.problems import OneplaceError
from oneplace.record import opendata

PLACES = Path(__file__).parents[2] / "places"
LESS = 0.99
"""By what every value and count of the planted edition is multiplied: sums, shares and means of them are too."""
SIDES = ("numerator", "value", "lower", "upper")


def plant(root, wanted):
    """An edition of its own of every dataset that is asked for, each of its figures a hundredth lower."""
    declared = []
    for dataset, series in wanted.items():
        if not series:
            continue
        table = opendata.read(dataset)
        table = table.filter(pc.is_in(table["series"], value_set=pa.array(sorted(series))))
        for side in SIDES:
            at = table.column_names.index(side)
            table = table.set_column(at, side, pc.multiply(table[side], LESS))
        pq.write_table(table, root / f"{dataset}.parquet")
        entry = opendata.DATASETS[dataset]
        kept = {"areas": entry.areas, "provisional": entry.provisional, "address": "https://own.example.org/edition"}
        declared.append({
            "id": dataset, "title": entry.title, "publisher": entry.publisher, "vintage": "planted",
            "files": f"{dataset}.parquet", "layout": "tidy", **{key: said for key, said in kept.items() if said},
        })  # fmt: skip
    (root / "datasets.yaml").write_text(yaml.safe_dump({"datasets": declared}))


def test_every_result_of_a_published_measure_is_of_the_own_edition(tmp_path):
    """Fifths of small areas, boroughs put together by counts or by people, comparators, groups: all of them."""
    root = Path(shutil.copytree(PLACES / "south-east-london", tmp_path / "place"))
    shipped = read(root)
    asked = [each for each in shipped.measures.values() if isinstance(each.compute, FromPublished)]
    wanted: dict[str, set[str]] = {}
    for each in asked:  # two of each dataset; of deprivation neighbourhoods are counted, by rank
        series = wanted.setdefault(each.compute.dataset, set())
        if len(series) < 2 and not each.compute.dataset.startswith("deprivation"):
            series |= {each.compute.series, *filter(None, [each.compute.gap_series])}
    plant(root, wanted)
    own = read(root)
    walked = 0
    for measure in asked:
        if measure.compute.series not in wanted[measure.compute.dataset]:
            continue
        before, after = (
            {(row["dimension"], row["group"], row["period_start"], row["period_end"]): row for row in rows}
            for rows in (published(place, measure, measure.compute) for place in (shipped, own))
        )
        assert after.keys() == before.keys(), measure.id
        for key, row in after.items():
            value = before[key]["value"]
            assert row["value"] == (None if value is None else pytest.approx(LESS * value, rel=1e-9)), (measure.id, key)
            walked += value is not None
    assert walked > 500


@pytest.mark.parametrize(("kind", "code"), [("msoa11", "E02009999"), ("lsoa21", "E01099999")])
def test_small_areas_of_another_kind_than_declared_are_refused_by_name(tmp_path, kind, code):
    (tmp_path / "x.csv").write_text(f"area,year,n,d\n{code},2024,5,100\nE92000001,2024,5,100\n")
    figures = {"s": {"numerator": "n", "denominator": "d", "per": 100}}
    layout = {"area": {"column": "area"}, "period": {"column": "year", "kind": "year"}, "figures": figures}
    said = {"id": "t", "title": "T", "publisher": "P", "vintage": "V", "files": "x.csv", "layout": layout}
    with pytest.raises(OneplaceError, match=f"has codes that are no {kind} .1 of them., such as {code}"):
        opendata.whole(OwnDataset.model_validate({**said, "areas": kind}), tmp_path)
