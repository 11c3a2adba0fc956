"""The example places, before any run: every page works, and every part of each strategy is on its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oneplace import assets, place

EXAMPLES = ["southampton", "south-east-london", "north-and-mid-hampshire", "south-east-coast-ambulance"]


def folder(name: str) -> Path:
    return assets.folder("places") / name


def ids(part: Any) -> Iterator[str]:
    """Every id in a part of a strategy, as deep as it goes."""
    if isinstance(part, dict):
        if isinstance(part.get("id"), str):
            yield part["id"]
        for inner in part.values():
            yield from ids(inner)
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from ids(inner)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_part_of_the_strategy_is_on_its_page(name, visitor, serving):
    serving(folder(name))
    html = visitor.get("/strategy").content.decode()
    strategy = place.read(folder(name)).strategy
    wanted = set(ids(strategy.model_dump(exclude={"id", "risks", "measures"})))
    assert len(wanted) > 50
    assert "not_set" not in html
    assert not [key for key in sorted(wanted) if f">{key}</span>" not in html]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(
    "path", ["/", "/gaps", "/places", "/neighbourhoods", "/data", "/how-we-judge", "/accessibility", "/privacy"]
)
def test_every_page_works_for_every_example(name, path, visitor, serving):
    serving(folder(name))
    response = visitor.get(path)
    assert response.status_code == 200
    assert "not_set" not in response.content.decode()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_ambition_and_measure_has_its_page(name, visitor, serving):
    serving(folder(name))
    read = place.read(folder(name))
    paths = [f"/ambitions/{outcome.id}" for outcome in read.strategy.outcomes] + [
        f"/measures/{key}" for key in read.measures
    ]
    answers = {path: visitor.get(path) for path in paths}
    assert not [path for path, answer in answers.items() if answer.status_code != 200]
    assert not [path for path, answer in answers.items() if b"not_set" in answer.content.split(b"<pre")[0]]
