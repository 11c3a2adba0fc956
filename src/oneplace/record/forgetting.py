"""Finding a person in the record to erase, and which records hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oneplace.place import Place
from oneplace.problems import OneplaceError
from oneplace.record import forgotten, sealing, store
from oneplace.record.database import open_database
from oneplace.record.linkage import answers


@dataclass(frozen=True)
class Found:
    """A person as the newest record has them: every record and number, and the files that tell of them."""

    records: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    files: tuple[str, ...]


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
        digits = "".join((number or "").split()).replace("-", "")
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
    with store.connect(newest) as connection:
        files = dict(connection.execute("SELECT load_id, file_name FROM load").fetchall())
    numbers = {one for one, _load in told if one} | ({digits} if digits else set())
    return Found(
        tuple(records), tuple(sorted(numbers)), tuple(sorted({files[load] for _one, load in told if load in files}))
    )


def keep_out(place: Place, into: Path, name: str, who: Found) -> None:
    """Keep a person out of every record from now on, and forget what was answered about their links.

    ``name`` is the log's name of it. Only keyed hashes are kept.
    """
    if place.sources is None:
        raise OneplaceError.at(place.root, "has no sources.yaml.", "Declare in it what the partners send.")
    secret = store.secret(into, place.place.id, place.sources)
    hashes = [forgotten.hashed(secret, forgotten.of_record(source), key) for source, key in who.records]
    forgotten.add(into, name, [*hashes, *(forgotten.hashed(secret, "number", each) for each in who.numbers)])
    answers.forget(into, who.records)


def holding(into: Path, who: Found) -> list[str]:
    """The records that still hold a person, oldest first: identities, or what was set aside of them."""
    return [
        folder.name
        for folder in sorted((into / "identity").glob("[!.]*/"))
        if (folder / store.LINK).is_file() and _holds(folder, who)
    ]


def _holds(folder: Path, who: Found) -> bool:
    with open_database() as connection:
        connection.execute("CREATE TABLE mine (source_system VARCHAR, source_record_id VARCHAR)")
        connection.executemany("INSERT INTO mine VALUES (?, ?)", list(who.records))
        return any(
            connection.execute(
                f"SELECT 1 FROM {sealing.reading(connection, folder / name)} "
                "JOIN mine USING (source_system, source_record_id) LIMIT 1"
            ).fetchall()
            for name in ("identity.parquet", store.LINK)
        )
