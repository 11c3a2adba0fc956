"""What the pages of papers print: each paper in a line, its versions, its history, what goes with its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from oneplace.delivery.happened import Decision, Entry, Kind, Paper, State, Subject
from oneplace.place import Place
from oneplace.vocabulary.wording import day_words
from oneplace.web.delivery.named import bodies, name_of
from oneplace.web.delivery.papers_about import SORTS
from oneplace.web.fields import WHY, Field
from oneplace.web.papers.taking import Found

STATES = {"exempt": ("Exempt", "yellow"), "public": ("Public", "green"), "withdrawn": ("Withdrawn", "grey")}
LABELS = {
    "state": "Who may read it", "about": "What it is about", "sort": "Sort",
    "title": "Title", "file": "File", "form": "Type", "size": "Bytes", "sha256": "SHA-256",
}  # fmt: skip
_TYPES = "PDF, Word, Excel, PowerPoint, OpenDocument text, picture, plain text or CSV"
UNSEEN = (
    "Readers get the file as it is. What is in its properties (author, title, comments, changes) goes with it: look "
    "before you mark it public."
)


@dataclass(frozen=True)
class Line:
    """A paper in a list."""

    id: str
    title: str
    sort: str
    about: str
    decision: str
    form: str
    size: str
    tag: str
    colour: str
    on: str


@dataclass(frozen=True)
class Version:
    """A file that a paper was, by the number of its entry."""

    number: int
    name: str
    size: str
    sha256: str
    told: str


@dataclass(frozen=True)
class Told:
    """An entry of a paper's history in words."""

    what: str
    by: str
    at: str
    why: str
    changes: list[tuple[str, str, str]]


def now(entries: list[Entry]) -> Paper:
    """A paper as it stands."""
    found = entries[-1].now()
    assert isinstance(found, Paper)  # noqa: S101  its kind says so
    return found


def line(entries: list[Entry], found: Place, standing: Mapping[Subject, State]) -> Line:
    """A paper in a line; ``on`` is the day of its last entry."""
    one, last = now(entries), entries[-1]
    tag, colour = STATES[one.state]
    decision = one.about if one.about_kind == "decision" and one.about in found.decisions else ""
    about = about_words(one, found, standing)
    return Line(
        last.subject, one.title, SORTS[one.sort], about, decision, one.form.upper(), size_words(one.size or 0), tag,
        colour, day_words(last.at.date()),
    )  # fmt: skip


def about_words(one: Paper, found: Place, standing: Mapping[Subject, State]) -> str:
    """What a paper is about, by its name; by its id where that is known no more."""
    if one.about_kind == "body":
        return bodies(found).get(one.about, one.about)
    if one.about_kind == "decision":
        return decisions(found, standing).get(one.about, one.about)
    return name_of(found, Kind.MEETING, one.about, standing.get((Kind.MEETING, one.about)))


def decisions(found: Place, standing: Mapping[Subject, State]) -> dict[str, str]:
    """The decisions of the place's files and of the record by id, each with its words."""
    recorded = {subject: one.text for (_kind, subject), one in standing.items() if isinstance(one, Decision)}
    return {one.id: one.title for one in found.decisions.values()} | recorded


def versions(entries: Iterable[Entry]) -> list[Version]:
    """Every file that a paper was, newest first."""
    made = [one for one in entries if one.what in ("made", "replaced")]
    return [
        Version(
            one.number,
            str(one.after["file"]),
            size_words(int(one.after["size"] or 0)),
            str(one.after["sha256"]),
            f"{one.by}, {day_words(one.at.date())}",
        )
        for one in reversed(made)
    ]


def history(entries: Iterable[Entry], words: Mapping[str, str], about: str) -> list[Told]:
    """What was done to a paper, newest first; ``words`` says what may be done, ``about`` what it is about."""
    called = {"about": about}
    return [
        Told(
            words[one.what],
            one.by,
            f"{day_words(one.at.date())}, {one.at:%H:%M} UTC",
            one.why,
            [
                (
                    label,
                    str((one.before or {}).get(name) or "nothing"),
                    called.get(name) or str(one.after[name] or "nothing"),
                )
                for name, label in LABELS.items()
                if (one.before or {}).get(name) != one.after[name]
            ],
        )
        for one in reversed(list(entries))
    ]


def fields(found: Place, standing: Mapping[Subject, State]) -> tuple[Field, ...]:
    """The form of a new paper: about which meeting, body or decision, what it is, and its file."""
    meetings = [subject for (kind, subject), _one in standing.items() if kind is Kind.MEETING]
    choices = [
        ("", "Choose"),
        *((f"meeting/{one}", name_of(found, Kind.MEETING, one, standing[Kind.MEETING, one])) for one in meetings),
        *((f"body/{one}", name) for one, name in bodies(found).items()),
        *((f"decision/{one}", f"Decision: {title}") for one, title in decisions(found, standing).items()),
    ]
    return (
        Field("about", "What it is about", "A meeting, a board or group, or a decision", "choice", tuple(choices)),
        Field("sort", "What it is", "", "choice", (("", "Choose"), *SORTS.items())),
        Field("title", "Title", "As readers see it once it is public"),
        _file(),
        Field("why", "Note (optional)", "Whoever reads the history sees this", "area"),
    )


def fields_of(what: str) -> tuple[Field, ...]:
    """The form of something that is done to a paper."""
    return (_file(), WHY) if what == "replaced" else (WHY,)


def goes_with(found: Found) -> list[str]:
    """What readers get besides what they see, as far as it was found."""
    insides = found.insides
    told = [
        f"Author in its properties: {insides.author or 'none found'}.",
        f"Title in its properties: {insides.title or 'none found'}.",
    ]
    if insides.notes:
        told.append(f"It also holds {', '.join(insides.notes)}.")
    return [*told, "Other things may be in it that were not looked for. Readers get the file as it is."]


def _file() -> Field:
    return Field("file", "File", f"{_TYPES}; at most {size_words(settings.ONEPLACE_UPLOAD_BYTES)}", "file")


def size_words(size: int) -> str:
    """``340 kB``, ``2.1 MB``."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
