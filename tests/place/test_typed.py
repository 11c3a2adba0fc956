"""Mistakes of type: each at its line and column, with what is wrong and what to write instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel

from oneplace.place import check
from oneplace.place.document import parse
from oneplace.place.rules.explain import example
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError, Problem


def problems(folder: Path, old: str, new: str) -> list[Problem]:
    """What check says of the example strategy with one piece of its text replaced."""
    assert old in example()
    (folder / "strategy.yaml").write_text(example().replace(old, new, 1), encoding="utf-8")
    return check(folder, as_of=date(2026, 1, 1))


def only(folder: Path, old: str, new: str) -> tuple[str, str, str, str]:
    """The one problem: the text it points at, its code, message and mend."""
    found = problems(folder, old, new)
    assert len(found) == 1, found
    lines = (folder / "strategy.yaml").read_text(encoding="utf-8").splitlines()
    at = lines[found[0].line - 1][found[0].column - 1 :]
    return at, found[0].code, found[0].message, found[0].mend


def test_a_word_that_is_not_one_of_the_allowed(tmp_path):
    at, code, message, mend = only(tmp_path, "polarity: low_good", "polarity: lower")
    assert at == "lower"
    assert code == "T03"
    assert message == "polarity 'lower' is not one of low_good, high_good, context."
    assert mend == "Write `polarity: low_good`."


def test_an_unknown_key_gets_the_nearest_known_one(tmp_path):
    at, code, message, mend = only(tmp_path, "    measure: smoking", "    measrue: smoking\n    measure: smoking")
    assert (at, code) == ("measrue: smoking", "T01")
    assert message == "the key `measrue` is not known here."
    assert mend in ("Did you mean `measure`?", "Did you mean `measures`?")


def test_an_unknown_key_that_is_like_none_gets_the_list(tmp_path):
    *_, mend = only(tmp_path, "period: {start: 2020-04,", "period: {xyzzy: 1, start: 2020-04,")
    assert mend == "The keys here are end, note, start."


def test_an_unknown_key_at_the_root(tmp_path):
    at, code, *_, mend = only(tmp_path, "goals:", "gaols: []\ngoals:")
    assert (at, code, mend) == ("gaols: []", "T01", "Did you mean `goals`?")


def test_a_missing_key_is_named_at_what_lacks_it(tmp_path):
    at, code, message, mend = only(tmp_path, "    text: Fewer babies exposed to smoking before birth\n", "")
    assert at == "id: O1"
    assert (code, message, mend) == ("T02", "the key `text` is missing.", "Add `text: …`.")


@pytest.mark.parametrize(
    ("old", "new", "message", "mend"),
    [
        ("value: 11}", "value: eleven}", "value 'eleven' is not a number.", "Write a number without quotes or units"),
        ("value: 11}", 'value: "11"}', "value '11' is not a number.", "Write a number without quotes or units"),
        ("value: 11}", "value: yes}", "value 'yes' is not a number.", "Write a number without quotes or units"),
        ("value: 11}", "value: true}", "value true is not a number.", "Write a number."),
        ("value: 11}", "value: }", "value is empty.", "Write a number after `value:`, or take the key out."),
        ("title: An example strategy", "title: 2020", "title 2020 is not text.", 'Quote it: `title: "2020"`.'),
        ("title: An example strategy", "title: [a]", "title ['a'] is not text.", "Write text."),
        ("title: An example strategy", 'title: ""', "title '' is not right", "Correct `title`."),
        ("stages: [start_well]", "stages: start_well", "stages 'start_well' is not a list.", "Put it in brackets"),
        ("goals:\n  - {id: G1,", "goals:\n  - {id: 7G,", "id '7G' is not right", "Correct `id`."),
        (
            "id: G1, text: Fewer people harmed by smoking",
            "id: G1, text: 5",
            "text 5 is not text.",
            'Quote it: `text: "5"`',
        ),
        (
            "budget:\n  state: set",
            "budget:\n  state: yes",
            "state 'yes' is not one of set, not_applicable, not_set.",
            "`state: set`",
        ),
        (
            "expected_lag_months: 9",
            "expected_lag_months: 9.5",
            "expected_lag_months 9.5 is not a whole number.",
            "Write a whole number.",
        ),
        (
            "period: 2018/19, value: 11",
            "period: 2018/20, value: 11",
            "period: '2018/20' is not a date of the calendar.",
            "Write a date such as 2024,",
        ),
        (
            "period: 2018/19, value: 11",
            "period: last year, value: 11",
            "period: 'last year' is not a period or date.",
            "Write one such as 2024,",
        ),
        ("2019/20: 10", "next: 10", "next: 'next' is not a period or date.", "Write one such as 2024,"),
    ],
)
def test_a_value_of_the_wrong_kind(tmp_path, old, new, message, mend):
    _, code, found_message, found_mend = only(tmp_path, old, new)
    assert code == "T03"
    assert found_message.startswith(message)
    assert mend in found_mend


def test_yes_where_true_is_meant_is_text_and_the_problem_says_so(tmp_path):
    (tmp_path / "strategy.yaml").write_text(example(), encoding="utf-8")
    (tmp_path / "place.yaml").write_text("id: x\nname: X\ndemonstration: yes\n", encoding="utf-8")
    (problem,) = check(tmp_path, as_of=date(2026, 1, 1))
    assert (problem.line, problem.column) == (3, 16)
    assert problem.message == "demonstration 'yes' is not true or false."
    assert problem.mend == "In YAML 1.2 `yes` is text: write `demonstration: true`."


def test_an_outcome_without_measure_or_gap_is_refused(tmp_path):
    *_, message, mend = only(tmp_path, "    measure: smoking\n", "")
    assert message == "outcomes: the outcome O1 is bound to no measure."
    assert mend.startswith("Add `measure: <id>`")


def test_numbers_without_provenance_are_refused(tmp_path):
    *_, message, mend = only(
        tmp_path, "    measure: smoking\n    provenance: agreed", "    measure: smoking\n    provenance: not_set"
    )
    assert "has numbers, yet its provenance is not_set" in message
    assert mend.startswith("Say where they come from")


def test_every_mistake_of_every_file_is_named_at_once(tmp_path):
    text = example().replace("polarity: low_good", "polarity: low").replace("unit: percent", "unit: per cent")
    (tmp_path / "strategy.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "a.yaml").write_text("id: 5\n", encoding="utf-8")
    (tmp_path / "measures" / "b.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    found = check(tmp_path)
    assert {problem.path.name for problem in found} == {"a.yaml", "b.yaml", "strategy.yaml"}
    assert found == sorted(found)


class Answer(BaseModel):
    """A question of its own, answered by yes or no alone."""

    asked: Literal["yes", "no"]


@pytest.mark.parametrize(("value", "word"), [("true", "yes"), ("false", "no"), ("nope", "no"), ("yesterday", "yes")])
def test_true_and_false_are_not_yes_and_no_but_mean_them(value, word):
    with pytest.raises(OneplaceError) as caught:
        typed(parse(f"asked: {value}\n", Path("answer.yaml")), Answer)
    (problem,) = caught.value.problems
    shown = value if value in ("true", "false") else repr(value)
    assert problem.message == f"asked {shown} is not one of yes, no."
    assert problem.mend == f"Write `asked: {word}`."
