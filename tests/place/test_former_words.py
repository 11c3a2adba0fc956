"""Words of the version before are read as today's, and named once where they stand."""

import pytest

from oneplace.place import check, read
from oneplace.place.measure import Breakdowns
from tests.place.test_rules import AS_OF, example

OLD = example().replace("deprivation", "area_decile")


@pytest.fixture
def old(tmp_path):
    (tmp_path / "strategy.yaml").write_text(OLD, encoding="utf-8")
    return tmp_path


def test_a_file_with_the_former_word_is_read_with_a_warning_at_each(old):
    problems = [p for p in check(old, as_of=AS_OF) if p.code == "W49"]
    lines = OLD.splitlines()
    assert [lines[p.line - 1][p.column - 1 :].split(",")[0] for p in problems] == ["yes", "area_decile"]
    assert {str(p.severity) for p in problems} == {"warning"}
    assert all("`area_decile` is now called `deprivation`" in p.message for p in problems)


def test_it_means_the_same_as_todays_word(old):
    place = read(old)
    (outcome,) = place.strategy.outcomes
    assert outcome.gap_ambition.dimension == "deprivation"
    assert place.measures["smoking"].breakdowns.has("deprivation")
    assert place.measures["smoking"].breakdowns == Breakdowns(
        deprivation="yes", ethnicity="yes", age="yes", sex="mothers only"
    )


def test_both_words_in_one_list_are_a_mistake(old):
    text = OLD.replace("{area_decile: yes,", "{area_decile: yes, deprivation: yes,")
    (old / "strategy.yaml").write_text(text, encoding="utf-8")
    (problem,) = check(old, as_of=AS_OF)
    assert (problem.code, "`area_decile` is not known" in problem.message) == ("T01", True)
