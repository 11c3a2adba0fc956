"""Identities encrypted at rest: Parquet's own encryption (AES-GCM), with a key that stands in the environment alone.

Without a key files are written as they are, readable by their owner alone. What is encrypted is read with the key that
it was written with, and refused without.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from oneplace.problems import OneplaceError
from oneplace.record.reading import text

KEY = "ONEPLACE_IDENTITY_KEY"
"""The environment's variable: 32 random bytes in base64, as ``openssl rand -base64 32`` draws them."""

_BYTES = 32
_SEALED = b"PARE"
"""What an encrypted Parquet file begins with, where others have ``PAR1``."""


def key() -> bytes | None:
    """The key that the environment gives; None where it gives none. Refuses one that is none, without printing it."""
    given = os.environ.get(KEY, "").strip()
    if not given:
        return None
    try:
        found = base64.b64decode(given, altchars=b"-_" if set(given) & set("-_") else None, validate=True)
    except ValueError:  # neither base64 nor, with other letters, ASCII
        found = b""
    if len(found) != _BYTES:
        mend = "Draw one with `openssl rand -base64 32`, and keep it where backups of var/identity are not."
        raise OneplaceError.at(Path(KEY), "in the environment is not a key of 32 bytes in base64.", mend)
    return found


def write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write what a query gives to a Parquet file, encrypted where there is a key."""
    sealed_by = key()
    if sealed_by is None:
        connection.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        return
    properties = _encryption().create_encryption_properties(footer_key=sealed_by)
    batches = connection.sql(query).to_arrow_reader()
    with pq.ParquetWriter(path, batches.schema, compression="zstd", encryption_properties=properties) as writer:
        for batch in batches:
            writer.write_batch(batch)


def reading(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """SQL that reads a Parquet file, decrypted where it is encrypted.

    Raises `OneplaceError` where that takes a key which the environment doesn't give, or another one.
    """
    with path.open("rb") as file:
        sealed = file.read(len(_SEALED)) == _SEALED
    if not sealed:
        return f"read_parquet({text(str(path))})"
    known = key()
    if known is None:
        raise OneplaceError.at(path, "is encrypted.", f"Give its key in the environment's {KEY}.")
    properties = _encryption().create_decryption_properties(footer_key=known)
    try:
        table = pq.read_table(path, decryption_properties=properties)
    except OSError as error:
        raise OneplaceError.at(path, f"was encrypted with another key than {KEY} gives.", "Give that one.") from error
    name = f"sealed_{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
    connection.register(name, table)
    return name


def _encryption() -> Any:
    """Parquet's encryption: not every pyarrow takes a key as it is, nor has every place one."""
    from pyarrow.parquet import encryption  # noqa: PLC0415

    if not hasattr(encryption, "create_encryption_properties"):
        raise OneplaceError.at(Path(KEY), "is set, but this pyarrow can't encrypt with a key.", "Install a newer one.")
    return encryption
