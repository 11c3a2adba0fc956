"""A file's bytes, unpacked where its name says that it is compressed: gzip (``.gz``) or Zstandard (``.zst``)."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

ENDINGS = (".gz", ".zst")
"""What the name of a compressed file ends with."""


def opened(path: Path) -> BinaryIO:
    """The bytes of a file as they were before it was compressed, from their beginning; it can't be gone back in."""
    if path.suffix == ".zst":
        return cast(BinaryIO, io.BufferedReader(pa.input_stream(str(path), compression="zstd")))
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def unpacked_name(path: Path) -> str:
    """A file's name without what says that it is compressed."""
    return path.stem if path.suffix in ENDINGS else path.name


def torn(path: Path) -> str | None:
    """What is wrong with a compressed file as a whole, as words after its name; None where it is sound."""
    if path.suffix not in ENDINGS:
        return None
    how = "gzip" if path.suffix == ".gz" else "Zstandard"
    cut = f"is cut off: the {how} stream ends too early."
    if path.stat().st_size == 0:
        return cut
    try:
        with opened(path) as file:
            while file.read(1 << 20):
                pass
    except EOFError:
        return cut
    except (OSError, zlib.error) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise  # the system's answer about the file, and not about what is in it
        said = str(error).partition(" (b'")[0]  # gzip's words quote the file
        return cut if "Truncated" in said else f"is not a sound {how} file ({said})."
    return None
