"""A record in object storage gives the same counts to the cell on Spark, whose workers read it there themselves.

What is read and from where is what differs: every statement runs on Spark in `test_spark`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from oneplace import whole
from oneplace.measures.linked_record import RecordMeasures
from oneplace.record import stored
from oneplace.record.store import MANIFEST
from tests.measures.conftest import SOUTHAMPTON
from tests.measures.test_spark import examples, rows  # noqa: F401 - a fixture

SOME = ["emergency_admissions", "waiting_92nd_percentile", "readmission_30_days"]


@pytest.fixture
def there(examples, objects, tmp_path):  # noqa: F811
    """The record of all measures' examples, its tables in object storage."""
    folder = shutil.copytree(examples, tmp_path / "there")
    (folder / "direct_care").mkdir()
    (folder / MANIFEST).write_text(json.dumps({"made": {"record": whole.hashes(folder)}}), "utf-8")
    stored.put(folder, "examples", "s3://place/records", Path("place.yaml"))
    return folder


@pytest.fixture
def counted(southampton, examples):  # noqa: F811
    """What a measure counts over the record on this machine."""
    ours = RecordMeasures.open(southampton, examples)
    ours.prepare()
    yield lambda name: rows(ours.engine.rows(ours.sql(southampton.measures[name], southampton.measures[name].compute)))
    ours.engine.close()


def on_spark(folder: Path, out: Path, *names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.measures.on_spark", str(folder), str(out), *names]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_spark_on_this_machine(spark, there, counted, tmp_path):
    ran = on_spark(there, tmp_path, *SOME)
    assert ran.returncode == 0, ran.stderr
    for name in SOME:
        assert rows(pq.read_table(tmp_path / f"{name}.parquet")) == counted(name), name


def test_a_cluster_of_two_workers(there, spark_cluster, counted, tmp_path):  # whose workers are told of the storage
    ran = on_spark(there, tmp_path, *SOME)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split()[-1] == "2"
    assert not (there / stored.FETCHED).exists()
    for name in SOME:
        assert rows(pq.read_table(tmp_path / f"{name}.parquet")) == counted(name)


def test_a_file_that_is_lost_is_told(spark, there, objects, tmp_path):
    del objects.holds[next(name for name in objects.names if name.endswith("/person/person.parquet"))]
    ran = on_spark(there, tmp_path, *SOME)
    assert ran.stderr.splitlines()[-1].startswith(
        f"oneplace.problems.OneplaceError: {SOUTHAMPTON / 'place.yaml'}: has a worker of Spark read s3://place/records/examples-"
    )
    assert ran.stderr.rstrip().endswith(
        "person/person.parquet, where a file is missing or another than was put there. "
        "Make the record again with `oneplace load PLACE`."
    )
