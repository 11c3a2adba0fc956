"""What became of an action that is to narrow a gap, where readers meet it; and how such things are judged."""

from __future__ import annotations

import html

import pytest

from oneplace import results
from oneplace.delivery.happened import Action, State
from oneplace.progress.effects import LEAST_AFTER, LEAST_BEFORE, SEASONS
from oneplace.progress.sentences import Sentence
from oneplace.report import Narrowed
from oneplace.web.delivery import gap_seen, presenter
from oneplace.web.public.presenters import actions
from oneplace.web.snapshot import snapshot
from tests.report import a_run

CAME = "What it did to the gap between women and girls and everyone can’t be judged: the gap never differs."


@pytest.fixture
def aimed(serving, monkeypatch):
    """An action for everybody that is for the most deprived, in the measure of the first ambition that has one."""
    serving("full")
    outcome = next(one for one in snapshot().place.strategy.outcomes if one.measure_ids)
    one = Narrowed("A1", outcome.measure_ids[0], "deprivation", "1", Sentence(CAME), "")
    monkeypatch.setattr(actions, "narrowed", lambda _shot: [one])
    monkeypatch.setattr(actions, "frozen", lambda _shot: {"A1": Action(text="Illustrative: ring", public="yes")})
    return outcome.id


def test_it_stands_on_the_list_the_group_and_the_ambition(visitor, aimed):
    for address in ("/actions", "/groups/deprivation/1-most-deprived", f"/ambitions/{aimed}"):
        said = html.unescape(visitor.get(address).content.decode())
        assert "Illustrative: ring" in said, address
        assert CAME in said, address
        assert "/how-we-judge#effects" in said, address
    assert CAME not in html.unescape(visitor.get("/groups/deprivation/5-least-deprived").content.decode())


def test_how_it_is_judged_is_told_by_the_numbers_of_the_code(visitor, serving):
    serving("full")
    said = html.unescape(visitor.get("/how-we-judge").content.decode())
    assert f"It takes {LEAST_BEFORE} values from before and {LEAST_AFTER} since." in said
    assert f"Of months it takes {SEASONS} from before" in said
    assert "Beside each size stands its 94% interval." in said


def test_its_own_page_tells_it_whether_it_is_for_everybody_or_not(places, serving, monkeypatch):
    serving("full")
    shot = snapshot()
    measure = next(iter(shot.place.measures))
    row = {"action": "A1", "measure": measure, "group": "F", "group_words": "women and girls", "expected": -2.0}
    row |= {"verdict": "not_judged", "reason": "constant", "by_label": "31 March 2026", "from_label": "2 May 2025"}
    tables = {name: a_run.table(name, []) for name in ("gap_effects", "board_gap_effects")}
    tables["board_gap_effects"] = a_run.table("board_gap_effects", [row])
    monkeypatch.setattr(results, "read_one", lambda _folder, name, _reader: tables[name])
    [(label, words)] = presenter.came(shot, "A1", Action())
    assert label.startswith("What became of it, by the run of ")
    assert "can’t be judged: the gap never differs." in words
    assert presenter.came(shot, "A1", State()) == presenter.came(shot, "A2", Action()) == []


AIM = {"measure": "smoking", "narrows": "0.1", "shows_by": "2027-12-01"}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"group": "deprivation:1"}, {}),
        ({"group": "deprivation:5"}, {"group": "They are not behind everyone"}),
        ({"group": "deprivation:1", "narrows": "1e9"}, {"narrows": "Their whole gap is "}),
        ({"group": "deprivation:1", "narrows": "many"}, {}),  # its own rule says so
        ({"group": "sex:F"}, {"measure": "This measure is not told by sex"}),
        ({"group": "deprivation:1", "measure": "gone"}, {}),
    ],
)
def test_an_aim_is_of_a_gap_that_is_there_and_no_larger_than_it(serving, said, wrong):
    serving("full")
    told = gap_seen.not_of_the_gap(snapshot(), snapshot().place, AIM | said)
    assert set(told) == set(wrong)
    assert all(told[field].startswith(begins) for field, begins in wrong.items())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"groups_unlike": "older people answer it"}, "its groups are of unlike people"),
        ({"polarity": "context"}, "neither way of it is better, so nobody is behind"),
    ],
)
def test_an_aim_that_can_never_be_judged_is_not_taken(serving, monkeypatch, change, why):
    serving("full")
    shot = snapshot()
    smoking = shot.place.measures["smoking"].model_copy(update=change)
    monkeypatch.setitem(shot.place.measures, "smoking", smoking)
    told = gap_seen.not_of_the_gap(shot, shot.place, AIM | {"group": "deprivation:1"})
    assert told["measure"].startswith(f"Nobody could judge what becomes of that gap: {why}")


@pytest.mark.parametrize(
    ("keeps", "why"),
    [
        (lambda row: row["dimension"] != "deprivation", "no value of theirs is known."),
        (lambda row: row["dimension"] != "all", "no value of everyone is known for the same times as theirs."),
    ],
)
def test_an_aim_of_a_gap_that_the_run_does_not_know_is_not_taken(serving, monkeypatch, keeps, why):
    serving("full")
    shot = snapshot()
    rows = [row for row in shot.every_row("smoking") if keeps(row)]
    monkeypatch.setattr(type(shot), "every_row", lambda _shot, _measure: rows)
    told = gap_seen.not_of_the_gap(shot, shot.place, AIM | {"group": "deprivation:1"})
    assert told == {"measure": f"Nobody could judge what becomes of that gap: {why}"}


def test_an_aim_that_no_run_knows_says_at_once_why_nobody_can_judge_it(serving):
    serving("full")
    one = Action.model_validate({"text": "Ring", "group": "deprivation:1", **AIM})
    [(_, words)] = presenter.came(snapshot(), "A-new", one)
    assert "can’t be judged: the gap is known fewer than 12 times from before it" in words
    assert presenter.came(snapshot(), "A-new", Action(text="Ring")) == []
