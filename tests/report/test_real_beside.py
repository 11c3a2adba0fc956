"""A made-up headline has the real figures of its ambition before it, with whose each is."""

from __future__ import annotations

import re

import pytest

from oneplace import place
from oneplace.report import real_beside
from tests.progress.sentence_row import a_row
from tests.report import a_run

NAMES = ("booked", "told", "kept")


@pytest.fixture
def made(tmp_path):
    def of(origin="synthetic", other="", **others):
        a_run.a_place(tmp_path)
        more = a_run.STRATEGY.replace("measure: smoking,", "measure: smoking, measures: [booked, told, kept],")
        (tmp_path / "strategy.yaml").write_text(more)
        for name in NAMES:
            text = a_run.MEASURE.replace("id: smoking", f"id: {name}").replace("name: Smoking", f"name: {name.title()}")
            text = re.sub("^definition: .*$", f"definition: {other}", text, flags=re.M) if other else text
            (tmp_path / "measures" / f"{name}.yaml").write_text(text.replace("series: smoking", f"series: {name}"))
        rows = [a_row(measure=name, ambition=None, origin=made_of) for name, made_of in others.items()]
        found = a_run.report(place.read(tmp_path), standings=rows)
        return real_beside(found, found.place.strategy.outcomes[0], a_row(measure="smoking", origin=origin))

    return of


def test_a_real_figure_stands_before_a_made_up_one(made):
    text = made(booked="published", told="synthetic")
    assert text == "Real figures of the same thing stand beside it. “Booked”: 7.4% in 2024/25."


def test_of_many_two_are_named(made):
    text = made(booked="published", told="local", kept="published")
    named = "“Booked”: 7.4% in 2024/25. “Told”: 7.4% in 2024/25."
    assert text == f"Real figures of the same thing stand beside it. {named} 1 other has real figures too."


def test_without_a_real_figure_nothing_is_said(made):
    assert made(told="synthetic") == ""


def test_a_real_headline_needs_none(made):
    assert made("published", booked="published") == ""


def test_a_real_figure_of_another_thing_stands_beside_nothing_and_says_of_what_it_is(made):
    """The share with high blood pressure stood "beside" the share of them who have it under control."""
    text = made(booked="published", other="Of everyone, the share on the register.")
    lead = "Real figures are known of other things only, none of them this number."
    assert text == f"{lead} “Booked”: 7.4% in 2024/25. Its definition: “Of everyone, the share on the register.”"
