"""The strategy as StratML Part 2: the standard's elements in its order, identifiers that stay, and the same numbers."""

from __future__ import annotations

from datetime import date
from itertools import count
from xml.etree import ElementTree as ET

import pytest

from oneplace.pack.formats import write_stratml
from oneplace.pack.formats.stratml import NAMESPACE
from tests.pack import pieces
from tests.pack.pieces import evidence

ORDER = {
    "PerformancePlanOrReport": "Name Description OtherInformation StrategicPlanCore "
    "AdministrativeInformation Submitter",
    "StrategicPlanCore": "Organization Vision Mission Value Goal",
    "Organization": "Name Acronym Identifier Description Stakeholder",
    "Stakeholder": "Name Description Role",
    "Vision": "Description Identifier",
    "Mission": "Description Identifier",
    "Value": "Name Description",
    "Goal": "Name Description Identifier SequenceIndicator Stakeholder OtherInformation Objective",
    "Objective": "Name Description Identifier SequenceIndicator Stakeholder OtherInformation PerformanceIndicator",
    "PerformanceIndicator": "SequenceIndicator MeasurementDimension UnitOfMeasurement Identifier Relationship "
    "MeasurementInstance OtherInformation",
    "MeasurementInstance": "TargetResult ActualResult",
    "TargetResult": "StartDate EndDate NumberOfUnits Descriptor Description",
    "ActualResult": "StartDate EndDate NumberOfUnits Descriptor Description",
    "AdministrativeInformation": "Identifier StartDate EndDate PublicationDate Source",
}
"""What stands in what, in the order of the schema of 16 February 2016."""
NEEDED = {
    "PerformancePlanOrReport": ["Name", "StrategicPlanCore"],
    "StrategicPlanCore": ["Goal"],
    "Goal": ["Name", "Description"],
    "PerformanceIndicator": ["MeasurementDimension", "UnitOfMeasurement"],
}


def plain(element: ET.Element) -> str:
    assert element.tag.startswith(f"{{{NAMESPACE}}}")
    return element.tag.partition("}")[2]


def keeps_order(element: ET.Element) -> None:
    inside = [plain(child) for child in element]
    if inside:
        order = ORDER[plain(element)].split()
        assert inside == sorted(inside, key=order.index), plain(element)
    for name in NEEDED.get(plain(element), ()):
        assert name in inside
    assert inside or element.text, f"{plain(element)} is empty"
    for child in element:
        keeps_order(child)


def line(kind: str, start: int, value: float | None) -> dict[str, object]:
    return {"ambition": "A1", "kind": kind, "period_start": date(start, 4, 1), "period_end": date(start + 1, 4, 1),
            "period_label": f"{start}/{start - 1999}", "value": value}  # fmt: skip


@pytest.fixture
def plan(tmp_path):
    """Call it with rows of ``paths`` for the root of the plan of A1 and A2."""
    numbers = count()

    def made(*rows, **row):
        found = evidence(tmp_path / f"place-{next(numbers)}", a1=row, a2={})
        first, second = found.judged
        judged = [pieces.replace_paths(first, rows), second]
        path = write_stratml(pieces.with_judged(found, judged), tmp_path)
        return ET.parse(path).getroot()  # noqa: S314 - our own file

    return made


def under(root, *names):
    """The texts of an element, wherever it is."""
    found = [root]
    for name in names:
        found = [child for one in found for child in one.iter(f"{{{NAMESPACE}}}{name}")]
    return [one.text for one in found]


def test_elements_stand_in_the_order_of_the_standard(plan):
    root = plan(
        line("path", 2024, 8.5), line("target", 2027, 5.0), line("actual", 2023, 9.25), line("forecast", 2027, 6.0)
    )
    keeps_order(root)
    assert root.attrib == {"Type": "Performance_Report"}


def test_an_identifier_stands_once_and_stays(plan):
    first, second = (under(plan(line("actual", 2023, 9.25)), "Identifier") for _ in range(2))
    assert first == second
    assert len(first) == len(set(first)) == 6
    assert all(key.startswith("_") for key in first)


@pytest.mark.parametrize("value", [0.0, 5.0, 8.25, 1e-7, 0.1 + 0.2, 1e22, -3.5])
def test_numbers_are_decimals_to_the_last_digit_and_nought_is_one(plan, value):
    (found,) = under(plan(line("actual", 2023, value)), "ActualResult", "NumberOfUnits")
    assert float(found) == value
    assert "e" not in found.lower()


def test_what_is_not_known_has_no_number_and_says_so(plan):
    root = plan(line("actual", 2023, None))
    assert under(root, "ActualResult", "NumberOfUnits") == []
    assert under(root, "ActualResult", "Description") == ["Actual, 2023/24: not known or too few to say"]


def test_what_is_made_up_says_so(plan):
    root = plan(line("actual", 2023, 4.0), origin="synthetic")
    assert under(root, "ActualResult", "Description") == ["Actual, 2023/24 (synthetic)"]
    assert any("made-up people" in text for text in under(root, "OtherInformation"))


@pytest.mark.parametrize(
    ("origin", "provenance", "told"),
    [
        (None, "illustrative", ["Path, 2024/25 (illustrative)", "Target, 2027/28 (illustrative)", "Actual, 2023/24"]),
        ("synthetic", "published", ["Path, 2024/25", "Target, 2027/28", "Actual, 2023/24 (synthetic)"]),
        (None, "published", ["Path, 2024/25", "Target, 2027/28", "Actual, 2023/24"]),
    ],
)
def test_a_target_and_what_is_counted_say_each_for_itself_that_it_is_made_up(plan, origin, provenance, told):
    lines = line("path", 2024, 8.0), line("target", 2027, 5.0), line("actual", 2023, 4.0)
    root = plan(*lines, origin=origin, target_provenance=provenance)
    assert under(root, "TargetResult", "Description") + under(root, "ActualResult", "Description") == told
    assert any("made-up people" in text for text in under(root, "OtherInformation")) is ("(" in "".join(told))


def test_targets_are_the_path_and_the_target_and_no_forecast(plan):
    root = plan(line("path", 2024, 8.0), line("target", 2027, 5.0), line("forecast", 2027, 6.0))
    assert under(root, "TargetResult", "NumberOfUnits") == ["8", "5"]
    assert under(root, "TargetResult", "EndDate") == ["2025-03-31", "2028-03-31"]
    assert under(root, "ActualResult") == []


def test_every_ambition_stands_once_under_the_first_goal_that_it_names(plan):
    assert under(plan(), "Objective", "Name") == ["Do fewer smoke?", "Better buildings"]
