"""What was agreed beside the ambitions' numbers is a promise too: it stays as it is until a decision says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.moved.bearing import Bears, bearing, gone, narrows, thing
from oneplace.place.moved.diff import Change, Kind, changes
from oneplace.place.moved.easing import MADE_UP, Eased, counts_otherwise, easings, rests_otherwise
from oneplace.place.moved.flat import Fields, Leaf, Said

MILESTONES = "workstreams"
ALONE = ("strategy", "place", "sources", "feeds")
"""What has no id that a decision could name: it names the strategy."""
_EXCUSES = ("not_required", "not_applicable", None)


def agreed_changes(old: Said, new: Said) -> Iterator[Eased]:
    """Each thing, by its id, of which something that was agreed is another now or is not set any more, or that is gone.

    Milestones are told by their own ids, whatever workstream they stand in.
    """
    for change in changes(old, new):
        day = change.part == MILESTONES and change.field.startswith("milestones.")
        if not day and _asks(change):
            yield Eased(change, (_named(change, new),), _only_shown(change, old))
    yield from _milestones(old, new)


def worded_changes(old: Said, new: Said) -> Iterator[Eased]:
    """Each change of what readers take a promise to be, or of something said with one: nobody need decide it.

    A decision that names the thing may cover it, of an ambition as of its numbers: by what it names in ``eases:``. So
    is one of what is counted for an ambition, where it eases no number that a decision would have to name, and a rule
    for small numbers that hides more.
    """
    eased = {one.change.key for one in easings(old, new)}
    for change in changes(old, new):
        said = bearing(change) in (Bears.WORDED, Bears.RECORDED)
        counted = bearing(change) is Bears.RULED and counts_otherwise(change, old) and change.key not in eased
        hides_more = change.field.startswith("small_numbers.") and change.key not in eased
        if counted or hides_more or (said and not (change.old is None and change.kind is Kind.CHANGED)):
            yield Eased(change, (change.subject,), _only_shown(change, old))


def _asks(change: Change) -> bool:
    """Whether a decision has to say so."""
    match bearing(change):
        case Bears.ALWAYS | Bears.AGREED as found:
            return found is Bears.ALWAYS or change.kind is Kind.DROPPED or change.old is not None
        case Bears.LISTED:
            return gone(change)
        case Bears.EXCUSED:
            return change.old is not None and change.new in _EXCUSES
        case Bears.NARROWED:
            return narrows(change)
        case Bears.RESTS:
            return rests_otherwise(change.old, change.new)
        case _:
            return False


def _named(change: Change, new: Said) -> str:
    """What a decision names: the thing inside another, else the thing; of what has no id of its own, the strategy."""
    return thing(change) or (next(iter(new["strategy"])) if change.part in ALONE else change.subject)


def _only_shown(change: Change, old: Said) -> bool:
    """Whether it was made up to show the form, and isn't called real now."""
    held = old.get(change.part, {}).get(change.subject, {})
    return held.get("provenance") == MADE_UP and bearing(change) is not Bears.RESTS


def _milestones(old: Said, new: Said) -> Iterator[Eased]:
    """The milestones of which the agreed day is another, and those that are gone."""
    now = {key: fields for _stream, key, fields in _planned(new)}
    for stream, key, fields in _planned(old):
        made_up = old[MILESTONES][stream].get("provenance") == MADE_UP
        text, day = str(fields["text"]), fields.get("due")
        if key not in now:
            yield Eased(Change(MILESTONES, stream, text, Kind.DROPPED, f"milestones.{key}"), (key,), made_up)
        elif day is not None and now[key].get("due") != day:
            said = Change(MILESTONES, stream, text, Kind.CHANGED, f"milestones.{key}.due", day, now[key].get("due"))
            yield Eased(said, (key,), made_up)


def _planned(said: Said) -> Iterator[tuple[str, str, dict[str, Leaf]]]:
    """Each milestone: its workstream, its id, and what is said of it."""
    for stream, fields in said.get(MILESTONES, {}).items():
        found: dict[str, dict[str, Leaf]] = {}
        for field, value in _inside(fields):
            key, _, name = field.rpartition(".")
            found.setdefault(key, {})[name] = value
        yield from ((stream, key, one) for key, one in found.items() if "text" in one)


def _inside(fields: Fields) -> Iterator[tuple[str, Leaf]]:
    for field, value in fields.items():
        listed, _, rest = field.partition(".")
        if listed == "milestones" and rest:
            yield rest, value
