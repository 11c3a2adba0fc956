"""What the files say, they say with document and line; and no number stands without its provenance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .examples import CONTENT, DOCUMENTS, EXAMPLES, PLACES, citations, lines, plain, strategy, texts

pytestmark = pytest.mark.slow

STATED = (
    "parents",
    "alignment",
    "vision_points",
    "values",
    "principles",
    "commitments",
    "goals",
    "priorities",
    "enablers",
    "groups",
    "horizons",
    "partners",
    "outcomes",
    "figures",
    "recovery_stages",
    "events",
    "engagement",
    "duties",
    "gaps",
    "tensions",
)
LATER_THAN_THE_DOCUMENTS = {
    "ext:net-zero-nhs",
    "hsiow-ccg",
    "icb",
    "solent-southern-merged",
    "sel-icb",
    "hhft",
    "EV-rebaselined",
    "EV-replaced",
    "ENG-consultation",
}
ILLUSTRATIVE = {"SW1", "SW4", "LW1", "LW9", "AW1", "AW2", "DW4", "VO2", "VO3"}
NATIONAL = {"EN10", "EN11", "PA1", "PA3", "X6"}


def _entries(place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for section in STATED:
        for entry in strategy(place).get(section, []):
            yield section, entry


@pytest.mark.parametrize("place", EXAMPLES)
def test_each_statement_cites_a_line_of_its_document(place: str) -> None:
    own = {document["id"] for document in strategy(place)["documents"]}
    for section, entry in _entries(place):
        name = entry.get("id") or entry.get("ref") or entry.get("from")
        cited = citations(entry.get("source", ""))
        if not cited:
            assert name in LATER_THAN_THE_DOCUMENTS, f"{section}/{name} cites no line"
            assert entry.get("note") or entry.get("to_confirm"), f"{section}/{name} does not say where it comes from"
        assert {document for document, _ in cited} <= own, f"{section}/{name} cites a document that is not listed"


@pytest.mark.parametrize("place", EXAMPLES)
def test_no_citation_goes_beyond_the_end_of_its_document(place: str) -> None:
    files = [PLACES / place / "strategy.yaml", *(PLACES / place / "decisions").glob("*.yaml")]
    found = [cited for file in files for text in texts(plain(file)) for cited in citations(text)]
    assert len(found) > 50
    for document, where in found:
        assert 1 <= min(where) <= max(where) <= DOCUMENTS[document]


def test_every_line_that_says_something_is_cited() -> None:
    cited: dict[str, set[int]] = {document: set() for document in DOCUMENTS}
    for place in EXAMPLES:
        files = [PLACES / place / "strategy.yaml", *(PLACES / place / "decisions").glob("*.yaml")]
        for document, where in (found for file in files for text in texts(plain(file)) for found in citations(text)):
            if len(where) < DOCUMENTS[document] / 2:  # a citation of the whole document covers no line in particular
                cited[document] |= where
    assert {document: lines(content) - cited[document] for document, content in CONTENT.items()} == {
        document: set() for document in DOCUMENTS
    }


@pytest.mark.parametrize("place", EXAMPLES)
def test_no_number_stands_without_provenance_and_source(place: str) -> None:
    for number, nodes in _numbers(strategy(place), ()):
        holders = [node for node in nodes if isinstance(node, dict)]
        sourced = any("source" in node or citations(node.get("note", "")) for node in holders)
        assert sourced, f"{number} in {holders[-1]} names no source"
        if _is_a_figure(holders):
            given = next((n["provenance"] for n in reversed(holders) if "provenance" in n), None)
            assert given in ("published", "agreed", "local", "illustrative"), f"{number} in {holders[-1]}: {given}"


def _numbers(node: Any, above: tuple[Any, ...]) -> Iterator[tuple[float, tuple[Any, ...]]]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _numbers(value, (*above, node))
    elif isinstance(node, list):
        for value in node:
            yield from _numbers(value, (*above, node))
    elif isinstance(node, int | float) and not isinstance(node, bool):
        yield node, above


def _is_a_figure(holders: list[dict[str, Any]]) -> bool:
    """A value of an outcome or a stated figure; the rest are years of events and horizons, which need a source only."""
    return any("provenance" in node for node in holders)


@pytest.mark.parametrize("place", EXAMPLES)
def test_an_outcome_without_known_target_has_no_number_at_all(place: str) -> None:
    for outcome in strategy(place)["outcomes"]:
        if outcome["provenance"] == "not_set":
            assert not list(_numbers(outcome, ())), outcome["id"]
            assert outcome.get("gap_ambition", {}).get("provenance", "not_set") == "not_set"


def test_only_the_demonstration_holds_illustrative_numbers_and_only_these() -> None:
    for place in EXAMPLES:
        illustrative = {o["id"] for o in strategy(place)["outcomes"] if o["provenance"] == "illustrative"}
        assert illustrative == (ILLUSTRATIVE if place == "southampton" else set())
        assert plain(PLACES / place / "place.yaml").get("demonstration", False) == bool(illustrative)


def test_published_targets_are_national_ones_and_name_who_set_them() -> None:
    targets = {
        outcome["id"]: outcome["target"]
        for place in EXAMPLES
        for outcome in strategy(place)["outcomes"]
        if outcome["provenance"] == "published"
    }
    assert set(targets) == NATIONAL
    for target in targets.values():
        assert target["provenance"] == "published"
        assert "National" in target["source"] or "sel-priorities L17" in target["source"]


@pytest.mark.parametrize("place", EXAMPLES)
def test_each_outcome_asks_a_question_and_is_bound_to_a_measure_or_a_known_gap(place: str) -> None:
    gaps = {gap["id"] for gap in strategy(place)["gaps"]}
    for outcome in strategy(place)["outcomes"]:
        assert outcome["question"].endswith("?")
        assert ("measure" in outcome) != ("gap" in outcome), outcome["id"]
        assert outcome.get("gap") in gaps | {None}
