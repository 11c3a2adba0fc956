"""Agreed actions for everybody: frozen with the run, late by the day first agreed, and only those marked public."""

from __future__ import annotations

import html
from datetime import date

from oneplace.delivery import happened
from oneplace.delivery.happened import Action
from oneplace.progress.sentences import Sentence
from oneplace.report import Narrowed
from oneplace.web.public.presenters import actions


class Shot:
    """As much of a snapshot as the page reads."""

    as_of = date(2026, 4, 30)

    def __init__(self, place):
        self.place = place


def line(shot, **said):
    return actions._line(shot, Action(text="Ring the landlord", public="yes", **said))


def test_an_action_is_late_by_the_day_first_agreed(places):
    from oneplace import place

    shot = Shot(place.read(places["full"]))
    late = line(shot, due="2026-04-29", now_due="2026-06-30", org="council", role="Estates lead")
    assert (late.late, late.due, late.now_due) == (True, "29 April 2026", "30 June 2026")
    assert late.owner.startswith("Estates lead, ")
    assert not line(shot, due="2026-04-30").late
    assert not line(shot, due="2026-04-29", state="done", evidence="A letter").late
    assert (line(shot).due, line(shot).owner) == ("not set", "not set")


def test_what_became_of_the_gap_is_told_where_the_run_judged_it(places):
    from oneplace import place

    shot = Shot(place.read(places["full"]))
    aim = {"group": "deprivation:1", "measure": next(iter(shot.place.measures)), "narrows": 2}
    assert line(shot, **aim, shows_by="2026-04-29").aim.endswith("by 29 April 2026.")
    came = Narrowed("a", aim["measure"], "deprivation", "1", Sentence("It did what it was to do."), "Before, not.")
    judged = actions._line(shot, Action(text="Ring", public="yes", **aim, shows_by="2026-04-29"), came)
    assert judged.aim == "It did what it was to do. Before, not."


def test_the_page_tells_actions_for_everybody_and_hides_the_rest(visitor, serving, monkeypatch):
    serving("full")
    kept = [
        happened.Entry(
            kind="action", subject=f"action-{public}", number=1, at="2026-04-01T09:00:00Z", by="clare", what="made",
            before=None, after=Action(text=f"Action for {public}", org="council", due="2026-05-01", public=public)
            .model_dump(mode="json"),
        )
        for public in ("yes", "no")
    ]  # fmt: skip
    monkeypatch.setattr(actions.happened, "read", lambda _path: kept)
    monkeypatch.setattr(actions, "frozen", actions._frozen)
    said = html.unescape(visitor.get("/actions").content.decode())
    assert "Action for yes" in said
    assert "Action for no" not in said


def test_how_many_of_the_actions_are_made_up_is_said_beside_how_many_are_late(visitor, serving, monkeypatch):
    serving("full")
    due = date(2026, 4, 1)
    both = {text: Action(text=text, public="yes", due=due) for text in ("Illustrative: ring", "Ring")}
    monkeypatch.setattr(actions, "frozen", lambda _shot: both)
    said = html.unescape(visitor.get("/actions").content.decode())
    assert "2 of 2 are late. 1 of these 2 is made up to show the form." in said
    monkeypatch.setattr(actions, "frozen", lambda _shot: {"Ring": both["Ring"]})
    assert "of these 1" not in html.unescape(visitor.get("/actions").content.decode())
