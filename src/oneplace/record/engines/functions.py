"""Functions that DuckDB has and Spark lacks, or has with other answers: run by DuckDB on each of Spark's workers.

Spark reads the types of a function's columns from its annotations, which are therefore no text in this file.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.pandas.functions import pandas_udf

LIKENESS = ("jaro_winkler_similarity", "damerau_levenshtein")
"""Of two words each: a share from 0 to 1, and a number of slips."""


def give(session: SparkSession) -> None:
    """Let a session's statements use ``LIKENESS``; each worker's Python needs Oneplace."""
    made: Callable[..., Any] = pandas_udf
    for name in LIKENESS:
        session.udf.register(name, made(_of_two(name), "double"))


def _of_two(name: str) -> Callable[[pd.Series, pd.Series], pd.Series]:
    """A function of two columns; made here, so that workers are sent it."""

    def likeness(left: pd.Series, right: pd.Series) -> pd.Series:
        import pandas as pd  # noqa: PLC0415
        import pyarrow as pa  # noqa: PLC0415

        sides = [pa.array(side, pa.string(), from_pandas=True) for side in (left, right)]
        from oneplace.record.database import open_database  # noqa: PLC0415

        with open_database() as connection:
            connection.execute("SET threads = 1")
            connection.register("pairs", pa.table(sides, names=["l", "r"]))
            found = connection.sql(f"SELECT {name}(l, r)::DOUBLE AS likeness FROM pairs").to_arrow_table()
        return pd.Series(found["likeness"].to_numpy())

    return likeness
