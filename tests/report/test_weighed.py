"""The weighing of a decision's options is kept with it, ranked from its weights, and hidden where its options are."""

from __future__ import annotations

import pytest

from oneplace.place import Decision, Weighed
from oneplace.report.weighed import weighed_words

GIVEN = {
    "weights": {"reach": 3, "cost": 1},
    "options": {"Texts": {"reach": 4, "cost": 2}, "Calls": {"reach": 2, "cost": 5}},
}


def words(**weights):
    return weighed_words(Weighed.model_validate(GIVEN | {"weights": GIVEN["weights"] | weights}))


def test_options_stand_best_first_with_what_each_criterion_weighs():
    assert words()[:3] == ("By reach (75%) and cost (25%) of the weight:", "1. Texts: 3.5", "2. Calls: 2.75")


def test_another_weight_ranks_anew():
    assert words(cost=3)[1:3] == ("1. Calls: 3.5", "2. Texts: 3")


def test_it_is_told_at_which_weight_another_would_come_first():
    assert words()[3:] == (
        "If reach weighed from 0% to 60%, Calls would come first; from 60% to 100%, Texts would come first.",
        "If cost weighed from 0% to 40%, Texts would come first; from 40% to 100%, Calls would come first.",
    )


def test_an_order_that_no_weight_changes_says_so():
    best = {"weights": {"reach": 1, "cost": 1}, "options": {"A": {"reach": 2, "cost": 2}, "B": {"reach": 1, "cost": 1}}}
    told = weighed_words(Weighed.model_validate(best))
    assert "Whatever reach weighed, A would come first." in told
    alike = best | {"options": {"A": {"reach": 1, "cost": 1}, "B": {"reach": 1, "cost": 1}}}
    told = weighed_words(Weighed.model_validate(alike))
    assert told[1:4] == ("1. A: 1", "1. B: 1", "Whatever reach weighed, A and B would together come first.")


def test_all_weight_on_one_criterion_says_nothing_of_another():
    assert words(cost=0)[3] == "All weight is on reach, so nobody can say what another weight would change."


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"weights": {"reach": -1, "cost": 2}}, "Weights are 0 or more"),
        ({"weights": {"reach": 0, "cost": 0}}, "not all 0"),
        ({"weights": {"reach": 1}}, "Score each criterion once"),
        ({"options": {}}, "at least 1"),
        ({"options": {"Texts": {"reach": "many", "cost": 1}}}, "number"),
    ],
)
def test_what_can_not_be_weighed_is_refused(wrong, told):
    with pytest.raises(ValueError, match=told):
        Weighed.model_validate(GIVEN | wrong)


def test_where_the_options_are_not_for_publication_their_weighing_is_not():
    exempt = {"paragraph": 3, "public_interest": "A price"}
    one = {"id": "D", "title": "T", "options": [{"text": "A"}], "weighed": GIVEN}
    whole = Decision.model_validate(one | {"exempt": [exempt | {"parts": ["options"]}]})
    assert whole.published().weighed is None
    assert Decision.model_validate(one | {"exempt": [exempt | {"parts": ["staff"]}]}).published().weighed is not None
