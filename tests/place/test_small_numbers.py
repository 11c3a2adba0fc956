"""One small-number rule: the place's, five where it has none, changed by what a measure's own names."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from oneplace.cli.calibrate import smallest_shown
from oneplace.place import BELOW, FromLinkedRecord, Place, SmallNumbers, check, explain, read
from oneplace.place.place_file import PlaceFile
from oneplace.problems import OneplaceError
from tests.measures.build import proportion

SOUTHAMPTON = Path(__file__).parents[2] / "places" / "southampton"


def a_place(tmp_path, rule=None):
    file = PlaceFile.model_validate({"id": "x", "name": "X", **({"small_numbers": rule} if rule is not None else {})})
    return Place(tmp_path, file, None, {}, {}, None, {})


def with_rule(rule):
    return proportion().model_copy(update={"small_numbers": rule})


@pytest.mark.parametrize(
    ("rule", "shown", "hidden"),
    [
        ({}, [0, 5, 6], [1, 4]),
        ({"below": 7}, [0, 7, 8], [1, 5, 6]),
        ({"below": 2}, [0, 2, 3], [1]),
        ({"below": 6, "zeros": "suppressed"}, [6, 7], [0, 1, 5]),
    ],
)
def test_counts_below_the_number_are_hidden_and_nought_where_the_rule_says_so(rule, shown, hidden):
    found = SmallNumbers.model_validate(rule)
    assert [count for count in (*shown, *hidden) if found.hides(count)] == hidden


def test_a_place_without_its_own_rule_hides_what_is_below_five(tmp_path):
    rule = a_place(tmp_path).small_numbers()
    assert (rule.hides(4), rule.hides(5), rule.hides(0)) == (True, False, False)
    assert rule == a_place(tmp_path, {}).small_numbers()
    assert BELOW == 5


def test_a_measure_s_rule_changes_only_what_it_names(tmp_path):
    place = a_place(tmp_path, {"below": 7, "round_to": 5, "zeros": "suppressed"})
    assert place.small_numbers(with_rule(SmallNumbers())) == place.small_numbers() == place.small_numbers(proportion())
    changed = place.small_numbers(with_rule(SmallNumbers(below=10)))
    assert (changed.below, changed.round_to, changed.zeros) == (10, 5, "suppressed")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "A count from 1 to 4"),
        ({"below": 3}, "A count from 1 to 2"),
        ({"below": 2}, "A count of 1"),
        ({"below": 2, "zeros": "suppressed"}, "A count from 0 to 1"),
    ],
)
def test_the_rule_in_words(rule, words):
    assert SmallNumbers.model_validate(rule).words == words


@pytest.mark.parametrize(
    ("rule", "count", "words"),
    [
        ({}, 0, "0"),
        ({}, 1, "fewer than 5"),
        ({}, 4, "fewer than 5"),
        ({}, 5, "5"),
        ({}, 7, "5"),
        ({}, 8, "10"),
        ({"below": 6}, 8, "6"),
        ({"below": 6}, 9, "12"),  # halves go up
        ({"round_to": 10}, 9, "fewer than 10"),
        ({"round_to": 10}, 10, "10"),
        ({"round_to": 10}, 14, "10"),
        ({"round_to": 10}, 15, "20"),
        ({"below": 10, "round_to": 5}, 15, "20"),
        ({}, 1_234_567, "1,234,565"),
    ],
)
def test_a_count_of_records_is_told_to_the_nearest_step(rule, count, words):
    assert SmallNumbers.model_validate(rule).of_records(count) == words


@pytest.mark.parametrize(
    "rule", [{"below": 1}, {"below": 101}, {"round_to": 0}, {"round_to": 101}, {"zeros": "no"}, {"threshold": 5}]
)
def test_a_rule_that_means_nothing_is_refused_by_check_already(tmp_path, rule):
    with pytest.raises(ValidationError):
        SmallNumbers.model_validate(rule)
    (tmp_path / "strategy.yaml").write_text(explain("W23").mended, encoding="utf-8")
    text = ", ".join(f"{name}: {value}" for name, value in rule.items())
    (tmp_path / "place.yaml").write_text(f"id: x\nname: X\nsmall_numbers: {{{text}}}\n", encoding="utf-8")
    problems = [problem for problem in check(tmp_path) if problem.severity == "error"]
    assert [(problem.path.name, problem.line) for problem in problems] == [("place.yaml", 3)]


@pytest.mark.parametrize("rule", [{"round_to": 5}, {"zeros": "suppressed"}])
def test_a_pathway_is_not_calibrated_from_a_record_whose_rule_it_can_not_obey(tmp_path, rule):
    with pytest.raises(OneplaceError, match=r"place\.yaml.*made of exact counts"):
        smallest_shown(a_place(tmp_path, rule))
    assert smallest_shown(a_place(tmp_path, {"below": 7})) == 7
    assert smallest_shown(a_place(tmp_path)) == 5


def test_measures_of_the_same_deaths_are_of_the_same_ages():
    """All deaths less those of adults are the few of children, with their sex and their fifth."""

    def ages(population):
        return (population.min_age, population.max_age)

    dying = {
        name: measure.compute
        for name, measure in read(SOUTHAMPTON).measures.items()
        if isinstance(measure.compute, FromLinkedRecord)
        and measure.compute.events is not None
        and measure.compute.events.table == "person"
        and measure.compute.events.where == "death_date is not null"
    }
    assert len(dying) >= 4
    assert {ages(compute.population) for compute in dying.values()} == {(18, None)}
