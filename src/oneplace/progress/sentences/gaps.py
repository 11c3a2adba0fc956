"""The sentences about a gap: between whom it is, how large, which way, whether it is changing.

A gap that could be chance is called no gap, and nobody is said to be ahead. The group is named, and so is what it is
held against. The number of the row is the group's minus (or over) what it is held against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from oneplace.progress.gaps import gap_sure as sure
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined
from oneplace.progress.sentences.lasting import gap_lasting, gap_stopped
from oneplace.stats import RATIOS, REASONS, tied
from oneplace.vocabulary.asides import EARLIER, in_brackets
from oneplace.vocabulary.dimensions import BY_CODE, whom
from oneplace.vocabulary.wording import (
    count_words,
    decimal,
    difference_words,
    figures_words,
    is_money,
    named,
    places,
    telling,
    when,
)

_DIRECTIONS = {
    "narrowing": ("The gap has been narrowing{}.", "The gap was narrowing{}."),
    "widening": ("The gap has been widening{}.", "The gap was widening{}."),
    "no_clear_change": ("There is no clear change in the gap{}.", "There was no clear change in the gap{}."),
}
_DIRECTION_LABELS = {
    "narrowing": "narrowing",
    "widening": "widening",
    "no_clear_change": "no clear change",
    "not_known": "change not known",
}
STATISTICS = {
    "SII": "slope index of inequality",
    "RII": "relative index of inequality",
    "absolute_gap": "difference",
    "relative_gap": "ratio",
}


def gap(row: Row, about: About) -> Sentence:
    """The gap now, with its interval and direction; that it could be chance; or that it isn't known."""
    if row["gap"] is None:
        return _nobody_known(row)
    if not sure(row):
        return joined(_unsure(row, about), _hidden(row), _unknown(row))
    return joined(_sure(row, about), ways(row, about), _chosen(row), _hidden(row), _unknown(row))


def ways(row: Row, about: About) -> Sentence:
    """That the gap turned round, where it did; and which way it goes, since when; empty where neither is known."""
    way = _DIRECTIONS.get(row["gap_direction"], ("", ""))[gap_stopped(row)].format(gap_lasting(row))
    gone = Sentence(way, (way_of(row, about),)) if way else Sentence()
    if not row.get("gap_turned"):
        return gone
    return joined(_turned(row, about), gone or "Too few figures are known since then to say which way it goes.")


def turned_of(row: Row, about: About) -> Claim:
    """The claim that the gap turned round, and since which period the group that is behind now has been."""
    since = Reference(group=row.get("gap_reference"), period=row["gap_turned"])
    return _claim(Kind.GAP_DIRECTION, row, about, direction="turned_round", reference=since)


def _turned(row: Row, about: About) -> Sentence:
    """That the gap turned round: since when, and who was behind until then; without a good way, whose was higher."""
    lead = f"The gap turned round {when(row['gap_turned'])}"
    if not row.get("gap_group"):
        was = "until then it lay the other way"
    else:
        than = _side(row) if about.polarity_of_groups == "context" else "worse"
        was = f"until then it was {than} for {_reference(row)}"
    return Sentence(f"{lead}: {was}.", (turned_of(row, about),))


def gap_listed(row: Row, about: About) -> Sentence:
    """The gap, a difference, as a row of a list or table has it: between whom and when, or that it could be chance."""
    if row["gap"] is None:
        return Sentence("not known")
    if not sure(row):
        lead = "no difference" if no_difference(row) else f"{_doubt(row)}:"
        return Sentence(f"{lead} between {between(row)}{_in(row)}", (_unclear(row, about),))
    claim = _claim(Kind.GAP, row, about, direction=_side(row), number=row["gap"])
    if not row.get("gap_group"):
        return Sentence(f"{gap_value(row, about)} between {between(row)}{_in(row)}", (claim,))
    told = f"{gap_value(row, about)} {_side(row)} for {_group(row)} than for {_reference(row)}"
    return Sentence(f"{told}{_in(row)}", (claim,))


def gap_kind(row: Row, about: About) -> Sentence:
    """The gap as a narrow table has it: of one that could be chance only by which kind of group, and when."""
    if row["gap"] is None or sure(row):
        return gap_listed(row, about)
    lead = "no difference" if no_difference(row) else "could be chance:"
    claim = replace(_unclear(row, about), group=row["gap_dimension"], reference=None)
    return Sentence(f"{lead} by {BY_CODE[row['gap_dimension']].title.lower()}{_in(row)}", (claim,))


def slope(row: Row, about: About) -> Sentence:
    """The slope index of inequality beside the headline gap, by its own name; empty where there is none."""
    if row["gap"] is None:
        return Sentence()
    over = "Over all fifths (slope index of inequality),"
    if sure(row):
        lead = f"{over} it is {gap_value(row, about)} {_side(row)} for {_group(row)} than for {_reference(row)}"
        return Sentence(f"{lead}{_in(row)} ({gap_interval(row, about)}).", (_number(row, about),))
    known = row["gap_lower"] is not None and row["gap_upper"] is not None
    size = f": {gap_value(row, about)} ({gap_interval(row, about)})" if known else ""
    told = f"{over} the difference between {between(row)}{_in(row)} {_doubt(row)}{size}."
    return Sentence(told, (_unclear(row, about),))


def behind(row: Row, about: About) -> Sentence:
    """For whom the number is the higher or the lower one, where that was told without; or that it could be chance."""
    if sure(row):
        claim = _claim(Kind.GAP, row, about, direction=_side(row), number=row["gap"])
        return Sentence(f"It is {_side(row)} for {_group(row)} than for {_reference(row)}.", (claim,))
    neither = "neither is behind" if no_difference(row) else "neither is known to be behind"
    return Sentence(f"The difference between {between(row)} {_doubt(row)}: {neither}.", (_unclear(row, about),))


def _nobody_known(row: Row) -> Sentence:
    """That nobody can say who is behind, with the reason where groups are hidden or have values and no gap."""
    hidden = _hidden(row)
    if not hidden:
        why = row.get("gap_reason") or REASONS["missing"]
        return Sentence("Who is behind the average is not known." if why in REASONS.values() else why)
    told = f"{hidden.text.rstrip('.')}{_in(row)}, so who is behind is not told."
    return Sentence(told, hidden.claims)


def widening(row: Row, about: About) -> Sentence:
    """That the gap is widening, as a clause."""
    been = "was" if gap_stopped(row) else "has been"
    return Sentence(f"the gap between {between(row)} {been} widening{gap_lasting(row)}", (way_of(row, about),))


def way_of(row: Row, about: About) -> Claim:
    """The claim which way the gap goes, from its first period on: ``reference`` has the label of that."""
    held = Reference(group=row.get("gap_reference"), period=row.get("gap_direction_since"))
    return _claim(Kind.GAP_DIRECTION, row, about, direction=row["gap_direction"], reference=held)


def gap_value(row: Row, about: About) -> str:
    """The size of the gap with its unit; a ratio as so many times."""
    if row["gap_statistic"] in RATIOS:
        return f"{decimal(max(row['gap'], 1 / row['gap']) if row['gap'] else 0.0, 2)} times"
    return difference_words(row["gap"], about.unit, _decimals(row, about))


def gap_interval(row: Row, about: About) -> str:
    """The 95 % interval of the gap, in the order and sign in which its size is told."""
    lower, upper = row["gap_lower"], row["gap_upper"]
    if row["gap_statistic"] in RATIOS:
        low, high = (lower, upper) if row["gap"] >= 1 or not lower else (1 / upper, 1 / lower)
        return f"95% interval {decimal(low, 2)} to {decimal(high, 2)}"
    low, high = (lower, upper) if row["gap"] >= 0 else (-upper, -lower)
    told = max(telling(low, high, about.unit, about.decimals), _decimals(row, about))
    ends = (figures_words(end, about.unit, told) for end in (low, high))
    return f"95% interval {' to '.join(ends)}"


def _decimals(row: Row, about: About) -> int:
    return places(row["gap"], row["gap_lower"], row["gap_upper"], about.unit, about.decimals)


def before_rounding(row: Row, groups: Sequence[Row], about: About) -> str:
    """That a difference was worked out before rounding, where its two figures, as they are shown, make another.

    ``groups`` are rows of results of the gap's period, those of its two groups among them.
    """
    codes, values = (row.get("gap_group"), row.get("gap_reference")), {one["group"]: one["value"] for one in groups}
    if row.get("gap") is None or not sure(row) or row["gap_statistic"] != "absolute_gap" or is_money(about.unit):
        return ""
    two = [_as_shown(values[code], about) for code in codes if values.get(code) is not None]
    if len(two) < len(codes) or figures_words(two[0] - two[1], about.unit, _decimals(row, about)) == (
        figures_words(row["gap"], about.unit, _decimals(row, about))
    ):
        return ""
    return "The two figures shown make a little more or less, for they are rounded."


def _as_shown(value: float, about: About) -> float:
    return float(figures_words(value, about.unit, about.decimals).replace(",", "").replace("−", "-"))


def of_earlier(shown: str, newest: str) -> str:
    """That the figures beside this are of an earlier period than the newest, and why; empty where of the newest."""
    if shown == newest:
        return ""
    of = when(newest)
    return f"{of[:1].upper()}{of[1:]} none can be shown: the figures beside this are of {named(shown)}."


def direction_label(row: Row) -> str:
    """The direction of the gap in a word or two."""
    if row["gap"] is None:
        return "not known"
    way, turned = _DIRECTION_LABELS[row["gap_direction"] or "not_known"] + gap_lasting(row), row.get("gap_turned")
    return f"turned round {when(turned)}, {way.replace('not known', 'since then not known')}" if turned else way


def statistic_label(row: Row) -> str:
    """What the gap's number is: ``slope index of inequality, by deprivation``."""
    if row["gap_statistic"] is None:
        return "not known"
    name = STATISTICS.get(row["gap_statistic"], row["gap_statistic"].replace("_", " "))
    return f"{name}, by {row['gap_dimension']}"


def between(row: Row) -> str:
    """Between whom a gap is, by name where the row has the names."""
    if row.get("gap_group"):
        two = f"{_group(row)}{{}} and {_reference(row)}{{}}"
        return two.format(*(("," if row["gap_dimension"] == "sex" else "",) * 2))
    return BY_CODE[row["gap_dimension"]].between if row["gap_dimension"] in BY_CODE else "groups"


def _sure(row: Row, about: About) -> Sentence:
    size, limits, claim = gap_value(row, about), gap_interval(row, about), _number(row, about)
    if not row.get("gap_group") or row["gap_statistic"] in ("SII", "RII"):
        name = STATISTICS[row["gap_statistic"]]
        higher = f", {_side(row)} for {_group(row)}" if row.get("gap_group") else ""
        return Sentence(f"The gap between {between(row)} ({name}){_in(row)} is {size} ({limits}){higher}.", (claim,))
    worse = "" if about.polarity_of_groups == "context" else ", which is worse"
    unlike = f" We call neither worse: {about.groups_unlike}." if about.groups_unlike else ""
    lead, side = f"For {_group(row)} it is", _side(row)
    if row["gap_statistic"] not in RATIOS:
        told = f"{lead} {size} {side} than for {_reference(row)}{_in(row)} ({limits}){worse}."
    elif side == "higher":
        told = f"{lead} {size} as high as for {_reference(row)}{_in(row)} ({limits}){worse}."
    else:  # nobody says "1.2 times as low": how many times as high it is for those it is held against
        told = f"{lead} lower{worse}: for {_reference(row)} it is {size} as high{_in(row)} ({limits})."
    return Sentence(f"{told}{unlike}", (claim,))


def _unsure(row: Row, about: About) -> Sentence:
    return Sentence(f"The difference between {between(row)}{_in(row)} {_doubt(row)}.", (_unclear(row, about),))


def no_difference(row: Row) -> bool:
    """Whether both sides of a gap are the same: there is nothing that could be chance."""
    return tied(row["gap"], 1.0 if row["gap_statistic"] in RATIOS else 0.0)


def _doubt(row: Row) -> str:
    if no_difference(row):
        return "is nought"
    known = row["gap_lower"] is not None and row["gap_upper"] is not None
    return "could be chance" if known else "has no interval, so it could be chance"


def _unclear(row: Row, about: About) -> Claim:
    """That nobody is said to be ahead: by chance, or because both are the same."""
    return _claim(Kind.GAP, row, about, direction="same" if no_difference(row) else "unclear")


def _number(row: Row, about: About) -> Claim:
    """How large a gap is, and for whom the number is the higher or the lower one."""
    limits = (row["gap_lower"], row["gap_upper"])
    return _claim(Kind.GAP, row, about, direction=_side(row), number=row["gap"], limits=limits)


def _in(row: Row) -> str:
    """When, and that the gap is between figures that stand by an earlier definition."""
    told = in_brackets([EARLIER] if row.get("gap_earlier") else [])
    return f" {when(row['gap_label'])}{told}" if row.get("gap_label") else ""


def _side(row: Row) -> str:
    """Whether the group's number is higher or lower than the reference's."""
    return "higher" if row["gap"] > (1.0 if row["gap_statistic"] in RATIOS else 0.0) else "lower"


def _hidden(row: Row) -> Sentence:
    hidden = row.get("gap_groups_hidden") or 0
    if not hidden:
        return Sentence()
    subject = row.get("ambition") or row.get("measure")
    claim = Claim(Kind.GAP, subject, group="hidden", number=hidden, period=row.get("gap_label"))
    return Sentence(f"{_too_small(hidden)}.", (claim,))


def _too_small(hidden: int) -> str:
    return f"{count_words(hidden, 'group')} {'is' if hidden == 1 else 'are'} too small to show"


def _unknown(row: Row) -> Sentence:
    """Beside a gap that stands for another: that the one asked for is not known, and whether its groups are hidden."""
    by, hidden = row.get("gap_unknown_by"), row.get("gap_unknown_hidden") or 0
    if not by:
        return Sentence()
    lead = f"By {BY_CODE[by].title.lower()} it is not known"
    if not hidden:
        return Sentence(f"{lead}.")
    claim = Claim(Kind.GAP, row.get("ambition") or row.get("measure"), group="hidden", number=hidden)
    return Sentence(f"{lead}: {_too_small(hidden)}.", (claim,))


def _chosen(row: Row) -> Sentence:
    """Of how many gaps this one was chosen for its size: nobody is to take the largest of several for the only one."""
    compared, beyond = row.get("gap_compared"), row.get("gap_beyond")
    if not compared or not beyond:
        return Sentence()
    subject, about = row.get("ambition") or row.get("measure"), {"period": row.get("gap_label")}
    claims = (
        Claim(Kind.GAP, subject, group="compared", number=compared, **about),
        Claim(Kind.GAP, subject, group="beyond", number=beyond, **about),
    )
    which = "only this one is beyond chance" if beyond == 1 else f"{beyond} are beyond chance, and this is the largest"
    return Sentence(f"Of the {compared} gaps compared {which}.", claims)


def _claim(kind: Kind, row: Row, about: About, **told: object) -> Claim:
    named = {
        "group": row.get("gap_group") or row["gap_dimension"],
        "reference": Reference(group=row.get("gap_reference")),
        "period": row.get("gap_label"),
        "statistic": row["gap_statistic"],
    }
    return about.claim(kind, row, **(named | told))


def _group(row: Row) -> str:
    return whom(row["gap_dimension"], row["gap_group"], row.get("gap_group_label"))


def _reference(row: Row) -> str:
    return whom(row["gap_dimension"], row["gap_reference"], row.get("gap_reference_label"))
