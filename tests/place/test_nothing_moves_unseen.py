"""What was agreed beside numbers moves by a real decision alone, and what is only worded otherwise is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace import place as places
from oneplace.place import moved
from oneplace.place.folder import read_files
from oneplace.report.moved import Move, moves
from tests.place.eased_place import decide, edit, publish, write

pytestmark = pytest.mark.slow  # each publishes and checks a place

AS_OF = date(2024, 3, 1)
MORE = """\
groups: [{id: GR1, name: The poor, proxy: The most deprived fifth}]
commitments: [{id: C1, text: Close the gap, groups: [GR1]}]
gaps: [{id: KG1, text: Nobody counts it, owner: {org: council}, due: 2025-03}]
partners: [{id: council, name: Council, kind: local_authority}]
duties:
  - {id: DU1, statute: Equality Act, text: Due regard, owner: {org: council}, state: deferred, due: 2025-03}
governance:
  boards: [{id: B1, name: Board, role: monitors, quorum: 5, members: [Chair, Director], cycle: monthly}]
  approvals: [{body: cabinet, act: recommends}, {body: council, act: approves, after: cabinet}]
workstreams:
  - id: W1
    name: Smokefree
    scope: From booking to birth
    lead: {org: council}
    delivery_group: not_set
    milestones: [{id: M1, text: Advisers in each clinic, due: 2025-03}, {id: M2, text: An audit, due: 2025-06}]
"""
PLAN = "testton-plan"
M2 = "{id: M2, text: An audit, due: 2025-06"
LINKED = f"{M2}, after: M1, lag: {{M1: 20}}, duration: 30, forecast: 2025-07"
PRICED = "format: pathway/1\nid: acute\nname: Urgent care\ncosts:\n  places.ward: 400 GBP per staffed bed-day\n"
AGREED = {
    "a group by another proxy": ("The most deprived fifth", "The more deprived half", "GR1"),
    "a commitment for nobody in particular": (", groups: [GR1]}", "}", "C1"),
    "a known gap closed later": ("due: 2025-03}]\npartners", "due: 2026-03}]\npartners", "KG1"),
    "a horizon of more years": ("years: 2", "years: 5", "H1"),
    "a duty that is a policy": ("{id: DU1, statute", "{id: DU1, kind: policy, statute", "DU1"),
    "a duty with a later day": ("state: deferred, due: 2025-03", "state: deferred, due: 2026-03", "DU1"),
    "a duty without a state": ("state: deferred, due", "due", "DU1"),
    "a lower quorum": ("quorum: 5", "quorum: 2", "B1"),
    "a member less": ("members: [Chair, Director]", "members: [Chair]", "B1"),
    "a board that meets less often": ("cycle: monthly", "cycle: annual", "B1"),
    "one step of approval for two": ("{body: cabinet, act: recommends}, ", "", PLAN),
    "another code of the place": ("code: E06000045", "code: E06000044", PLAN),
    "a place of another level": ("name: Testton, level: place", "name: Testton, level: system", PLAN),
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place of which readers have seen all this."""
    root = write(tmp_path / "testton")
    edit(root, "Within two years,", "Within two years, years: 2,")
    edit(root, "place: {name: Testton", "place: {code: E06000045, name: Testton")
    strategy = root / "strategy.yaml"
    strategy.write_text(strategy.read_text("utf-8") + MORE, "utf-8")
    publish(root)
    return root


def found(root: Path, *codes: str) -> list[str]:
    return [one.message for one in places.check(root, as_of=AS_OF) if one.code in codes]


def made_up(root: Path) -> None:
    """The decision is only there to show the form."""
    edit(root, "reasons:", "provenance: illustrative\nreasons:", "decisions/D1.yaml")


def test_as_it_was_published_nothing_is_found(place):
    assert found(place, "E40", "E105", "E106", "W54") == []


@pytest.mark.parametrize("name", AGREED)
def test_what_was_agreed_moves_by_a_real_decision_that_names_it(place, name):
    old, new, thing = AGREED[name]
    edit(place, old, new)
    (message,) = found(place, "E105")
    assert "No decision says so." in message
    decide(place, thing)
    assert found(place, "E105") == []
    made_up(place)
    (message,) = found(place, "E105")
    assert "D1 is illustrative" in message


@pytest.mark.parametrize(
    ("old", "new", "file", "code"),
    [
        ("due: 2025-03}, {id: M2", "due: 2025-09}, {id: M2", "strategy.yaml", "E105"),
        (", {id: M2, text: An audit, due: 2025-06}]", "]", "strategy.yaml", "E106"),
        ("name: Testton\n", "name: Testton\ndemonstration: true\n", "place.yaml", "E105"),
        ("id: testton\n", "id: othertown\n", "place.yaml", "E105"),
    ],
)
def test_a_made_up_decision_moves_no_milestone_and_no_place(place, old, new, file, code):
    edit(place, old, new, file)
    assert len(found(place, code)) == 1
    decide(place, f"M1, M2, {PLAN}")
    assert found(place, code) == []
    made_up(place)
    assert len(found(place, code)) == 1


@pytest.mark.parametrize(
    ("old", "new", "called"),
    [
        ("text: Fewer mothers smoke", "text: Fewer mothers smoke much", "the ambition A1 reads otherwise"),
        ("text: Close the gap", "text: Aim to close the gap", "the commitment C1 reads otherwise"),
        ("From booking to birth", "At booking", "the workstream W1 reads otherwise"),
        ("Advisers in each clinic", "Advisers in one clinic", "the workstream W1 reads otherwise"),
        ("text: Nobody counts it", "text: It is counted", "the known gap KG1 reads otherwise"),
    ],
)
def test_a_promise_in_other_words_is_told_until_a_decision_names_it(place, old, new, called):
    edit(place, old, new)
    (message,) = found(place, "W54")
    assert message.startswith(called)
    assert found(place, "E40", "E105") == []
    decide(place, called.split()[-3])
    assert found(place, "W54") == []


@pytest.mark.parametrize(
    "now",
    [
        f"{M2}, duration: 30, forecast: 2025-07",
        f"{M2}, after: M1, lag: {{M1: 5}}, duration: 30, forecast: 2025-07",
        f"{M2}, after: M1, lag: {{M1: 20}}, duration: 3, forecast: 2025-07",
        f"{M2}, after: M1, lag: {{M1: 20}}, duration: 30, forecast: 2026-07",
    ],
)
def test_a_plan_that_looks_sooner_done_or_is_expected_later_is_told(place, now):
    """What a milestone waits for, and how long it takes, decides by which day a reader believes in it."""
    edit(place, M2, LINKED)
    assert found(place, "W54") == [], "what was not said before is news"
    publish(place, "2024-02-01-00000002", date(2024, 2, 1))
    edit(place, LINKED, now)
    (message,) = found(place, "W54")
    assert message.startswith("the workstream W1 reads otherwise")


@pytest.mark.parametrize(("now", "told"), [(PRICED, []), (PRICED.replace("400", "300"), ["400 GBP", "300 GBP"])])
def test_a_price_that_makes_a_plan_cheaper_is_told(place, now, told):
    (place / "pathways").mkdir()
    path = place / "pathways" / "acute.yaml"
    path.write_text(PRICED)
    publish(place, "2024-02-01-00000002", date(2024, 2, 1))
    path.write_text(now)
    messages = [one for one in places.check(place, as_of=AS_OF) if one.code == "W54"]
    assert [(one.path.name, one.line) for one in messages] == ([("acute.yaml", 5)] if told else [])
    assert all(each in messages[0].message for each in told)


def test_a_decision_that_readers_should_have_seen_is_told(place):
    decide(place, "A1", on="2019-09-01")
    (message,) = found(place, "W54")
    assert message.startswith("the decision D1 says 2019-09-01, and run 2024-01-31-00000001 of 31 January 2024 did not")


def test_a_decision_that_is_dated_back_decides_nothing_however_many_runs_are_made(place):
    """Readers saw 6 on 31 January; a decision of 2019 that no run had yet can't have made it 7 before."""
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    decide(place, "A1", on="2019-09-01")
    (message,) = found(place, "E40")
    assert "D1 is dated before a run that did not have it" in message
    decide(place, "A1", on="not_set", id="D2")  # asked for
    assert found(place, "E40") == []
    publish(place, "2024-02-20-00000002", date(2024, 2, 20))
    assert set(kept(place).undecided) == {"A1"}
    assert found(place, "E40") == []
    publish(place, "2024-02-25-00000003", date(2024, 2, 25))
    assert set(kept(place).undecided) == {"A1"}, "what is known late is not taken by being known"
    decide(place, "A1", on="2024-02-26", id="D2")
    publish(place, "2024-02-27-00000004", date(2024, 2, 27))
    assert set(kept(place).undecided) == set()


def test_one_that_was_asked_for_may_be_taken_on_a_day_before_the_run(tmp_path):
    """Readers saw what it would change; the clerk writes the meeting's day when the minutes are in."""
    root = write(tmp_path / "testton")
    decide(root, "A1", on="not_set")
    publish(root)
    edit(root, "value: 6}", "value: 7}")
    decide(root, "A1", on="2024-01-15")
    assert found(root, "E40") == []
    (message,) = found(root, "W54")
    assert "the decision D1 says 2024-01-15, and run 2024-01-31-00000001 of 31 January 2024 showed it as not" in message


def test_one_that_a_run_asked_for_is_taken_on_no_day_before_the_last_that_knew_nothing_of_it(place):
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    decide(place, "A1", on="not_set")
    for number in (20, 21):
        publish(place, f"2024-02-{number}-00000002", date(2024, 2, number))
    decide(place, "A1", on="2024-01-30")
    assert found(place, "E40") != []
    publish(place, "2024-02-25-00000003", date(2024, 2, 25))
    assert set(kept(place).undecided) == {"A1"}
    decide(place, "A1", on="2024-01-31")
    assert found(place, "E40")[0].endswith("No decision says so.")
    publish(place, "2024-02-26-00000004", date(2024, 2, 26))
    assert set(kept(place).undecided) == {"A1"}, "once dated back, it was never taken"


def test_what_was_agreed_beside_numbers_moves_by_no_decision_that_is_dated_back(place):
    edit(place, "quorum: 5", "quorum: 2")
    decide(place, "B1", on="2019-09-01")
    (message,) = found(place, "E105")
    assert "D1 is dated before a run that did not have it" in message


def kept(root: Path) -> moved.Kept:
    """What the newest run kept."""
    seen = moved.published(root)
    assert seen is not None
    assert seen.kept is not None
    return seen.kept


@pytest.mark.parametrize(
    ("value", "called", "asks"),
    [("95", "agreed", True), ("96", "agreed", True), ("95", "published", True), ("96", "published", False)],
)
def test_what_was_made_up_is_called_real_by_a_real_decision_or_with_a_number_that_has_a_source(
    tmp_path, value, called, asks
):
    """What is called agreed was agreed by somebody, whatever the number."""
    root = write(tmp_path / "testton")
    agreed = "provenance: agreed\n    target: {period: 2024/25, value: 95}"
    edit(root, agreed, agreed.replace("agreed", "illustrative"))
    publish(root)
    edit(root, "provenance: illustrative", f"provenance: {called}")
    edit(root, "value: 95}", f"value: {value}}}")
    assert len(found(root, "E40")) == asks
    decide(root, "A2", eases="provenance")
    assert found(root, "E40") == []
    made_up(root)
    assert len(found(root, "E40")) == asks


@pytest.mark.parametrize(("evidence", "faults"), [("", 1), (", evidence: The assessment of March 2024", 0)])
def test_a_duty_is_met_with_evidence_alone(place, evidence, faults):
    edit(place, "state: deferred, due: 2025-03", f"state: met{evidence}, due: 2025-03")
    assert len(found(place, "E110")) == faults
    assert found(place, "E105") == []


RECORD = """\
{"kind": "risk", "subject": "R1", "number": 1, "what": "scored", "why": "x", "before": null, "after": {"current": "16"}}
{"kind": "risk", "subject": "R1", "number": 2, "what": "scored", "why": "y", "before": {}, "after": {"current": "9"}}
"""


@pytest.fixture
def recorded(place) -> Path:
    """A place of whose record readers have seen two entries."""
    path = place / "delivery" / "record.jsonl"
    path.parent.mkdir()
    path.write_text(RECORD, "utf-8")
    publish(place, "2024-02-20-00000002", date(2024, 2, 20))
    return path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (RECORD.splitlines(keepends=True)[1], "", "risk R1, entry 2"),
        ('"16"', '"4"', "risk R1, entry 1"),
        (RECORD, "", "risk R1, entry 1 and 1 more"),
        (RECORD, "no record", "risk R1, entry 1 and 1 more"),
    ],
)
def test_what_happened_is_not_rewritten(place, recorded, old, new, told):
    recorded.write_text(RECORD.replace(old, new), "utf-8")
    (message,) = found(place, "E105")
    assert told in message


def test_a_record_that_goes_on_or_says_more_of_each_entry_is_as_it_was(place, recorded):
    more = RECORD.replace('"current": "9"', '"current": "9", "of_later_days": ""')
    more = more.replace('"what"', '"imported": {"by": "root"}, "what"', 1)
    recorded.write_text(more + RECORD.splitlines()[1].replace('"number": 2', '"number": 3'), "utf-8")
    assert found(place, "E105") == []


SENT = """\
format: place-sources/1
version: "1"
as_at: 2024-01-31
complete_from: 2019-04-01
local_authorities: [E06000045]
sources:
  - id: gp
    partner: Practices
    system: Records
    synthetic: true
    datasets:
      - {id: patients, files: patients.csv, columns: {number: required text}, key: [number]}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("from: 2019", "from: 2022", "E105", "all files of the partners says another thing"),
        ("as_at: 2024-01-31", "as_at: 2023-12-31", "E105", "day of the extracts was 2024-01-31, is 2023-12-31"),
        ("    synthetic: true\n", "", "E105", "whether its people are made up was True, is False"),
        ("synthetic: true", "synthetic: true\n    expected_within_days: 400", "W54", "was 31, is 400"),
        ("as_at: 2024", "linkage: keys\nas_at: 2024", "W54", "how people are linked was names, is keys"),
        ("from: 2019", "from: 2018", "", ""),
        ("as_at: 2024-01-31", "as_at: 2024-02-29", "", ""),
    ],
)
def test_what_partners_send_does_not_shrink_and_become_real_unseen(place, old, new, code, told):
    (place / "sources.yaml").write_text(SENT, "utf-8")
    publish(place, "2024-02-20-00000002", date(2024, 2, 20))
    edit(place, old, new, "sources.yaml")
    messages = found(place, "E105", "W54")
    assert len(messages) == bool(code), messages
    assert found(place, code) == messages or not code
    assert told in "".join(messages)
    if code == "E105":
        decide(place, PLAN, on="2024-02-25")
        assert found(place, "E105") == []


def test_a_body_that_refused_has_not_approved_by_an_edit(place):
    edit(place, "act: recommends}", "act: recommends, on: 2023-05, outcome: refused}")
    publish(place, "2024-02-20-00000002", date(2024, 2, 20))
    edit(place, "outcome: refused", "outcome: agreed")
    (message,) = found(place, "E105")
    assert "steps of its approval" in message
    decide(place, PLAN, on="2024-02-25")
    assert found(place, "E105") == []


@pytest.mark.parametrize(
    ("outcome", "covers"), [("refused", False), ("withdrawn", False), ("agreed_with_changes", True)]
)
def test_a_decision_that_was_refused_or_withdrawn_eases_nothing(place, outcome, covers):
    edit(place, "value: 6}", "value: 7}")
    edit(place, "2024/25: 6}", "2024/25: 7}")
    decide(place, "A1")
    edit(place, "reasons:", f"outcome: {outcome}\nreasons:", "decisions/D1.yaml")
    assert (found(place, "E40") == []) == covers
    publish(place, "2024-03-01-00000002", AS_OF)
    assert set(kept(place).undecided) == (set() if covers else {"A1"})


LONELY = {
    "what is counted": ("outcome_code = '2'", "outcome_code = '3'"),
    "which way is good": ("polarity: low_good", "polarity: context"),
    "how late it comes": ("expected_lag_months: 3", "expected_lag_months: 12"),
    "a group that is not asked for": ('ethnicity: "yes"', 'ethnicity: "Not asked"'),
    "no comparator": ("compute:", "areas_not_compared: Others count otherwise\ncompute:"),
}


@pytest.mark.parametrize("name", LONELY)
def test_what_is_counted_for_an_ambition_without_numbers_does_not_change_unseen(place, name):
    edit(place, *LONELY[name], "measures/lonely.yaml")
    assert found(place, "E40") == []
    (message,) = found(place, "W54")
    assert message.startswith("the measure lonely reads otherwise than in run 2024-01-31-00000001")
    later = moved.keep(read_files(place).as_place(), kept(place), "later", AS_OF)
    (row,) = kept(place).rows(later)
    assert one_move(place, row).decided == "no decision covers this"
    decide(place, "lonely")
    assert found(place, "W54") == []


def one_move(root: Path, row: dict[str, object]) -> Move:
    """What the site says of a change."""
    (move,) = moves(read_files(root).as_place(), [row])
    return move


def test_a_cohort_that_only_such_an_ambition_rests_on_is_told_too(place):
    for key in ("smoking", "vaccination"):
        edit(place, "cohort: everyone", "cohort: others", f"measures/{key}.yaml")
    other = (place / "cohorts" / "everyone.yaml").read_text().replace("id: everyone", "id: others")
    (place / "cohorts" / "others.yaml").write_text(other)
    publish(place, "2024-02-01-00000002", date(2024, 2, 1))
    edit(place, "'tobacco'", "'other'", "cohorts/everyone.yaml")
    (message,) = found(place, "W54")
    assert message.startswith("the cohort everyone reads otherwise than")


WORDS = "text: Fewer mothers smoke"
SAID_OTHERWISE = {
    "wording": (WORDS, "text: Some mothers smoke", "W54"),
    "owner": (f"{WORDS}\n    owner: {{org: council}}", WORDS, "W54"),
    "serves": ("goals: [G1]\n    measure: smoking", "measure: smoking", "E105"),
    "cycle": ("measure: smoking\n    reporting_cycle: monthly", "measure: smoking", "E105"),
}


@pytest.mark.parametrize("what", SAID_OTHERWISE)
def test_a_decision_about_something_else_of_an_ambition_covers_neither_its_words_nor_who_answers(place, what):
    then, now, code = SAID_OTHERWISE[what]
    if then not in (place / "strategy.yaml").read_text():
        edit(place, now, then)
        publish(place, "2024-02-01-00000002", date(2024, 2, 1))
    edit(place, then, now)
    decide(place, "A1", eases="target, path")
    (message,) = [one for one in places.check(place, as_of=AS_OF) if one.code == code]
    assert f"`changes: [A1]` and `eases: [{what}]`" in message.mend
    assert decided(place, "A1") == {"E105": "no decision", "W54": "no decision covers this"}[code]
    decide(place, "A1", eases=what)
    assert found(place, "W54", "E105", "E40") == []
    assert decided(place, "A1").startswith("Ask for less")


def decided(root: Path, ambition: str) -> str:
    """What the site says of who decided what changed of an ambition."""
    later = moved.keep(read_files(root).as_place(), kept(root), "later", AS_OF)
    (row,) = [one for one in kept(root).rows(later) if one["subject"] == ambition]
    return one_move(root, row).decided


def test_a_decision_covers_one_change_of_words(place):
    edit(place, WORDS, "text: Some mothers smoke")
    decide(place, "A1", eases="wording")
    publish(place, "2024-02-20-00000002", date(2024, 2, 20))
    edit(place, "text: Some mothers smoke", "text: Mothers smoke")
    assert len(found(place, "W54")) == 1


@pytest.mark.parametrize(("now", "told"), [("{below: 10}", True), ("{below: 5}", False), ("{below: 4}", False)])
def test_a_rule_for_small_numbers_that_hides_more_is_told(place, now, told):
    edit(place, "{below: 5}", now, "place.yaml")
    assert ["small numbers: hidden below was" in one for one in found(place, "W54")] == [True] * told
    decide(place, "testton")
    assert found(place, "W54") == []
