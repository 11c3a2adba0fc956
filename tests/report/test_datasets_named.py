"""Datasets are called by their titles, in page and pack alike, each once."""

from __future__ import annotations

from types import SimpleNamespace

from oneplace.report import datasets_named
from oneplace.report.datasets import _extracts

PLACE = SimpleNamespace(strategy=SimpleNamespace(documents=[SimpleNamespace(id="plan-2020", title="The plan of 2020")]))


def test_a_partners_file_is_called_by_what_it_holds_and_whose_it_is():
    files = [SimpleNamespace(id="care_plans")]
    source = SimpleNamespace(system="Social care", partner="The council", synthetic=True, datasets=files)
    place = SimpleNamespace(sources=SimpleNamespace(sources=[source]))
    assert _extracts(place) == {"care_plans": "Social care, The council: care plans (made up)"}


def test_each_stands_once_by_its_title_and_documents_by_theirs():
    named = {"a": "Waiting times", "b": "Waiting times", "c": "Births"}
    assert datasets_named("a; b; c; plan-2020 L4; unheard", named, PLACE) == (
        "Waiting times; Births; The plan of 2020; unheard"
    )
    assert datasets_named(None, named, PLACE) == ""
