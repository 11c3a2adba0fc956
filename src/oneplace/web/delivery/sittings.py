"""A meeting of the record with all that its agenda and minutes tell: what is put to it, its papers, who was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse

from oneplace.delivery.happened import Decision, Entry, Kind, Meeting, Paper, State, Subject, as_published
from oneplace.place import Decision as OnFile
from oneplace.report.meetings import Item, Sitting
from oneplace.web.delivery import record
from oneplace.web.delivery.at_meetings import attendance, behind, from_files, gone, left, put_to
from oneplace.web.delivery.minutes import entries_seen_by, kept_from, seen_minutes
from oneplace.web.delivery.named import bodies, name_of
from oneplace.web.pages import Link
from oneplace.web.snapshot import Snapshot


def sitting(shot: Snapshot, subject: str, one: Meeting, *, in_full: bool) -> Sitting:
    """The meeting ``subject`` as it stands; ``in_full`` with what is not for publication."""
    found, now = record.declared(shot), record.now(shot)
    body = next((each for each in found.strategy.governance.boards if each.id == one.body), None)
    put = put_to(now, one)
    return Sitting(
        body=bodies(found).get(one.body, "Body not named"),
        on=one.on or date.min,
        starts=one.starts,
        where=one.where,
        members=body.members if body else (),
        quorum=body.quorum if body else None,
        before=_before(now, one),
        items=(
            *_on_their_way(shot, put, now, in_full),
            *_left(shot, one, now),
            *(_on_file(each, now) for each in from_files(found, one)),
        ),
        papers=_papers(now, (Kind.MEETING, subject), "public"),
        kept=_kept(now, (Kind.MEETING, subject), put) if in_full else (),
        present=_lines(one.present),
        apologies=_lines(one.apologies),
        quorate=" ".join(words for _label, words in attendance(found, one)),
        minutes=_lines(seen_minutes(one.minutes, kept_from(shot.place.place.id, None))),
    )


def moved_away(shot: Snapshot, subject: str, one: State) -> list[str]:
    """That the meeting to which a decision is put isn't on that day any more."""
    if not isinstance(one, Decision) or one.meeting is None:
        return []
    found, now, of = record.declared(shot), record.now(shot), (Kind.DECISION, subject)
    meetings = record.of_kind(shot.place.place.id, Kind.MEETING).values()
    return [told for entries in meetings if (told := behind(found, now, entries).get(of))][-1:]


def left_behind(shot: Snapshot, entries: Sequence[Entry]) -> list[Link]:
    """The decisions, of the files too, that are still put to a day on which a meeting of these entries was to be."""
    found, now = record.declared(shot), record.now(shot)
    return [
        *(
            Link(name_of(found, kind, key, now[kind, key]), reverse("delivery:thing", args=[kind.value, key]))
            for kind, key in behind(found, now, entries)
        ),
        *(
            Link(f"{one.title} (of the place’s files)", reverse("public:decision", args=[one.id]))
            for was in gone(now, entries).values()
            for one in from_files(found, was)
        ),
    ]


def _on_their_way(
    shot: Snapshot, put: Mapping[Subject, Decision], now: Mapping[Subject, State], in_full: bool
) -> Iterator[Item]:
    """The decisions of the record that are put to it, as everybody may read them."""
    found, place_id = record.declared(shot), shot.place.place.id
    for of, one in put.items():
        yield Item(
            as_published(found, of[1], one, entries_seen_by(None, place_id, record.history(place_id, of))),
            (one.exempt_paragraph,) if one.exempt_paragraph else (),
            one.public_interest,
            _papers(now, of, "public"),
            _lines(one.exempt) if in_full else (),
        )


def _left(shot: Snapshot, one: Meeting, now: Mapping[Subject, State]) -> Iterator[Item]:
    """Those that were on its agenda and were deferred or withdrawn, as they stood then, and why; as all may read it."""
    found, place_id = record.declared(shot), shot.place.place.id
    for of, held in left(record.of_kind(place_id, Kind.DECISION).values(), one).items():
        entries = entries_seen_by(None, place_id, held)
        stood, why = entries[-1].now(), entries[-1].why
        if isinstance(stood, Decision):
            told = as_published(found, of[1], stood, entries)
            summary = f"{told.summary or ''} Why: {why.rstrip('.')}.".strip()
            paragraphs = (stood.exempt_paragraph,) if stood.exempt_paragraph else ()
            because = stood.public_interest
            yield Item(told.model_copy(update={"summary": summary}), paragraphs, because, _papers(now, of, "public"))


def _on_file(one: OnFile, now: Mapping[Subject, State]) -> Item:
    """A decision of the place's files: what it keeps back stands in no document but its own report in full."""
    because = " ".join(f"{each.public_interest.rstrip('.')}." for each in one.exempt)
    papers = _papers(now, (Kind.DECISION, one.id), "public")
    return Item(one, tuple(sorted({each.paragraph for each in one.exempt})), because, papers)


def _before(now: Mapping[Subject, State], one: Meeting) -> date | None:
    """The day of the body's last meeting before this one that was held."""
    held = [
        each.on
        for each in now.values()
        if isinstance(each, Meeting) and each.body == one.body and each.state in ("held", "minuted")
        if each.on and one.on and each.on < one.on
    ]
    return max(held, default=None)


def _papers(now: Mapping[Subject, State], of: Subject, state: str) -> tuple[str, ...]:
    """The papers about a thing, by their titles."""
    return tuple(
        each.title
        for each in now.values()
        if isinstance(each, Paper) and (each.about_kind, each.about, each.state) == (of[0].value, of[1], state)
    )


def _kept(now: Mapping[Subject, State], meeting: Subject, put: Mapping[Subject, Decision]) -> tuple[str, ...]:
    return tuple(title for of in (meeting, *put) for title in _papers(now, of, "exempt"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
