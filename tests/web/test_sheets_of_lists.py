"""Decisions, actions and what is delivered: however many there are, each sheet is light and leads to the others."""

from __future__ import annotations

import html
import re

import pytest

from oneplace.delivery.happened import Action, Kind
from oneplace.web.presenters.sheets import cut_parts
from tests.web import world
from tests.web.test_large_place import _sign

MANY = 600
LIMIT = 100_000


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """The small place with hundreds of decisions, half of them taken."""
    folder = world.make(tmp_path_factory.mktemp("decided") / "place")
    decisions = folder / "var" / "runs" / world.RUN / "inputs" / "decisions"
    decisions.mkdir(exist_ok=True)
    for number in range(MANY):
        on = "on: 2026-03-01\noutcome: agreed\n" if number % 2 else ""
        text = (
            f"id: D-{number}\ntitle: Decision number {number}\n{on}body: A board\noptions: not_set\nreasons: not_set\n"
        )
        (decisions / f"d{number}.yaml").write_text(text)
    _sign(decisions.parents[1])
    return folder


def walked(client, path, found):
    """Every sheet of a list: what ``found`` matches on it; each is light and names the others."""
    first = html.unescape(client.get(path).content.decode())
    sheets = max(map(int, re.findall(r'aria-label="Sheet (\d+)"', first)))
    pages = [client.get(path, {"sheet": number}) for number in range(1, sheets + 1)]
    assert sheets > 1
    assert all(len(page.content) <= LIMIT for page in pages)
    assert client.get(path, {"sheet": sheets + 1}).status_code == 404
    for text in ("0", "abc", "9999", "-1"):  # what is no sheet is the first
        assert '<strong aria-current="page">1</strong>' in client.get(path, {"sheet": text}).content.decode()
    return [re.findall(found, html.unescape(page.content.decode())) for page in pages]


def test_every_decision_stands_once_under_its_heading(decided, visitor, serving):
    serving(decided)
    every = walked(visitor, "/decisions", r">Decision number (\d+)<|<h2[^>]*>(Asked for|Taken)")
    names = [name for page in every for name, _ in page if name]
    assert sorted(map(int, names)) == list(range(MANY))
    assert len(every) > 1
    for page in every:
        assert page[0][1]  # each sheet begins with a heading


def test_every_action_stands_once_and_what_is_said_of_all_on_the_first(visitor, serving, monkeypatch):
    from oneplace.web.public.presenters import actions

    serving("full")
    every = {f"a{at}": Action(text=f"Action number {at}", public="yes", org="council") for at in range(MANY)}
    monkeypatch.setattr(actions, "frozen", lambda _shot: every)
    found = walked(visitor, "/actions", r"Action number (\d+)|(None is late)")
    assert [int(name) for page in found for name, _ in page if name] == list(range(MANY))
    assert [sum(bool(said) for _, said in page) for page in found] == [1, *[0] * (len(found) - 1)]


def test_everything_that_is_delivered_stands_once_in_its_kind(serving, signed_in, monkeypatch):
    from oneplace.web.delivery import record

    serving("full")
    lena = signed_in("lena")
    now = record.now
    more = {
        (Kind.ACTION, f"a{at}"): Action(text=f"Action number {at}", public="yes", org="council") for at in range(MANY)
    }
    monkeypatch.setattr(record, "now", lambda shot: dict(now(shot)) | more)
    found = walked(lena, "/delivery", r">Action number (\d+)<|(Nothing names your account)")
    assert [int(name) for page in found for name, _ in page if name] == list(range(MANY))
    assert [sum(bool(said) for _, said in page) for page in found] == [1, *[0] * (len(found) - 1)]


def test_a_list_in_parts_is_cut_as_one(site):
    parts = {"open": [5, 5, 5], "late": [], "done": [5, 5]}
    sheets = [cut_parts(parts, number, lambda weight: weight * 6_000) for number in (1, 2, 3)]
    assert [{name: one.of(name) for name in parts} for one in sheets] == [
        {"open": [5, 5], "late": [], "done": []},
        {"open": [5], "late": [], "done": [5]},
        {"open": [], "late": [], "done": [5]},
    ]
    assert [one.total for one in sheets] == [5, 5, 5]
