"""Every file of identities encrypted with the key of now: those that are open, and those under the key before.

Each is written aside, and its hash noted with its record, before it takes the other's place. One that was cut short
leaves a record that is sound with either, and the next goes on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Any

from oneplace import whole
from oneplace.problems import OneplaceError
from oneplace.record import kept, sealing, store
from oneplace.record.linkage import answers

_ASIDE = ".sealing"


def seal(into: Path) -> int:
    """Encrypt what isn't encrypted with ``ONEPLACE_IDENTITY_KEY`` below the place's ``var``; returns how many files.

    What is encrypted with another key is read with ``ONEPLACE_IDENTITY_KEY_BEFORE``. Raises `OneplaceError` where
    there is no key, another process makes a record, or a file is under neither key; what was done before it stays.
    """
    if sealing.key() is None:
        mend = "Draw one with `openssl rand -base64 32`, and keep it where backups of var/identity are not."
        raise OneplaceError.at(Path(sealing.KEY), "is not in the environment: there is nothing to encrypt with.", mend)
    with whole.alone(into / "record"):
        kept.forget(into)  # the next load keeps it again, under the key of now
        folders = [path for path in sorted((into / "identity").glob("[!.]*/")) if any(path.glob("*.parquet"))]
        done = sum(_of_record(into, folder) for folder in folders)
        return done + answers.seal(into)


def clear(into: Path) -> None:
    """Remove what one that was cut short wrote aside, and files as they were read: who is forgotten is in them too."""
    with whole.alone(into / "record"):
        kept.forget(into)
        aside = into / "identity" / _ASIDE
        if aside.exists():
            shutil.rmtree(aside)


def _of_record(into: Path, folder: Path) -> int:
    manifest = into / "record" / folder.name / store.MANIFEST
    content = store.manifest(manifest.parent) if manifest.is_file() else None
    for stale in manifest.parent.glob(f"{store.MANIFEST}.*"):
        stale.unlink()
    if content and store.ANEW in content:
        _note(manifest, folder, content)  # what an earlier one had put in its place
    old = [path for path in sorted(folder.rglob("*.parquet")) if not sealing.is_current(path)]
    if old:
        aside = _written(into, folder, old)
        if content:
            content[store.ANEW] = whole.hashes(aside)
            whole.replace(manifest, json.dumps(content, indent=1, sort_keys=True))
        _put(aside, folder, old)
        if content:
            _note(manifest, folder, content)
    return len(old)


def _written(into: Path, folder: Path, old: Collection[Path]) -> Path:
    aside = into / "identity" / _ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    whole.private(aside)
    for path in old:
        made = aside / path.relative_to(folder)
        made.parent.mkdir(parents=True, exist_ok=True)
        sealing.write_table(sealing.table(path), made)
    whole.settled(aside)
    return aside


def _put(aside: Path, folder: Path, old: Collection[Path]) -> None:
    for path in old:
        (aside / path.relative_to(folder)).replace(path)
    shutil.rmtree(aside)


def _note(manifest: Path, folder: Path, content: dict[str, Any]) -> None:
    """Take the hashes that the files have now for those that they must have, and name no others."""
    made = store.as_sealed(content, whole.hashes(folder))
    content["made"] = {**content["made"], "identity": made}
    del content[store.ANEW]
    whole.replace(manifest, json.dumps(content, indent=1, sort_keys=True))
