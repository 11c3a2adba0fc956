"""What moved in the files, in words: old beside new, each value as people write it, and who decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from oneplace import place as places
from oneplace.place import SmallNumbers
from oneplace.place.moved import BEARS, GONE, Bears
from oneplace.report import Move, moves, moves_of, still_agreed, undecided
from tests.report import a_run

SMOKE = {"part": "outcomes", "subject": "A1", "name": "Do fewer smoke?", "kind": "changed"}
TARGET = SMOKE | {"field": "target.value", "old": "5", "new": "6.25"}
AGREED = {
    "status_forecast": "not_known",
    "proposed_status_forecast": "not_known",
    "proposed_why": "So.",
    "ambition": "A1",
    "name": "Do fewer smoke?",
    "unit": "percent",
    "decimals": 1,
    "target": 5.0,
    "target_label": "2027/28",
    "status": "off_path",
    "why": "So.",
    "run_as_of": date(2026, 1, 31),
    "decision": None,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return a_run.a_place(
        tmp_path_factory.mktemp("moves"),
        strategy=a_run.STRATEGY.replace(
            "  - {id: D3,",
            "  - {id: D4, title: Ease it, on: 2026-05, reasons: not_set, options: not_set}\n"
            "  - {id: D5, title: Ease more, on: 2024/25, reasons: not_set, options: not_set}\n  - {id: D3,",
        ),
    )


def row(**changed):
    empty = dict.fromkeys(("field", "old", "new", "eases", "decision"))
    return empty | {"kind": "changed", "decided": False if changed.get("eases") else None} | changed


def one(place, **changed):
    (found,) = moves(place, [row(**changed)])
    return found


def path(step, old, new, **more):
    return row(**SMOKE, field=f"trajectory.{step}", old=old, new=new, **more)


def test_a_change_says_what_old_and_new(place):
    assert one(place, **TARGET) == Move(
        part="outcomes",
        subject="A1",
        what="Ambition: Do fewer smoke?",
        field="target",
        old="5.0%",
        new="6.25%",
        eases=(),
        decision="",
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("target.value", "6", "6.0%"),
        ("baseline.value", "1234", "1,234%"),
        ("trajectory.2024/25", "6", "6.0%"),
        ("target.value", None, "not set"),
        ("trajectory.2024/25", None, "not set"),
        ("target.period", "2027/28", "2027/28"),
        ("gap_ambition.target", "6", "6.0 percentage points"),
        ("gap_ambition.baseline", "-8.25", "8.25 percentage points"),
        ("gap_ambition.actuals.2024/25", "0", "no gap"),
        ("measure", "smoking", "Smoking"),
        ("goals", "G1; smoking", "Live well; Smoking"),
        ("goals", "G1; G9", "Live well; G9"),
        ("text", "Stop; then go", "Stop; then go"),
        ("sha256", None, "not set"),
    ],
)
def test_a_value_is_told_as_people_write_it(place, field, value, words):
    found = one(place, **SMOKE, field=field, old=value, new=value)
    assert (found.old, found.new) == (words, words)


@pytest.mark.parametrize("number", ["target.value", "baseline.value", "trajectory.2024/25"])
def test_a_made_up_number_of_an_ambition_says_so_before_and_after(place, number):
    """And so does the sentence about the target agreed."""
    made = _with_provenance(place, "illustrative")
    assert one(made, **TARGET | {"field": number}).field.endswith(" (illustrative)")
    assert "illustrative" not in one(_with_provenance(place, "agreed"), **TARGET | {"field": number}).field
    agreed = AGREED | {"target_provenance": "illustrative"}
    assert "The target before, 5.0% (illustrative) by 2027/28" in still_agreed(agreed, made)
    assert "illustrative" not in one(made, **SMOKE | {"field": "text", "old": "So", "new": "Thus"}).field


def _with_provenance(place, provenance):
    outcomes = tuple(each.model_copy(update={"provenance": provenance}) for each in place.strategy.outcomes)
    return replace(place, strategy=place.strategy.model_copy(update={"outcomes": outcomes}))


@pytest.mark.parametrize("part", ["figures", "measures"])
def test_only_an_ambitions_number_has_its_measures_unit(place, part):
    assert one(place, part=part, subject="A1", name="N", field="target.value", old="5", new="6").new == "6"


@pytest.mark.parametrize("subject", ["A2", "dropped"])
def test_without_a_measure_a_number_stays_as_it_is(place, subject):
    assert one(place, **TARGET | {"subject": subject}).new == "6.25"


@pytest.mark.parametrize("kind", ["added", "dropped"])
@pytest.mark.parametrize("field", [None, ""])
def test_what_came_or_went_has_no_values(place, kind, field):
    found = one(place, part="partners", subject="x", name="The council", kind=kind, field=field)
    assert (found.what, found.field, found.old, found.new) == ("Partner: The council", kind, "", "")


def test_the_steps_of_a_path_stand_together_in_their_order(place):
    steps = [path("2024/25", "6", "7"), row(**TARGET), path("2025/26", None, "6.5"), path("2026/27", "5", None)]
    told = moves(place, steps)
    assert [(one.field, one.old, one.new) for one in told] == [
        (
            "path, 2024/25 to 2026/27",
            "2024/25: 6.0%; 2025/26: not set; 2026/27: 5.0%",
            "2024/25: 7.0%; 2025/26: 6.5%; 2026/27: not set",
        ),
        ("target", "5.0%", "6.25%"),
    ]


def test_one_step_alone_is_named_by_its_period(place):
    found = one(place, **SMOKE, field="trajectory.2024/25", old="6", new="7")
    assert (found.field, found.old, found.new) == ("path for 2024/25", "6.0%", "7.0%")


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        ({}, 1),
        ({"subject": "A2"}, 2),
        ({"part": "measures"}, 2),
        ({"eases": "A1"}, 2),
        ({"decision": "D1"}, 2),
    ],
)
def test_steps_of_another_thing_or_eased_otherwise_stand_apart(place, other, lines):
    assert len(moves(place, [path("2024/25", "6", "7"), path("2025/26", "6", "7") | other])) == lines


def test_two_changes_of_one_field_never_fold(place):
    assert len(moves(place, [row(**TARGET), row(**TARGET)])) == 2


def test_what_was_eased_comes_first_then_ambitions_then_the_rest_as_written(place):
    rows = [
        row(part="partners", subject="p", name="P", kind="added"),
        row(**SMOKE, field="text", old="a", new="b"),
        row(part="measures", subject="smoking", name="M", field="polarity", old="a", new="b", eases="smoking"),
        row(part="horizons", subject="h", name="H", kind="added"),
        row(**TARGET, eases="A1"),
    ]
    assert [(one.part, bool(one.eases)) for one in moves(place, rows)] == [
        ("outcomes", True),
        ("measures", True),
        ("outcomes", False),
        ("partners", False),
        ("horizons", False),
    ]
    assert [one.of_ambition for one in moves(place, rows)] == [True, False, True, False, False]


@pytest.mark.parametrize(
    ("eases", "found"), [(None, ()), ("", ()), ("A1", ("A1",)), ("A1; smoking", ("A1", "smoking"))]
)
def test_what_is_eased_is_a_list(place, eases, found):
    assert one(place, **TARGET, eases=eases).eases == found


@pytest.mark.parametrize(
    ("decision", "decided", "words"),
    [
        (None, False, "no decision"),
        ("gone", True, "no decision"),
        ("D1", True, "Fund it, 10 June 2026"),
        ("D1", False, "asked for: Fund it"),
        ("D2", True, "Approve it, early 2019"),
        ("D3", True, "Think again"),
        ("D3", False, "asked for: Think again"),
        ("D4", True, "Ease it, 2026-05"),
        ("D5", True, "Ease more, 2024/25"),
    ],
)
def test_who_decided_is_told_where_something_was_eased(place, decision, decided, words):
    assert one(place, **TARGET, eases="A1", decision=decision, decided=decided).decision == words
    assert one(place, **TARGET, eases=None, decision=None, decided=None).decision == ""
    agreed = one(place, part="risks", subject="R1", name="R", field="appetite", decision=decision, decided=decided)
    assert agreed.decision == words


def test_of_an_ambition_all_that_touches_it_or_its_measures(place):
    rows = [
        row(**TARGET),
        row(part="outcomes", subject="A2", name="Other", field="text", old="a", new="b"),
        row(part="measures", subject="smoking", name="M1", field="unit", old="a", new="b"),
        row(part="measures", subject="other", name="M2", field="unit", old="a", new="b"),
        row(part="horizons", subject="H", name="H", field="end", old="a", new="b", eases="A1; A2"),
        row(part="partners", subject="A1", name="P", kind="added"),
        row(part="outcomes", subject="smoking", name="O", kind="added"),
    ]
    report = a_run.report(place, changes=rows)
    assert [one.what for one in moves_of(report, "A1", ["smoking"])] == [
        "Horizon: H",
        "Ambition: Do fewer smoke?",
        "Measure: M1",
    ]
    assert [one.what for one in moves_of(report, "A2", [])] == ["Horizon: H", "Ambition: Other"]
    assert moves_of(report, "A3", []) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {},
            "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: off path. So.",
        ),
        (
            {"decision": "D1", "unit": "days", "decimals": 0},
            "The target before, 5 days by 2027/28 as readers saw it on 31 January 2026, holds until the decision "
            "“Fund it” is taken. By it the ambition stands: off path. So.",
        ),
        (
            {"target": None, "decision": "gone", "status": "no_target_set"},
            "What stood before, as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: no target set. So.",
        ),
        (
            {"proposed_status": "on_path", "proposed_target": 6.0, "proposed_target_label": "2027/28"},
            "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: off path. So. By the target proposed, 6.0% by 2027/28, it would stand: "
            "on path.",
        ),
        (
            {"proposed_status": "off_path", "proposed_target": 5.0, "proposed_target_label": "2029/30"},
            "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: off path. So. By the target proposed, 5.0% by 2029/30, it would stand the "
            "same.",
        ),
        (
            {"proposed_status": "no_target_set", "proposed_target": None, "proposed_target_label": None},
            "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: off path. So. By what is proposed, which asks for less, it would stand: no "
            "target set.",
        ),
        (
            {
                "status": "cannot_be_judged_yet",
                "status_forecast": "cannot_be_told",
                "proposed_status": "off_path",
                "proposed_status_forecast": "missed",
                "proposed_target": 5.0,
                "proposed_target_label": "2021/22",
            },
            "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: cannot be judged: met or missed, cannot be told. So. By the "
            "target proposed, 5.0% by 2021/22, it would stand: off path: target missed.",
        ),
        (
            {
                "target_read_as": "2023/24 to 2027/28",
                "proposed_status": "off_path",
                "proposed_target": 5.0,
                "proposed_target_label": "2025/26",
                "proposed_target_read_as": "2021/22 to 2025/26",
                "proposed_target_past": True,
            },
            "The target before, 5.0% by 2027/28 (read as 2023/24 to 2027/28) as readers saw it on 31 January 2026, "
            "holds until a decision is taken. By it the ambition stands: off path. So. By the target proposed, 5.0% by "
            "2025/26 (read as 2021/22 to 2025/26; that is past, and no figure of it is shown), it would stand the "
            "same.",
        ),
        (
            {"target": 0.0},
            "The target before, 0.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
            "By it the ambition stands: off path. So.",
        ),
    ],
)
def test_an_eased_ambition_stands_by_what_was_agreed(place, changed, words):
    assert still_agreed(AGREED | changed, place) == words


OF_GAP = {
    "asks": "gap",
    "gap_dimension": "deprivation",
    "gap_statistic": "absolute_gap",
    "gap_target": -5.0,
    "gap_target_label": "2027/28",
    "gap_status": "off_path",
    "gap_status_forecast": "not_known",
    "gap_why": "It is wide.",
    "proposed_target": 5.0,
    "proposed_target_label": "2027/28",
    "proposed_status": "off_path",
    "proposed_gap_target": -7.0,
    "proposed_gap_target_label": "2027/28",
    "proposed_gap_status": "on_path",
    "proposed_gap_status_forecast": "not_known",
    "proposed_gap_why": "So.",
}
GAP_HELD = (
    "The target for the gap by deprivation before, 5.0 percentage points by 2027/28 as readers saw it on "
    "31 January 2026, holds until a decision is taken. By it the gap stands: off path. It is wide. "
)
HELD = (
    "The target before, 5.0% by 2027/28 as readers saw it on 31 January 2026, holds until a decision is taken. "
    "By it the ambition stands: off path. So. "
)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {},
            f"{GAP_HELD}By the target proposed, 7.0 percentage points by 2027/28, it would stand: on path.",
        ),
        (
            {"proposed_gap_status": "off_path"},
            f"{GAP_HELD}By the target proposed, 7.0 percentage points by 2027/28, it would stand the same.",
        ),
        (
            {"proposed_gap_target": None, "proposed_gap_status": "no_target_set"},
            f"{GAP_HELD}By what is proposed, which asks for less, it would stand: no target set.",
        ),
        (
            {"asks": "average; gap", "proposed_target": 6.0},
            f"{HELD}By the target proposed, 6.0% by 2027/28, it would stand the same. "
            f"{GAP_HELD}By the target proposed, 7.0 percentage points by 2027/28, it would stand: on path.",
        ),
    ],
)
def test_where_only_the_gap_asks_for_less_only_the_gap_is_told(place, changed, words):
    assert still_agreed(AGREED | OF_GAP | changed, place) == words


def test_an_old_number_of_a_gap_is_told_in_the_statistic_that_it_was_set_in(place):
    told = [
        row(**SMOKE, field="gap_ambition.statistic", old="relative_gap", new="absolute_gap"),
        row(**SMOKE, field="gap_ambition.target", old="0.8", new="-5"),
    ]
    (found,) = [one for one in moves(place, told) if one.field == "target for the gap"]
    assert (found.old, found.new) == ("1.25 times", "5.0 percentage points")


@pytest.mark.parametrize(
    ("name", "opens"),
    [("Fewer smoke", "Fewer smoke. The"), ("Do fewer?", "Do fewer? The"), ("Less!", "Less! The"), ("A.", "A. The")],
)
def test_all_that_is_undecided_is_said_with_its_ambition(place, name, opens):
    told = undecided([AGREED | {"name": name}, AGREED], place)
    assert [told[0].startswith(opens), told[1].startswith("Do fewer smoke? The")] == [True, True]
    assert told[0].endswith(still_agreed(AGREED, place))
    assert undecided([], place) == []


def test_commentary_is_named_by_what_its_ambition_asks(tmp_path):
    """“Commentary: two clinics closed for a month” left a reader to guess of what."""
    told = "outcome: A1, by: {org: council}, why: Posts, doing: Hiring"
    made_up = f"{{id: S2, run: 2025-03-31, {told}, provenance: illustrative}}"
    said = f"commentary: [{{id: S1, run: 2026-03-31, {told}}}, {made_up}]\n"
    added = {"part": "commentary", "name": "Posts", "kind": "added"}
    found = a_run.a_place(tmp_path, said)
    assert one(found, **added, subject="S1").what == "Commentary: Do fewer smoke?"
    assert one(found, **added, subject="S2").what == "Commentary: Do fewer smoke? (illustrative)"
    assert one(found, **added, subject="gone").what == "Commentary: Posts"


FIELDS = [(part, field) for part, table in BEARS.items() for field, asks in table.items() if asks is not Bears.TOLD]


@pytest.mark.parametrize(("part", "field"), FIELDS)
def test_what_binds_or_words_a_promise_matters_wherever_it_stands(place, part, field):
    """The one property that the board's page, the home page, an ambition's page and the pack's first pages ask."""
    subject = "smoking" if part == "measures" else "X1"
    told = {"kind": "dropped"} if field == GONE else {"field": field, "old": "1", "new": "2"}
    assert one(place, part=part, subject=subject, name="X", **told).matters


def test_what_describes_or_happens_does_not(place):
    assert not one(place, part="risks", subject="R1", name="R", field="controls", old="a", new="b").matters
    assert not one(place, part="goals", subject="G1", name="G", kind="added").matters
    assert not one(place, part="measures", subject="of_no_ambition", name="M", field="name", old="a", new="b").matters


def test_a_measure_that_is_gone_is_called_by_its_name_on_the_page_of_its_ambition(place):
    rows = [
        row(part="outcomes", subject="A1", name="A", field="measure", old="coughing", new="smoking"),
        row(part="measures", subject="coughing", name="Coughing at night", kind="dropped"),
    ]
    (found,) = moves_of(SimpleNamespace(place=place, changes=rows), "A1", ())
    assert found.old == "Coughing at night"


def test_what_is_back_was_not_there_and_is(place):
    assert one(place, part="outcomes", subject="A1", name="A", kind="back").sides == ("not there", "there")


def test_a_measures_own_rule_for_small_numbers_was_the_places_before(place):
    rule = SmallNumbers(below=8)
    place = replace(place, place=place.place.model_copy(update={"small_numbers": rule}))
    told = one(place, part="measures", subject="smoking", name="M", field="small_numbers.below", old=None, new="9")
    assert told.old == "8"


def test_of_an_ambition_what_it_serves_and_the_whole_strategy_too(place):
    goal = place.strategy.outcomes[0].goals[0]
    rows = [
        row(part="goals", subject=goal, name="G", field="text", old="a", new="b"),
        row(part="goals", subject="another", name="G", field="text", old="a", new="b"),
        row(part="place", subject="P", name="P", field="demonstration", old="True", decided=False),
        row(part="strategy", subject="S", name="S", field="summary", old="a", new="b"),
    ]
    ambition = place.strategy.outcomes[0].id
    found = moves_of(SimpleNamespace(place=place, changes=rows), ambition, ())
    assert [one.subject for one in found] == ["P", goal]


SENT = """\
format: place-sources/1
version: "1"
as_at: 2024-01-31
local_authorities: [E06000045]
sources:
  - id: gp
    partner: Practices
    system: Records
    datasets:
      - {id: patients, files: patients.csv, columns: {number: required text}, key: [number]}
      - {id: deliveries, files: deliveries.csv, columns: {number: required text}, key: [number]}
"""
COUNTED = """compute:
  from: record
  statistic: proportion
  events: {table: activity, where: "activity_type = 'maternity_delivery'"}
  numerator: "status = 'Y'"
  datasets: [deliveries]
"""


def test_what_partners_send_otherwise_stands_with_each_ambition_that_is_counted_from_it(tmp_path):
    a_run.a_place(tmp_path)
    of_record = a_run.MEASURE.replace("compute: {from: published, dataset: x, series: smoking}\n", COUNTED)
    (tmp_path / "measures" / "smoking.yaml").write_text(of_record)
    (tmp_path / "sources.yaml").write_text(SENT)
    day = {"field": "complete_to", "old": None, "new": "2023-12-31", "name": "D"}
    rows = [
        row(part="sources", subject="files", name="D", field="complete_from", old="2019-04-01", new="2022-04-01"),
        row(part="sources", subject="gp.deliveries", **day),
        row(part="sources", subject="gp.patients", **day),
        row(part="feeds", subject="gp", name="D", field="synthetic", old="True", new=None, decided=False),
    ]
    found = SimpleNamespace(place=places.read(tmp_path), changes=rows)
    assert {(one.part, one.subject) for one in moves_of(found, "A1", ["smoking"])} == {
        ("sources", "files"),
        ("sources", "gp.deliveries"),
        ("feeds", "gp"),
    }
    assert moves_of(found, "A2", []) == []


def test_one_more_report_is_news_and_one_that_reads_otherwise_stands_in_front(place):
    more = one(place, part="workstreams", subject="W", name="W", field="reports", old=None, new="period: 2026-06")
    other = one(place, part="workstreams", subject="W", name="W", field="reports", old="status: red", new="status: ok")
    assert (more.matters, more.worded) == (False, False)
    assert (other.matters, other.worded) == (True, True)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("costs.places.ward", "price: “Hospital ward”"),
        ("costs.patients.ambulance", "price: “By ambulance”"),
        ("carbon.places.ward", "carbon: “Hospital ward”"),
        ("costs.places.old_ward", "price: old ward"),
    ],
)
def test_a_price_is_told_by_the_name_of_what_it_is_paid_for(tmp_path, field, words):
    priced = a_run.a_place(tmp_path)
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways" / "acute.yaml").write_text(
        "format: pathway/1\nid: acute\nname: Acute\nplaces: {ward: {name: Hospital ward}, d2a: {}}\n"
        "patients: {ambulance: {name: By ambulance}}\n"
    )
    acute = {"part": "pathways", "subject": "acute", "name": "Acute", "old": "400 GBP", "new": "300 GBP"}
    found = one(priced, **acute, field=field)
    assert (found.what, found.field, found.old, found.new) == ("Pathway: Acute", words, "400 GBP", "300 GBP")
    assert found.matters
    assert found.worded


def test_prices_of_a_pathway_that_cannot_be_read_have_no_names(place):
    assert one(place, part="pathways", subject="gone", name="Gone", field="costs.places.ward").field == "price: ward"
