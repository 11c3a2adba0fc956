"""What ``oneplace check`` and ``run`` tell of a place besides its files: beside the data, and by its newest run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from oneplace.problems import OneplaceError, Problem, Severity

if TYPE_CHECKING:
    import pyarrow as pa

    from oneplace.place import Place
    from oneplace.results import Results


def beside_data(folder: Path, of_place: Iterable[Problem], as_of: date) -> list[Problem]:
    """What only shows beside the data that are carried, and what only the newest run shows, of a place without errors.

    Figures that are typed or published tell by themselves in which years they are, so that no run is waited for.
    """
    if not folder.is_dir() or any(problem.severity is Severity.ERROR for problem in of_place):
        return []
    from oneplace import measures, place, progress
    from oneplace.cli.boundaries import lacking

    found, made = place.read(folder), _newest_run(folder)
    asked = {one.measure for one in progress.ambitions(found) if one.target or one.gap_target}
    return [
        *lacking(found),
        *measures.not_held(found),
        *measures.not_recognised(found),
        *measures.to_look_at(found, as_of),
        *measures.unread(found),
        *measures.redefined(found, _seen(folder)),
        *(problem for told in made for problem in _by_run(found, told)),
        *progress.other_years(found, measures.known_without_run(found, asked, as_of), *made),
    ]


def told_by_run(folder: Path, tables: Path) -> list[Problem]:
    """What a run, whose tables are in this folder, shows of the place's definitions."""
    from oneplace import measures, place, progress

    found, told = place.read(folder), _read(tables)
    stay = measures.redefined(found, [_read(tables, "results", "provenance").tables])
    return [*stay, *_by_run(found, told), *progress.other_years(found, told)]


def _by_run(found: Place, told: Results) -> list[Problem]:
    from oneplace import measures

    return [
        *measures.shrunk(found, told["data_tests"]),
        *measures.never_matched(found, told["results"]),
        *measures.hidden_by_another(found, told["results"]),
        *measures.still_shown(found, told["results"]),
    ]


def _newest_run(folder: Path) -> list[Results]:
    """The tables of the newest run, if there is one; of a damaged one `runs` and `serve` tell."""
    from oneplace import run as pipeline

    try:
        return [_read(made.results) for made in pipeline.runs(folder)[-1:]]
    except OneplaceError:
        return []


def _seen(folder: Path) -> list[Mapping[str, pa.Table]]:
    """The tables of the runs that readers have seen; whoever makes a run is told where one is damaged or gone."""
    from oneplace import run as pipeline

    try:
        seen = [pipeline.shown(folder, one).results for one in pipeline.served(folder)]
        return [_read(tables, "results", "provenance").tables for tables in seen]
    except OneplaceError:
        return []


def _read(tables: Path, *names: str) -> Results:
    from oneplace import results

    asked, public = names or ("data_tests", "results", "gaps"), results.Audience.PUBLIC
    return results.Results({name: results.read_one(tables, name, public) for name in asked})
