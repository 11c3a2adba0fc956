"""Functions that DuckDB has and Spark lacks, or has with other answers: run by DuckDB on each of Spark's workers."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LIKENESS = ("jaro_winkler_similarity", "damerau_levenshtein")
"""Of two words each: a share from 0 to 1, and a number of slips."""


def give(session: "SparkSession") -> None:
    """Let a session's statements use ``LIKENESS``; each worker's Python needs DuckDB, pandas and pyarrow."""
    from pyspark.sql.functions import pandas_udf  # noqa: PLC0415 - half a gigabyte that few places ask for

    for name in LIKENESS:
        session.udf.register(name, pandas_udf(_of_two(name), "double"))


def _of_two(name: str):  # noqa: ANN202
    """A function of two columns; made here, so that workers are sent it and need no Oneplace of their own."""

    def likeness(left: pd.Series, right: pd.Series) -> pd.Series:
        import duckdb  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415
        import pyarrow as pa  # noqa: PLC0415

        sides = [pa.array(side, pa.string(), from_pandas=True) for side in (left, right)]
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.register("pairs", pa.table(sides, names=["l", "r"]))
            found = connection.sql(f"SELECT {name}(l, r)::DOUBLE AS likeness FROM pairs").to_arrow_table()
        return pd.Series(found["likeness"].to_numpy())

    return likeness
