"""Periods that a partner's file doesn't cover are not known: never nought, never judged by older ones."""

from datetime import date

import numpy as np
import pytest

from oneplace.measures.coverage import Coverage, Dataset
from oneplace.measures.hiding import Told
from oneplace.measures.matching import NEVER_CAME
from oneplace.measures.provenance import provenance
from oneplace.place import Measure
from oneplace.stats import REASONS
from tests.measures.build import BASE
from tests.measures.conftest import over, record, together

pytestmark = pytest.mark.slow  # each makes a record

FIRST, LAST = date(2022, 4, 1), date(2026, 3, 31)
FROM, TO = date(2022, 4, 1), date(2024, 12, 14)
ADMISSIONS = {
    "from": "record",
    "statistic": "count",
    "events": {"table": "activity", "where": "activity_type = 'inpatient_spell'"},
}


def dataset(*spans, confirmed=False, jump=None):
    return Dataset("The hospital", "spells", spans, confirmed, jump)


def test_where_rows_came_from_is_asked_once_for_all_measures_that_count_them(southampton, resident):
    one = Measure.model_validate({**BASE, "compute": ADMISSIONS, "unit": "count"})
    rows = together(resident(person_id=1), {"activity": [spell(1, FROM)], "coverage": [covered()]})
    opened = over(southampton, record(**rows), measures={"test": one}, complete_from=FIRST, as_at=LAST)
    opened.prepare()
    found, statements = [], []
    run = type(opened.engine).rows
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(opened.engine), "rows", lambda engine, sql: statements.append(sql) or run(engine, sql))
        found = [opened.coverage(one.compute) for _ in range(3)]
    assert [each.words for each in found] == [found[0].words] * 3
    assert len(statements) == 1


def spell(number, day, source="hosp.spells", person=1, kind="inpatient_spell"):
    return {
        "activity_id": number,
        "person_id": person,
        "activity_type": kind,
        "start_at": day,
        "source_dataset": source,
    }


def covered(source="hosp", name="spells", start=FROM, end=TO, **more):
    return {
        "source_system": source,
        "dataset": name,
        "partner": "The hospital",
        "start_date": start,
        "end_date": end,
    } | more


def computed(southampton, resident, coverage, spells=None, **changes):
    """The results of a count of admissions, and the draft it came of."""
    compute = {**ADMISSIONS, **changes}
    unit = "count" if compute["statistic"] == "count" else "per_1000"
    definition = Measure.model_validate({**BASE, "unit": unit, "compute": compute})
    spells = spells or [spell(n, date(2022 + n % 3, 5, 1 + n % 28)) for n in range(60)]
    rows = together(resident(person_id=1), {"activity": spells, "coverage": coverage})
    opened = over(southampton, record(**rows), measures={"test": definition}, complete_from=FIRST, as_at=LAST)
    draft = opened.draft(definition, definition.compute)
    return opened.publish([draft])["test"]


def years(found):
    return {row["period_label"]: (row["value"], row["reason"]) for row in found.results if row["dimension"] == "all"}


def test_years_after_the_end_of_a_file_are_not_known(southampton, resident):
    found = years(computed(southampton, resident, [covered()]))
    why = "Not known: The hospital's file “spells” ends in December 2024."
    assert found == {"2022/23": (20, None), "2023/24": (20, None), "2024/25": (None, why), "2025/26": (None, why)}


def test_years_before_its_beginning_are_not_known(southampton, resident):
    found = years(computed(southampton, resident, [covered(start=date(2022, 6, 3), end=date(2026, 4, 1))]))
    assert found["2022/23"] == (None, "Not known: The hospital's file “spells” begins in June 2022.")
    assert (found["2023/24"], found["2024/25"]) == ((20, None), (20, None))


def test_a_hole_is_not_known(southampton, resident):
    spans = [covered(end=date(2023, 9, 1)), covered(start=date(2023, 12, 4), end=date(2026, 4, 1))]
    found = years(computed(southampton, resident, spans))
    why = "The hospital's file “spells” is silent from 1 September 2023 to 3 December 2023"
    assert found["2023/24"] == (None, f"Not known: {why}.")
    assert found["2022/23"] == (20, None)


def test_a_file_without_an_event_tells_nothing(southampton, resident):
    none = covered(start=FIRST, end=FIRST)
    found = years(
        computed(southampton, resident, [none], spells=[spell(1, date(2022, 5, 1), "other.one")], datasets=["spells"])
    )
    assert {reason for _, reason in found.values()} == {"Not known: The hospital's file “spells” holds no event."}


def test_only_the_files_that_a_measure_reads_count(southampton, resident):
    found = years(computed(southampton, resident, [covered(name="attendances", end=FIRST)]))
    assert found["2022/23"] == (20, None)


def test_related_rows_are_looked_for_in_their_own_files(southampton, resident):
    events = [spell(n, date(2022 + n % 3, 5, 1 + n % 28)) for n in range(60)]
    events += [spell(100 + n, date(2022, 5, 2), "hosp.visits", kind="community_contact") for n in range(5)]
    seen = {"seen": {"table": "activity", "where": "activity_type = 'community_contact'", "from_days": 0, "to_days": 8}}
    both = [covered(end=date(2026, 4, 1)), covered(name="visits")]
    found = years(computed(southampton, resident, both, spells=events, related=seen))
    assert [found[year][0] for year in ("2022/23", "2023/24", "2024/25")] == [20, 20, None]


@pytest.mark.parametrize(
    ("end", "known"),
    [(date(2024, 4, 1), False), (date(2024, 4, 7), False), (date(2024, 4, 8), True)],
)
def test_a_week_of_looking_on_must_be_covered_too(southampton, resident, end, known):
    seen = {"seen": {"table": "activity", "where": "activity_type = 'inpatient_spell'", "from_days": 0, "to_days": 8}}
    found = years(computed(southampton, resident, [covered(end=end)], related=seen))
    assert (found["2023/24"][0] == 20) is known


def test_the_page_is_told_the_days_and_what_looks_odd(southampton, resident):
    found = computed(southampton, resident, [covered(jump=date(2023, 7, 1))])
    measure = Measure.model_validate({**BASE, "unit": "count", "compute": ADMISSIONS, "known_faults": ["Old."]})
    row = provenance(southampton, measure, found.results, found)
    assert row["coverage"] == "The hospital's file “spells”: 1 April 2022 to 13 December 2024, found from the data"
    odd = "The hospital's file “spells” doubles or halves from July 2023: is every edition of it there once?"
    assert row["known_faults"] == f"Old.\n{odd}"
    assert row["jump"] == date(2023, 7, 1)
    found = computed(southampton, resident, [covered(odd_month=date(2023, 9, 1))])
    row = provenance(southampton, measure, found.results, found)
    odd = "has twice or half as many events in September 2023 as in the months beside it: is it there once?"
    assert row["known_faults"] == f"Old.\nThe hospital's file “spells” {odd}"
    assert row["jump"] is None  # what came before and after is on one level


@pytest.mark.parametrize(
    ("start", "end", "known"),
    [
        (FROM, TO, True),
        (date(2022, 3, 31), TO, False),
        (FROM, date(2024, 12, 15), False),
        (date(2024, 12, 13), TO, True),
    ],
)
def test_a_period_is_known_where_every_day_of_it_is_covered(start, end, known):
    assert (Coverage((dataset((FROM, TO)),)).missing(start, end) == "") is known


def test_weeks_that_fill_up_are_said_to():
    filling = Dataset("The hospital", "spells", ((FROM, TO),), confirmed=False, jump=None, fills_up=TO)
    assert Coverage((filling,)).missing(FROM, LAST) == (
        "Not known: The hospital's file “spells” is still filling up from 14 December 2024."
    )


def test_two_files_say_each_why():
    other = Dataset("Links", "log", ((date(2023, 1, 1), LAST),), confirmed=True, jump=None)
    found = Coverage((dataset((FROM, TO)), other)).missing(FROM, LAST)
    assert (
        found
        == "Not known: The hospital's file “spells” ends in December 2024 and Links' file “log” begins in January 2023."
    )


MISTYPED = {"table": "activity", "where": "activity_type = 'inpatient_spel'"}


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({"events": MISTYPED}, False),
        ({"events": MISTYPED, "datasets": ["spells"]}, True),  # who names the file says that it would be there
        ({}, True),
    ],
)
def test_what_never_came_is_known_only_where_a_file_is_named_that_would_hold_it(southampton, resident, changes, known):
    rate = {"statistic": "rate", "per": 1000}
    found = years(computed(southampton, resident, [covered(end=date(2026, 4, 1))], **rate, **changes))
    assert [reason == NEVER_CAME for _, reason in found.values()] == [not known] * 4
    assert {value for value, _ in found.values()} == {None}  # of one person nothing is shown


def test_a_partner_who_is_not_known_yet_is_not_called_so():
    spans = ((date(2023, 1, 1), date(2023, 1, 1)),)
    told = Dataset("not known", "encounters", spans, confirmed=False, jump=None).missing(FROM, TO)
    assert told == "the file “encounters” holds no event"


def test_a_measure_that_another_would_tell_gives_that_as_its_reason(southampton, resident, monkeypatch):
    def told(every, _):
        return {0: Told(np.ones(len(every[0].keys), bool))}

    monkeypatch.setattr("oneplace.measures.linked_record.told_by_another", told)
    reasons = {reason for _, reason in years(computed(southampton, resident, [covered(end=date(2026, 4, 1))])).values()}
    assert reasons == {REASONS["told_by_another"]}


def test_a_kind_with_days_of_its_own_hides_only_what_counts_it(southampton, resident):
    hole = [covered(end=date(2023, 9, 1)), covered(start=date(2023, 12, 4), end=date(2026, 4, 1))]
    of_kind = [row | {"kind": "inpatient_spell"} for row in hole]
    whole = covered(end=date(2026, 4, 1))
    why = "“inpatient spell” in The hospital's file “spells” is silent from 1 September 2023 to 3 December 2023"
    found = computed(southampton, resident, [whole, *of_kind])
    assert years(found)["2023/24"] == (None, f"Not known: {why}.")
    assert years(found)["2022/23"] == (20, None)
    assert "“inpatient spell” in The hospital's file “spells”: 1 April 2022 to 31 August 2023" in found.coverage.words
    others = [row | {"kind": "ed_attendance"} for row in hole]
    assert years(computed(southampton, resident, [whole, *others]))["2023/24"] == (20, None)


def test_of_a_kind_in_a_file_that_is_silent_only_the_file_is_said():
    hole = ((FROM, date(2023, 9, 1)), (date(2023, 12, 4), TO))
    kind = Dataset("The hospital", "spells", hole, confirmed=False, jump=None, kind="ward_stay")
    both = Dataset("The hospital", "spells", hole, confirmed=False, jump=None, kinds={"ward_stay": kind})
    assert Coverage((both,)).missing(FROM, TO).count("is silent") == 1
