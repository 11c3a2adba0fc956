"""Every fault that the declared tests look for, planted in the small place, is found by its name, source and period."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest

from oneplace.cli import describe
from oneplace.vocabulary.data_tests import DATA_TESTS
from tests.record.conftest import NUMBERS, SOURCES, Small, make_place

ANNA, BASHIR, CARA = NUMBERS["anna"], NUMBERS["bashir"], NUMBERS["cara"]
SOUND = "1,2020-05-05,2020-05-06,38341003,"

pytestmark = pytest.mark.slow


def rows(report, **where):
    found = pq.read_table(report.folder / "data_tests.parquet").to_pylist()
    return [row for row in found if all(row[key] == value for key, value in where.items())]


def failing(place, report=None):
    """How many failed each test, by its source and dataset."""
    return {key: failed for key, (failed, _) in place.tested(report or place.load()).items() if failed}


def stay(number, arrived, departed, patient="H7", nhs=ANNA, **told):
    of = {"ethnic": "A", "acuity": "urgent", "reason": "11", "born": "1950-02-03"} | told
    who = f"{number},{patient},{nhs},01,Anna,Adams,{of['born']},{of['ethnic']}"
    return f"{who},{arrived},{departed},{of['acuity']},{of['reason']},,2022-06-01"


def patient(key, nhs, **told):
    of = {"born": "1950-02-03", "died": "", "given": f"Name{key}"} | told
    return f"{key},{nhs},{of['given']},Adams,{of['born']},F,A,,SO60 1AA,2010-01-01,,{of['died']}"


def test_the_clean_place_has_no_structural_or_logical_fault(peopled):
    report = peopled.load()
    assert rows(report)
    analytical = {name for name, test in DATA_TESTS.items() if test.layer.value == "analytical"}
    assert {test for test, *_ in failing(peopled, report)} - analytical == set()


def test_every_row_has_its_tests_layer_and_severity_and_no_more_failed_than_checked(peopled):
    for row in rows(peopled.load()):
        test = DATA_TESTS[row["test"]]
        assert (row["layer"], row["severity"]) == (test.layer.value, test.severity.value)
        assert 0 <= row["failed"] <= row["checked"]
        assert row["partner"]


def test_faults_of_a_practices_journal(peopled):
    path = peopled.file(
        "gp/journal.csv",
        SOUND,
        "1,2020",
        "1,,2020-05-06,38341003,",
        "1,2020-05-05,2020-05-06,38341003,many",
        "7,2020-05-05,2020-05-06,38341003,",
        "1,2031-05-05,,38341003,",
        "1,1949-05-05,1949-05-06,38341003,",
        "1,2021-05-05,2021-07-06,271649006,141.5",
    )
    path.write_bytes(path.read_bytes() + b"1,2020-05-05,2020-05-06,caf\xe9,\n")
    found = failing(peopled)
    wanted = ("torn_row", "missing_value", "wrong_type", "unknown_person", "impossible_date", "before_birth")
    for test in (*wanted, "recorded_late", "wrong_encoding", "feed_late"):
        assert found[test, "gp", "journal"] == 1, test


def test_faults_of_a_hospitals_attendances(peopled):
    peopled.file(
        "ed/attendances_1.csv",
        stay("A1", "2022-01-01 10:00:00", "2022-01-01 12:00:00"),
        stay("A2", "2022-02-01 10:00:00", "2022-02-01 12:00:00", acuity="blue"),
        stay("A3", "2022-03-01 10:00:00", "2022-03-01 12:00:00", patient="H9", nhs="9990000019"),
        stay("A4", "2022-04-01 10:00:00", "2022-04-01 09:00:00"),
        stay("A5", "", "2022-05-01 09:00:00"),
        stay("A6", "2022-09-01 10:00:00", "2031-01-01 09:00:00"),
        stay("A7", "2022-06-01 10:00:00", "2022-06-09 10:00:00", reason=""),
        stay("A8", "2022-06-03 10:00:00", "2022-06-04 10:00:00"),
        stay("A9", "2022-07-01 10:00:00", "2022-07-01 12:00:00"),
        stay("A10", "2022-07-01 10:00:00", "2022-07-01 12:00:00"),
        stay("A11", "2009-01-01 10:00:00", "2009-01-01 12:00:00"),
        stay("A12", "2022-08-01 10:00:00", "2022-08-01 12:00:00", patient="H10", nhs="", ethnic="Z"),
    )
    found = failing(peopled)
    for test in ("code_not_listed", "bad_nhs_number", "breaks_rule", "discharge_without_admission", "not_coded"):
        assert found[test, "ed", "attendances"] == 1, test
    for test in ("ends_before_start", "overlapping_stays", "outside_registration", "no_ethnic_group"):
        assert found[test, "ed", "attendances"] == 1, test
    assert found["stay_sent_twice", "ed", "attendances"] == 2
    assert found["no_nhs_number", "ed", "attendances"] == 2  # none sent, and one that is wrong


def test_faults_of_who_people_are(peopled):
    peopled.file(
        "gp/patients.csv",
        patient("1", ANNA, born="1950-02-13", given="Anna"),
        patient("2", BASHIR, born="1901-02-03"),
        patient("3", CARA, born="1900-01-01"),
        patient("4", NUMBERS["dan"], died="1940-01-01"),
    )
    homes = ("1,999001,2010-01-01,", "1,999002,2010-01-01,", "2,999002,2015-06-01,2014-06-30")
    peopled.file("gp/addresses.csv", *homes)
    peopled.file("ed/attendances_1.csv", stay("A1", "2022-01-01 10:00:00", "2022-01-01 12:00:00"))
    peopled.file("links/log.csv", "L1,Zoe,Zander,03/02/1977,,,01/02/2022")
    found = failing(peopled)
    for test in ("impossible_age", "birth_date_of_none", "died_before_birth"):
        assert found[test, "gp", "patients"] == 1, test
    assert ("birth_date_differs", "gp", "patients") in found
    assert found["repeated_key", "gp", "addresses"] == found["interval_impossible", "gp", "addresses"] == 1
    assert found["no_address", "links", "log"] == found["not_linked", "links", None] == 1


def test_two_dates_of_death_and_what_comes_after(peopled):
    text_of_two = [patient("1", ANNA, died="2020-01-01"), patient("2", ANNA, died="2020-02-01")]
    peopled.file("gp/patients.csv", *text_of_two)
    peopled.file("gp/journal.csv", SOUND, "1,2019-05-05,2019-05-06,38341003,")
    found = failing(peopled)
    assert found["two_dates_of_death", "gp", "patients"] == 1
    assert found["after_death", "gp", "journal"] == 1


def test_a_fault_is_told_in_the_quarter_in_which_it_is(peopled):
    peopled.file("gp/journal.csv", SOUND, "1,1949-05-05,1949-05-06,38341003,")
    told = rows(peopled.load(), test="before_birth", dataset="journal")
    assert [(row["period_start"], row["period_end"], row["failed"], row["checked"]) for row in told] == [
        (None, None, 1, 2),
        (date(1949, 4, 1), date(1949, 7, 1), 1, 1),
        (date(2020, 4, 1), date(2020, 7, 1), 0, 1),
    ]


def test_a_feed_that_stops_is_told_with_its_days(peopled):
    days = [f"1,2026-0{month}-{day:02},2026-03-06,38341003," for month in (1, 2) for day in range(1, 29)]
    months = [f"1,2025-{month:02}-{day:02},,38341003," for month in range(1, 13) for day in range(1, 29)]
    peopled.file("gp/journal.csv", *months, *days[:28])
    (row,) = rows(peopled.load(), test="feed_stopped", dataset="journal")
    assert (row["failed"], row["period_start"], row["period_end"]) == (1, date(2026, 1, 29), date(2026, 4, 1))


def test_a_feed_that_fills_up_is_told_and_no_stop(peopled):
    days = [date(2024, 1, 1) + timedelta(days=i) for i in range((date(2026, 3, 31) - date(2024, 1, 1)).days + 1)]
    late = [7, 6, 4, 3, 2, 1]  # of eight a day in the last weeks
    number = [8] * (len(days) - 42) + [each for each in late for _ in range(7)]
    lines = (f"1,{day},,1234," for day, often in zip(days, number, strict=True) for _ in range(often))
    peopled.file("gp/journal.csv", *lines)
    report = peopled.load()
    (row,) = rows(report, test="feed_fills_up", dataset="journal")
    assert (row["failed"], row["period_start"], row["period_end"]) == (1, date(2026, 2, 25), date(2026, 4, 1))
    (stopped,) = rows(report, test="feed_stopped", dataset="journal")
    assert stopped["failed"] == 0
    found = peopled.rows(report, "SELECT end_date, fills_up FROM coverage WHERE dataset = 'journal'")
    assert found == [(date(2026, 2, 25), date(2026, 2, 25))]


def test_who_opted_out_is_told_by_group(peopled):
    peopled.file("gp/journal.csv", SOUND, "2,2020-05-05,2020-05-06,opt-out,")
    told = rows(peopled.load(), test="opted_out")
    assert {(row["source"], row["failed"]) for row in told if row["group"] is None} == {("gp", 1)}
    groups = {row["group"]: row["failed"] for row in told if row["group"]}
    assert sum(number for name, number in groups.items() if name.startswith("deprivation")) == 1
    assert sum(number for name, number in groups.items() if name.startswith("ethnic")) == 1


def test_an_opting_out_of_what_is_not_known_leaves_people_out_and_is_told_with_its_type(peopled):
    rows_of_two = [f"{person},2020-05-{day:02},2020-05-30,opt-out," for person in (1, 2) for day in range(1, 6)]
    peopled.file("gp/journal.csv", SOUND, *rows_of_two)
    text = SOURCES.replace("'type_1_opt_out'", "'Data Sharing'")
    assert text != SOURCES
    place = Small(peopled.root, make_place(text, peopled.root))
    report = place.load()
    assert not {person for (person,) in place.rows(report, "SELECT person_id FROM person")} & {
        place.person_of(report)[key] for key in ("gp:1", "gp:2")
    }
    (row,) = rows(report, test="opted_out_otherwise", period_start=None)
    assert (row["failed"], row["field"]) == (10, "preference_type")
    (told,) = [each for each in describe.loaded(report)["to_look_at"] if each["what"] == "preferences"]
    assert told["why, or what is asked"].startswith("says what somebody decided of `data_sharing`")


def test_a_type_of_few_rows_is_told_without_its_words(peopled):
    peopled.file("gp/journal.csv", SOUND, "1,2020-05-05,2020-05-06,opt-out,")
    text = SOURCES.replace("'type_1_opt_out'", "'Anna does not want it'")
    place = Small(peopled.root, make_place(text, peopled.root))
    (row,) = rows(place.load(), test="opted_out_otherwise", period_start=None)
    assert (row["failed"], row["note"]) == (1, None)


def test_an_empty_feed(peopled):
    peopled.file("ed/attendances_1.csv")
    assert failing(peopled)["feed_empty", "ed", "attendances"] == 1


def test_a_submission_that_shrank_by_a_third_is_told_and_one_that_did_not_is_not(peopled):
    days = [f"1,20{year}-05-{day:02},,38341003," for year in (19, 20) for day in range(1, 31)]
    peopled.file("gp/journal.csv", *days)
    assert rows(peopled.load(), test="submission_shrank") == []  # the first has none before it
    peopled.file("gp/journal.csv", *days[:45])
    assert ("submission_shrank", "gp", "journal") not in failing(peopled)
    peopled.file("gp/journal.csv", *days[:30])
    report = peopled.load()
    assert failing(peopled, report)["submission_shrank", "gp", "journal"] == 1
    (row,) = [row for row in rows(report, test="submission_shrank") if row["failed"]]
    assert row["note"] == "rows: 30; rows in the last submission: 45"
    again = peopled.load()  # nothing had changed: it is told as long as the record is there
    for told in (describe.loaded(report), describe.loaded(again)):
        (fault,) = [each for each in told["to_look_at"] if each["what"] == "feeds"]
        assert fault["where"] == "gp.journal"
        assert fault["why, or what is asked"] == DATA_TESTS["submission_shrank"].told(row["note"])
        assert fault["why, or what is asked"].startswith(
            "has a third fewer rows than the last submission, or more (rows: 30; rows in the last submission: 45). Ask"
        )


def test_stays_of_one_person_with_the_same_times(peopled):
    times = ("2022-01-01 10:00:00", "2022-01-01 13:30:00")
    twice = [stay("A1", *times), stay("A2", *times)]
    still_in = [stay("A3", times[0], ""), stay("A4", times[0], "")]
    peopled.file("ed/attendances_1.csv", *twice, *still_in, stay("A5", *times, patient="H8", nhs=BASHIR))
    assert peopled.tested(peopled.load())["stay_sent_twice", "ed", "attendances"] == (4, 5)


def test_an_end_before_the_beginning_that_no_rule_refuses(peopled):
    ends = ["2022-01-02 09:59:59", "2022-01-02 10:00:00", "", "2022-01-03 10:00:00"]
    stays = [stay(f"A{number}", "2022-01-02 10:00:00", end) for number, end in enumerate(ends)]
    peopled.file("ed/attendances_1.csv", *stays)
    rule = "          - {when: departed < arrived, because: departed before arrival, field: departed}\n"
    text = SOURCES.replace(rule, "").replace("        refuse:\n        happened: arrived", "        happened: arrived")
    loose = Small(peopled.root, make_place(text, peopled.root))
    assert loose.tested(loose.load())["ends_before_start", "ed", "attendances"] == (1, 3)


@pytest.mark.parametrize(
    ("born", "died", "failed"),
    [
        ("1906-04-01", "", ()),
        ("1906-03-31", "", ("impossible_age",)),
        ("1900-01-01", "", ("birth_date_of_none",)),
        ("1900-01-01", "2019-12-31", ("birth_date_of_none",)),
    ],
)
def test_a_birth_date_that_is_doubtful_is_told_and_kept(small, born, died, failed):
    small.file("gp/patients.csv", f"1,{ANNA},Anna,Abel,{born},F,A,,,2010-01-01,,{died}")
    report = small.load()
    tests = {test for test, source, _ in failing(small, report) if source == "gp"}
    assert tests & {"impossible_age", "birth_date_of_none"} == set(failed)
    assert small.rows(report, "SELECT birth_date::VARCHAR FROM person") == [(born,)]


def test_another_sex_than_most_sources_give(peopled):
    attended = "as_of: arrived::date\n"
    text = SOURCES.replace(attended, f"""{attended}          sex: "'M'"\n""")
    peopled.file("ed/attendances_1.csv", stay("A1", "2022-01-01 10:00:00", "2022-01-01 12:00:00"))
    told = Small(peopled.root, make_place(text, peopled.root))
    differs = {key: counts for key, counts in told.tested(told.load()).items() if key[0] == "sex_differs"}
    assert sum(failed for failed, _ in differs.values()) == 1  # of two sources one


SPELLS = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
linkage: keys
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: episodes
        files: f.csv
        key: [id]
        person: pid
        facts: {as_of: start}
        columns: {id: required text, pid: required text, spell: required text, start: required time, first: text}
        rows:
          - {table: activity, where: first = 'yes',
             values: {activity_type: "'inpatient_spell'", source_record_id: spell, start_at: start}}
          - {table: activity, parent_type: inpatient_spell, values: {activity_type: "'consultant_episode'",
             source_record_id: id, parent_record_id: spell, start_at: start}}
"""


def test_an_episode_of_a_stay_that_was_not_sent(tmp_path):
    place = Small(tmp_path, make_place(SPELLS, tmp_path))
    (place.extracts / "s").mkdir(parents=True)
    sent = ["1,a,S1,2024-05-01 10:00,yes", "2,a,S1,2024-05-02 10:00,no", "3,b,S2,2024-05-02 10:00,no"]
    (place.extracts / "s" / "f.csv").write_text("\n".join(["id,pid,spell,start,first", *sent]) + "\n")
    assert place.tested(place.load())["spell_not_sent", "s", "episodes"] == (1, 3)


def every_day(days, often):
    """Three years of the journal: a row a day, but ``often`` rows on each of ``days`` (first, and the one after)."""
    every = [date(2023, 4, 1) + timedelta(days=number) for number in range(1096)]
    return [f"1,{day},,38341003," for day in every for _ in range(often if days[0] <= day < days[1] else 1)]


@pytest.mark.parametrize(
    ("test", "days", "often", "told_to"),
    [
        ("feed_hole", (date(2025, 5, 1), date(2025, 7, 1)), 0, date(2025, 7, 1)),
        ("feed_jumped", (date(2025, 2, 1), date(2027, 1, 1)), 3, date(2025, 3, 1)),
        ("odd_month", (date(2025, 2, 1), date(2025, 3, 1)), 3, date(2025, 3, 1)),
    ],
)
def test_a_hole_a_new_level_and_an_odd_month_of_a_feed(peopled, test, days, often, told_to):
    peopled.file("gp/journal.csv", *every_day(days, often))
    told = rows(peopled.load(), dataset="journal", failed=1)
    found = {row["test"]: (row["period_start"], row["period_end"]) for row in told if row["test"] in ODD}
    assert found == {test: (days[0], told_to)}


ODD = ("feed_hole", "feed_jumped", "odd_month", "feed_stopped")


UNDECLARED = SOURCES.replace("codes: [F, M, U]", "required: false").replace("arrived: required time", "arrived: time")


def test_rows_without_a_person_or_a_day_and_codes_that_say_nothing_are_told(peopled):
    loose = Small(peopled.root, make_place(UNDECLARED.replace("patient: required text", "patient: text"), peopled.root))
    loose.file(
        "gp/patients.csv", f"1,{ANNA},Anna,Adams,1950-02-03,1,A,,,2010-01-01,,", "2,,Bo,Bell,,F,White,,,2010-01-01,,"
    )
    whole = stay("A1", "2022-01-01 10:00:00", "2022-01-01 12:00:00")
    loose.file(
        "ed/attendances_1.csv",
        whole,
        stay("A2", "", "2022-01-02 12:00:00", reason=""),
        stay("A3", "2022-01-03 10:00:00", "", ""),
    )
    loose.file("gp/journal.csv")
    report = loose.load()
    found = loose.tested(report)
    assert found["no_person", "ed", "attendances"] == (1, 3)
    assert found["no_day", "ed", "attendances"] == (1, 3)
    assert found["ends_before_start", "ed", "attendances"] == (0, 1)
    assert found["sex_in_other_codes", "gp", "patients"] == found["ethnic_in_other_codes", "gp", "patients"] == (1, 2)
    assert report.rows_rejected == 1
    assert ("ed/attendances_1.csv", 4, "", "row refused", "names nobody: the key of the person is empty", None) in (
        loose.rejects(report)
    )


def test_one_number_on_several_people_is_told_by_how_many_it_is_not_theirs(peopled):
    strangers = ("Bob", "Carol", "Dora")
    others = (
        f"{key},{ANNA},{name},{name}son,19{key}-09-0{key[1]},F,A,,,2010-01-01,,"
        for key, name in zip(("61", "72", "83"), strangers, strict=True)
    )
    peopled.file("gp/patients.csv", patient("1", ANNA, given="Anna"), patient("2", BASHIR), *others)
    report = peopled.load()
    (row,) = rows(report, test="number_of_another", source="gp")
    assert (row["failed"], row["checked"], row["field"]) == (3, 5, "nhs_number")


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        ("1,Z2,2010-01-01,", 2),  # from one day
        ("1,Z2,2015-01-01,2016-01-01", 2),
        ("1,Z2,2005-01-01,2010-01-01", 0),  # before
        ("1,Z1,2015-01-01,", 0),  # the same practice again
        ("1,Z2,2016-01-01,2015-01-01", 0),  # which is no registration
    ],
)
def test_a_registration_beside_another_practice_s_is_told(peopled, second, twice):
    text = SOURCES.replace(
        "columns: {id: required text, uprn: uprn, from: required date, to: date}",
        "columns: {id: required text, uprn: text, from: required date, to: date}",
    ).replace(
        """          - table: address
            end: inclusive
            values: {start_date: '"from"', end_date: '"to"', uprn: uprn}""",
        """          - table: registration
            values: {start_date: '"from"', end_date: '"to"', organisation_code: uprn}""",
    )
    place = Small(peopled.root, make_place(text, peopled.root))
    place.file("gp/addresses.csv", second)
    found = failing(place)
    assert found.get(("registered_twice", "gp", "patients"), 0) == twice // 2
    assert found.get(("registered_twice", "gp", "addresses"), 0) == twice // 2
