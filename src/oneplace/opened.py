"""A place opened in a notebook: what its runs show, as Arrow tables that can be asked, and single measures made now.

Nothing here reaches the record's rows about people: those stand in a zone of their own (`oneplace.record`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from oneplace import results, run
from oneplace.problems import OneplaceError
from oneplace.results import Audience

READERS = tuple(each.value for each in Audience if each is not Audience.NOBODY)


@dataclass(frozen=True)
class OpenedPlace:
    """A place at one of its runs, as one kind of reader may see it. Small numbers are hidden, as on every page."""

    folder: Path
    run: run.Run
    reader: Audience

    def __repr__(self) -> str:
        """Say which place, which run and for whom."""
        return f"<{self.folder.name} at run {self.run.id}, for {self.reader.value}: {len(self.tables)} tables>"

    @property
    def runs(self) -> list[str]:
        """The ids of the runs that readers have seen, oldest first."""
        return run.served(self.folder)

    def at(self, run_id: str) -> OpenedPlace:
        """The same place at an earlier run; refuses an id that it doesn't have."""
        return replace(self, run=run.named(self.folder, run_id))

    @property
    def tables(self) -> list[str]:
        """The names of the tables that the reader may have; `docs/reference/results.md` tells what each holds."""
        return list(results.tables_for(self.reader))

    def table(self, name: str) -> pa.Table:
        """One table of the run, in the columns of its contract, periods half-open; refuses one that isn't the reader's.

        ``.to_pandas()`` and ``polars.from_arrow()`` take it on.
        """
        if name not in self.tables:
            known = ", ".join(self.tables)
            raise OneplaceError.at(self.folder, f"has no table '{name}' for {self.reader.value}.", f"It has: {known}.")
        return results.read_one(self.run.results, name, self.reader)

    def ask(self, query: str, values: Sequence[object] = ()) -> pa.Table:
        """What DuckDB answers to a query over the tables, each by its name, with ``values`` for its ``?``.

        The query reaches these tables and no file. Refuses one that DuckDB can't answer, in its words.
        """
        with duckdb.connect(config={"python_enable_replacements": False}) as connection:
            for name in self.tables:
                connection.register(name, results.read_one(self.run.results, name, self.reader))
            connection.execute("SET enable_external_access = false; SET lock_configuration = true")
            try:
                answer = connection.sql(query, params=list(values))
                if answer is None:
                    raise OneplaceError.at(self.folder, "was asked nothing.", "Begin the query with SELECT.")
                return answer.to_arrow_table()
            except duckdb.Error as error:
                why, mend = str(error).splitlines()[0], f"Its tables are: {', '.join(self.tables)}."
                raise OneplaceError.at(self.folder, f"can't answer the query. {why}", mend) from error

    def measure(self, measure_id: str) -> pa.Table:
        """Every period and group of one measure as a run made now would show them, in the columns of ``results``.

        It makes no run. Refuses a measure that the place's files don't declare.
        """
        return run.measure(self.folder, only=measure_id)


def open(folder: Path | str, *, reader: str = Audience.PUBLIC.value) -> OpenedPlace:  # noqa: A001 - as notebooks say it
    """Open a place's folder at the run that is served, for ``reader``: public, board or team.

    Refuses a folder that is no place, a place without a run, and a reader that isn't one of these.
    """
    path = Path(folder)
    if reader not in READERS:
        raise OneplaceError.at(path, f"can't be opened for '{reader}'.", f"Readers are: {', '.join(READERS)}.")
    return OpenedPlace(path, run.current(path), Audience(reader))
