"""Finding a person in the record to erase, and which records hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from oneplace.place import Place
from oneplace.place.canonical import BY_NAME
from oneplace.problems import OneplaceError
from oneplace.record import forgotten, resealing, sealing, store
from oneplace.record.database import open_database
from oneplace.record.linkage import answers, queue


@dataclass(frozen=True)
class Found:
    """A person as the newest record has them: every record and number, and the files that tell of them.

    ``alike`` are the ids of others who may be the same person: their data are not this one's, and stay.
    """

    records: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    files: tuple[str, ...]
    alike: tuple[int, ...] = ()


def found(into: Path, *, person: int | None = None, number: str | None = None) -> Found:
    """A person of the newest record below the place's ``var``, by their id or one of their NHS numbers.

    Raises `OneplaceError` where there is no record, or nobody in it is meant.
    """
    newest = store.newest(into)
    if newest is None:
        raise OneplaceError.at(into, "has no linked record.", "Make one with `oneplace load PLACE`.")
    folder = into / "identity" / newest.name
    with open_database() as connection:
        said, link = (sealing.reading(connection, folder / f"{name}.parquet") for name in ("identity", "person_link"))
        digits = _digits(number or "")
        people = [person] if person is not None else []
        if number is not None:
            people = [
                one
                for (one,) in connection.execute(
                    f"SELECT DISTINCT person_id FROM {said} JOIN (SELECT * FROM {link} WHERE valid_to IS NULL) "
                    "USING (source_system, source_record_id) WHERE nhs_number = ? AND method = 'nhs_number'",
                    [digits],
                ).fetchall()
            ]
        records = forgotten.records_of(folder / store.LINK, people) if people else []
        if not records:
            raise OneplaceError.at(into, "has no such person in its record.", "Look up the id or the number again.")
        connection.execute("CREATE TABLE mine (source_system VARCHAR, source_record_id VARCHAR)")
        connection.executemany("INSERT INTO mine VALUES (?, ?)", records)
        told = connection.execute(
            f"SELECT nhs_number, load_id FROM {said} JOIN mine USING (source_system, source_record_id)"
        ).fetchall()
    loads = {load for _one, load in told} | _loads_of(newest, people)
    with store.connect(newest, only=("load",)) as connection:
        files = dict(connection.execute("SELECT load_id, file_name FROM load").fetchall())
    numbers = {one for one, _load in told if one} | ({digits} if digits else set())
    named = sorted({files[load] for load in loads if load in files})
    return Found(tuple(records), tuple(sorted(numbers)), tuple(named), tuple(queue.alike(into, folder, people)))


def _loads_of(newest: Path, people: Sequence[int]) -> set[str]:
    """What was read of people's events, homes and preferences, theirs who opted out among them."""
    tables = [name for name, table in BY_NAME.items() if table.zone == "person" and "load_id" in table.kept]
    with store.connect(newest, purpose="direct_care", only=tables) as connection:
        return {
            load
            for name in tables
            for (load,) in connection.execute(
                f"SELECT DISTINCT load_id FROM {name} WHERE list_contains(?, person_id)", [list(people)]
            ).fetchall()
        }


def keep_out(place: Place, into: Path, name: str, who: Found) -> None:
    """Keep a person out of every record from now on, and forget what was answered about their links.

    ``name`` is the log's name of it. Only keyed hashes are kept.
    """
    secret = _secret(place, into)
    numbers = [forgotten.hashed(secret, "number", each) for each in who.numbers]
    forgotten.add(into, name, [*_hashes(secret, who.records), *numbers])
    forget_answers(place, into, name)


def forget_answers(place: Place, into: Path, name: str) -> None:
    """Forget what was answered about somebody who is kept out, as far as it wasn't, and what a sealing left aside."""
    resealing.clear(into)
    secret, hashes = _secret(place, into), forgotten.by_name(into)[name]
    answers.forget(into, lambda record: not hashes.isdisjoint(_hashes(secret, [record])))


def kept_out_as(place: Place, into: Path, *, person: int | None = None, number: str | None = None) -> str | None:
    """The log's name of somebody who is kept out, by their number or by the id that a past record gives them."""
    secret = _secret(place, into)
    mine = {forgotten.hashed(secret, "number", _digits(number))} if number is not None else set()
    if person is not None:
        for folder in _identities(into):
            mine.update(_hashes(secret, forgotten.records_of(folder / store.LINK, [person])))
    return next((name for name, hashes in forgotten.by_name(into).items() if mine & hashes), None)


def names_kept_out(into: Path) -> list[str]:
    """The log's names of those who are kept out now."""
    return list(forgotten.by_name(into))


def holding(place: Place, into: Path, name: str) -> list[str]:
    """The records that still hold somebody who is kept out: in identities, or in what was set aside of them."""
    who = forgotten.Forgotten(_secret(place, into), forgotten.by_name(into)[name])
    return [folder.name for folder in _identities(into) if _holds(folder, who)]


def _holds(folder: Path, who: forgotten.Forgotten) -> bool:
    held = who.holds("record", forgotten.RECORD)
    with open_database() as connection:
        return any(
            connection.execute(
                f"SELECT 1 FROM {sealing.reading(connection, folder / name)} WHERE {held} LIMIT 1"
            ).fetchall()
            for name in ("identity.parquet", store.LINK)
        )


def _identities(into: Path) -> list[Path]:
    return [path for path in sorted((into / "identity").glob("[!.]*/")) if (path / store.LINK).is_file()]


def _hashes(secret: str, records: Iterable[tuple[str, str]]) -> list[str]:
    return [forgotten.hashed(secret, forgotten.of_record(source), key) for source, key in records]


def _digits(number: str) -> str:
    return "".join(number.split()).replace("-", "")


def _secret(place: Place, into: Path) -> str:
    if place.sources is None:
        raise OneplaceError.at(place.root, "has no sources.yaml.", "Declare in it what the partners send.")
    return store.secret(into, place.place.id, place.sources)
