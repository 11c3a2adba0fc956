"""A sample strategy with faults left in on purpose: exactly these are found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from oneplace.place import check, read
from oneplace.problems import Severity

SAMPLE = Path(__file__).parent / "data" / "sample"
AS_OF = date(2026, 11, 22)


def findings(*, public: bool) -> list[tuple[str, str]]:
    """Code and the subject of each finding."""
    subjects = {
        "ccg": "ended in 2021-03",
        "svs": "partner svs",
        "hw": "partner hw",
        "G-kill": "G-kill",
        "live_well": "live_well",
        "die_well": "die_well",
        "E-uec": "E-uec",
        "dupr": "dupr",
        "SW1": "SW1 is illustrative",
        "AW1": "AW1 has no target",
        "M2": "M2",
        "M3": "M3",
        "R1": "risk R1",
        "equality": "equality",
        "money": "money",
        "GAP1": "GAP1",
        "cabinet": "when cabinet recommends it",
        "council": "when council approves it",
    }
    return [
        (problem.code, next(name for name, words in subjects.items() if words in problem.message))
        for problem in check(SAMPLE, as_of=AS_OF, public=public)
    ]


def test_the_sample_gives_exactly_its_findings():
    assert findings(public=False) == [
        ("W31", "ccg"),
        ("W47", "svs"),
        ("W47", "hw"),
        ("W47", "G-kill"),
        ("W47", "live_well"),
        ("W47", "die_well"),
        ("W47", "E-uec"),
        ("W47", "dupr"),
        ("W24", "AW1"),
        ("W27", "M2"),
        ("W27", "M3"),
        ("W34", "R1"),
        ("W38", "equality"),
        ("W44", "money"),
        ("W50", "cabinet"),
        ("W50", "council"),
        ("W48", "GAP1"),
    ]


def test_a_public_build_of_the_sample_is_refused():
    assert set(findings(public=True)) - set(findings(public=False)) == {("E46", "SW1")}


def test_the_hole_in_the_commissioners_history_is_named():
    (hole,) = [problem for problem in check(SAMPLE, as_of=AS_OF) if problem.code == "W31"]
    assert "from April 2021 to June 2022 nobody is named" in hole.message


def test_nothing_is_overdue_before_its_date():
    overdue = {"W27", "W34", "W38", "W48"}
    assert not overdue & {problem.code for problem in check(SAMPLE, as_of=date(2020, 12, 31))}
    assert "W38" in {problem.code for problem in check(SAMPLE, as_of=date(2021, 1, 1))}


def test_its_findings_are_warnings_so_that_it_can_be_read():
    assert {problem.severity for problem in check(SAMPLE, as_of=AS_OF)} == {Severity.WARNING}
    place = read(SAMPLE)
    assert place.place.name == "Southampton"
    assert list(place.measures) == ["satod", "falls65", "dupr"]
    assert place.strategy.goals[2].text == "Improve earlier help, care and support"
