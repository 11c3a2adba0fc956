"""Fifths of deprivation: a list of five shares, the most deprived first; former words are read too."""

import pytest
from tests.flow.good import GOOD
from tests.flow.test_schema import mistakes

from oneplace import flow
from oneplace.cli.flow_results import print_comparisons
from oneplace.flow.capacity.benefit import Goal
from oneplace.problems import OneplaceError, Severity

SHARES = ["31 %", "24 %", "19 %", "15 %", "11 %"]
FORMER = dict(zip(("most", "second", "third", "fourth", "least"), SHARES, strict=True))
TODAY = f"[{', '.join(SHARES)}]"


def having(shares):
    return GOOD.replace("  b:\n", f"    deprivation: {shares}\n  b:\n")


OLD = having(str(FORMER).replace("'", ""))


@pytest.mark.parametrize("text", [having(TODAY), OLD])
def test_five_shares_are_read_from_the_most_deprived(text):
    pathway = flow.parse(text)
    assert pathway.file.patients["a"].deprivation == (0.31, 0.24, 0.19, 0.15, 0.11)
    assert pathway.fifths == ("1", "2", "3", "4", "5")
    assert (pathway.spread("a"), pathway.spread("b")) == (tuple(SHARES), ())


def test_a_list_is_read_without_a_warning():
    assert flow.parse(having(TODAY)).warnings == ()


def test_former_words_are_read_with_a_warning_that_says_what_to_write():
    (problem,) = flow.parse(OLD).warnings
    assert (problem.code, problem.severity, problem.line) == ("W96", Severity.WARNING, 10)
    assert f"Write `deprivation: {TODAY}`" in problem.mend
    assert flow.parse(having(problem.mend.split("`")[1].partition(": ")[2])).warnings == ()


def test_former_words_are_told_of_though_a_number_is_not_set():
    assert [p.code for p in flow.parse(OLD.replace("4 beds", "not_set")).warnings] == ["W76", "W96"]


def test_former_words_mean_the_same():
    now, before = (flow.simulate(flow.parse(text), replications=2) for text in (having(TODAY), OLD))
    groups = ("all", "a", "b", *now.pathway.fifths)
    assert {row["group"] for row in now.rows()} == set(groups)
    for group in groups:
        assert now.value("arrivals", "pathway", group) == before.value("arrivals", "pathway", group)


def test_a_scenario_may_still_set_them_word_by_word():
    turned = {f"patients.a.deprivation.{word}": share for word, share in zip(FORMER, reversed(SHARES), strict=True)}
    assert flow.apply(flow.parse(OLD), turned).file.patients["a"].deprivation == (0.11, 0.15, 0.19, 0.24, 0.31)


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ("[31 %, 24 %, 19 %, 26 %]", "there are 4 shares"),
        ("[31 %, 24 %, 19 %, 15 %, 11 %, 0 %]", "there are 6 shares"),
        ("[31 %, 24 %, 19 %, 15 %, 12 %]", "make 101 %"),
        ("[31 %, 24 %, 19 %, 15 %, 10 %]", "make 99 %"),
        ("{most: 31 %, least: 69 %}", "is not a list"),
    ],
)
def test_anything_else_is_refused_at_its_line(shares, message):
    with pytest.raises(OneplaceError) as error:
        flow.parse(having(shares))
    (problem,) = error.value.problems
    assert (problem.line, message in problem.message) == (10, True), problem


def test_an_editor_knows_that_there_are_five():
    assert mistakes(having(TODAY)) == []
    for shares in (SHARES[:4], [*SHARES, "0 %"]):
        assert mistakes(having(f"[{', '.join(shares)}]"))


def test_a_target_names_a_fifth():
    pathway = flow.parse(having(TODAY))
    assert flow.read_target(pathway, "wait at x for deprivation 1 <= 1 hour").group == "1"
    assert flow.read_target(pathway, "95 % wait at x for deprivation 5 within 1 hour").group == "5"
    assert flow.read_target(pathway, "wait at x for a <= 1 hour").group == "a"
    for words in ("wait at x for most <= 1 hour", "wait at x for deprivation 6 <= 1 hour"):
        with pytest.raises(OneplaceError, match=r"there is: all, a, b, deprivation 1, .*, deprivation 5\."):
            flow.read_target(pathway, words)
    with pytest.raises(OneplaceError, match=r"there is: all, a, b\."):
        flow.read_target(flow.parse(GOOD), "wait at x for deprivation 1 <= 1 hour")


def test_a_goal_names_a_fifth():
    pathway = flow.parse(having(TODAY))
    among = ("places.x.capacity",)
    assert Goal.of(pathway, among, "lost for deprivation 1").group == "1"
    assert Goal.of(pathway, among, "lost for b").group == "b"
    assert Goal.of(pathway, among, "lost").group == "all"
    with pytest.raises(OneplaceError, match=r"names `most`.*There is: all, a, b, deprivation 1"):
        Goal.of(pathway, among, "lost for most")


@pytest.mark.slow
def test_the_command_says_labels(capsys):
    text = having(TODAY).replace("places.x.capacity: 5 beds", "places.x.capacity: 40 beds")
    print_comparisons(list(flow.compare(flow.parse(text), replications=20)))
    said = " ".join(capsys.readouterr().out.split())
    assert "deprivation fifth" in said
    assert "(most" in said


def test_spells_by_former_words_are_fitted_and_written_as_today(tmp_path):
    lines = (f"{i},ed,2026-03-{1 + i // 10:02} 10:{i % 60:02},2026-03-{1 + i // 10:02} 14:00," for i in range(200))
    words = [word for word, times in zip(FORMER, (80, 50, 30, 25, 15), strict=True) for _ in range(times)]
    spells = tmp_path / "spells.csv"
    rows = "\n".join(line + word for line, word in zip(lines, words, strict=True))
    spells.write_text(f"patient,place,arrived,left,deprivation\n{rows}\n", encoding="utf-8")
    made = flow.calibrate(flow.read_spells(spells))
    assert not [note for note in made.notes if "faulty" in note.text]
    (row,) = (row for row in flow.fit_rows(made) if row["what"] == "deprivation")
    assert row["found"].startswith("fifth 1 (most deprived) 40.0 %, fifth 2 25.0 %, ")
    assert row["shares"] == {"1": 0.4, "2": 0.25, "3": 0.15, "4": 0.125, "5": 0.075}
    written = flow.write_calibration(made, tmp_path / "new.yaml")
    assert "deprivation: [40 %, 25 %, 15 %, 12.5 %, 7.5 %]" in written.text
