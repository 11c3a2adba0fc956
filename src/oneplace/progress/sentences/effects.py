"""Whether a decision did what it was to do, in words."""

from __future__ import annotations

from oneplace.progress.effects import LIMITS
from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined
from oneplace.vocabulary.wording import day_words, difference_words, figures_words, list_words, marked, places, written

_BEGINS = {
    "worked": "It did what it was to do",
    "less": "It moved the way that it was to, by less than it was to",
    "less_so_far": "It moved the way that it was to, so far by less than it was to",
    "harm": "It went the other way than it was to",
}
_WHY_NOT = {
    "no_values": "it has no values",
    "no_values_beside": "the places that it is set beside have no values for the same periods",
    "periods_overlap": "its periods overlap, so that none is before or after it alone",
    "too_few_before": "fewer than 12 values are known from before it",
    "too_few_for_seasons": "fewer than 24 months are known from before it, so that the seasons could make the change",
    "too_few_after": "fewer than 8 values are known since",
    "constant": "its values never differ",
    "both_ways": "it went one way at once and has gone the other way since",
    "bends_anyway": "it has bent all along, and a curve without any break explains it as well",
    "as_much_at_other_dates": "it changed as much at dates at which nothing was decided",
    "as_much_elsewhere": "it changed as much in other places at the same time",
    "bad_run_before": "a bad run came before it, which may have ended by itself",
}
GAP_NOT_JUDGED = _WHY_NOT | {
    "no_values": "no value of theirs is known",
    "no_values_of_group": "no value of theirs is known",
    "no_values_of_everyone": "no value of everyone is known for the same times as theirs",
    "too_few_people": "they are too few for their value to be shown",
    "no_limits_of_group": "their values have no limits of chance, so no gap is worked out",
    "groups_unlike": "its groups are of unlike people, so a gap between them may be of their making",
    "no_good_way": "neither way of it is better, so nobody is behind",
    "not_behind": "they were not behind everyone before",
    "too_few_before": "the gap is known fewer than 12 times from before it",
    "too_few_for_seasons": "the gap is known for fewer than 24 months from before it, so that the seasons could make "
    "the change",
    "too_few_after": "the gap is known fewer than 8 times since",
    "constant": "the gap never differs",
}
"""Why nobody can tell what became of a gap; of what isn't here as of a measure."""
_AS_TIMES = {
    "narrowed": "has narrowed",
    "widened": "has widened",
    "not_seen": "has not changed beyond chance",
    "not_judged": "can’t be judged",
}
_EVERY = {"monthly": "monthly", "quarterly": "quarterly", "six_monthly": "six-monthly"}


def effect(row: Row, about: About) -> Sentence:
    """What a row of ``effects`` says: what was seen or could have been, beside what was expected."""
    seen = _seen(row, about) if row["verdict"] in _BEGINS else _not_seen(row, about)
    return joined(seen, _expected(row, about))


def gap_effect(row: Row, about: About) -> Sentence:
    """What a row of ``gap_effects`` says: of the gap as it was said beforehand, and beside that of it as so many times.

    The two may go different ways; what it was to do is said of the first alone.
    """
    told = effect({**row, "decision": row["action"], "controls": "", "controls_label": ""}, about)
    if row["verdict"] == "not_judged":
        return told
    told_of = {"statistic": "relative_gap", "reference": Reference(group=row["action"])}
    claim = about.claim(Kind.EFFECT, row, direction=row["as_times"], **told_of)
    words = f"As so many times everyone’s value, the gap {_AS_TIMES[row['as_times']]}."
    return joined(told, Sentence(words, (claim,)))


def _seen(row: Row, about: About) -> Sentence:
    parts = [_moved(row, about, name) for name in row["sure"].split("; ")]
    words = list_words([str(part) for part in parts])
    found = about.claim(Kind.EFFECT, row, direction=row["verdict"], reference=Reference(group=row["decision"]))
    claims = (found, *(claim for part in parts for claim in part.claims))
    return Sentence(
        f"{_BEGINS[row['verdict']]}: since {row['from_label']} {_name(row, about)}{_beside(row, about)} {words}.",
        claims,
    )


def _moved(row: Row, about: About, name: str) -> Sentence:
    value, lower, upper = row[name], row[f"{name}_lower"], row[f"{name}_upper"]
    told_to = _apart(abs(value), row, about, about.decimals)
    low, high = (figures_words(end, about.unit, told_to) for end in sorted((abs(lower), abs(upper))))
    size = marked(difference_words(abs(value), about.unit, told_to), row["origin"])
    interval = f"{LIMITS:.0%} interval {low} to {high}"
    way = "down" if value < 0 else "up"
    step = f"went {way} at once by {size} ({interval})"
    every = _EVERY.get(row.get("frequency") or about.frequency, "yearly")
    slope = f"has had a {every} change {size} {'lower' if value < 0 else 'higher'} than before ({interval})"
    return Sentence(step if name == "step" else slope, (_claim(row, about, name, way),))


def _claim(row: Row, about: About, name: str, way: str | None) -> Claim:
    return about.claim(
        Kind.EFFECT,
        row,
        period=row["from_label"],
        direction=way,
        number=row[name],
        limits=(row[f"{name}_lower"], row[f"{name}_upper"]),
        statistic=name,
        reference=Reference(group=row["decision"]),
    )


def _not_seen(row: Row, about: About) -> Sentence:
    since_when = row["from_label"] if row["verdict"] == "not_seen" else None
    told = {
        "direction": row["verdict"],
        "number": row["step_smallest"] if row["verdict"] == "not_seen" else None,
        "reference": Reference(group=row["decision"]),
    }
    claim = about.claim(Kind.EFFECT, row, period=since_when, **told)
    since = f"since {row['from_label']}"
    if row["verdict"] == "not_seen":
        smallest = difference_words(row["step_smallest"], about.unit, about.decimals)
        words = (
            f"No effect can be seen: {since} {_name(row, about)}{_beside(row, about)} has not changed beyond chance. "
            f"A {_way(row)} at once of {smallest} would have shown in four of five such series."
        )
        return Sentence(words, (claim,))
    until = f" It can be judged from {day_words(row['judgeable_on'])} on." if row["judgeable_on"] else ""
    why = (GAP_NOT_JUDGED if row.get("group") else _WHY_NOT)[row["reason"]]
    return Sentence(f"What it did to {_name(row, about)} can’t be judged: {why}.{until}", (claim,))


def _expected(row: Row, about: About) -> Sentence:
    way = _way(row)
    expected = abs(row["expected"])
    told_to = _apart(expected, row, about, written(expected, about.decimals))
    size = difference_words(expected, about.unit, told_to)
    made = " (made up)" if row["origin"] == "illustrative" else ""
    told = {"direction": way, "number": expected, "period": row["by_label"]}
    claim = about.claim(Kind.EXPECTED, row, reference=Reference(group=row["decision"]), **told)
    return Sentence(f"Expected was a {way} of {size} by {row['by_label']}{made}.", (claim,))


def _apart(size: float, row: Row, about: About, decimals: int) -> int:
    """To how many decimals what was seen or expected is told: what moved by less than it was to never reads as that."""
    both = (row["step"], row["expected"]) if row["verdict"].startswith("less") and row["step"] is not None else ()
    return places(size, None, None, about.unit, decimals, *map(abs, both))


def _way(row: Row) -> str:
    return "fall" if row["expected"] < 0 else "rise"


def _name(row: Row, about: About) -> str:
    measure = f"“{about.measure}”"
    return f"the gap between {row['group_words']} and everyone in {measure}" if row.get("group") else measure


def _beside(row: Row, about: About) -> str:
    named = zip(row["controls"].split("; "), row["controls_label"].split("; "), strict=True)
    places = [about.area(code) if code in about.areas else label for code, label in named if code]
    return f", set beside {list_words(places)}," if places else ""
