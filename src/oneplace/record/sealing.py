"""Identities encrypted at rest: Parquet's own encryption (AES-GCM), with a key that stands in the environment alone.

Without a key files are written as they are, readable by their owner alone. What is encrypted is read with the key that
it was written with, and refused without. While one key takes the place of another both are given.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from oneplace.problems import OneplaceError
from oneplace.record.reading import text

KEY = "ONEPLACE_IDENTITY_KEY"
"""The environment's variable: 32 random bytes in base64, as ``openssl rand -base64 32`` draws them."""

BEFORE = "ONEPLACE_IDENTITY_KEY_BEFORE"
"""The variable of the key that went before it: what it encrypted is read too, and nothing is written with it."""

_BYTES = 32
_SEALED, _OPEN = b"PARE", b"PAR1"
"""What an encrypted Parquet file begins and ends with, and what others do."""
_AGAIN = "Put it back from your backup, or make the record again with `oneplace load PLACE`."


def key(variable: str = KEY) -> bytes | None:
    """The key that the environment gives; None where it gives none. Refuses one that is none, without printing it."""
    given = os.environ.get(variable, "").strip()
    if not given:
        return None
    try:
        found = base64.b64decode(given, altchars=b"-_" if set(given) & set("-_") else None, validate=True)
    except ValueError:  # neither base64 nor, with other letters, ASCII
        found = b""
    if len(found) != _BYTES:
        mend = "Draw one with `openssl rand -base64 32`, and keep it where backups of var/identity are not."
        raise OneplaceError.at(Path(variable), "in the environment is not a key of 32 bytes in base64.", mend)
    return found


def write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write what a query gives to a Parquet file, encrypted where there is a key."""
    if key() is None:
        connection.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        return
    _write(connection.sql(query).to_arrow_reader(), path)


def write_table(table: pa.Table, path: Path) -> None:
    """The same of a table."""
    _write(table.to_reader(), path)


def _write(batches: pa.RecordBatchReader, path: Path) -> None:
    sealed_by = key()
    properties = _encryption().create_encryption_properties(footer_key=sealed_by) if sealed_by else None
    with pq.ParquetWriter(path, batches.schema, compression="zstd", encryption_properties=properties) as writer:
        for batch in batches:
            writer.write_batch(batch)


def reading(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """SQL that reads a Parquet file, decrypted where it is encrypted.

    Raises `OneplaceError` where that takes a key which the environment doesn't give, or another one, and where the
    file can't be read or was cut, emptied or changed.
    """
    if not _is_sealed(path):
        return f"read_parquet({text(str(path))})"
    name = f"sealed_{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
    connection.register(name, table(path))
    return name


def table(path: Path) -> pa.Table:
    """What a file holds. Raises like `reading`."""
    if not _is_sealed(path):
        return _whole(path, None)
    known = [found for variable in (KEY, BEFORE) if (found := key(variable))]
    if not known:
        raise OneplaceError.at(path, "is encrypted.", f"Give its key in the environment's {KEY}.")
    for one in known:
        if _opens(path, one):
            return _whole(path, one)
    raise OneplaceError.at(path, f"was encrypted with another key than {KEY} gives.", "Give that one.")


def is_current(path: Path) -> bool:
    """Whether a file is encrypted with the key that is now to be used."""
    now = key()
    return now is not None and _is_sealed(path) and _opens(path, now)


def _is_sealed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(len(_SEALED))
            file.seek(-min(len(_SEALED), path.stat().st_size), os.SEEK_END)
            end = file.read()
    except OSError as error:
        mend = "Give this user the right to read it." if isinstance(error, PermissionError) else _AGAIN
        raise OneplaceError.at(path, f"can't be read ({os.strerror(error.errno or 0)}).", mend) from error
    if start not in (_SEALED, _OPEN):
        raise OneplaceError.at(path, "is not what was written: it was emptied or changed.", _AGAIN)
    if start != end:
        raise OneplaceError.at(path, "is cut short: its end is missing.", _AGAIN)
    return start == _SEALED


def _opens(path: Path, sealed_by: bytes) -> bool:
    try:
        with pq.ParquetFile(path, decryption_properties=_decryption(sealed_by)):
            return True
    except (OSError, pa.ArrowInvalid):
        return False


def _whole(path: Path, sealed_by: bytes | None) -> pa.Table:
    try:
        with pq.ParquetFile(path, decryption_properties=_decryption(sealed_by) if sealed_by else None) as file:
            return file.read()
    except (OSError, pa.ArrowInvalid) as error:
        raise OneplaceError.at(path, "is damaged: not all of it can be read.", _AGAIN) from error


def _decryption(sealed_by: bytes) -> Any:
    return _encryption().create_decryption_properties(footer_key=sealed_by)


def _encryption() -> Any:
    """Parquet's encryption: not every pyarrow takes a key as it is, nor has every place one."""
    from pyarrow.parquet import encryption  # noqa: PLC0415

    if not hasattr(encryption, "create_encryption_properties"):
        raise OneplaceError.at(Path(KEY), "is set, but this pyarrow can't encrypt with a key.", "Install a newer one.")
    return encryption
