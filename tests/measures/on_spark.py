"""What Spark makes of some measures, by the settings that SPARK_CONF_DIR names: run in a process of its own.

``python -m tests.measures.on_spark RECORD OUT MEASURE …`` writes one file a measure, and says how many executors ran.
"""

import sys
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from oneplace import place
from oneplace.measures.linked_record import RecordMeasures
from oneplace.record.engines.spark import Spark

SOUTHAMPTON = Path(__file__).parents[2] / "places" / "southampton"


def main(folder: Path, out: Path, *names: str) -> None:
    read = place.read(SOUTHAMPTON)
    read = replace(read, place=read.place.model_copy(update={"engine": "spark"}))
    opened = RecordMeasures.open(read, folder)
    opened.prepare()
    for name in names:
        measure = read.measures[name]
        pq.write_table(opened.engine.rows(opened.sql(measure, measure.compute)), out / f"{name}.parquet")
    assert isinstance(opened.engine, Spark)
    tracker = opened.engine.session.sparkContext._jsc.sc().statusTracker()
    sys.stdout.write(f"{len(tracker.getExecutorInfos()) - 1}\n")  # without the driver


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
