"""What a sentence claims beside its words: each claim whole, so that it can be worked out again."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from oneplace.progress import sentences
from oneplace.progress.sentences import Claim, Kind, Reference, Sentence, joined, phrase
from tests.progress.sentence_row import ABOUT, a_row

MONTHLY = replace(ABOUT, frequency="monthly")
OF = {"subject": "SW1", "unit": "percent"}
NOW = OF | {"period": "2024/25"}
ENGLAND = Reference(8.8, "2023/24", "E92000001")
FIFTHS = OF | {"group": "1", "reference": Reference(group="5")}


def told(said: Sentence) -> list[dict[str, object]]:
    """Each claim by what it says."""
    return [
        {field.name: value for field in fields(claim) if (value := getattr(claim, field.name)) is not None}
        for claim in said.claims
    ]


@pytest.mark.parametrize(
    ("say", "changes", "claims"),
    [
        (sentences.value, {}, [NOW | {"kind": "value", "number": 7.4}]),
        (sentences.value, {"whose": "RHM"}, [NOW | {"kind": "value", "number": 7.4, "whose": "RHM"}]),
        (sentences.value, {"ambition": None}, [NOW | {"kind": "value", "number": 7.4, "subject": "smoking"}]),
        (sentences.value, {"value": None}, []),
        (sentences.interval, {}, [NOW | {"kind": "value", "number": 7.4, "limits": (6.8, 8.0)}]),
        (sentences.interval, {"lower": None}, []),
        (sentences.target, {}, [OF | {"kind": "target", "number": 6.0, "period": "2026/27"}]),
        (sentences.target, {"target": None}, []),
        (
            sentences.comparison,
            {"whose": "RHM"},
            [OF | {"kind": "comparison", "direction": "better", "whose": "RHM", "reference": ENGLAND}],
        ),
        (sentences.comparison, {"comparator_value": None}, []),
        (sentences.beside, {}, [OF | {"kind": "comparison", "direction": "better", "reference": ENGLAND}]),
        (
            sentences.beside,
            {"comparison": "not_known"},
            [OF | {"kind": "comparison", "direction": "not_known", "reference": ENGLAND}],
        ),
        (sentences.course, {}, [OF | {"kind": "direction", "direction": "no_clear_change", "period": "2020/21"}]),
        (
            sentences.course,
            {"direction": "rising", "direction_since": None},
            [OF | {"kind": "direction", "direction": "rising"}],
        ),
        (
            sentences.course,
            {"direction": "not_known"},
            [OF | {"kind": "direction", "direction": "not_known", "period": "2020/21"}],
        ),
        (sentences.heading, {}, [OF | {"kind": "direction", "direction": "no_clear_change", "period": "2020/21"}]),
        (
            sentences.outlook,
            {"status_forecast": "met"},
            [
                OF | {"kind": "target", "number": 6.0, "period": "2026/27"},
                OF | {"kind": "outcome", "direction": "met", "period": "2026/27"},
            ],
        ),
        (
            sentences.outlook,
            {"forecast": None, "status_forecast": "not_known"},
            [OF | {"kind": "target", "number": 6.0, "period": "2026/27"}],
        ),
        (
            sentences.outlook,
            {"direction": "falling"},
            [
                OF
                | {
                    "kind": "forecast",
                    "direction": "falling",
                    "number": 6.9,
                    "period": "2026/27",
                    "limits": (6.1, 7.7),
                    "reference": Reference(period="2020/21"),
                },
                OF | {"kind": "target", "number": 6.0, "period": "2026/27"},
                {"kind": "chance", "subject": "SW1", "number": 0.12, "period": "2026/27"},
            ],
        ),
    ],
)
def test_of_an_ambition(say, changes, claims):
    assert told(say(a_row(**changes), ABOUT)) == claims


@pytest.mark.parametrize(
    ("changes", "about", "claims"),
    [
        (
            {"direction": "rising", "direction_since": "2021/22", "change": -0.4, "strategy_run": "rising"},
            ABOUT,
            [
                {"kind": "before", "number": pytest.approx(7.8), "period": "2023/24"},
                {"kind": "direction", "direction": "rising", "period": "2021/22"},
                {"kind": "step", "direction": "lower", "period": "2023/24"},
            ],
        ),
        (
            {"change": None, "level": "worse", "level_since": "March 2024", "direction": None},
            MONTHLY,
            [{"kind": "level", "direction": "worse", "period": "March 2024"}],
        ),
        (
            {"change": None, "level": "usual", "level_since": "May 2024", "direction": "not_known"},
            MONTHLY,
            [
                {"kind": "level", "direction": "usual", "period": "May 2024"},
                {"kind": "direction", "direction": "not_known", "period": "2020/21"},
            ],
        ),
        (
            {"change": None, "level": "better", "level_since": "2010/11", "direction": None},
            ABOUT,
            [{"kind": "level", "direction": "better", "period": "2010/11"}],
        ),
        ({"change": None, "level": "better", "level_since": None, "direction": None}, ABOUT, []),
        (
            {"change": None, "direction": "falling", "long_run": "rising", "strategy_run": "rising"},
            ABOUT,
            [
                {"kind": "direction", "direction": "falling", "period": "2020/21"},
                {"kind": "long_run", "direction": "rising", "period": "2010/11"},
                {"kind": "strategy_run", "direction": "rising", "period": "2020/21", "reference": Reference()},
            ],
        ),
    ],
)
def test_of_where_it_stands_and_where_it_is_heading(changes, about, claims):
    assert told(sentences.since(a_row(**changes), about)) == [OF | claim for claim in claims]


@pytest.mark.parametrize("status", ["on_path", "off_path", "cannot_be_judged_yet", "no_target_set", "context"])
def test_a_finding_claims_its_value_and_its_status(status):
    made = told(sentences.finding(a_row(status=status), ABOUT))
    assert made[0] == NOW | {"kind": "value", "number": 7.4}
    assert made[-1] == NOW | {"kind": "status", "direction": status}
    assert told(sentences.finding(a_row(status="no_data", value=None), ABOUT)) == []


def test_a_wider_gap_is_claimed_by_its_groups():
    row = a_row(status="average_up_but_gap_wider", gap_direction="widening", gap_label="2022/23")
    wider = {"kind": "gap_direction", "direction": "widening", "period": "2022/23", "statistic": "absolute_gap"}
    assert FIFTHS | wider in told(sentences.finding(row, ABOUT))


@pytest.mark.parametrize(
    ("changes", "claims"),
    [
        (
            {"gap_label": "2022/23"},
            [
                {"kind": "gap", "direction": "higher", "number": 5.2, "limits": (3.1, 7.3), "period": "2022/23"},
                {"kind": "gap_direction", "direction": "no_clear_change", "period": "2022/23"},
            ],
        ),
        (
            {"gap": -5.2, "gap_lower": -7.3, "gap_upper": -3.1, "gap_direction": None},
            [
                {"kind": "gap", "direction": "lower", "number": -5.2, "limits": (-7.3, -3.1)},
            ],
        ),
        ({"gap_lower": -1.0, "gap_label": "2022/23"}, [{"kind": "gap", "direction": "unclear", "period": "2022/23"}]),
    ],
)
def test_of_a_gap(changes, claims):
    made = told(sentences.gap(a_row(**changes), ABOUT))
    assert made == [FIFTHS | {"statistic": "absolute_gap"} | claim for claim in claims]


@pytest.mark.parametrize("statistic", ["SII", "RII"])
def test_a_slope_is_claimed_by_its_own_name(statistic):
    row = a_row(gap=1.5, gap_lower=1.2, gap_upper=1.9, gap_statistic=statistic, gap_direction=None)
    claim = {"kind": "gap", "direction": "higher", "number": 1.5, "limits": (1.2, 1.9), "statistic": statistic}
    assert told(sentences.gap(row, ABOUT)) == [FIFTHS | claim]


def test_a_gap_without_a_named_group_is_claimed_by_its_dimension():
    made = told(sentences.gap(a_row(gap_group=None, gap_reference=None, gap_direction=None), ABOUT))
    assert [(claim["group"], claim["reference"]) for claim in made] == [("deprivation", Reference())]


def test_hidden_groups_are_counted():
    (claim,) = told(sentences.gap(a_row(gap=None, gap_groups_hidden=3, gap_label="2022/23"), ABOUT))
    assert claim == {"kind": "gap", "subject": "SW1", "group": "hidden", "number": 3, "period": "2022/23"}


def test_what_was_set_for_the_gap():
    row = a_row(gap_target=-4.0, gap_target_label="2026/27", gap_target_provenance="agreed", gap_status="off_path")
    assert told(sentences.gap_target(row, ABOUT, "deprivation", "SII")) == [
        OF
        | {"kind": "gap_target", "period": "2026/27", "group": "deprivation", "direction": "off_path", "number": 4.0}
        | {"statistic": "SII"}
    ]


@pytest.mark.parametrize(
    ("as_of", "claims"),
    [
        (date(2026, 5, 1), [{"kind": "age", "subject": "SW1", "period": "2024/25", "number": 13}]),
        (date(2026, 12, 31), [{"kind": "age", "subject": "SW1", "period": "2024/25", "number": 20}]),
        (
            date(2027, 1, 1),
            [
                {"kind": "age", "subject": "SW1", "period": "2024/25", "number": 21},
                {"kind": "due", "subject": "smoking", "period": "1 January 2027", "direction": "late"},
            ],
        ),
        (None, []),
    ],
)
def test_of_a_figures_age(as_of, claims):
    assert told(sentences.age(a_row(period_end=date(2025, 4, 1)), as_of)) == claims


@pytest.mark.parametrize(("day", "word"), [(date(2026, 12, 31), "to_come"), (date(2027, 1, 1), "late")])
def test_of_the_next_value(day, word):
    claim = {"kind": "due", "subject": "smoking", "period": "1 January 2027", "direction": word}
    assert told(sentences.judgeable(a_row(), day)) == [claim]
    assert told(sentences.judgeable(a_row(judgeable_on=None), day)) == []


@pytest.mark.parametrize(
    ("changes", "claims"),
    [
        (
            {},
            [
                {"kind": "process", "direction": "concern_high"},
                {"kind": "process", "direction": "inconsistent"},
                {"kind": "process", "number": 7.0, "period": "May 2026"},
            ],
        ),
        ({"assurance": None, "mean": None}, [{"kind": "process", "direction": "concern_high"}]),
        ({"variation": None}, []),
    ],
)
def test_of_a_control_chart(changes, claims):
    signal = {
        "measure": "smoking",
        "variation": "concern_high",
        "assurance": "inconsistent",
        "mean": 7.0,
        "lower_limit": 3.0,
        "upper_limit": 11.0,
    }
    row = signal | {"reason": None, "value": None, "period_label": "May 2026"} | changes
    of = {"subject": "smoking", "unit": "percent"}
    assert told(sentences.control_finding([row], a_row(target=None), ABOUT)) == [of | claim for claim in claims]


@pytest.mark.parametrize(
    ("polarity", "words"),
    [("low_good", ("worse", "better")), ("high_good", ("better", "worse")), ("context", ("higher", "lower"))],
)
@pytest.mark.parametrize("signs", [{"a": 1, "b": 1, "c": -1}, {"a": 0, "b": 0, "c": 0}])
def test_of_a_map(polarity, words, signs):
    rows = [{"measure": "smoking", "group": key, "value": 5.0, "suppressed": False, "period_label": "2025"}
            for key in signs]  # fmt: skip
    said = sentences.map_finding(rows, signs, 4.0, replace(ABOUT, polarity=polarity))
    counts = [list(signs.values()).count(side) for side in (1, -1)]
    of = {"kind": "spread", "subject": "smoking", "period": "2025", "reference": Reference(4.0, "2025")}
    assert told(said) == [of | {"direction": word, "number": count} for word, count in zip(words, counts, strict=True)]


def test_of_all_ambitions():
    rows = [
        a_row(ambition=f"A{n}", measure=f"m{n}", status=status, origin=origin, gap_direction=way)
        for n, (status, origin, way) in enumerate([
            ("on_path", "published", "narrowing"),
            ("off_path", "published", "no_clear_change"),
            ("off_path", "synthetic", "widening"),
            ("no_data", "synthetic", None),
        ])
    ]  # fmt: skip
    assert told(sentences.summary(rows)) == [
        {"kind": "count", "direction": "on_path", "number": 1},
        {"kind": "count", "direction": "off_path", "number": 1},
        {"kind": "count", "group": "made-up", "direction": "off_path", "number": 1},
        {"kind": "count", "direction": "no_data", "number": 1},
        {"kind": "gap_count", "group": "real", "direction": "narrowing", "number": 1},
        {"kind": "gap_count", "group": "real", "direction": "widening", "number": 0},
        {"kind": "gap_count", "group": "made-up", "direction": "widening", "number": 1},
    ]
    assert told(sentences.summary(rows[:1])) == [
        {"kind": "count", "direction": "on_path", "number": 1},
        {"kind": "gap_count", "direction": "narrowing", "number": 1},
    ]
    assert told(sentences.summary(rows[2:3]))[0] == {
        "kind": "count", "group": "made-up", "direction": "off_path", "number": 1
    }  # fmt: skip


def test_of_a_strategy_that_is_over():
    over = sentences.period_ended("2020 to 2025", date(2026, 1, 1), date(2026, 1, 1))
    assert told(over) == [{"kind": "period_ended", "period": "2020 to 2025"}]
    assert not sentences.period_ended("2020 to 2025", date(2026, 1, 1), date(2025, 12, 31)).claims


ONE, OTHER = Claim(Kind.VALUE, number=1.0), Claim(Kind.TARGET, number=2.0)


def test_sentences_set_into_others_keep_their_claims_in_order():
    said = phrase("{} of {}, {}.", Sentence("one", (ONE,)), "words", Sentence("two", (OTHER,)))
    assert said == Sentence("one of words, two.", (ONE, OTHER))
    assert phrase("None.") == Sentence("None.")


def test_sentences_one_after_the_other_leave_out_the_empty_but_not_their_claims():
    said = joined(Sentence("One.", (ONE,)), "", Sentence("", (OTHER,)), "Two.")
    assert said == Sentence("One. Two.", (ONE, OTHER))
    assert joined() == Sentence()


@pytest.mark.parametrize(("text", "capital"), [("", ""), ("a", "A"), ("one of Two", "One of Two"), ("7.4%", "7.4%")])
def test_a_capital_changes_the_first_letter_alone(text, capital):
    said = Sentence(text, (ONE,))
    assert said.capital == Sentence(capital, (ONE,))
    assert (bool(said), str(said)) == (bool(text), text)
