"""E40: whatever makes a promise easier than readers last saw it needs a decision; whatever doesn't, needs none."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from oneplace import place as places
from oneplace.place import moved
from oneplace.place.folder import read_files
from oneplace.problems import OneplaceError, Severity
from tests.place.eased_place import FIRST, STRATEGY, decide, edit, publish, write

pytestmark = pytest.mark.slow  # each publishes and checks a place

AS_OF = date(2024, 3, 1)
TARGET = "target: {period: 2024/25, value: 6}"
PATH = "trajectory: {2021/22: 10, 2022/23: 9, 2023/24: 8, 2024/25: 6}"
GAP = "{dimension: deprivation, statistic: SII, baseline: 9, target: 5, period: 2024/25}"
A3 = next(line for line in STRATEGY.splitlines(keepends=True) if "id: A3" in line)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place whose promises readers have seen."""
    root = write(tmp_path / "testton")
    publish(root)
    return root


def found(root: Path) -> list[str]:
    return [one.message for one in places.check(root, as_of=AS_OF) if one.code == "E40"]


def test_as_it_was_published_nothing_is_eased(place):
    assert found(place) == []


EASED = [
    ("value: 6}", "value: 7}", "A1"),
    ("target: {period: 2024/25, value: 95}", "target: {period: 2024/25, value: 94.9}", "A2"),
    (TARGET, "target: {period: 2025/26, value: 6}", "A1"),
    (TARGET, "target: not_set", "A1"),
    (PATH, PATH.replace("2023/24: 8", "2023/24: 8.1"), "A1"),
    ("baseline: {period: 2020/21, value: 12}", "baseline: {period: 2020/21, value: 12.1}", "A1"),
    ("baseline: {period: 2020/21, value: 12}", "baseline: {period: 2019/20, value: 12}", "A1"),
    ("    baseline: {period: 2020/21, value: 12}\n", "", "A1"),
    (GAP, GAP.replace("target: 5", "target: 5.1"), "A1"),
    (GAP, GAP.replace("target: 5", "target: -5.1"), "A1"),
    (GAP, GAP.replace("baseline: 9", "baseline: 9.1"), "A1"),
    (GAP, GAP.replace("period: 2024/25", "period: 2025/26"), "A1"),
    (GAP, GAP.replace("SII", "absolute_gap"), "A1"),
    (GAP, "not_set", "A1"),
    ("measure: smoking", "measure: lonely", "A1"),
    ("end: 2022-03}", "end: 2022-04}", "H1"),
    (TARGET, "target: {period: 2025-03, value: 6}", "A1"),  # one good month is no good year
    (TARGET, "target: {period: 2022 to 2024, value: 6}", "A1"),
    (TARGET, "target: {period: 2024/25, value: 6, provenance: illustrative}", "A1"),
    (GAP, GAP.replace("period: 2024/25", "period: 2025-03"), "A1"),
    (GAP, GAP.replace("SII,", "SII, provenance: illustrative,"), "A1"),
    (
        "    provenance: agreed\n    target: {period: 2024/25, value: 95}",
        "    provenance: illustrative\n    target: {period: 2024/25, value: 95}",
        "A2",
    ),
    ("end: 2028-03}", "end: 2031-03}", "testton-plan"),
    (A3, "", "A3"),
    ("measure: lonely,", "measure: vaccination,", "A3"),  # nothing was promised in numbers, but to be measured by it
]


@pytest.mark.parametrize(("old", "new", "thing"), EASED)
def test_a_promise_made_easier_needs_a_decision_that_names_it(place, old, new, thing):
    edit(place, old, new)
    assert [message.split()[0] for message in found(place)] == [thing]
    with pytest.raises(OneplaceError, match="E40"):
        places.read(place)
    decide(place, thing)
    assert found(place) == []


@pytest.mark.parametrize("part", ["goals", "commitments", "priorities", "objectives", "horizons"])
def test_what_is_promised_beside_the_ambitions_does_not_go_without_a_decision(tmp_path, part):
    """A later horizon needs a decision; to drop it asks for less still."""
    root = write(tmp_path / "testton")
    gone = "  - {id: Z1, text: Nobody waits}\n"
    if f"\n{part}:\n" in STRATEGY:
        edit(root, f"\n{part}:\n", f"\n{part}:\n{gone}")
    else:
        edit(root, "stages: [start_well]\n", f"stages: [start_well]\n{part}:\n{gone}")
    publish(root)
    text = (root / "strategy.yaml").read_text()
    (root / "strategy.yaml").write_text(text.replace(gone, "").replace(f"\n{part}:\nhorizons", "\nhorizons"))
    assert found(root) == [
        f"Z1 was promised in run {FIRST} of 31 January 2024 (“Nobody waits”) and is gone; no decision says so."
    ]
    decide(root, "Z1")
    assert found(root) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 6}", "value: 5.9}"),
        ("target: {period: 2024/25, value: 95}", "target: {period: 2023/24, value: 95}"),
        (PATH, PATH.replace("2022/23: 9", "2022/23: 8.9")),
        ("baseline: {period: 2020/21, value: 12}", "baseline: {period: 2020/21, value: 11.9}"),
        (GAP, GAP.replace("target: 5", "target: -4.9")),
        (GAP, GAP.replace("period: 2024/25", "period: 2023/24")),
        ("end: 2022-03}", "end: 2022-02}"),
        ("Fewer mothers smoke", "Fewer mothers smoke when they give birth"),
        (A3, A3 + A3.replace("A3", "A4")),
    ],
)
def test_what_is_harder_reworded_or_new_needs_none(place, old, new):
    edit(place, old, new)
    assert found(place) == []


TYPED = """\
id: vaccination
name: Vaccination
definition: {definition}
unit: percent
polarity: high_good
role: outcome
frequency: annual
expected_lag_months: {lag}
breakdowns: {{deprivation: "yes", ethnicity: "yes", sex: "yes", age: "yes"}}
source: Counted by hand
numerator: The vaccinated
denominator: All
standards: [{{name: NHS standard, value: {level}, source: NHS}}]
compute: {{from: recorded, file: series/vaccination.csv}}
"""
USUAL = {"definition": "How many, of all.", "lag": 3, "level": 95}


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A place of which one measure's figures are typed, with a national standard."""
    root = write(tmp_path / "testton")
    (root / "series").mkdir()
    (root / "series" / "vaccination.csv").write_text("period,group,value,source\n2022/23,all,90,Report\n")
    (root / "measures" / "vaccination.yaml").write_text(TYPED.format(**USUAL))
    publish(root)
    return root


@pytest.mark.parametrize(
    ("change", "eased"),
    [
        ({"definition": "How many, of all but those who came by themselves."}, True),
        ({"lag": 4}, True),
        ({"lag": 2}, False),
        ({"level": 94}, True),
        ({"level": 96}, False),
    ],
)
def test_typed_figures_mean_what_their_words_say_and_a_lower_standard_or_a_longer_wait_is_easier(typed, change, eased):
    (typed / "measures" / "vaccination.yaml").write_text(TYPED.format(**(USUAL | change)))
    assert bool(found(typed)) is eased


def test_a_standard_that_is_gone_is_easier(typed):
    text = TYPED.format(**USUAL)
    (typed / "measures" / "vaccination.yaml").write_text(
        "\n".join(line for line in text.splitlines() if "standards" not in line)
    )
    assert [message.split()[0] for message in found(typed)] == ["vaccination"]


MEANT = [
    ("measures/smoking.yaml", "polarity: low_good", "polarity: high_good"),
    ("measures/smoking.yaml", "unit: percent", "unit: score"),
    ("measures/smoking.yaml", "'tobacco')\"", "'other')\""),
    ("cohorts/everyone.yaml", "'tobacco'", "'other'"),
    ("codelists/tobacco.csv", "F17", "F18"),
]


@pytest.mark.parametrize(("file", "old", "new"), MEANT)
def test_a_measure_that_counts_something_else_needs_one_too(place, file, old, new):
    edit(place, old, new, file)
    messages = found(place)
    assert any("A1" in message for message in messages)
    decide(place, "A1, A2")
    assert found(place) == []


def test_a_list_of_codes_that_no_promise_rests_on_may_change(place):
    edit(place, "A01", "A02", "codelists/other.csv")
    edit(place, "polarity: low_good", "polarity: high_good", "measures/lonely.yaml")
    assert found(place) == []


@pytest.mark.parametrize(
    ("rule", "loose"), [("{below: 4}", True), ("{below: 5, zeros: suppressed}", False), ("{below: 6}", False)]
)
def test_the_rule_for_small_numbers_is_loosened_by_a_decision_that_names_the_strategy(place, rule, loose):
    edit(place, "{below: 5}", rule, "place.yaml")
    assert len(found(place)) == loose
    decide(place, "testton-plan")
    assert found(place) == []


@pytest.mark.parametrize(("below", "loose"), [(4, True), (5, False), (6, False)])
def test_a_measures_own_rule_for_small_numbers_is_loosened_by_a_decision_that_names_the_measure(place, below, loose):
    edit(place, "role: outcome", f"role: outcome\nsmall_numbers: {{below: {below}}}", "measures/smoking.yaml")
    assert len(found(place)) == loose
    decide(place, "smoking")
    assert found(place) == []


def gap(tmp_path: Path, was: str, now: str) -> list[str]:
    """What is found where a gap ambition was published so and is said so now."""
    root = write(tmp_path / "testton")
    edit(root, GAP, was)
    publish(root)
    edit(root, was, now)
    return found(root)


@pytest.mark.parametrize(("target", "eased"), [(0.79, True), (0.8, False), (0.81, False), (1.25, False), (1.26, True)])
def test_a_gap_in_so_many_times_is_eased_by_a_target_further_from_one(tmp_path, target, eased):
    said = "{dimension: deprivation, statistic: RII, baseline: 0.5, target: 0.8, period: 2024/25}"
    assert len(gap(tmp_path, said, said.replace("0.8", str(target)))) == eased


def test_a_start_that_a_gap_had_not_is_no_easing(tmp_path):
    assert gap(tmp_path, GAP.replace("baseline: 9, ", ""), GAP) == []


@pytest.mark.parametrize(("file", "old", "new"), [each for each in MEANT if each[0] != "codelists/tobacco.csv"])
def test_the_finding_stands_in_the_file_that_was_changed(place, file, old, new):
    edit(place, old, new, file)
    (problem, *_) = [one for one in places.check(place, as_of=AS_OF) if one.code == "E40"]
    assert problem.path.relative_to(place).as_posix() == file


def test_the_message_names_old_new_run_day_and_how_to_mend(place):
    edit(place, "value: 6}", "value: 7}")
    problem = next(one for one in places.check(place, as_of=AS_OF) if one.code == "E40")
    assert problem.severity is Severity.ERROR
    assert problem.path.name == "strategy.yaml"
    assert problem.line == 20
    assert problem.message == (
        f"A1 is easier than in run {FIRST} of 31 January 2024: target was 6, is 7. No decision says so."
    )
    assert problem.mend == (
        "Record the decision with `changes: [A1]` and `eases: [target]` (one that is still asked for will do: until "
        "it is taken, both are judged), or put it back as it was."
    )


def test_a_new_id_hides_nothing(place):
    edit(place, "id: A2", "id: A9")
    (message,) = found(place)
    assert message == (
        f"A2 was promised in run {FIRST} of 31 January 2024 (“More children are vaccinated”) and is gone; "
        "no decision says so. A9 has its words: ids are permanent."
    )


@pytest.mark.parametrize("spoil", [Path.unlink, lambda pointer: pointer.write_text("")])
def test_where_no_run_is_named_the_last_that_readers_saw_is_compared(place, spoil):
    (place / "var" / moved.SERVED).write_text(f"{FIRST}\n")
    spoil(place / "var" / moved.CURRENT)
    edit(place, "value: 6}", "value: 7}")
    assert [message.split()[0] for message in found(place)] == ["A1"]


SECOND = "2024-03-01-00000002"


def publish_harder(place, listed):
    """A second run that promises more, and the files and ``var/current`` put back to the first one's."""
    edit(place, "value: 6}", "value: 5}")
    folder = publish(place, SECOND, AS_OF)
    for number, run in enumerate((place / "var" / moved.RUNS / FIRST, folder), 1):
        manifest = json.loads((run / moved.MANIFEST).read_text())
        (run / moved.MANIFEST).write_text(json.dumps({**manifest, "number": number}))
    (place / "var" / moved.SERVED).write_text("\n".join(listed) + "\n")
    edit(place, "value: 5}", "value: 6}")
    (place / "var" / moved.CURRENT).write_text(FIRST)


@pytest.mark.parametrize("listed", [[FIRST, SECOND], [FIRST]])
def test_a_run_before_the_last_that_readers_saw_is_not_what_is_compared(place, listed):
    publish_harder(place, listed)
    pointed, eased = found(place)
    assert pointed.startswith(f"var/current names run {FIRST}, and readers have seen run {SECOND} since")
    assert eased.startswith(f"A1 is easier than in run {SECOND}")


def test_a_run_that_was_switched_in_again_is_the_last_that_readers_saw(place):
    publish_harder(place, [FIRST, SECOND, FIRST])
    assert found(place) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda run: edit(run, '"target.value": 6.0', '"target.value": 7.0', moved.SAID), "said.json was changed"),
        (lambda run: edit(run, "value: 6}", "value: 7}", "inputs/strategy.yaml"), "inputs/strategy.yaml was changed"),
        (lambda run: (run / moved.SAID).unlink(), "said.json is missing"),
        (lambda run: (run / moved.MANIFEST).write_text("{"), "run.json can't be read"),
        (shutil.rmtree, "is gone"),
    ],
)
def test_a_published_run_that_is_not_as_it_was_made_is_said(place, spoil, said):
    spoil(place / "var" / moved.RUNS / FIRST)
    edit(place, "value: 6}", "value: 7}")
    (message,) = found(place)
    assert message.startswith(f"run {FIRST}, which readers see, ")
    assert said in message


def test_with_nothing_published_there_is_nothing_to_compare(place):
    shutil.rmtree(place / "var")
    edit(place, "value: 6}", "value: 7}")
    assert moved.published(place) is None
    assert found(place) == []


def test_a_run_of_an_earlier_version_is_compared_by_its_files(place):
    run = place / "var" / moved.RUNS / FIRST
    (run / moved.SAID).unlink()
    manifest = json.loads((run / moved.MANIFEST).read_text())
    del manifest["files"][moved.SAID]
    (run / moved.MANIFEST).write_text(json.dumps(manifest))
    edit(place, "value: 6}", "value: 7}")
    assert "target was 6, is 7" in found(place)[0]


def test_a_strategy_file_alone_is_not_compared(place):
    edit(place, "value: 6}", "value: 7}")
    assert [one for one in places.check(place / "strategy.yaml", as_of=AS_OF) if one.code == "E40"] == []


def test_what_is_kept_comes_back_the_same(place):
    decide(place, "A1", on="not_set")
    edit(place, "value: 6}", "value: 7}")
    seen = moved.published(place)
    kept = moved.keep(read_files(place).as_place(), seen.kept, "next", AS_OF)
    assert set(kept.undecided) == {"A1"}
    again = moved.Kept.from_json("next", AS_OF.isoformat(), json.loads(json.dumps(kept.as_json())))
    assert again == kept


@pytest.mark.parametrize(
    ("more", "rest"), [(None, "A1 rests on it."), ("measure: vaccination", "A1 and A2 rest on it.")]
)
def test_what_rests_on_a_measure_is_named(tmp_path, more, rest):
    root = write(tmp_path / "testton")
    if more:
        edit(root, more, "measure: smoking")
    publish(root)
    edit(root, "polarity: low_good", "polarity: high_good", "measures/smoking.yaml")
    assert found(root) == [
        f"smoking is looser or counts something else than in run {FIRST} of 31 January 2024: which way is better was "
        f"low_good, is high_good. No decision says so. {rest}"
    ]


def test_what_is_no_longer_set_is_called_so(place):
    edit(place, TARGET, "target: not_set")
    (message,) = found(place)
    assert "target’s date was 2024/25, is not set; target was 6, is not set." in message
