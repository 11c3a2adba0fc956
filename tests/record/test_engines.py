"""What is said where Spark can’t be had, what of an expression it has no counterpart of, and what is not printed."""

import sys
from pathlib import Path

import pytest
import sqlglot

from oneplace.problems import OneplaceError
from oneplace.record.database import open_database
from oneplace.record.engines import spark
from oneplace.record.engines.duck import DuckDB
from oneplace.record.engines.spark_sql import spark_sql

PLACE = Path("places/x/place.yaml")


@pytest.fixture(autouse=True)
def _afresh():
    spark._started.cache_clear()
    yield
    spark._started.cache_clear()


def java(folder, version):
    """A machine whose Java says that it is of this version."""
    folder.joinpath("bin").mkdir(parents=True)
    path = folder / "bin" / "java"
    path.write_text(f"#!{sys.executable}\nimport sys\nprint('openjdk version \"{version}\"', file=sys.stderr)\n")
    path.chmod(0o755)
    return folder


def said(monkeypatch, home):
    monkeypatch.setenv("JAVA_HOME", str(home))
    with pytest.raises(OneplaceError) as caught:
        spark.Spark.over({}, PLACE)
    (problem,) = caught.value.problems
    assert problem.path == PLACE
    return problem


def test_without_a_java(monkeypatch, tmp_path):
    problem = said(monkeypatch, tmp_path)
    assert problem.message == (
        f"asks for `engine: spark`, which needs Java 17 or 21: there is none in {tmp_path} (`JAVA_HOME`)."
    )
    assert "apt-get install openjdk-17-jre-headless" in problem.mend


@pytest.mark.parametrize(("version", "release"), [("11.0.2", 11), ("1.8.0_292", 8), ("25", 25)])
def test_with_a_java_that_it_does_not_run_on(monkeypatch, tmp_path, version, release):
    assert f"Java {release} is in" in said(monkeypatch, java(tmp_path, version)).message


def test_without_pyspark(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    problem = said(monkeypatch, java(tmp_path, "17.0.15"))
    assert problem.message == "asks for `engine: spark`, which is not installed here."
    assert "oneplace[spark]" in problem.mend


@pytest.mark.parametrize(
    ("expression", "lacks"),
    [
        ("extract(epoch from a)", "'epoch'"),
        ("date_diff('century', a, b)", "'century'"),
        ("date_trunc('decade', a)", "'decade'"),
        ("cast(a as hugeint)", "INT128"),
    ],
)
def test_what_has_no_counterpart_is_refused(expression, lacks):
    with pytest.raises(ValueError, match=lacks):
        spark_sql(sqlglot.parse_one(f"SELECT {expression} FROM t", dialect="duckdb"))


def test_no_bar_of_progress_stands_in_what_a_command_prints():
    asked = "SELECT current_setting('enable_progress_bar') AS bar"
    with open_database() as connection:
        assert connection.execute(asked).fetchall() == [(False,)]
        assert DuckDB(connection).rows(asked)["bar"].to_pylist() == [False]
