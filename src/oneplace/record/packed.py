"""A file's bytes, unpacked where its name says that it is compressed: gzip (``.gz``) or Zstandard (``.zst``)."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

ENDINGS = (".gz", ".zst")
"""What the name of a compressed file ends with."""


def opened(path: Path) -> BinaryIO:
    """The bytes of a file as they were before it was compressed, from their beginning; it can't be gone back in.

    Where the end of a compressed file is missing (`fault`), they end with the last that can be unpacked.
    """
    pieces = {".gz": _of_gzip, ".zst": _of_zstandard}.get(path.suffix)
    return cast(BinaryIO, io.BufferedReader(_Pieces(pieces(path)))) if pieces else path.open("rb")


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        found = self._left or next(self._pieces, b"")
        taken, self._left = found[: len(into)], found[len(into) :]
        into[: len(taken)] = taken
        return len(taken)


_PIECE = 1 << 16


def _of_gzip(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as file, suppress(EOFError):
        while piece := file.read1(_PIECE):  # what is there, where a plain read would lose the last of it
            yield piece


def _of_zstandard(path: Path) -> Iterator[bytes]:
    """As far as it goes; a read that fails loses what it had found, so that is asked for again, byte by byte."""
    number = 0
    with _zstandard(path) as stream:
        try:
            while piece := stream.read(_PIECE):
                yield piece
                number += 1
        except OSError as error:
            if "Truncated" not in str(error):
                raise
        else:
            return
    with _zstandard(path) as stream, suppress(OSError):
        for _ in range(number):
            stream.read(_PIECE)
        while True:
            yield stream.read(1)


def _zstandard(path: Path) -> pa.NativeFile:
    return pa.input_stream(str(path), compression="zstd")


def unpacked_name(path: Path) -> str:
    """A file's name without what says that it is compressed."""
    return path.stem if path.suffix in ENDINGS else path.name


@dataclass(frozen=True)
class Fault:
    """What is wrong with a compressed file as a whole, as words after its name."""

    words: str
    ends_early: bool
    """Whether only its end is missing, so that what comes before can be read."""


def fault(path: Path) -> Fault | None:
    """What is wrong with a compressed file; None where it is sound, or is not compressed."""
    if path.suffix not in ENDINGS:
        return None
    how = "gzip" if path.suffix == ".gz" else "Zstandard"
    cut = Fault(f"is cut off: the {how} stream ends too early.", ends_early=True)
    if path.stat().st_size == 0:
        return cut
    try:
        with _zstandard(path) if path.suffix == ".zst" else gzip.open(path, "rb") as file:
            while file.read(1 << 20):
                pass
    except EOFError:
        return cut
    except (OSError, zlib.error) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise  # the system's answer about the file, and not about what is in it
        said = str(error).partition(" (b'")[0]  # gzip's words quote the file
        return cut if "Truncated" in said else Fault(f"is not a sound {how} file ({said}).", ends_early=False)
    return None
