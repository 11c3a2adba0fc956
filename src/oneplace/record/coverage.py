"""For which days each dataset's events are all there: found from the data, or confirmed in ``sources.yaml``.

A feed that stops looks like one of which nothing happened any more. So nothing is counted outside the days found here:
those measures say that they aren't known, and which partner's file ends when. Where a file has activities of several
kinds each is asked as if it had a file of its own: one of them may stop while the rest go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from oneplace.place.canonical import BY_NAME
from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Dataset, Source, Sources
from oneplace.record import feeds, filling, kinds, odd_months
from oneplace.record.closings import Closings
from oneplace.record.database import Relation
from oneplace.record.staging import Staged

_LOW = 0.1
"""Share of the usual number below which a month counts as one in which the feed was silent."""

_SURE = 7.0
"""A silence is no chance where that of none is at most exp(-7), 0.0009: seven events usual in it, more where few were
ever seen."""

_LONGER = 1.5
"""How many times the longest pause inside a feed a silence at its end must last."""

_BRIEF = 3
"""Days of silence at an end that are taken for nothing, whatever is usual: a long weekend."""

_PAUSE, _OPEN = 7, 0.5
"""Days of silence inside that are taken for nothing, and the share of the usual number that the same days of another
year have at least where the silence is no closing of that season."""

_BESIDE, _LASTING = 3, 12
"""Months on each side of a change of level, and so many at most of those that go on so, where events are few."""

_RATIO, _APART, _CLEAR = 1.8, 1.5, 4.0
"""A level doubles or halves (as near as chance lets one see) where the days of one side have 1.8 times as many events,
each of its months 1.5 times as many as any of the other, by four standard errors of a count (of up to twelve months,
where three are too few)."""

_DATED = ("activity", "observation", "plan")

Days = npt.NDArray[np.int64]
Counts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Span:
    """Days from ``start`` up to ``end``, which is not one of them."""

    start: date
    end: date


@dataclass(frozen=True)
class Covered:
    """The days for which a dataset is complete; ``jump`` is the month from which it has twice or half as many events,
    ``odd_month`` one that alone has, and ``fills_up`` the day at which the last span ends since more is to come.
    """

    spans: tuple[Span, ...]
    confirmed: bool
    jump: date | None = None
    odd_month: date | None = None
    fills_up: date | None = None


def table(staged: Staged, sources: Sources) -> Relation:
    """Make the ``coverage`` table: a row an interval, an empty interval for a dataset that holds no event; with a kind,
    those of the activities of that kind, where the dataset has several and these differ from the whole."""
    made = Relation("coverage")
    columns = ", ".join(f"{name} {kind}" for name, kind in BY_NAME["coverage"].kept.items())
    staged.connection.execute(f"CREATE TABLE {made} ({columns})")
    for source, dataset, kind, covered in _every(staged, sources):
        rows = [
            (source.id, dataset.id, kind, source.partner, span.start, span.end, covered.confirmed, *odd)
            for span in covered.spans
            for odd in [(covered.jump, covered.odd_month, covered.fills_up)]
        ]
        staged.connection.executemany(f"INSERT INTO {made} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return made


def _every(staged: Staged, sources: Sources) -> Iterator[tuple[Source, Dataset, str | None, Covered]]:
    """Each dataset as a whole, then those of its kinds of which other days are known, or that alone look odd."""
    for source in sources.sources:
        for dataset in source.datasets:
            if day := happened(dataset):
                events = kinds.events(staged, source, dataset, day, sources.as_at)
                every = events.pop(None, [])
                start = every[0][1] if every else sources.as_at
                first = dataset.complete_from or sources.complete_from or start
                whole = _covered(every, Span(first, sources.as_at + timedelta(days=1)), dataset)
                yield source, dataset, None, whole
                for kind in sorted(filter(None, events)) if len(events) > 1 else ():
                    own = _of_kind(events[kind], whole, dataset)
                    if own.spans != whole.spans or own.jump or own.odd_month:
                        yield source, dataset, kind, own


def happened(dataset: Dataset) -> str:
    """SQL for the day of a row's event: what ``happened`` says, else what dates the rows it becomes; else empty."""
    dated = (rows.values[str(BY_NAME[rows.table].dated_by)] for rows in dataset.rows if rows.table in _DATED)
    text = dataset.happened or next(dated, None)
    extra = ("item", "item_position")
    if text is None or any(name in text for name in extra):
        return ""
    return f"CAST({scalar(text, dataset.columns)} AS DATE)"


def _covered(
    every: Sequence[kinds.Event], window: Span, dataset: Dataset, known_besides: Sequence[date] = ()
) -> Covered:
    """What events tell of a dataset's days in a window, but for what its declaration confirms."""
    files: dict[str, list[tuple[date, int]]] = {}
    for file, when, number in every:
        files.setdefault(file, []).append((when, number))
    rows = [(when, number) for _, when, number in every]
    found = find(rows, window)
    if not found:
        found = (Span(window.start, window.start),)
    elif stopped := _first_stop(files, window, found[-1].end):
        found = _up_to(found, stopped)
    declared = dataset.complete_from is not None, dataset.complete_to is not None
    fills_up = None if dataset.complete_to else filling.since(_daily(rows, found[-1]), found[-1].end)
    if fills_up is not None:
        found = _up_to(found, fills_up)
    if dataset.complete_to is not None:
        found = _up_to(found, dataset.complete_to + timedelta(days=1))
    if dataset.complete_from is not None:
        found = (Span(dataset.complete_from, found[0].end), *found[1:])
    if all(declared):
        found = (Span(found[0].start, found[-1].end),)
    known = (*dataset.new_level_from, *known_besides)
    return Covered(found, all(declared), jump(rows, found, known), odd_month(rows, found, known), fills_up)


def _of_kind(every: Sequence[kinds.Event], whole: Covered, dataset: Dataset) -> Covered:
    """What the events of one kind tell within the days of the dataset; as of the whole where none is of those days.

    A silence of the whole is none of the kind's own, unless so many days more of it are no chance.
    """
    window = Span(whole.spans[0].start, whole.spans[-1].end)
    number = sum(often for _, day, often in every if window.start <= day < window.end)
    if not number:
        return replace(whole, jump=None, odd_month=None)
    own = _covered(every, window, dataset, [month for month in (whole.jump, whole.odd_month) if month])
    rate = number / sum((span.end - span.start).days for span in whole.spans)
    silences = [(before.end, after.start) for before, after in pairwise(whole.spans)]
    spans = [own.spans[0]]
    for span in own.spans[1:]:
        silent = spans[-1].end, span.start
        shared = [hole for hole in silences if hole[0] < silent[1] and silent[0] < hole[1]]
        more = (silent[1] - silent[0]).days - sum((end - start).days for start, end in shared)
        if shared and rate * more < _SURE:
            parts = [Span(spans[-1].start, shared[0][0]), *(Span(a[1], b[0]) for a, b in pairwise(shared))]
            spans = [*spans[:-1], *parts, Span(shared[-1][1], span.end)]
        else:
            spans.append(span)
    return replace(own, spans=tuple(spans))


def _first_stop(files: Mapping[str, Sequence[tuple[date, int]]], window: Span, end: date) -> date | None:
    """The day from which one of the files that are sent side by side is missing."""
    if len(files) < 2:
        return None
    held = {name: spans for name, events in files.items() if (spans := find(events, window))}
    return feeds.first_stop(files, {name: (spans[0].start, spans[-1].end) for name, spans in held.items()}, end)


def _up_to(spans: Sequence[Span], end: date) -> tuple[Span, ...]:
    """The spans with the last ending on a day; those that begin later fall out."""
    kept = [span for span in spans if span.start < end] or [Span(min(spans[0].start, end), end)]
    return (*kept[:-1], Span(kept[-1].start, end))


def find(events: Sequence[tuple[date, int]], window: Span) -> tuple[Span, ...]:
    """The days of a window for which a feed is complete, by the number of its events on each day; none without any.

    It begins or ends with a silence that is no chance (``_SURE``) and longer than any pause inside (months with hardly
    an event are part of the silence). Whole months of silence inside are a hole unless the same months of another year
    are silent too, which is a season; so are weeks that are longer than any pause but for the three longest.
    """
    counts = _daily(events, window)
    if not counts.any():
        return ()
    months = _months(window)
    usual = _usual(counts, months)
    low = np.array([counts[part].sum() < _LOW * usual * (part.stop - part.start) for part in months])
    busy = np.flatnonzero(~low)
    if not len(busy):
        busy = np.arange(len(months))
    inside = np.flatnonzero(counts)
    lively = inside[(inside >= months[busy[0]].start) & (inside < months[busy[-1]].stop)]
    if not len(lively):
        lively = inside
    start, end = int(lively[0]), int(lively[-1]) + 1
    holes = [hole for hole in _holes(low, months, window, busy) if usual * (hole[1] - hole[0]) >= _SURE]
    closings = Closings(counts, window.start)
    holes = sorted([*holes, *_pauses(counts, lively, holes, usual, closings)])
    between = [(a + 1, b) for a, b in pairwise(lively.tolist()) if not any(a < hole[0] < b for hole in holes)]
    longest = max((closings.length(a, b) for a, b in between), default=0)
    seen = end - start
    if not _silent(closings.length(0, start), seen, usual, longest):
        start = 0
    if not _silent(closings.length(end, len(counts)), seen, usual, longest):
        end = len(counts)
    return tuple(_without(start, end, holes, lively, window.start))


def _daily(events: Sequence[tuple[date, int]], window: Span) -> Days:
    """The events on each day of a window."""
    counts = np.zeros(max((window.end - window.start).days, 0), np.int64)
    for day, number in events:
        if window.start <= day < window.end:
            counts[(day - window.start).days] += number
    return counts


def _silent(days: int, seen: int, usual: float, longest: int) -> bool:
    """Whether so many days without an event are no chance, from what was usual in the days ``seen``.

    The chance of none in ``days`` after n in ``seen`` is (seen / (seen + days))^n: the rate is only known from those n.
    """
    return days > max(_BRIEF, _LONGER * longest) and usual * seen * np.log1p(days / seen) >= _SURE


def _usual(counts: Days, months: Sequence[slice]) -> float:
    """Events a day in the middle one of the months from the first with any to the last; else their mean."""
    filled = [i for i, part in enumerate(months) if counts[part].any()]
    some = months[filled[0] : filled[-1] + 1]
    rates = [counts[part].sum() / (part.stop - part.start) for part in some]
    return float(np.median(rates)) or float(np.mean(rates))


def _months(window: Span) -> list[slice]:
    """The calendar months of a window as slices of its days, the first and the last cut by it."""
    days = [window.start + timedelta(days=i) for i in range((window.end - window.start).days)]
    found, at = [], 0
    for _, part in groupby(days, key=lambda day: (day.year, day.month)):
        length = len(list(part))
        found.append(slice(at, at + length))
        at += length
    return found


def _holes(
    low: npt.NDArray[np.bool_], months: Sequence[slice], window: Span, busy: npt.NDArray[np.intp]
) -> Iterator[tuple[int, int]]:
    """Runs of silent months inside, of which every calendar month is a lively one in another year, if there is one."""
    name = [(window.start + timedelta(days=part.start)).month for part in months]
    inside = Counter(name[busy[0] : busy[-1] + 1])
    lively = {name[i] for i in busy} | {month for month, years in inside.items() if years == 1}
    at = int(busy[0])
    for silent, run in groupby(low[busy[0] : busy[-1] + 1].tolist()):
        length = len(list(run))
        if silent and all(name[i] in lively for i in range(at, at + length)):
            yield months[at].start, months[at + length - 1].stop
        at += length


def _pauses(
    counts: Days, lively: npt.NDArray[np.intp], holes: Sequence[tuple[int, int]], usual: float, closings: Closings
) -> Iterator[tuple[int, int]]:
    """Weeks without an event inside, outside the holes known, of which the same days of each other year were open.

    A closing over Easter or Christmas is none where no other year can tell.
    """
    between = [(a + 1, b) for a, b in pairwise(lively.tolist()) if not any(a < hole[0] < b for hole in holes)]
    longest = sorted((b - a for a, b in between), reverse=True)[3:4] or [0]
    sure = _SURE + np.log(max(len(between), 1))  # one of so many pauses is long by chance
    for start, end in between:
        long = end - start > max(_PAUSE, _LONGER * longest[0])
        seen = int(lively[-1] - lively[0]) + 1 - (end - start)
        if long and usual * seen * np.log1p((end - start) / seen) >= sure:
            others = list(_same_days(counts, start, end, lively, closings))
            if not others and closings.is_break(start, end):
                continue
            open_then = min(others, default=np.inf) >= _OPEN * usual * (end - start)
            if open_then and (not others or sum(others) * np.log1p(1 / len(others)) >= sure):
                yield start, end


def _same_days(counts: Days, start: int, end: int, lively: npt.NDArray[np.intp], closings: Closings) -> Iterator[int]:
    """The events on the same days of other years, where these lie wholly inside."""
    most = len(counts) // 330  # from one Easter to the next are 50 weeks at least
    for years in (*range(-most, 0), *range(1, most + 1)):
        days = closings.same_days(start, years, end)
        if lively[0] <= start + days and end + days <= lively[-1] + 1:
            yield int(counts[start + days : end + days].sum())


def _without(
    start: int, end: int, holes: Sequence[tuple[int, int]], lively: npt.NDArray[np.intp], first: date
) -> Iterator[Span]:
    for hole_start, hole_end in holes:
        before, after = lively[lively < hole_start], lively[lively >= hole_end]
        yield Span(first + timedelta(days=start), first + timedelta(days=int(before[-1]) + 1))
        start = int(after[0])
    yield Span(first + timedelta(days=start), first + timedelta(days=end))


def jump(events: Sequence[tuple[date, int]], spans: Sequence[Span], confirmed: Sequence[date] = ()) -> date | None:
    """The month at which the level of the last span doubles or halves the most, if it does and no file confirms it.

    A month beside a confirmed one is part of the same change.
    """
    starts, monthly, rates = _by_month(events, spans[-1])
    found = {at: change for at in range(_BESIDE, len(starts)) if (change := _change(monthly, rates, at))}
    news = [at for at in found if not _is_known(starts[at], confirmed) and not _season(rates, at)]
    return starts[max(news, key=lambda at: abs(found[at]))] if news else None


def odd_month(events: Sequence[tuple[date, int]], spans: Sequence[Span], confirmed: Sequence[date] = ()) -> date | None:
    """The newest month of the last span that alone has twice or half as many events, unless the file confirms it."""
    starts, monthly, rates = _by_month(events, spans[-1])
    at = odd_months.newest(monthly, rates)
    return None if at is None or _is_known(starts[at], confirmed) else starts[at]


def _by_month(events: Sequence[tuple[date, int]], window: Span) -> tuple[list[date], Counts, Counts]:
    """The first days of a window's whole months, the events of each, and the events a day."""
    months = [part for part in _months(window)[1:] if _is_whole(window.start, part)]  # the first may fill up yet
    counts = _daily(events, window)
    monthly = np.array([counts[part].sum() for part in months], dtype=np.float64)
    rates = monthly / np.array([part.stop - part.start for part in months])
    return [window.start + timedelta(days=part.start) for part in months], monthly, rates


def _is_known(month: date, confirmed: Sequence[date]) -> bool:
    return any(abs((day.year - month.year) * 12 + day.month - month.month) <= 1 for day in confirmed)


def _is_whole(first: date, part: slice) -> bool:
    """Whether a window's slice is all of its month."""
    return (first + timedelta(days=part.start)).day == 1 == (first + timedelta(days=part.stop)).day


def _change(monthly: Counts, rates: Counts, at: int) -> float:
    """The logarithm of how many times as many events a day there are from a month on; 0 where that is no new level.

    Of the last month, or two, only where they are apart from each of the twelve before.
    """
    late = len(monthly) - at < _BESIDE
    if late and at < _LASTING:
        return 0.0
    before, after = slice(at - (_LASTING if late else _BESIDE), at), slice(at, at + _BESIDE)
    fewer, more = sorted((before, after), key=lambda side: float(rates[side].mean()))
    silent = not monthly[fewer].all()  # a matter of which days are covered, not of a level
    if silent or rates[more].mean() < _RATIO * rates[fewer].mean() or rates[more].min() < _APART * rates[fewer].max():
        return 0.0
    if not any(_is_clear(monthly[max(at - wide, 0) : at], monthly[at : at + wide]) for wide in (_BESIDE, _LASTING)):
        return 0.0
    return float(np.log(rates[after].mean() / rates[before].mean()))


def _is_clear(before: Counts, after: Counts) -> bool:
    """Whether as many of the months before as after have so many more or fewer that it is no chance."""
    number = min(len(before), len(after))
    one, other = float(before[-number:].sum()), float(after[:number].sum())
    few, many = sorted((one, other))
    return many >= _RATIO * few and many - few >= _CLEAR * np.sqrt(many + few)


def _season(rates: Counts, at: int) -> bool:
    """Whether the same months of the year before or after change as much: then it is the time of year."""
    ways = [_way(rates, there) for there in (at, at - 12, at + 12)]
    return ways[0] in ways[1:]


def _way(rates: Counts, at: int) -> int | None:
    """1 where the months from one on have many more events a day than those before, -1 where many fewer, else 0.

    None where there are not as many months before as it takes, or none after.
    """
    if not _BESIDE <= at < len(rates):
        return None
    before, after = float(rates[at - _BESIDE : at].mean()), float(rates[at : at + _BESIDE].mean())
    return int(after >= _APART * before) - int(before >= _APART * after)
