"""The table in which the pack lists ambitions: a row each, in the words of every list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from oneplace.pack.document import Table, Text
from oneplace.pack.evidence import Judged
from oneplace.pack.sections.marks import between, keyed
from oneplace.progress import Status, sentences
from oneplace.report import listed
from oneplace.vocabulary.wording import marked

UNKNOWN, _DASH = "not known", "—"
STATUS = "Now, and forecast"
COLUMNS = ("Ambition", "Latest value", "Direction", "Beside others", "Gap", STATUS)
"""The status stands last: where it is the caption, or no target makes a forecast, it is left out."""


def called(one: Judged) -> str:
    """What a table calls an ambition whose measure it tells of: by the measure, else by what is asked."""
    return one.ambition.about.measure or one.ambition.about.question


def called_of(one: Judged) -> str:
    """The same where numbers of it stand beside: marked where they are made up."""
    return marked(called(one), one.row["origin"])


def listing(caption: str, inside: Iterable[Judged], as_of: date, columns: int = len(COLUMNS)) -> Table:
    """The ambitions in the order given, with those of the first so many columns of which anything is known.

    What a row has no value of is a dash, whose meaning stands once in the caption.
    """
    cells = [_row(one, as_of)[:columns] for one in inside]
    known = [at for at in range(columns) if any(row[at] != UNKNOWN for row in cells)]
    rows = tuple(tuple(_DASH if row[at] == UNKNOWN else row[at] for at in known) for row in cells)
    told = f" ({_DASH}: {UNKNOWN})" if any(_DASH in row for row in rows) else ""
    return Table(keyed(f"{caption}{told}", rows), tuple(COLUMNS[at] for at in known), rows)


def has_figures(one: Judged) -> bool:
    """Whether any figure of it is known, if only of areas within the place: what a row could show."""
    return one.row["value"] is not None or bool(sentences.by_part(one.row))


def without_figures(inside: Iterable[Judged], why: str) -> list[Text]:
    """Those that a list would have only dashes of, in a sentence; ``why`` says where the reason stands."""
    asked = [one.ambition.about.question for one in inside if not has_figures(one)]
    return [Text(f"Without a number yet ({why}): {' '.join(asked)}")] if asked else []


def _row(one: Judged, as_of: date) -> tuple[str, ...]:
    row, about = one.row, one.ambition.about
    said = listed(row, about, as_of)
    return (
        about.question,
        "; ".join(part for part in (said.value, said.age) if part) or UNKNOWN,
        said.heading or UNKNOWN,
        said.beside or UNKNOWN,
        _gap(one),
        status_words(one),
    )


def _gap(one: Judged) -> str:
    """The gap with its period, and which way it goes; of one that could be chance only by which kind of group."""
    told, aim = between(one.row, one.ambition.about), sentences.gap_beside(one.row, one.ambition.about).text
    if aim and one.row["gap"] is None:
        return aim
    way = sentences.direction_label(one.row) if sentences.sure(one.row) else ""
    return "; ".join(part for part in (told, way, aim) if part)


def status_words(one: Judged) -> str:
    """The status now and the one that is forecast, where a target makes one; of one that is past, why it stands so."""
    now, unknown = sentences.status_words(one.row), (Status.NO_DATA, Status.NO_MEASURE)
    if one.row["target"] is None or one.row["status"] in unknown or one.row["status_forecast"] in sentences.OVER:
        return now
    return f"{now}; {sentences.forecast_label(one.row).lower()}"
