"""The findings of the charts that show groups, neighbourhoods and processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import dropwhile
from operator import ge, le

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.amounts import target
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.digits import digits, process_digits
from oneplace.progress.sentences.gaps import gap
from oneplace.vocabulary.wording import count_words, lowest, since_words, value_words, when

_VARIATION = {
    "common": "The newest point is within what chance explains.",
    "improvement": "The newest point is better than chance explains.",
    "concern": "The newest point is worse than chance explains.",
    "neutral": "The newest point is further from the mean than chance explains.",
}
ASSURANCE = {
    "consistent_pass": "Unless it changes, chance alone will not make it miss that.",
    "consistent_fail": "Unless it changes, chance alone will not bring it there.",
    "inconsistent": "By chance alone it could fall on either side of that.",
    "not_stable": "It has moved by more than chance explains, so its limits can’t tell whether it will meet that.",
}
"""What its limits say of what is asked: of chance, and never of every time. How often it was met is counted beside."""
_PERIODS = {"monthly": "month", "quarterly": "quarter", "six_monthly": "half-year"}
_MEETS: dict[str, Callable[[float, float], bool]] = {"low_good": le, "high_good": ge}


def control_finding(signals: Sequence[Row], row: Row, about: About) -> Sentence:
    """What a control chart says, from the rows of ``signals`` in order of time and the ambition's of ``progress``."""
    signal = signals[-1]
    variation, assurance = (signal["variation"] or "").partition("_")[0], signal["assurance"] or ""
    if variation not in _VARIATION:
        return Sentence(f"The process cannot be judged: {_why_not(signal)}")
    return joined(
        _newest_points(signals, variation, about),
        _season(signals, row, about),
        phrase("{}.", met) if (met := times_met(signals, row, about)) else "",
        Sentence(ASSURANCE[assurance], (_assured(signal, about),)) if assurance in ASSURANCE else "",
        _mean(signal, about),
    )


def _assured(signal: Row, about: About) -> Claim:
    asked = Reference(signal["asked"]) if signal.get("asked_name") else None
    return about.claim(Kind.PROCESS, signal, direction=signal["assurance"], reference=asked)


def times_met(signals: Sequence[Row], row: Row, about: About) -> Sentence:
    """How many periods since the mean began met what each is held against, as a clause; empty where nothing is asked.

    ``0 of the 59 months since May 2021 met what is asked of each (NHS standard, 18.0 minutes)``, and not the ambition's
    own target where that is for a longer time.
    """
    signal, meets = signals[-1], _MEETS.get(about.polarity)
    asked = signal.get("asked")
    if asked is None or meets is None:
        return Sentence()
    level = _level(signals)
    met = sum(meets(row["value"], asked) for row in level)
    claim = about.claim(
        Kind.TIMES_MET, signal, number=met, period=signal.get("since"), reference=Reference(asked), unit=None
    )
    since = dropwhile(lambda each: each["value"] is None, _since(signals))
    known = " known" if len(level) < len(list(since)) else ""  # a reader who counts the months finds more
    periods = f"the {count_words(len(level), _PERIODS.get(about.frequency, 'period'))}{known}"
    said = Sentence(f"{met} of {periods}{since_words(signal.get('since'))} met", (claim,))
    return phrase("{} {}", said, _asked_words(signal, row, about))


def _asked_words(signal: Row, row: Row, about: About) -> Sentence:
    """What each period is held against: ``the target of 90.0%``, or ``what is asked of each (NHS standard, 95.0%)``."""
    number = value_words(signal["asked"], about.unit, digits(row, about))
    name = signal.get("asked_name")
    if not name:
        return Sentence(f"the target of {number}")
    other = row["target"] if row["target"] != signal["asked"] else None
    named = phrase("; not the target, {}", target(row, about)) if other is not None else Sentence()
    return phrase(f"what is asked of each ({name}, {number}{{}})", named)


def _newest_points(signals: Sequence[Row], variation: str, about: About) -> Sentence:
    """Of the newest point, and of how many since the mean began a rule fires, where the newest is ordinary."""
    signal = signals[-1]
    claim = about.claim(Kind.PROCESS, signal, direction=signal["variation"])
    level, marked = _level(signals), _marked(signals)
    if _is_trend(signal):
        return Sentence(_trend(signal, variation), (claim,))
    if variation != "common" or not marked:
        return Sentence(_VARIATION[variation], (claim,))
    count = about.claim(Kind.MARKED, signal, number=len(marked), period=signal["since"], unit=None)
    points = f"{len(marked)} of the {len(level)} points{since_words(signal['since'])}"
    are = f"{points} {'is' if len(marked) == 1 else 'are'} not"
    return Sentence(f"The newest point is within what chance explains, but {are}.", (claim, count))


def _marked(signals: Sequence[Row]) -> list[Row]:
    """The points since the mean began that are more than chance explains."""
    return [row for row in _level(signals) if row.get("point") not in (None, "common_cause")]


def _season(signals: Sequence[Row], row: Row, about: About) -> Sentence:
    """That what is beyond chance on a chart, which knows no season, is the season, where its level is told as usual."""
    if row.get("level") != "usual" or not _marked(signals):
        return Sentence()
    claim = about.claim(Kind.LEVEL, row, direction="usual", period=row["level_since"])
    return Sentence("Its season explains that: without it, it has stayed at about the same level.", (claim,))


def _is_trend(signal: Row) -> bool:
    """Whether nothing but a trend marks a point: then it may lie on either side of the mean, and near it."""
    return signal.get("rules") == "trend"


def _trend(signal: Row, variation: str) -> str:
    """Of a trend its way, and where the newest point has not come over the mean: so it is no better or worse yet."""
    rising = signal["variation"].endswith("_high")
    judged = {"improvement": ", which is better", "concern": ", which is worse"}.get(variation, "")
    lead = f"The newest points are {'rising' if rising else 'falling'} by more than chance explains{judged}"
    away = signal["value"] - signal["mean"]
    if away > 0 if rising else away < 0:
        return f"{lead}."
    where = "above" if away > 0 else "below" if away < 0 else "at"
    return f"{lead}, though the newest is still {where} the mean."


def _level(signals: Sequence[Row]) -> list[Row]:
    """The known points since the mean and limits of the newest began."""
    return [row for row in _since(signals) if row["value"] is not None]


def _since(signals: Sequence[Row]) -> list[Row]:
    """The points since the mean and limits of the newest began, those without a value included."""
    return [row for row in signals if row.get("since") == signals[-1].get("since")]


def _why_not(signal: Row) -> str:
    """Why a chart says nothing of its process: whether there is a target has no part in that."""
    if signal["value"] is None:
        return f"{signal['period_label']} has no value that can be shown."
    reason: str = signal["reason"]
    return f"{reason[0].lower()}{reason[1:]}"


def _mean(signal: Row, about: About) -> Sentence:
    if signal["mean"] is None:
        return Sentence()
    claim = about.claim(Kind.PROCESS, signal, number=signal["mean"], period=signal.get("period_label"))
    return Sentence(f"Its mean is {value_words(signal['mean'], about.unit, process_digits(signal, about))}.", (claim,))


def control_limits(signal: Row, about: About) -> Sentence:
    """The mean of a control chart's newest level and between what chance keeps its values; empty without limits."""
    if signal["mean"] is None or None in (signal["lower_limit"], signal["upper_limit"]):
        return Sentence()
    ends = lowest(signal["lower_limit"], about.unit), signal["upper_limit"]
    decimals = process_digits(signal, about)
    mean, low, high = (value_words(number, about.unit, decimals) for number in (signal["mean"], *ends))
    claim = about.claim(
        Kind.PROCESS, signal, number=signal["mean"], limits=ends, period=signal.get("since") or signal["period_label"]
    )
    since = since_words(signal.get("since"))
    return Sentence(f"The mean{since} is {mean}; chance alone would keep values between {low} and {high}.", (claim,))


def groups_finding(row: Row, leading: Row | None, rows: Sequence[Row], about: About) -> Sentence:
    """What a chart of groups says: the gap, or why there is none although groups are shown.

    ``leading`` is the gap that the page leads with (``oneplace.progress.leading_gap``): where the headline's own isn't
    known it stands for it, so that no chart denies what its page tells.
    """
    known = row if row["gap"] is not None else leading
    if known:
        return gap({**row, **known}, about)
    if any(group["suppressed"] for group in rows):
        return Sentence("How large the gap is cannot be said: some groups are too small to show.")
    if row.get("gap_groups_hidden") or row.get("gap_reason"):
        return gap(row, about)
    return Sentence("How large the gap is has not been worked out for these groups.")


def map_finding(rows: Sequence[Row], signs: Mapping[str, int | None], average: float | None, about: About) -> Sentence:
    """In how many neighbourhoods the value differs from the place's average of the same period beyond chance.

    ``signs`` says of each neighbourhood, by code, how it stands to the average (``oneplace.progress.signs``).
    """
    named = [row for row in rows if row.get("group") != "not_known"]
    shown = [row for row in named if row["value"] is not None and not row["suppressed"]]
    tail = _not_shown([row for row in named if row["value"] is None or row["suppressed"]])
    judged = [row for row in shown if signs.get(row["group"]) is not None]
    if average is None:
        return joined(f"{count_words(len(shown), 'neighbourhood')} can be shown.", tail)
    if not judged:
        return joined(f"{count_words(len(shown), 'neighbourhood')} can be shown, without limits.", tail)
    return joined(_spread(judged, signs, average, about), tail)


def _spread(judged: Sequence[Row], signs: Mapping[str, int | None], average: float, about: About) -> Sentence:
    higher, lower = (sum(signs[row["group"]] == sign for row in judged) for sign in (1, -1))
    period = judged[0].get("period_label")
    mean = f"the average of {value_words(average, about.unit, about.decimals)} {when(period)}".rstrip()
    judged_by = {"low_good": ("worse", "better"), "high_good": ("better", "worse")}
    words = judged_by.get(about.polarity_of_groups, ("higher", "lower"))
    reference = Reference(average, period)
    claims = tuple(
        about.claim(Kind.SPREAD, judged[0], direction=word, number=count, period=period, reference=reference, unit=None)
        for word, count in zip(words, (higher, lower), strict=True)
    )
    if not higher and not lower:
        return Sentence(f"No neighbourhood differs from {mean} by more than chance explains.", claims)
    if len(judged) == 1:
        return Sentence(f"The one neighbourhood is {words[lower]} than {mean}, beyond chance.", (claims[lower],))
    (most, first), (fewest, then) = sorted(zip((higher, lower), words, strict=True), key=lambda one: not one[0])
    are = f"{most} of {len(judged)} neighbourhoods {'are' if most > 1 else 'is'} {first}"
    return Sentence(f"{are} and {fewest or 'none'} {then} than {mean}, beyond chance.", claims)


def _not_shown(rows: Sequence[Row]) -> str:
    """How many are too small, and how many have no number for another reason, which their rows give."""
    why = Counter("" if row["suppressed"] else row.get("reason") or "" for row in rows)
    small, others = why.pop("", 0), why.most_common()
    are = "neighbourhood is too small to show", "neighbourhoods are too small to show"
    told = [f"{count_words(small, *are)}."] if small else []
    have = "neighbourhood has no number", "neighbourhoods have no number"
    told += [f"{count_words(many, *have)}. {reason[:1].upper()}{reason[1:].rstrip('.')}." for reason, many in others]
    return " ".join(told)
