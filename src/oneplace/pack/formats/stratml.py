"""The strategy and how far it came as StratML Part 2 (ISO 17469-2), for programs that compare plans.

A goal, commitment or priority is a Goal, an ambition an Objective, its measure a PerformanceIndicator, its target and
each point of its path a TargetResult, each value an ActualResult. An ambition stands under the first goal that it
serves, since an identifier may stand once; the others are named beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from oneplace.pack.evidence import Evidence, Judged
from oneplace.place import UNITS, Measure, Partner, Strategy
from oneplace.report import Row, in_words, names_of, owner_words, titles_of

NAMESPACE = "http://www.stratml.net/PerformancePlanOrReport"
STRATML = "stratml.xml"
_RESULTS = {"TargetResult": ("path", "target"), "ActualResult": ("actual", "recorded")}
_MADE = {"TargetResult": "target_provenance", "ActualResult": "origin"}
"""What of an ambition's row says whether the numbers are made up: a target may be where what is counted is real."""
_MARKS = ("synthetic", "illustrative")
_STAGES = {"outcome": "Outcome", "experience": "Outcome", "process": "Output_Processing"}
_UNSORTED = "Ambitions that name no goal"


def write_stratml(found: Evidence, folder: Path) -> Path:
    """Write ``stratml.xml`` into ``folder``. Its identifiers are the same in every run of the place."""
    ET.register_namespace("", NAMESPACE)
    root = _Plan(found).root()
    ET.indent(root)
    path = folder / STRATML
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    return path


class _Plan:
    """One plan in the making."""

    def __init__(self, found: Evidence) -> None:
        self.found, self.strategy = found, found.place.strategy
        self.names, self.titles = names_of(found.place), titles_of(found.place)

    def root(self) -> ET.Element:
        root = ET.Element(f"{{{NAMESPACE}}}PerformancePlanOrReport", Type="Performance_Report")
        self.say(root, "Name", self.strategy.title)
        self.say(root, "Description", self.strategy.summary)
        self.say(root, "OtherInformation", self._made_up())
        self._core(self.add(root, "StrategicPlanCore"))
        about = self.add(root, "AdministrativeInformation")
        self.say(about, "Identifier", self.key("plan"))
        self._span(about)
        self.say(about, "PublicationDate", self.found.as_of.isoformat())
        return root

    def add(self, at: ET.Element, name: str, **given: str) -> ET.Element:
        return ET.SubElement(at, f"{{{NAMESPACE}}}{name}", given)

    def say(self, at: ET.Element, name: str, text: str | None) -> None:
        """Add an element with a text; none where there is nothing to say."""
        if text:
            self.add(at, name).text = in_words(text, self.titles)

    def key(self, of: str) -> str:
        """An identifier that stays: of the place and the thing."""
        return f"_{uuid5(NAMESPACE_URL, f'{self.found.place.place.id}/{of}')}"

    def _made_up(self) -> str:
        made = (one.row[name] for one in self.found.judged for name in _MADE.values())
        some = any(origin in _MARKS for origin in made)
        return "Some figures are of made-up people or made up to show the form; each says so." if some else ""

    def _span(self, at: ET.Element) -> None:
        span = self.strategy.period
        if isinstance(span, str):
            return
        if not isinstance(span.start, str):
            self.say(at, "StartDate", span.start.start.isoformat())
        if not isinstance(span.end, str):
            self.say(at, "EndDate", _last(span.end.end))

    def _core(self, core: ET.Element) -> None:
        place = self.found.place.place
        organisation = self.add(core, "Organization")
        self.say(organisation, "Name", place.name)
        self.say(organisation, "Identifier", self.key("place"))
        for partner in self.strategy.partners:
            self._partner(organisation, partner)
        for name, said in (("Vision", self.strategy.vision), ("Mission", self.strategy.mission)):
            if not isinstance(said, str):
                self.say(self.add(core, name), "Description", said.text)
        for value in self.strategy.values:
            at = self.add(core, "Value")
            self.say(at, "Name", value.name or value.text)
            self.say(at, "Description", value.text)
        for number, (goal, text, under) in enumerate(self._goals(), 1):
            self._goal(core, number, goal, text, under)

    def _partner(self, at: ET.Element, partner: Partner) -> None:
        stakeholder = self.add(at, "Stakeholder", StakeholderTypeType="Organization")
        self.say(stakeholder, "Name", partner.name)
        self.say(stakeholder, "Description", partner.role)

    def _goals(self) -> Iterator[tuple[str, str, list[Judged]]]:
        """Each goal that is served, with its ambitions; last those ambitions that name none."""
        waiting = {one.outcome.id: one for one in self.found.judged}
        for key, text in _served(self.strategy).items():
            under = [one for one in waiting.values() if key == next(iter(_names(one)), None)]
            yield key, text, under
            for one in under:
                waiting.pop(one.outcome.id)
        if waiting:
            yield "unsorted", _UNSORTED, list(waiting.values())

    def _goal(self, core: ET.Element, number: int, key: str, text: str, under: list[Judged]) -> None:
        goal = self.add(core, "Goal")
        self.say(goal, "Name", self.names.get(key, text))
        self.say(goal, "Description", text)
        self.say(goal, "Identifier", self.key(key))
        self.say(goal, "SequenceIndicator", str(number))
        for count, one in enumerate(under, 1):
            self._objective(goal, f"{number}.{count}", one)

    def _objective(self, goal: ET.Element, number: str, one: Judged) -> None:
        objective = self.add(goal, "Objective")
        self.say(objective, "Name", one.outcome.question or one.outcome.text)
        self.say(objective, "Description", one.outcome.text)
        self.say(objective, "Identifier", self.key(one.outcome.id))
        self.say(objective, "SequenceIndicator", number)
        if not isinstance(one.outcome.owner, str):
            owner = self.add(objective, "Stakeholder", StakeholderTypeType="Organization")
            self.say(owner, "Name", owner_words(self.found.place, one.outcome.owner))
        others = [self.names.get(key, key) for key in _names(one)[1:]]
        self.say(objective, "OtherInformation", f"It serves as well: {'; '.join(others)}" if others else "")
        if one.measure:
            self._indicator(objective, one, one.measure)

    def _indicator(self, objective: ET.Element, one: Judged, measure: Measure) -> None:
        stage = {"ValueChainStage": _STAGES[measure.role]} if measure.role in _STAGES else {}
        indicator = self.add(objective, "PerformanceIndicator", PerformanceIndicatorType="Quantitative", **stage)
        self.say(indicator, "MeasurementDimension", measure.name)
        self.say(indicator, "UnitOfMeasurement", UNITS[measure.unit])
        self.say(indicator, "Identifier", self.key(f"{one.outcome.id}/{measure.id}"))
        told = [(name, row) for name, kinds in _RESULTS.items() for row in one.paths if row["kind"] in kinds]
        instance = self.add(indicator, "MeasurementInstance") if told else indicator
        for name, row in told:
            self._result(self.add(instance, name), row, one.row[_MADE[name]])
        self.say(indicator, "OtherInformation", measure.definition)

    def _result(self, at: ET.Element, row: Row, origin: str | None) -> None:
        self.say(at, "StartDate", row["period_start"].isoformat())
        self.say(at, "EndDate", _last(row["period_end"]))
        if row["value"] is not None:
            self.say(at, "NumberOfUnits", _decimal(row["value"]))
        made = f" ({origin})" if origin in _MARKS else ""
        known = "" if row["value"] is not None else ": not known or too few to say"
        self.say(at, "Description", f"{row['kind'].capitalize()}, {row['period_label']}{known}{made}")


def _served(strategy: Strategy) -> Mapping[str, str]:
    lists = (strategy.goals, strategy.objectives, strategy.commitments, strategy.priorities)
    return {item.id: item.text for items in lists for item in items}


def _names(one: Judged) -> tuple[str, ...]:
    """What an ambition serves: goals before commitments before priorities."""
    return (*one.outcome.goals, *one.outcome.commitments, *one.outcome.priorities)


def _last(end: date) -> str:
    """The last day of a period, whose end is the day after."""
    return (end - timedelta(days=1)).isoformat()


def _decimal(value: float) -> str:
    """A number as the schema's decimals are written, without an exponent; nought is ``0``."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")
