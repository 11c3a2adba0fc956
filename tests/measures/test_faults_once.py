"""Each known fault is said once, and as the measure's own series has it."""

from __future__ import annotations

import pytest

from oneplace.measures.faults import said_once


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (
            ["The latest months are provisional."],
            ["The latest months are provisional, revised later."],
            "theirs",
        ),
        (["England here is the median of authorities."], ["England is the median of the authorities."], "ours"),
        # the dataset holds series to 2018, this one ends in 2016
        (["Old: the newest figure is of 2016, no limits."], ["Old: the newest figure is of 2018, no limits."], "ours"),
        (["No limits are in the file."], ["No limits are in the file."], "ours"),
        (["Counts are rounded to 5."], ["The codes of two services are easily confused."], "both"),
        ([], ["No limits are published."], "theirs"),
        (["Of registered people."], [], "ours"),
    ],
)
def test_a_fault_of_measure_and_dataset_is_said_once(ours, theirs, said):
    assert said_once(ours, theirs) == {"ours": ours, "theirs": theirs, "both": [*ours, *theirs]}[said]


def test_what_a_dataset_says_twice_is_said_once():
    assert said_once([], ["No limits.", "No limits."]) == ["No limits."]
    assert said_once(["No limits.", "No limits."], []) == ["No limits."]
