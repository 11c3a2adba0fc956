"""A page that sets a pathway's simulated visits beside what was observed, and says how each number was found."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from oneplace import charts
from oneplace.flow import Beside, Calibration, Curve, Validation, fit_rows
from oneplace.pack.document import Block, Document, Figure, Items, Section, Table, Text
from oneplace.pack.drawing import STAMPS
from oneplace.pack.formats import write_sheet
from oneplace.stats import side
from oneplace.vocabulary.wording import count_words, suited_unit

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SYNTHETIC = "The people are synthetic: these are not the numbers of any real service."


def write_validation(tested: Validation, made: Calibration | None, path: Path) -> None:
    """Write one self-contained web page: the answer, charts with their tables, and, of a calibration, every fit."""
    name = tested.pathway.file.name
    page = Section(
        "validation",
        "Does the pathway behave as observed?",
        (
            Text(tested.answer, "lead"),
            Text(tested.rule),
            *(_off(tested.off) if tested.off else ()),
        ),
        (_arrivals(tested), *_places(tested), *(_fits(made) if made else ()), _how(tested)),
    )
    facts = (
        ("Pathway", f"{name} ({tested.pathway.path.name})"),
        ("Observed", f"{tested.period}: {tested.spells:,} spells"),
        ("Simulated", f"{tested.replications} runs of the same days, seed {tested.seed}"),
    )
    notices = (_SYNTHETIC,) if tested.synthetic else ()
    write_sheet(Document(f"{name}: simulated beside observed", tested.period, facts, notices, (page,), ""), path)


def _off(rows: Sequence[Beside]) -> Iterator[Block]:
    yield _table("What is off, the furthest first", rows, where=True)


def _arrivals(tested: Validation) -> Section:
    whole = [row for row in tested.rows if not row.where]
    weekly = tested.curves[0]
    return Section(
        "arrivals", "Arrivals", (*_week(tested, weekly, "arrivals an hour"), _table("Arrivals: every measure", whole))
    )


def _places(tested: Validation) -> Iterator[Section]:
    for place in dict.fromkeys(row.where for row in tested.rows if row.where):
        rows = [row for row in tested.rows if row.where == place]
        of = tested.pathway.file.places[place].name or place
        blocks: list[Block] = []
        for curve in tested.curves:
            if curve.where == place:
                drawn = _week(tested, curve, "patients inside") if "hour" in curve.what else _stays(tested, curve)
                blocks += drawn
        yield Section(f"place-{place}", of, (*blocks, _table(f"{of}: every measure", rows)))


def _fits(made: Calibration) -> Iterator[Section]:
    rows = fit_rows(made)
    table = Table(
        "What was found, and from how many spells",
        ("Where", "What", "Found", "Spells"),
        tuple((row["where"], row["what"], row["found"], f"{row['number']:,}") for row in rows),
        ("Spells",),
    )
    tried = [
        (f"{row['where']}: {row['what']}", one)
        for row in rows
        for one in row.get("tried", ())
        if math.isfinite(one["aic"])
    ]
    families = Table(
        "Distributions tried",
        ("For", "Distribution", "Mean", "Spread", "AIC", "Furthest off"),
        tuple(
            (
                name, one["shape"], duration(one["mean"]), f"{100 * one['cv']:.0f}%", f"{one['aic']:,.1f}",
                f"{100 * one['distance']:.1f} points",
            )
            for name, one in tried
        ),
        ("Mean", "Spread", "AIC", "Furthest off"),
    )  # fmt: skip
    how = (
        "Distributions are fitted by maximum likelihood; stays that were not over count as longer than what was seen. "
        "The one with the smallest AIC (Akaike's criterion: the less, the better supported) is chosen, a simpler one "
        "if within 2 of it. Furthest off is the greatest difference between the share of stays observed and fitted to "
        "have ended by any time."
    )
    notes = Items(tuple(str(note) for note in made.notes))
    yield Section("found", "How the numbers were found", (table, Text(how), families, notes))


def _how(tested: Validation) -> Section:
    text = (
        f"The pathway was run {tested.replications} times over the days observed, after its warm-up. Observed and "
        "simulated visits were then measured in one way: only who came to a place within the period counts, as it "
        "looked at its end. How many are inside is counted from when nearly everybody (99%) who was there before "
        "would have left. The limits do not hold the uncertainty of the pathway's own numbers."
    )
    return Section("how", "How this was worked out", (Text(text),))


def _table(caption: str, rows: Sequence[Beside], *, where: bool = False) -> Table:
    names = ("Measure", "Observed", "Simulated", "Limits", "Verdict")
    return Table(
        caption,
        names,
        tuple(
            (
                f"{row.where}: {worded(row.what)}" if where and row.where else worded(row.what),
                measured(row.observed, row.unit),
                measured(row.simulated, row.unit),
                f"{measured(row.lower, row.unit)} to {measured(row.upper, row.unit)}",
                row.verdict.value if row.verdict.value != "off" else f"off by {_difference(row)}",
            )
            for row in rows
        ),
        names[1:4],
    )


_WORDS = {
    " p50": ", median", " p90": ", 90th percentile", " p95": ", 95th percentile", "waited": "waited over a minute",
    "arrivals in other hours": "arrivals in other hours than simulated",
}  # fmt: skip


def worded(what: str) -> str:
    """A measure's name as people read it."""
    for short, long in _WORDS.items():
        what = what.replace(short, long)
    return what


def _difference(row: Beside) -> str:
    if row.unit == "share":
        return f"{100 * abs(row.difference):.1f} points"
    return f"{100 * abs(row.difference):.0f}%" if math.isfinite(row.difference) else "all of it"


def measured(value: float, unit: str) -> str:
    """A value with its unit, as people read it."""
    if unit == "share":
        return f"{100 * value:.1f}%"
    return duration(value) if unit == "seconds" else number(value)


def number(value: float) -> str:
    """A number with two decimals where it is small, one where it is not."""
    return f"{value:,.2f}" if 0 < abs(value) < 1 else f"{value:,.1f}" if value else "0"


def duration(seconds: float) -> str:
    """A length of time in the unit that suits it."""
    if not seconds:
        return "0"
    size, unit = suited_unit(seconds)
    return count_words(f"{seconds / size:,.1f}", unit)


def _week(tested: Validation, curve: Curve, what: str) -> Iterator[Block]:
    """The hours of the week, or of the day."""
    hours = len(curve.along)
    name = "week" if hours == 168 else "day"
    known = [i for i in range(hours) if math.isfinite(curve.observed[i]) and math.isfinite(curve.upper[i])]
    if not known:
        return
    inside = sum(side(curve.lower[i], curve.upper[i], of=curve.observed[i]) == 0 for i in known)
    title = f"In {inside} of {len(known)} hours of the {name}, what was observed lies where 95% of simulated runs do."
    where = (curve.where or "All places").replace("_", " ")
    days = {24 * day: label[:3] for day, label in enumerate(_DAYS)}
    yield Figure(
        charts.beside(
            _id(curve),
            _rows(curve, known),
            ticks=days if hours == 168 else {hour: f"{hour:02}:00" for hour in range(0, 24, 6)},
            title=title,
            subtitle=f"{where}: {what}, by hour of the {name}, {tested.period}",
            alt_text=f"Line of {what} by hour of the {name}, observed and simulated. {title} The table gives each.",
            stamp=STAMPS["synthetic"] if tested.synthetic else "",
        )
    )
    cells = {
        i: f"{number(curve.observed[i])}\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}{number(curve.simulated[i])}"
        for i in known
    }
    columns = _DAYS if hours == 168 else ("Every day",)
    yield Table(
        f"{where}: {what}, observed / simulated",
        ("Hour", *columns),
        tuple((f"{hour:02}:00", *(cells.get(at + hour, "–") for at in range(0, hours, 24))) for hour in range(24)),
        columns,
    )


def _stays(tested: Validation, curve: Curve) -> Iterator[Block]:
    far = max(abs(curve.observed - curve.simulated))
    title = f"Observed and simulated stays are at most {100 * far:.1f} points apart."
    longest = float(curve.along.max())
    yield Figure(
        charts.beside(
            _id(curve),
            _rows(curve, range(len(curve.along))),
            ticks={round(longest * part / 3): duration(longest * part / 3) for part in range(4)},
            title=title,
            subtitle=f"{curve.where.replace('_', ' ')}: share of stays that ended within a time, {tested.period}",
            alt_text=f"Line of the share of stays ended by length, observed and simulated. {title}",
            percent=True,
            stamp=STAMPS["synthetic"] if tested.synthetic else "",
        )
    )
    yield Table(
        f"{curve.where.replace('_', ' ')}: share of stays that ended within a time",
        ("Within", "Observed", "Simulated"),
        tuple(
            (duration(curve.along[i]), f"{100 * curve.observed[i]:.1f}%", f"{100 * curve.simulated[i]:.1f}%")
            for i in range(6, len(curve.along), 6)
        ),
        ("Observed", "Simulated"),
    )


def _rows(curve: Curve, which: Sequence[int]) -> list[dict[str, float]]:
    columns = ("along", "observed", "simulated", "lower", "upper")
    return [{name: float(getattr(curve, name)[i]) for name in columns} for i in which]


def _id(curve: Curve) -> str:
    return f"{curve.where or 'all'}-{curve.what.replace(' ', '-')}"
