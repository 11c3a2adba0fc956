"""A dataset renewed: the publisher's newer file read, held against what is held now, and taken when one says so.

Nothing is revised silently: what is new, what the publisher revised and what is gone is told first, and a run after it
tells among what changed how many values of each measure were revised.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import urlsplit

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from oneplace import assets, whole
from oneplace.place import Headline, Layout, OwnDataset, Place, declare_dataset, inside
from oneplace.problems import OneplaceError, Problem
from oneplace.record.database import open_database
from oneplace.record.opendata import declared, own, reading
from oneplace.record.opendata.fetching import fetch
from oneplace.record.opendata.register import DATASETS, Dataset
from oneplace.record.opendata.tidy import SCHEMA, Files, told_once, under_held_codes
from oneplace.record.opendata.unpacking import unpacked
from oneplace.sheets import refuse_archive, refuse_foreign
from oneplace.vocabulary.wording import plainly

CUT_OFF = 0.1
"""The share of figures held now from which on their absence means that the file is cut off, or another one."""
SHOWN = 6
"""Revised figures that are told one by one, the largest change first."""
_LAID_OUT = "laid_out"
_PARQUET, _GZIP, _ZIP = b"PAR1", b"\x1f\x8b", b"PK\x03\x04"
_HEAD = 200
"""Bytes by which a kind of file is told."""
_KEY = ["series", "area_code", "period_start", "period_end", "dimension", "group"]


@dataclass(frozen=True)
class Revised:
    """One figure that the newer file gives otherwise."""

    what: str
    before: float
    now: float


@dataclass(frozen=True)
class Update:
    """What a newer file of a dataset would change, and whether it was taken."""

    dataset: str
    title: str
    rows: int
    new: int
    gone: int
    revised: int
    largest: tuple[Revised, ...]
    newest_before: str | None
    newest: str
    headline: str | None
    """How the headline figure stands, in words; None where none is declared."""
    taken: bool = False


def update(place: Place, dataset: str, *, file: Path | None = None, accept: bool = False, on: date) -> Update:
    """Hold a newer file of a dataset against what the place has of it, and take it where ``accept``.

    The file is fetched from the declared address, or is ``file``. It is read by the dataset's layout or loader, whose
    headline figure must be in it. Raises ``OneplaceError`` where it can't be had, isn't laid out as declared, lacks the
    headline, or lacks more than ``CUT_OFF`` of the figures that are held.
    """
    entry = own.entry_of(place, dataset)
    if entry is None:
        known = ", ".join(sorted(own.all_of(place)))
        raise OneplaceError.at(place.root, f"has no dataset {dataset!r}.", f"There are: {known}.")
    _refuse_not_renewed(place, entry)
    with TemporaryDirectory() as name:
        folder = Path(name)
        given, before = _got(entry, file, folder), _before(place, entry)
        with _told_of(given, folder, entry, fetched=file is None):
            got = unpacked(given, folder)
            table = _only(_read(entry, got, folder), entry, before)
            if table["value"].null_count == len(table):
                what = "has no figure that the layout reads."
                raise OneplaceError.at(got, what, "Look whether it is the right file.")
            told = _held_against(entry, before, table, got)
        if accept:
            _take(place, entry, got, table, on, fetched=file is None)
            return replace(told, taken=True)
    return told


def _refuse_not_renewed(place: Place, entry: OwnDataset | Dataset) -> None:
    """Refuse what no newer file is taken of: a look-up, what is made of look-ups, and a dataset that is not read."""
    if isinstance(entry, OwnDataset) or (entry.id in reading.LOADERS and entry.id not in _OF_LOOK_UPS):
        return
    if entry.refused:
        raise OneplaceError.at(place.root, f"can't take {entry.id}: it is not read, since {entry.refused}", "")
    what = f"can't take a newer {entry.id}: Oneplace reads it in the edition that ships alone."
    raise OneplaceError.at(place.root, what, "A newer edition comes with a newer Oneplace.")


_OF_LOOK_UPS = ("deprivation_2019", "deprivation_2025")


def _got(entry: OwnDataset | Dataset, file: Path | None, folder: Path) -> Path:
    """The newer file: as given, or fetched into ``folder``."""
    if file is not None:
        if not file.is_file():
            raise OneplaceError.at(file, "is not there.", "Name the file that was fetched.")
        return file
    if entry.fetch is None:
        where = f" from {entry.address}" if entry.address else ""
        mend = f"Fetch it{where} with a browser, and give it by `--file`."
        raise OneplaceError.at(Path(entry.id), "has no address of a file that could be fetched.", mend)
    got = folder / (Path(urlsplit(entry.fetch.address).path).name or entry.id)
    fetch(entry.fetch.address, got)
    return got


def _read(entry: OwnDataset | Dataset, got: Path, folder: Path) -> pa.Table:
    layout = _layout(entry)
    if layout is None or layout == "tidy":
        _refuse_workbook(got)
    try:
        with open_database() as connection:
            if layout is not None:
                said = {"title": entry.title, "publisher": entry.publisher, "vintage": entry.vintage}
                read = OwnDataset.model_validate({"id": entry.id, "files": got.name, "layout": layout, **said})
                return told_once(declared.load(read, got.parent, connection), connection)
            files = Files(_laid_out(DATASETS[entry.id], got, folder), connection)
            return told_once(under_held_codes(reading.LOADERS[entry.id](files)), connection)
    except OneplaceError as error:
        raise OneplaceError(*(_of_given(problem, got, folder) for problem in error.problems)) from error
    except duckdb.Error as error:
        first_line = str(error).partition("\n")[0]
        what = f"holds what its loader can't use: {first_line}"
        raise OneplaceError.at(got, what, "The publisher may have changed the layout.") from error


def _refuse_workbook(got: Path) -> None:
    """Refuse an archive, a workbook or a page where the loader reads text: each says what it is, and what helps."""
    with got.open("rb") as file:
        start = file.read(_HEAD)
    if start.startswith(_ZIP):
        refuse_archive(got)
        raise OneplaceError.at(got, "is a workbook of Excel.", "Save its sheet of figures as CSV, and give that.")
    if not start.startswith((_GZIP, _PARQUET)):
        refuse_foreign(got, start)


def _of_given(problem: Problem, got: Path, folder: Path) -> Problem:
    """A problem of the copy that the loader read, told of the file that was given."""
    return replace(problem, path=got) if problem.path.is_relative_to(folder / _LAID_OUT) else problem


@contextmanager
def _told_of(given: Path, folder: Path, entry: OwnDataset | Dataset, *, fetched: bool) -> Iterator[None]:
    """What is wrong with a fetched file is told of its address, and of an unpacked one in its archive.

    The copies in ``folder`` that were read are gone by then.
    """
    where = Path(urlsplit(entry.fetch.address).netloc, given.name) if fetched and entry.fetch else given

    def told(one: Problem) -> Problem:
        if one.path == given:
            return replace(one, path=where)
        return replace(one, path=where / one.path.name) if one.path.is_relative_to(folder) else one

    try:
        yield
    except OneplaceError as error:
        raise OneplaceError(*map(told, error.problems)) from error


def _layout(entry: OwnDataset | Dataset) -> Layout | Literal["tidy"] | None:
    """How the newer file is laid out; None where the loader that ships knows."""
    if entry.fetch and entry.fetch.layout:
        return entry.fetch.layout
    if isinstance(entry, Dataset) or (entry.layout == "tidy" and entry.id in reading.LOADERS):
        return None
    return entry.layout


def _laid_out(entry: Dataset, got: Path, folder: Path) -> Path:
    """A folder in which the newer file stands in the place of the first that the loader reads, in that one's form."""
    root = folder / _LAID_OUT
    for name in entry.files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(assets.folder("opendata") / name, root / name)
    first, content = root / entry.files[0], got.read_bytes()
    if first.suffix == ".parquet" and not content.startswith(_PARQUET):
        with open_database() as connection:
            rows = connection.read_csv(str(got), header=True, sample_size=-1, na_values=["", "NA"])
            rows.write_parquet(str(first))
    elif first.suffix == ".gz" and not content.startswith(_GZIP):
        first.write_bytes(gzip.compress(content))
    else:
        first.write_bytes(content)
    return root


def _only(table: pa.Table, entry: OwnDataset | Dataset, before: pa.Table) -> pa.Table:
    """Of a dataset that was clipped to the place, the rows of the areas that are held."""
    if isinstance(entry, Dataset) or entry.layout != "tidy" or not len(before):
        return table
    return table.filter(pc.is_in(table["area_code"], value_set=pc.unique(before["area_code"])))


def _before(place: Place, entry: OwnDataset | Dataset) -> pa.Table:
    if isinstance(entry, OwnDataset):
        there = all(inside(place.root, place.root / name).is_file() for name in entry.files)
        return own.whole(entry, place.root) if there else SCHEMA.empty_table()
    return reading.read(entry.id)


def _held_against(entry: OwnDataset | Dataset, before: pa.Table, now: pa.Table, file: Path) -> Update:
    with open_database() as connection:
        for name, table in (("before", before), ("after", now)):
            connection.register(name, table.filter(table["value"].is_valid()))
        on = " and ".join(f'o."{name}" = n."{name}"' for name in _KEY)
        counted = connection.execute(f"""
            select (select count(*) from after n anti join before o on {on}),
                (select count(*) from before o anti join after n on {on}),
                (select count(*) from before)
        """).fetchone()
        moved = connection.execute(f"""
            select n.series, n.area_code, n.period_label, n.group_label, o.value, n.value
            from after n join before o on {on}
            where abs(n.value - o.value) > 1e-9 * greatest(abs(n.value), abs(o.value))
            order by abs(n.value - o.value) / greatest(abs(o.value), 1e-9) desc, 1, 2, 3, 4
        """).fetchall()
        latest = "select period_label from {} order by period_end desc, period_start desc limit 1"
        newest_before = connection.execute(latest.format("before")).fetchone()
        newest = connection.execute(latest.format("after")).fetchone()
        _refuse_turned(connection, file)
    new, gone, held = counted or (0, 0, 0)
    if held and gone > CUT_OFF * held:
        what = f"lacks {gone} of the {held} figures that are held now."
        raise OneplaceError.at(
            file, what, "It may be cut off, or be another file. Look at its end, and fetch it again."
        )
    return Update(
        dataset=entry.id,
        title=entry.title,
        rows=len(now),
        new=new,
        gone=gone,
        revised=len(moved),
        largest=tuple(Revised(", ".join(row[:4]), row[4], row[5]) for row in moved[:SHOWN]),
        newest_before=newest_before[0] if newest_before else None,
        newest=newest[0] if newest else "",
        headline=_headline(entry.headline, now, file),
    )


def _refuse_turned(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Refuse shares of which many are above one where none was before: columns changed places, or what they count."""
    turned = connection.execute(f"""
        select series, count(*) filter (numerator > denominator) as above, count(*) as counted
        from after where denominator > 0 and numerator is not null and series in (
            select series from before group by series having max(numerator / nullif(denominator, 0)) <= 1
        )
        group by series having above > {CUT_OFF} * counted order by above desc, series limit 1
    """).fetchone()
    if turned:
        series, above, counted = turned
        what = f"counts more than it counts out of in {above} of the {counted} figures of {series}, and in none before."
        raise OneplaceError.at(file, what, "Look whether its columns changed places, or what they count.")


def _headline(asked: Headline | None, now: pa.Table, file: Path) -> str | None:
    """The headline figure in words; refused where the file has none."""
    if asked is None:
        return None
    rows = [
        row
        for row in now.to_pylist()
        if (row["series"], row["area_code"], row["period_label"], row["group"])
        == (asked.series, asked.area, asked.period, "all")
    ]
    if len(rows) != 1 or rows[0]["value"] is None:
        what = f"has no {asked.series} of {asked.area} in {asked.period}, its headline figure."
        raise OneplaceError.at(file, what, "Look whether it is the right file, and its layout the declared one.")
    value = rows[0]["value"]
    agrees = abs(value - asked.value) <= asked.within
    said = f"{asked.series} of {asked.area} in {asked.period} is {plainly(value, 10)}"
    return (
        f"{said}, as published."
        if agrees
        else f"{said}; {plainly(asked.value, 10)} was published: its publisher revised it, or it is another figure."
    )


def _take(place: Place, entry: OwnDataset | Dataset, got: Path, table: pa.Table, on: date, *, fetched: bool) -> None:
    newest = max(table.to_pylist(), key=lambda row: (row["period_end"], row["period_start"]))["period_label"]
    vintage = f"to {newest}, fetched {on.isoformat()}"
    if isinstance(entry, OwnDataset) and entry.layout != "tidy" and _layout(entry) == entry.layout:
        _put(place, entry.files[0], got.read_bytes())
        files = {"files": [entry.files[0]]} if len(entry.files) > 1 else {}
        declare_dataset(place.root, entry.id, {**files, "vintage": vintage, **_tried(entry, on, fetched)})
        return
    name = f"opendata/{entry.id}.parquet"
    with pa.BufferOutputStream() as stream:
        pyarrow.parquet.write_table(table, stream, compression="zstd")
        _put(place, name, stream.getvalue().to_pybytes())
    said: Mapping[str, Any] = {"files": [name], "layout": "tidy", "vintage": vintage}
    if isinstance(entry, Dataset):
        fields = (
            "id",
            "title",
            "publisher",
            "page",
            "address",
            "licence",
            "attribution",
            "provisional",
            "areas",
            "known_faults",
        )
        kept = {field: value for field in fields if (value := getattr(entry, field)) not in (None, ())}
        said = {**kept, "known_faults": list(entry.all_faults), **said}
    declare_dataset(place.root, entry.id, {**said, **_tried(entry, on, fetched)})


def _tried(entry: OwnDataset | Dataset, on: date, fetched: bool) -> dict[str, Any]:
    """What is known of the address now: that it gave the file on this day."""
    if entry.fetch is None or (not fetched and isinstance(entry, OwnDataset)):
        return {}
    said = entry.fetch.model_dump(mode="json", exclude_defaults=True)
    return {"fetch": {**said, "tried": on.isoformat()} if fetched else said}


def _put(place: Place, name: str, content: bytes) -> None:
    path = inside(place.root, place.root / name)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.replace_bytes(path, content)
