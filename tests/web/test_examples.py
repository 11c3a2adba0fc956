"""The example places, before any run: every page works, and every part of each strategy is on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from oneplace import assets, place

EXAMPLES = ["southampton", "south-east-london", "north-and-mid-hampshire", "south-east-coast-ambulance"]


def folder(name: str) -> Path:
    return assets.folder("places") / name


def words(part: Any) -> Iterator[str]:
    """What everything with an id in a part of a strategy is called, as deep as it goes."""
    if isinstance(part, dict):
        called = next((part[key] for key in ("question", "title", "name", "text") if part.get(key)), None)
        if isinstance(part.get("id"), str) and isinstance(called, str):
            yield " ".join(called.split()).rstrip(".")
        for inner in part.values():
            yield from words(inner)
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from words(inner)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_part_of_the_strategy_is_on_its_page(name, visitor, serving):
    serving(folder(name))
    html = "".join(visitor.get(path).content.decode() for path in ("/strategy", "/strategy/all", "/themes"))
    strategy = place.read(folder(name)).strategy
    wanted = set(words(strategy.model_dump(exclude={"id", "risks", "measures"})))
    assert len(wanted) > 50
    assert "not_set" not in html
    said = plain(html)
    assert not [called for called in sorted(wanted) if called not in said]


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
