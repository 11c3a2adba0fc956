"""The sentences about a commentary: which run it was written for, and what comes next. All else is the place's own."""

from __future__ import annotations

from datetime import date

from oneplace.progress.sentences.about import Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence
from oneplace.vocabulary.wording import cycle_words, day_words


def commentary_note(row: Row) -> str:
    """That nobody wrote it, where it was made up; else empty."""
    return "Illustrative: nobody wrote this. It shows the form." if row["origin"] == "illustrative" else ""


def written_for(row: Row) -> Sentence:
    """Which run a row of ``commentary`` was written for, by whom and when; that it is out of date where it is.

    Words that readers of that run did not see are told to be of the run in which they first stood.
    """
    day = day_words(row["said_at"])
    since = row.get("rewritten_at")
    again = f", and rewritten for that of {day_words(since)}" if since else ""
    late = f" It is older than one {cycle_words(row['cycle'])} cycle." if row["stale"] else ""
    on = f" on {day_words(row['written_on'])}" if row["written_on"] else ""
    claim = Claim(
        Kind.SAID,
        row["ambition"],
        period=day,
        direction="stale" if row["stale"] else "fresh",
        group=row["written_by"],
        reference=Reference(period=day_words(since)) if since else None,
    )
    return Sentence(f"Written for the run of {day}, by {row['written_by']}{on}{again}.{late}", (claim,))


def next_step(row: Row, as_of: date | None) -> Sentence:
    """What is done next, by whom and by when, and that this day is past; empty where no step is set."""
    if not row["next_step"]:
        return Sentence()
    day = day_words(row["next_due"])
    past = as_of is not None and row["next_due"] < as_of
    claim = Claim(
        Kind.NEXT_STEP, row["ambition"], period=day, direction="past" if past else "ahead", group=row["next_by"]
    )
    # the step is the place's own words, which may hold a colon: who and when are a sentence of their own
    due = f"To be done by {row['next_by']}, no later than {day}{', which is past' if past else ''}."
    text = f"{row['next_step'].rstrip('.')}. {due}"
    return Sentence(text, (claim,))
