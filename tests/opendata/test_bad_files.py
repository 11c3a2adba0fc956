"""A missing, broken or changed file is refused: what, where, and how to mend it."""

from __future__ import annotations

import gzip
import shutil

import duckdb
import pytest

from oneplace.assets import folder
from oneplace.problems import OneplaceError
from oneplace.record.opendata import read
from oneplace.record.opendata.reading import LOADERS
from oneplace.record.opendata.register import DATASETS, Register

AMBULANCE = "performance/ambulance_ambsys.csv.gz"
ELSEWHERE = {"deprivation_2019", "deprivation_2025"}  # their summaries come from the shipped folder


def _copy(tmp_path, path):
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder("opendata") / path, target)
    return target


@pytest.mark.parametrize("dataset", sorted(set(LOADERS) - {"deprivation_2019"}))
def test_a_missing_file(tmp_path, dataset):
    with pytest.raises(OneplaceError) as caught:
        read(dataset, folder=tmp_path)
    problem = caught.value.problems[0]
    assert "not there" in problem.message
    assert str(problem.path).startswith(str(tmp_path))
    assert problem.mend


@pytest.mark.parametrize("dataset", sorted(set(LOADERS) - ELSEWHERE))
def test_a_wrong_header(tmp_path, dataset):
    for path in DATASETS[dataset].files:
        _copy(tmp_path, path)
    target = tmp_path / DATASETS[dataset].files[0]
    if target.suffix == ".parquet":
        duckdb.sql(f"copy (select 1 as something_else) to '{target}' (format parquet)")
    else:
        text = "something_else\n1\n"
        target.write_bytes(gzip.compress(text.encode()) if target.suffix == ".gz" else text.encode())
    with pytest.raises(OneplaceError, match=r"header lacks .* it has 'something_else'.*layout"):
        read(dataset, folder=tmp_path)


def test_a_truncated_gzip(tmp_path):
    target = _copy(tmp_path, AMBULANCE)
    target.write_bytes(target.read_bytes()[:5000])
    with pytest.raises(OneplaceError, match=r"can't be read|can't use"):
        read("ambulance", folder=tmp_path)


def test_a_truncated_parquet(tmp_path):
    target = _copy(tmp_path, "performance/beds_sitrep_trust_monthly.parquet")
    target.write_bytes(target.read_bytes()[:5000])
    with pytest.raises(OneplaceError, match="can't be read"):
        read("beds", folder=tmp_path)


def test_text_that_is_not_utf8(tmp_path):
    target = tmp_path / "performance/rtt_england.csv"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"month,type_of_wait,count\n2024-05,Total w\xe9iting,1\n")
    with pytest.raises(OneplaceError, match="can't be read"):
        read("waiting_list_england", folder=tmp_path)


def test_a_number_that_is_text(tmp_path):
    target = tmp_path / "performance/rtt_england.csv"
    target.parent.mkdir(parents=True)
    target.write_text("month,type_of_wait,count\n2024-05,Total waiting,many\n")
    with pytest.raises(OneplaceError, match="can't use"):
        read("waiting_list_england", folder=tmp_path)


def test_a_month_that_does_not_exist(tmp_path):
    target = tmp_path / "performance/rtt_england.csv"
    target.parent.mkdir(parents=True)
    target.write_text("month,type_of_wait,count\n2024-13,Total waiting,5\n")
    with pytest.raises(OneplaceError, match="'2024-13' is no month"):
        read("waiting_list_england", folder=tmp_path)


def test_an_unknown_dataset_and_an_unknown_series():
    with pytest.raises(OneplaceError, match=r"no dataset 'ambulence'. Did you mean `ambulance`"):
        read("ambulence")
    with pytest.raises(OneplaceError, match=r"no series 'c2_men'. Did you mean `c2_mean`"):
        read("ambulance", "c2_men")


def test_a_register_that_lacks_something(tmp_path):
    path = tmp_path / "register.yaml"
    with pytest.raises(OneplaceError, match="not there"):
        len(Register(path))
    path.write_text("defaults: {}\ndatasets:\n  - id: x\n")
    with pytest.raises(OneplaceError, match=r"can't be read: .*title"):
        len(Register(path))
    path.write_text("datasets: [")
    with pytest.raises(OneplaceError, match="can't be read"):
        len(Register(path))
