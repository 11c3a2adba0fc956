"""What is asked of a board: by the files' decisions, by status, by gaps past their date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.place import Board, Decision, Owner
from oneplace.progress.sentences import Claim, Kind
from oneplace.report import asked, cover, decision_words, option_words, owner_words
from tests.report import a_run


@pytest.fixture
def place(tmp_path):
    return a_run.a_place(tmp_path)


def a_row(status, **more):
    return {"ambition": "A1", "status": status, "origin": "published", "target_provenance": None, **more}


@pytest.mark.parametrize(
    ("as_of", "waiting"),
    [(date(2026, 6, 9), ["D1", "D3"]), (date(2026, 6, 10), ["D3"]), (date(2026, 6, 11), ["D3"]), (None, ["D3"])],
)
def test_decisions_that_are_not_taken_are_asked(place, as_of, waiting):
    assert [key for key, _ in asked(place, [], as_of).decisions] == waiting


def test_each_status_that_only_a_board_can_mend_is_asked_about(place):
    rows = [a_row(status) for status in ("off_path", "average_up_but_gap_wider", "no_target_set")]
    rows += [a_row(status) for status in ("no_measure", "on_path", "no_data", "context", "cannot_be_judged_yet")]
    rows.append(a_row("cannot_be_compared"))
    rows.append(a_row("off_path", ambition="A2", origin="illustrative"))
    rows.append(a_row("cannot_be_compared", ambition="A2", target_provenance="illustrative"))
    assert tuple(map(str, asked(place, rows, None).by_rule)) == (
        "Agree what will be done about 2 ambitions (1 of them on made-up figures) off path: “Do fewer smoke?” and "
        "“Better buildings”.",
        "Agree what will be done about 1 ambition with a better average and a wider gap: “Do fewer smoke?”.",
        "Set a new baseline and target for 2 ambitions (1 of them with a made-up target) that cannot be compared with "
        "what was set: “Do fewer smoke?” and “Better buildings”.",
        "Set a baseline, a target and a path for 1 ambition with no target: “Do fewer smoke?”.",
        "Decide how to measure 1 ambition that nothing measures: “Do fewer smoke?”.",
    )


def test_a_gap_off_its_path_is_asked_about_and_one_with_a_target_lacks_none(place):
    rows = [a_row("gap_target_only"), a_row("cannot_be_judged_yet", gap_status="off_path")]
    (told,) = asked(place, rows, None).by_rule
    assert str(told) == "Agree what will be done about 1 ambition with a gap off its path: “Do fewer smoke?”."
    assert told.claims == (Claim(Kind.ASKED, direction="gap_off_path", number=1),)


def test_a_gap_whose_target_alone_is_made_up_is_not_called_one_on_made_up_figures(place):
    rows = [a_row("on_path", gap_status="off_path", gap_target_provenance="illustrative")]
    (told,) = asked(place, rows, None).by_rule
    assert str(told).startswith("Agree what will be done about 1 ambition (with a made-up target for the gap) with a ")
    assert told.claims[1:] == (Claim(Kind.ASKED, group="made-up target", direction="gap_off_path", number=1),)


@pytest.mark.parametrize(("count", "named"), [(5, True), (6, False)])
def test_what_is_asked_of_a_few_ambitions_names_them(place, count, named):
    (told,) = asked(place, [a_row("off_path") for _ in range(count)], None).by_rule
    assert ("“Do fewer smoke?”" in str(told)) is named
    assert str(told).startswith(f"Agree what will be done about {count} ambitions off path")


def test_of_an_ambition_that_the_files_no_longer_have_only_the_count_is_told(place):
    (told,) = asked(place, [a_row("off_path", ambition="gone")], None).by_rule
    assert str(told) == "Agree what will be done about 1 ambition off path."


def test_where_all_is_well_nothing_is_asked_by_rule(place):
    assert asked(place, [a_row("on_path")], date(2026, 4, 30)).by_rule == ()


@pytest.mark.parametrize(
    ("as_of", "text"),
    [
        (date(2026, 5, 1), "Close 2 known gaps past the agreed date: One; Two."),
        (date(2026, 5, 31), "Close 2 known gaps past the agreed date: One; Two."),
        (date(2026, 6, 1), "Close 3 known gaps past the agreed date: One; Two; Three."),
    ],
)
def test_gaps_past_their_date_are_named(place, as_of, text):
    assert tuple(map(str, asked(place, [], as_of).by_rule)) == (text,)


def test_a_decision_is_told_as_far_as_it_is_set(place):
    assert [decision_words(place, one).text for one in place.decisions.values()] == [
        "Fund it, Cabinet, 10 June 2026",
        "Approve it, early 2019",
        "Think again",
    ]


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        (Owner(org="council", role="Midwife"), "Midwife, Testton City Council"),
        (Owner(org="council"), "Testton City Council"),
        (Owner(org="elsewhere", role="Chair"), "Chair, elsewhere"),
        ("not_set", "not set"),
        (None, "not set"),
    ],
)
def test_an_owner_is_the_role_at_the_partner_by_its_name(place, owner, words):
    assert owner_words(place, owner) == words


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (None, ()),
        ("not_set", ()),
        ((), ()),
        (
            ({"text": "Do nothing.", "rejected_because": "It costs more."}, {"text": "Wait a year"}),
            ("Rejected: Do nothing. Because: It costs more.", "Also considered: Wait a year"),
        ),
        (({"text": "Do it all", "rejected_because": "Too dear"},), ("Rejected: Do it all. Because: Too dear",)),
        (({"text": "Wait."},), ("Also considered: Wait.",)),
        (({"text": "None"},), ("None",)),
        (({"text": "There was no other option."},), ("There was no other option.",)),
        (({"text": "None", "rejected_because": "the law asks for it"},), ("There was none. The law asks for it",)),
        (({"text": "None of the clinics moves"},), ("Also considered: None of the clinics moves",)),
    ],
)
def test_every_option_says_why_it_was_rejected_or_that_it_was_considered(options, words):
    assert option_words(Decision(id="D", title="T", options=options)) == words


def test_a_closed_gap_is_not_asked_about_and_one_is_one(place):
    closed = {"K1": {"state": "closed"}, "K2": {"due": "not_set"}}
    gaps = tuple(gap.model_copy(update=closed.get(gap.id, {})) for gap in place.strategy.gaps)
    strategy = place.strategy.model_copy(update={"gaps": gaps})
    changed = type(place)(**{**vars(place), "strategy": strategy})
    assert asked(changed, [], date(2026, 5, 31)).by_rule == ()
    assert list(map(str, asked(changed, [], date(2026, 6, 1)).by_rule)) == [
        "Close 1 known gap past the agreed date: Three."
    ]


def test_what_is_asked_claims_how_many_of_which_status(place):
    rows = [a_row("off_path"), a_row("off_path", origin="synthetic"), a_row("no_measure")]
    claims = [one.claims for one in asked(place, rows, date(2026, 5, 1)).by_rule]
    assert claims == [
        (
            Claim(Kind.ASKED, direction="off_path", number=2),
            Claim(Kind.ASKED, direction="off_path", number=1, group="made-up"),
        ),
        (Claim(Kind.ASKED, direction="no_measure", number=1),),
        (Claim(Kind.ASKED, direction="overdue", number=2),),
    ]


def test_a_decision_claims_its_id_and_its_day(place):
    assert [one.claims for _, one in asked(place, [], date(2026, 6, 9)).decisions] == [
        (Claim(Kind.ASKED, "D1", period="10 June 2026"),),
        (Claim(Kind.ASKED, "D3"),),
    ]


def test_a_gap_is_named_without_its_full_stop_and_with_its_last_letter(place):
    words = iter(["A box.", "An axis...", "X"])
    gaps = tuple(gap.model_copy(update={"text": next(words)}) for gap in place.strategy.gaps)
    changed = type(place)(
        **{**vars(place), "strategy": place.strategy.model_copy(update={"gaps": gaps})},
    )
    (said,) = asked(changed, [], date(2026, 6, 1)).by_rule
    assert said.text == "Close 3 known gaps past the agreed date: A box; An axis; X."


def test_a_body_that_a_decision_calls_by_its_id_is_told_by_its_name(place):
    board = Board(id="icb_board", name="Board of NHS Testton", role="decides")
    governed = place.strategy.governance.model_copy(update={"boards": (board,)})
    place = replace(place, strategy=place.strategy.model_copy(update={"governance": governed}))
    decision = place.decisions["D1"].model_copy(update={"body": "icb_board"})
    assert decision_words(place, decision).text == "Fund it, Board of NHS Testton, 10 June 2026"
    assert dict(cover(a_run.report(place), decision))["Decision-maker"] == "Board of NHS Testton"
