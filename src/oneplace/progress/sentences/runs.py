"""What a number has done over other years than those of its direction: the whole series, the strategy's own."""

from __future__ import annotations

from oneplace.progress.sentences.about import About, Row
from oneplace.progress.sentences.claims import Kind, Reference, Sentence, phrase
from oneplace.progress.sentences.lasting import lasting, stopped
from oneplace.progress.sentences.ways import DID, HAS, MOVED, PAST, STEADY, STEPS, UNCLEAR, A, is_or_was, judged
from oneplace.vocabulary.wording import from_to, named


def long_run(row: Row, about: About) -> Sentence:
    """What it has done over the whole series, where that is another thing than what it does now."""
    word, label = row["long_run"], row["long_run_since"]
    told = row["direction"]
    now, since = (PAST | STEPS).get(told, told), row.get("stepped_from") or row["direction_since"]
    if word not in HAS or (word, label) == (now, since):
        return Sentence()
    claim = about.claim(Kind.LONG_RUN, row, direction=word, period=label)
    good = judged(word, about, is_or_was(row))
    if stopped(row):
        return Sentence(f"Looking back, it {DID[word]}{lasting(row, label)}{good}.", (claim,))
    back = f" to {named(label)}" if label else ""
    return Sentence(f"Looking back{back}, it has {HAS[word]}{good}.", (claim,))


def strategy_run(row: Row, about: About) -> Sentence:
    """What it has done in the strategy's own years, where that is another thing than what is said yet.

    That it goes no one way in them is another thing than a rise or fall over other years: who reads of that would take
    it for the strategy's. Empty where the direction says it (``though``).
    """
    own = Sentence() if though(row, about) else _own_years(row, about)
    lead = "In the strategy’s own years comparable figures are known"
    return phrase(f"{lead}{_of_years(row)}: taken by themselves they show {{}}.", own) if own else Sentence()


def though(row: Row, about: About) -> Sentence:
    """The same beside "no steady rise" over other years: one sentence, for either alone would deny the other."""
    own = _own_years(row, about) if row["direction"] == UNCLEAR and row["strategy_run"] in HAS else Sentence()
    if not own:
        return Sentence()
    lead = ", though the comparable figures of the strategy’s own years"
    years = f",{_of_years(row)}," if _of_years(row) else ""
    return phrase(f"{lead}{years} taken by themselves show {{}}", own)


def _own_years(row: Row, about: About) -> Sentence:
    """``a rise, which is worse``, ``no steady rise or fall``; empty where it is no other thing than what is said."""
    word, label = row["strategy_run"], row["strategy_run_since"]
    if (word, label) in ((row["direction"], row["direction_since"]), (row["long_run"], row["long_run_since"])):
        return Sentence()
    if not (_elsewhere_moved(row) if word == UNCLEAR else word in HAS and word != row["direction"]):
        return Sentence()
    until = row.get("strategy_run_until")
    claim = about.claim(Kind.STRATEGY_RUN, row, direction=word, period=label, reference=Reference(period=until))
    if word == UNCLEAR:
        return Sentence("no steady rise or fall", (claim,))
    over = stopped(row) or (until is not None and until != row["period_label"])
    return Sentence(f"a {A[word]}{judged(word, about, 'was' if over else 'is')}", (claim,))


def _of_years(row: Row) -> str:
    """`` from 2020 to 2022``: the first and last of the strategy's own years of which figures are known."""
    first, last = row["strategy_run_since"], row.get("strategy_run_until")
    if not first:
        return ""
    return f" {from_to(first, last)}" if last else f" from {named(first)}"


def _elsewhere_moved(row: Row) -> bool:
    """Whether a rise, a fall or a change is told of other years than the strategy's own."""
    return row["direction"] in MOVED or row["long_run"] in HAS or row["ends"] in STEADY
