"""The whole store as one file, from either database and into either: accounts, trail, remarks and the record.

JSON Lines: first what the file is (the store's form, how many rows, the hash of them all), then a row a line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from oneplace import whole
from oneplace.delivery.happened import Entry, Kind
from oneplace.problems import OneplaceError

PARTS = ("accounts", "audit", "feedback", "delivery", "diaries")
"""The apps whose rows are kept. Sessions are not: who was signed in signs in again."""


class Exact(DjangoJSONEncoder):
    """Django's writes moments to the millisecond; a row has to come back as it was."""

    def default(self, o: Any) -> Any:
        """A moment whole, everything else as Django has it."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def papers_of(file: Path) -> Path:
    """The archive of papers that stands beside a backup."""
    return file.with_name(f"{file.name}-papers.zip")


def back_up(file: Path, place_folder: Path, place: str) -> int:
    """Write every row of the store, as it is at one moment, to a new file that its owner alone may read; how many.

    Papers' files go into an archive beside it.
    """
    from oneplace.web.papers import carried  # noqa: PLC0415  models need Django set up

    if not file.parent.is_dir():
        raise OneplaceError.at(file.parent, "is not there.", "Make the folder first, or name another.")
    for one in (file, papers_of(file)):
        if one.exists():
            raise OneplaceError.at(one, "is there already.", "Name a new file: a backup writes over nothing.")
    with transaction.atomic():
        lines = list(_rows())
        papers = _papers(place)
    carried.back_up(place_folder, papers, papers_of(file))
    head = {"oneplace": "store", "form": _form(), "rows": len(lines), "sha256": _hash(lines)}
    whole.own_file(file)
    whole.replace(file, "".join(f"{line}\n" for line in (json.dumps(head), *lines)))
    whole.own_file(file)
    return len(lines)


def restore(file: Path, place_folder: Path, place: str) -> int:
    """Put every row of a backup into a store that holds none, and into no other; returns how many.

    Papers' files come from the archive beside it; where one is missing or changed, nothing is put in.
    """
    from oneplace.web.papers import carried  # noqa: PLC0415  models need Django set up

    lines = _checked(file)
    if any(model._default_manager.exists() for model in _models()):
        what = "was not restored: the store holds rows already."
        raise OneplaceError.at(file, what, "Move the store away, or name an empty database, and restore again.")
    try:
        with transaction.atomic():
            for one in serializers.deserialize("jsonl", "\n".join(lines)):
                one.save(force_insert=True)
            _count_on()
            carried.check(_papers(place), papers_of(file))(place_folder)
    except (DeserializationError, IntegrityError) as error:
        raise OneplaceError.at(file, f"can't be read as rows ({error}).", "Take another backup.") from None
    return len(lines)


def _papers(place: str) -> list[Entry]:
    """What the record says of a place's papers. Those of others in the same store stand in folders of their own."""
    from oneplace.web.delivery.record import of_kind  # noqa: PLC0415  models need Django set up

    return [one for entries in of_kind(place, Kind.PAPER).values() for one in entries]


def _checked(file: Path) -> list[str]:
    """The rows of a backup; refuses what is none, is cut off or changed, or is of another form."""
    try:
        first, *lines = file.read_text("utf-8").splitlines()
        head = json.loads(first)
        known = head["oneplace"] == "store"
    except FileNotFoundError:
        raise OneplaceError.at(file, "is not there.", "Name a file that `oneplace backup` wrote.") from None
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise OneplaceError.at(file, "is no backup of a store.", "Name a file that `oneplace backup` wrote.")
    if len(lines) != head.get("rows") or _hash(lines) != head.get("sha256"):
        raise OneplaceError.at(file, "was cut off or changed since it was written.", "Take another backup.")
    if head.get("form") != _form():
        mend = "Restore it with the version of Oneplace that wrote it, then run `oneplace migrate`."
        raise OneplaceError.at(file, "is of another version’s store.", mend)
    return lines


def _models() -> list[type[Model]]:
    return [model for part in PARTS for model in apps.get_app_config(part).get_models()]


def _rows() -> Iterator[str]:
    for model in _models():
        text = serializers.serialize(
            "jsonl", model._default_manager.order_by("pk").iterator(), ensure_ascii=True, cls=Exact
        )
        yield from text.splitlines()


def _form() -> list[str]:
    """The changes of the store's form that it has seen, of the parts that are kept."""
    seen = MigrationLoader(connection).applied_migrations
    return sorted(f"{part}.{name}" for part, name in seen if part in PARTS)


def _hash(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _count_on() -> None:
    """Have PostgreSQL number new rows after those that were put in; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
