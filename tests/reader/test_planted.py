"""The reader finds each of the faults that pages have had, planted one by one in a run that is otherwise true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from oneplace import results
from oneplace.pack.evidence import Evidence
from oneplace.progress import as_progress, progress, sentences
from oneplace.progress.sentences import Claim, Kind, Reference
from oneplace.progress.sentences.charts import ASSURANCE
from oneplace.report import summary
from tests.reader import places, run
from tests.reader.judging import disordered, misjudged
from tests.reader.moves import hidden
from tests.reader.planted import PLACES
from tests.reader.printed import missing
from tests.reader.recomputed import all_wrong, contradictions, wrong
from tests.reader.test_every_sentence import claims, faults
from tests.reader.walk import walk

FOUND = places.found()
ASSURED = {"unsettled", *ASSURANCE}


def planted(ambition: str, **columns: Any) -> Evidence:
    """The run with other words in an ambition's row of progress."""
    tables = dict(FOUND.results.tables)
    rows = [row | columns if row["ambition"] == ambition else row for row in tables["progress"].to_pylist()]
    tables["progress"] = pa.Table.from_pylist(rows, schema=results.TABLES["progress"].schema)
    return places.held(FOUND.place, tables)


def said_otherwise(ambition: str, **columns: Any) -> Evidence:
    """The run with other words in what is said of an ambition."""
    tables = dict(FOUND.results.tables)
    rows = [row | columns if row["ambition"] == ambition else row for row in tables["commentary"].to_pylist()]
    tables["commentary"] = pa.Table.from_pylist(rows, schema=results.TABLES["commentary"].schema)
    return places.held(FOUND.place, tables)


def replace_tables(found: places.Held, tables: dict[str, pa.Table]) -> places.Held:
    """The run with other tables."""
    return places.Held(**vars(places.held(found.place, found.results.tables | tables)), seen=found.seen)


def row_of(found: Evidence, ambition: str) -> dict[str, Any]:
    return next(dict(one.row) for one in found.judged if one.ambition.id == ambition)


def about(ambition: str) -> sentences.About:
    return next(one.ambition.about for one in FOUND.judged if one.ambition.id == ambition)


@pytest.mark.parametrize("dimension", ["all", "sex", "area"])
def test_a_figure_of_a_year_that_is_not_over_is_told_of_no_year(dimension: str) -> None:
    rows = FOUND.results["results"].to_pylist()
    newest = [row for row in rows if row["measure"] == "smoking" and row["period_label"] == "2025/26"]
    year = {"period_start": date(2026, 4, 1), "period_end": date(2027, 4, 1), "period_label": "2026/27"}
    early = [row | year for row in newest if row["dimension"] in ("all", dimension)]
    tables = {"results": pa.Table.from_pylist([*rows, *early], schema=results.TABLES["results"].schema)}
    judged = progress(FOUND.place, results.Results({**FOUND.results.tables, **tables}), as_of=places.AS_OF)
    assert judged["progress"].equals(FOUND.results["progress"]), "nothing is judged by it"
    told = [row | year if row["ambition"] == "A1" else row for row in judged["progress"].to_pylist()]
    tables["progress"] = pa.Table.from_pylist(told, schema=results.TABLES["progress"].schema)
    found = places.held(FOUND.place, dict(FOUND.results.tables) | tables)
    assert any("2026/27" in one for one in faults(found))


@pytest.mark.parametrize(
    ("ambition", "columns", "why"),
    [
        ("A1", {"direction": "rising"}, "went from"),  # it is falling: "it got worse" while it is getting better
        ("A4", {"long_run": "falling"}, "went from"),
        ("A3", {"strategy_run_since": "February 2023", "strategy_run_until": "May 2026"}, "ends with March 2025"),
        ("A7", {"held": 11.1}, "was 1"),  # a month under the name of the year
        ("A7", {"held_lower": 1.0, "held_upper": 9.0}, "has limits None"),
        ("A7", {"status": "on_path"}, "is off_path"),
        ("A1", {"forecast": 3.0}, ": is 10.9"),
        ("A1", {"forecast_upper": 99.0}, "has the limits"),
        ("A3", {"level": "worse"}, "from its mean"),
        ("A1", {"gap_group": "5", "gap_reference": "1"}, "no such gap was worked out"),  # the worst group fares better
        ("A1", {"gap_sure": False}, "is beyond chance"),
        ("A1", {"gap": -10.0, "gap_lower": -12.0, "gap_upper": -8.0}, "is 10.0"),  # a sign turned round
        ("A1", {"comparator_label": "2024/25"}, "had no 9.0 in 2024/25"),  # unlike periods
        ("A1", {"before_label": "2025/26"}, "was not over before"),
        ("A1", {"newest_step": "higher", "direction": "no_clear_change", "ends": "similar"}, ", not higher"),
        ("A1", {"comparison": "better"}, "is worse, not better"),
        ("A3", {"whose": None}, "is of RYE"),  # another organisation's number under the place's name
        ("A1", {"whose": "RYE"}, "is of the place itself"),
        ("A1", {"origin": "synthetic"}, "there are"),  # real and made-up figures added
        ("A4", {"origin": "published"}, "there are"),
        ("A1", {"forecast_label": "2020/21"}, "no such forecast for 2020/21"),
        ("A1", {"forecast": 0.0}, "makes none of what never was none"),
        ("A1", {"direction_since": "2010/11", "direction": "rising"}, "goes on as it has since 2010/11, but went from"),
        ("A1", {"forecast": 12.5}, "of what is falling"),
        ("A2", {"status_forecast": "met"}, "the value was"),
        ("A1", {"status": "on_path"}, "is off_path, not on_path"),
        ("A1", {"path": 7.0}, "the path is at"),
        ("A1", {"target": 6.0}, "is not the target of the file"),
        ("A1", {"chance": 0.9}, ": is 1.2272"),
        ("A1", {"chance": 0.002}, ": is 1.2272"),
        ("A1", {"gap_status": "on_path"}, "is off_path, not on_path"),
        ("A1", {"gap_target": 8.0}, "is not what the file sets for the gap"),
        ("A1", {"gap_path": 8.0}, "the path is at"),
    ],
)
def test_a_fault_in_a_row_is_found(ambition, columns, why):
    """In the run's own verdicts, too: nothing that it judged is taken from its row."""
    before = row_of(FOUND, ambition)
    assert {name: before[name] for name in columns} != columns
    held = planted(ambition, **columns)
    truth = run.of(held)
    told = all_wrong(claims(list(walk(held))), truth)
    assert any(why in each for each in told), told


def test_a_headline_by_the_target_that_is_only_proposed_is_found():
    eased = places.found(PLACES["eased, and nobody has decided"])
    row = row_of(eased, "A1")
    assert (row["status"], row["target"]) == ("off_path", 5)
    proposed = progress(eased.place, eased.results, as_of=eased.as_of)
    told = all_wrong(claims(list(walk(eased_as := replace_tables(eased, proposed)))), run.of(eased_as))
    assert {each.rpartition(": ")[2] for each in told} >= {"is not the target of the file", "is off_path, not on_path"}


@pytest.mark.parametrize(
    ("table", "column", "change", "why"),
    [
        ("gaps", "value", lambda was: was * 1.1, "is 12.5"),
        ("gaps", "lower", lambda was: was - 1.0, "is 12.5"),
        ("gaps", "group", lambda was: "3" if was == "1" else was, "is "),  # another group's name at the gap
        ("signals", "mean", lambda was: was + 0.5, "the mean is"),
        ("signals", "lower_limit", lambda was: was - 0.5, "chance keeps values between"),
        ("results", "numerator", lambda was: was + 1.0, "was counted"),
        ("results", "origin", lambda was: "synthetic", "there are"),
        ("progress", "gap_direction", lambda was: "widening", ", not ('widening'"),
        ("progress", "gap_direction_since", lambda was: "2015/16", "since 2010/11, not"),
        ("progress", "judgeable_on", lambda was: was.replace(year=2031), "is due"),
    ],
)
def test_a_fault_in_the_tables_themselves_is_found(table, column, change, why):
    """What the run worked out wrongly, and says as it worked it out."""
    tables = dict(FOUND.results.tables)
    rows = [row | {column: None if row[column] is None else change(row[column])} for row in tables[table].to_pylist()]
    tables[table] = pa.Table.from_pylist(rows, schema=results.TABLES[table].schema)
    held = places.held(FOUND.place, tables)
    told = [wrong(claim, run.of(held)) for claim in claims(list(walk(held)))]
    assert any(why in each for each in told), told


@pytest.mark.parametrize(
    ("ambition", "columns", "why"),
    [
        ("A1", {"stale": False}, "is too long ago"),
        ("A2", {"stale": True}, "is not too long ago"),
        ("A1", {"said_at": date(2026, 8, 22)}, "is of 2026-08-21"),
        ("A1", {"rewritten_at": date(2026, 11, 22)}, "is rewritten for None"),
        ("A2", {"written_by": "Reading Hospital"}, "Reading Council says so"),
        ("A1", {"next_due": date(2026, 12, 31)}, "is due 2026-10-31"),
        ("A2", {"next_by": "Nobody"}, "is due 2026-11-22"),
    ],
)
def test_a_fault_in_what_is_said_is_found(ambition, columns, why):
    truth, held = run.of(FOUND), said_otherwise(ambition, **columns)
    told = [wrong(claim, truth) for claim in claims(list(walk(held)))]
    assert any(why in each for each in told), told


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Written for the run of 21 August 2026, by Midwife, Reading Council.", ["stale"]),
        ("Written for the run of 21 August, by Midwife, Reading Council. It is older than one quarterly cycle.", True),
    ],
)
def test_what_print_lacks_of_it_is_found(text, lacks):
    (said,) = [one.sentence for one in walk(FOUND) if one.where == "A1 commentary"]
    (claim,) = said.claims
    found = missing(claim, text, None, {})
    assert found == (["21 August 2026"] if lacks is True else lacks)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"direction": "meets"}, "is against 8.0"),
        ({"number": 7.5}, "was 10."),
        ({"reference": Reference(9.0)}, "no standard of 9.0"),
    ],
)
def test_a_false_word_on_a_standard_is_found(change, why):
    (said,) = [one.sentence for one in walk(FOUND) if one.where == "A3 standard 0"]
    (claim,) = [each for each in said.claims if each.kind is Kind.STANDARD]
    assert wrong(claim, run.of(FOUND)) == ""
    assert why in wrong(replace(claim, **change), run.of(FOUND))
    turned = said.text.replace("misses it", "meets it")
    assert missing(claim, turned, about("A3"), {}) == ["misses"]


def test_the_limits_of_a_number_of_times_and_how_it_moves_are_worked_out_again():
    tables = dict(FOUND.results.tables)
    rows = [
        row | ({"upper": row["upper"] + 0.01, "direction": "narrowing"} if row["statistic"] == "RII" else {})
        for row in tables["gaps"].to_pylist()
    ]
    tables["gaps"] = pa.Table.from_pylist(rows, schema=results.TABLES["gaps"].schema)
    held = places.held(FOUND.place, tables)
    told = [why for why in all_wrong(claims(list(walk(held))), run.of(held)) if "statistic='RII'" in why]
    assert [why.rpartition(": ")[2].partition(" ")[0] for why in told] == ["is", "is"]


def test_another_size_of_the_gap_is_found():
    tables = dict(FOUND.results.tables)
    rows = [{**row, "value": row["value"] + 1} for row in tables["gap_paths"].to_pylist()]
    tables["gap_paths"] = pa.Table.from_pylist(rows, schema=results.TABLES["gap_paths"].schema)
    told = [wrong(claim, run.of(FOUND)) for claim in claims(list(walk(places.held(FOUND.place, tables))))]
    assert [why for why in told if why.startswith("was 12.") and " in 2025/26" in why]


def test_what_is_fresh_may_not_be_called_old():
    (said,) = [one.sentence for one in walk(FOUND) if one.where == "A2 commentary"]
    assert missing(said.claims[0], f"{said.text} It is older than one yearly cycle.", None, {}) == ["fresh"]


def test_a_forecast_for_a_day_that_is_past_is_found():
    late = replace(run.of(FOUND), as_of=places.AS_OF.replace(year=2030))
    told = [wrong(claim, late) for claim in claims(list(walk(FOUND))) if claim.kind is Kind.FORECAST]
    assert told
    assert all("is past" in each for each in told)


def test_a_period_that_goes_on_is_not_called_over():
    early = replace(run.of(FOUND), as_of=places.AS_OF.replace(year=2024))
    (claim,) = (
        each
        for each in summary(FOUND.place, FOUND.rows, FOUND.report.alone, FOUND.as_of).claims
        if each.kind is Kind.PERIOD_ENDED
    )
    assert wrong(claim, early) == "goes on"


def test_what_is_asked_is_held_to_the_files_and_the_run():
    """A decision that was taken, one that is still asked and a count of ambitions that is not theirs."""
    told = [one.sentence for one in walk(FOUND) if one.where == "asked"]
    (first, *_), truth = told, run.of(FOUND)
    (decision,) = first.claims
    assert decision.subject == "D1"
    assert wrong(replace(decision, subject="D2"), truth) == "is of 22 November 2026"
    assert wrong(replace(decision, subject="D2", period="22 November 2026"), truth) == "was taken"
    counts = [claim for one in told for claim in one.claims if claim.direction]
    assert {claim.direction for claim in counts} >= {"off_path", "no_target_set", "no_measure", "overdue"}
    assert all(wrong(replace(claim, number=(claim.number or 0) + 1), truth).startswith("there are") for claim in counts)
    assert all("9" in lacking((replace(claim, number=9),), one.text) for one in told[1:] for claim in one.claims)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"direction": "rising", "direction_since": "2019/20"}, True),  # another way than the forecast's, another base
        ({"direction_since": "2012/13"}, True),
        ({"forecast": None, "forecast_untold": "no_direction"}, True),  # beside "it has been falling"
        ({"forecast": None, "forecast_untold": "too_few"}, True),
        ({"forecast": None, "forecast_untold": "turned"}, True),
        ({"forecast": None, "forecast_untold": "beyond"}, False),
        ({}, False),
    ],
)
def test_two_bases_of_what_was_and_what_comes_are_found(columns, said):
    """Rising since 2016, and yet less "if it goes on as it has since 2001"."""
    row, one = row_of(FOUND, "A1"), about("A1")
    every = [*sentences.since(row, one).claims, *sentences.outlook(row | columns, one).claims]
    assert bool(contradictions(every)) is said


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"long_run": "falling", "long_run_since": "2010/11"}, True),
        ({"long_run": "falling", "long_run_since": "2009/10"}, False),
        ({"strategy_run": "falling", "strategy_run_since": "2010/11", "strategy_run_until": "2025/26"}, True),
        ({"strategy_run": "falling", "strategy_run_since": "2010/11", "strategy_run_until": "2024/25"}, False),
    ],
)
def test_two_answers_about_one_span_are_found(columns, said):
    """No steady rise or fall since 2010/11, and "looking back to 2010/11, it has fallen"."""
    unclear = {"direction": "no_clear_change", "direction_since": "2010/11", "ends": None}
    unmoved = {"long_run": "not_known", "strategy_run": "not_known"}
    row, one = row_of(FOUND, "A1") | unclear | unmoved | columns, about("A1")
    assert bool(contradictions(sentences.answer(row, one).claims)) is said


@pytest.mark.parametrize("direction", ["one_figure", "not_known", "no_clear_change"])
@pytest.mark.parametrize("why", ["too_few", "no_direction"])
def test_a_single_figure_is_not_said_to_show_no_clear_direction(direction, why):
    unmoved = {"long_run": "not_known", "strategy_run": "not_known"}
    told = {"direction": direction, "forecast": None, "forecast_untold": why}
    row, one = row_of(FOUND, "A1") | unmoved | told, about("A1")
    every = [*sentences.since(row, one).claims, *sentences.outlook(row, one).claims]
    assert bool(contradictions(every)) is ((why == "no_direction") != (direction == "no_clear_change"))


def test_a_fall_that_hides_its_end_is_found():
    found = places.found(PLACES["months that fell and turned"])
    truth, (told,) = run.of(found), [one.sentence for one in walk(found) if one.where == "A1 listed direction"]
    assert hidden(told.claims, truth) == []
    running = [replace(claim, direction="falling") for claim in told.claims if claim.kind is Kind.DIRECTION]
    assert hidden(running, truth)


@pytest.mark.parametrize(
    ("place", "kind", "wrongly"),
    [
        ("months that fell and turned", Kind.TURN, {"number": 8.5}),
        ("months that fell and turned", Kind.TURN, {"period": "March 2026"}),
        ("years that dropped once", Kind.SHIFT, {"number": 79.5}),
        ("years that dropped once", Kind.SHIFT, {"direction": "stepped_up"}),
        ("years that jumped once", Kind.SHIFT, {"reference": Reference(82.0, "2024")}),
    ],
)
def test_an_end_or_a_step_told_otherwise_than_it_was_is_found(place, kind, wrongly):
    found = places.found(PLACES[place])
    truth, told = run.of(found), [one for one in claims(list(walk(found))) if one.kind is kind]
    assert told
    assert not [why for one in told if (why := wrong(one, truth))]
    assert all(wrong(replace(one, **wrongly), truth) for one in told)


@pytest.mark.parametrize(
    ("place", "word", "why"),
    [
        ("process sure to meet", "not_stable", "is consistent_pass, not not_stable"),
        ("a process that was not steady", "usual", "has moved"),
        ("process at its target", "consistent_fail", "is inconsistent, not consistent_fail"),
    ],
)
def test_a_process_called_what_it_is_not_is_found(place, word, why):
    found = places.found(PLACES[place])
    kinds = (Kind.LEVEL,) if word == "usual" else (Kind.PROCESS,)
    told = [each for each in claims(list(walk(found))) if each.kind in kinds and each.direction in ASSURED]
    assert told
    assert all(why in wrong(replace(each, direction=word), run.of(found)) for each in told)


def test_one_name_for_two_numbers_is_found():
    """The difference of the outer fifths and the slope index are two numbers: under one name they contradict."""
    rows = {row["statistic"]: row for row in run.of(FOUND).rows("gaps", measure="smoking", dimension="deprivation")}
    told = [
        sentences.gap(as_progress(rows[name]) | {"measure": "smoking"}, about("A1")) for name in ("SII", "absolute_gap")
    ]
    every = [claim for sentence in told for claim in sentence.claims]
    assert contradictions(every) == []
    assert contradictions([replace(claim, statistic="gap") for claim in every if claim.kind is Kind.GAP])


@pytest.mark.parametrize(
    ("dropped", "instead", "lacks"),
    [
        ("higher", "different", "higher"),
        ("the most deprived fifth", "the group that fares worst", "most deprived"),
        ("than for the least deprived fifth", "than elsewhere", "least deprived"),
        (" in 2025/26", "", "2025/26"),
        ("percentage points", "points more", "percentage point"),
        ("10.0", "11.0", "10.0"),
        ("could be chance", "is large", "unclear"),
    ],
)
def test_words_that_the_wording_drops_are_missed(dropped, instead, lacks):
    """The data behind the sentence are right; its words are not."""
    row = row_of(FOUND, "A1") | ({"gap_sure": False} if lacks == "unclear" else {})
    sentence = sentences.gap(row, about("A1"))
    assert dropped in sentence.text
    assert lacking(sentence.claims, sentence.text) == []
    assert lacks in lacking(sentence.claims, sentence.text.replace(dropped, instead))


@pytest.mark.parametrize(
    ("ambition", "dropped", "lacks"),
    [
        ("A3", " for Coast Ambulance Service", "Coast Ambulance Service"),
        ("A5", " a year", "per 1,000 a year"),
        ("A4", "falling since 2020/21", "falling"),
    ],
)
def test_whose_it_is_its_unit_and_its_direction_are_missed_in_a_title(ambition, dropped, lacks):
    found = sentences.finding(row_of(FOUND, ambition), about(ambition))
    assert dropped in found.text
    assert lacks in lacking(found.claims, found.text.replace(dropped, ""), about(ambition))


def test_a_sign_that_is_dropped_is_missed():
    row = row_of(FOUND, "A4") | {"value": -3.2}
    sentence = sentences.value(row, about("A4"))
    assert lacking(sentence.claims, sentence.text, about("A4")) == []
    assert lacking(sentence.claims, sentence.text.replace("−", ""), about("A4")) == ["−3.2"]


def test_real_and_made_up_counts_under_one_name_are_missed():
    told = summary(FOUND.place, FOUND.rows, FOUND.report.alone, FOUND.as_of)
    assert lacking(told.claims, told.text) == []
    assert lacking(told.claims, told.text.replace("made-up figures", "figures"))


def test_groups_of_unlike_people_are_called_neither_better_nor_worse():
    """The same tables, of a place whose file says that its fifths are not of like ages."""
    said = {"groups_unlike": "they are not of like ages", "areas_not_compared": "they are not of like ages"}
    measures = FOUND.place.measures | {"smoking": FOUND.place.measures["smoking"].model_copy(update=said)}
    unlike = replace(run.of(FOUND), place=replace(FOUND.place, measures=measures))
    said = [one for one in walk(FOUND) if one.where in ("A1 gap", "A1 if all", "A1 comparison")]
    told = {claim.kind: wrong(claim, unlike) for one in said for claim in one.sentence.claims}
    assert told[Kind.IF_ALL] == "is of people who are not alike"
    assert told[Kind.GAP_DIRECTION].startswith("is not_known")
    assert told[Kind.COMPARISON] == "is held against no other area"
    (gap,) = [one.sentence for one in said if one.where == "A1 gap"]
    worded = replace(about("A1"), groups_unlike="they are not of like ages")
    assert lacking(gap.claims, gap.text, worded) == ["neither worse: they are not of like ages"]


@pytest.mark.parametrize(
    "counted", [{"unit": "people"}, {"unit": "people", "areas_not_compared": "they count otherwise"}]
)
def test_a_number_of_people_held_against_anybody_but_its_own_past_is_found(counted):
    """The same tables, of a measure that counts people and is out of nothing: the larger group has more of them."""
    measures = FOUND.place.measures | {"smoking": FOUND.place.measures["smoking"].model_copy(update=counted)}
    of_people = replace(run.of(FOUND), place=replace(FOUND.place, measures=measures))
    told = {
        one.where: {why for claim in one.sentence.claims for why in [wrong(claim, of_people)] if why}
        for one in walk(FOUND)
        if one.where in ("A1 gap", "A1 if all", "A1 comparison", "A1 map", "A1 ends")
    }
    assert "a larger group counts more" in told["A1 gap"] & told["A1 if all"]
    assert told["A1 comparison"] == told["A1 map"] == {"is held against no other area"}
    assert told.get("A1 ends", set()) == set()


def test_an_answer_to_a_part_that_passes_for_the_whole_is_found():
    first, *rest = FOUND.place.strategy.outcomes
    outcomes = (first.model_copy(update={"leaves_open": "who smokes elsewhere is not known"}), *rest)
    strategy = FOUND.place.strategy.model_copy(update={"outcomes": outcomes})
    report = replace(FOUND.report, place=replace(FOUND.place, strategy=strategy))
    assert faults(replace(FOUND, report=report)) == [
        f"A1 {where} stands as if that were all of it" for where in ("answer", "listed value")
    ]


def test_the_planted_run_is_otherwise_true():
    assert faults(FOUND) == []


def lacking(told: tuple[Claim, ...], words: str, subject: sentences.About | None = None) -> list[str]:
    return [part for claim in told for part in missing(claim, words, subject or about("A1"), {})]


@pytest.mark.parametrize(
    ("words", "turned"),
    [
        ("It has been falling since 2018/19, which is better.", False),
        ("It has been falling since 2018/19, which is worse.", True),
        ("Looking back to 2010/11, it has risen, which is better.", True),
        ("It is above its level in 2018/19, which is better.", True),
        ("It is lower than in 2018/19 (11.8%) by more than chance explains, which is worse; no steady fall.", True),
        ("It fell in one step in 2022/23, which is better: 15.3% on average until then, 5.2% since.", False),
        ("It rose from 8.7% in 2019/20 to 9.9% in 2021/22, which was better. It has not been higher since.", True),
        ("falling since 2018/19 (worse)", True),
        ("falling since 2018/19", True),  # neither better nor worse
    ],
)
def test_better_and_worse_turned_round_are_found(words, turned):
    """Fewer smokers are better; numbers, periods and ways are all right."""
    moved = (Claim(Kind.DIRECTION, "A1", direction="falling"),)
    assert bool(list(misjudged(words, moved, about("A1")))) is turned


def test_a_chance_turned_round_is_found():
    claim = Claim(Kind.CHANCE, "A1", number=0.03, period="2027/28")
    told = "The chance of meeting the target, 5.0% by 2027/28, is {}."
    assert missing(claim, told.format("3%"), about("A1"), {}) == []
    assert missing(claim, told.format("97%"), about("A1"), {})


BEHIND = Claim(Kind.GAP, "A1", group="1", direction="higher", reference=Reference(group="5"))
OF_AREAS = "3 of 9 neighbourhoods are better and 2 worse than the average."
STILL = "The newest points are rising by more than chance explains, though the newest is still {} the mean."
OF_BOTH = "For the {} it is 6.2 percentage points higher than for the {} in 2025/26 (95% interval 5.1 to 7.3){}."


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (OF_BOTH.format("least deprived", "most deprived", ", which is worse"), BEHIND),  # who is behind turned round
        (OF_BOTH.format("most deprived", "least deprived", ""), BEHIND),  # the worse group isn't called so
        (OF_AREAS, Claim(Kind.SPREAD, direction="worse", number=3)),
        (STILL.format("above"), BEHIND),
    ],
)
def test_names_and_counts_that_changed_places_are_found(words, claim):
    assert list(disordered(words, (claim,), about("A1"), {}))


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (OF_BOTH.format("most deprived", "least deprived", ", which is worse"), BEHIND),
        (OF_AREAS, Claim(Kind.SPREAD, direction="worse", number=2)),
        (STILL.format("below"), BEHIND),
    ],
)
def test_names_and_counts_in_their_places_are_not_found(words, claim):
    assert list(disordered(words, (claim,), about("A1"), {})) == []


@pytest.mark.parametrize(("printed", "there"), [("−6.2", False), ("16.2", False), ("6.27", False), ("6.2", True)])
def test_a_number_with_another_sign_or_a_part_of_a_longer_one_is_not_that_number(printed, there):
    claim = Claim(Kind.VALUE, "A1", number=6.2, unit="percent")
    assert ("6.2" not in missing(claim, f"It is {printed}% in 2025/26.", about("A1"), {})) is there


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"gap_chance": 0.9}, "number=0.9"),
        ({"gap_forecast": 21.0}, "is 21.9"),
        ({"gap_forecast_lower": 21.5}, "has the limits"),
        ({"gap_held_direction": "narrowing"}, "is widening since 2010/11"),
        ({"gap_held_since": "2012/13"}, "is widening since 2010/11"),
    ],
)
def test_a_fault_in_where_a_gap_is_heading_is_found(columns, why):
    found = places.found(PLACES["gap that widens by one statistic alone"])
    (row,) = found.results["progress"].to_pylist()
    told = pa.Table.from_pylist([row | columns], schema=results.TABLES["progress"].schema)
    assert faults(found) == []
    assert any(why in each for each in faults(replace_tables(found, {"progress": told})))
