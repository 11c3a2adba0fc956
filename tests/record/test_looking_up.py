"""What rows look up in another file of their source: the one row with a key gives its columns, none gives nothing."""

from __future__ import annotations

import pytest

from oneplace.problems import OneplaceError
from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow  # each loads records

SITES = """
      - id: sites
        files: sites.csv
        optional: true
        columns: {site: required text, run_by: text, since: date}
        key: [site]
        newest_by: since
      - id: owners
        files: owners.csv
        optional: true
        columns: {owner: required integer, code: text}
        key: [owner]
"""
TEXT = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: hospital
    partner: P
    system: S
    datasets:
      - id: people
        files: people.csv
        columns: {id: required text}
        key: [id]
        person: id
        facts: {as_of: "cast('2026-01-01' as date)"}
      - id: stays
        files: stays.csv
        columns: {stay: required text, id: text, came: required date, at: text}
        key: [stay]
        look_up:
          - {dataset: sites, by: upper("at"), take: {owner: run_by, opened: since}}
          - {dataset: owners, by: owner, take: {trust: code}}
        person: id
        rows:
          - table: activity
            where: opened is null or opened <= came
            values:
              activity_type: "'inpatient_spell'"
              source_record_id: stay
              start_at: came::timestamp
              organisation_code: coalesce(trust, 'not known')
              site_code: upper("at")
"""
STAYS = "SELECT source_record_id, site_code, organisation_code FROM activity ORDER BY 1"


def place_of(folder, text=TEXT + SITES, **files):
    place = Small(folder, make_place(text, folder))
    usual = {"people": "id\na\nb\n", "stays": "stay,id,came,at\n1,a,2025-05-01,x\n2,b,2025-05-02,y\n3,b,2025-05-03,\n"}
    for name, content in {**usual, **files}.items():
        path = place.extracts / "hospital" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return place


def test_columns_come_from_the_one_row_with_the_key_and_through_it_from_another(tmp_path):
    place = place_of(
        tmp_path,
        sites="site,run_by,since\nX,7,2020-01-01\nX,8,2024-01-01\nY,9,2020-01-01\n",  # the newest of X
        owners="owner,code\n7,RHM\n8.0,R1F\n9,RW1\n",
    )
    assert place.rows(place.load(), STAYS) == [("1", "X", "R1F"), ("2", "Y", "RW1"), ("3", None, "not known")]


def test_a_condition_knows_what_was_looked_up(tmp_path):
    place = place_of(
        tmp_path, sites="site,run_by,since\nX,7,2025-05-02\nY,7,2025-05-02\n", owners="owner,code\n7,RHM\n"
    )
    assert [row[0] for row in place.rows(place.load(), STAYS)] == ["2", "3"]


def test_a_key_that_no_row_has_is_told_and_gives_nothing(tmp_path):
    place = place_of(tmp_path, sites="site,run_by,since\nX,5,2020-01-01\n", owners="owner,code\n7,RHM\n")
    report = place.load()
    assert place.rows(report, STAYS) == [("1", "X", "not known"), ("2", "Y", "not known"), ("3", None, "not known")]
    assert place.rejects(report) == [
        ("hospital/stays.csv", 2, "owner", "value removed", "is the key of no row of owners", None),
        ("hospital/stays.csv", 3, "site", "value removed", "is the key of no row of sites", None),
    ]


def test_a_file_that_may_be_absent_gives_nothing_and_is_told(tmp_path):
    place = place_of(tmp_path)
    report = place.load()
    assert [row[2] for row in place.rows(report, STAYS)] == ["not known"] * 3
    assert place.rejects(report) == []
    told = "sent no file of it: what others look up there is not known"
    assert [note.partition(". ")[0] for note in report.notes] == [
        f"hospital.owners {told} (code)",
        f"hospital.sites {told} (run_by and since)",
    ]
    assert place.tested(report)["not_sent", "hospital", "owners"] == (1, 1)


def test_a_row_that_came_before_takes_what_the_other_file_says_now(tmp_path):
    place = place_of(tmp_path, sites="site,run_by,since\nX,7,2020-01-01\n", owners="owner,code\n7,RHM\n")
    assert place.rows(place.load(), STAYS)[0] == ("1", "X", "RHM")
    (place.extracts / "hospital" / "owners.csv").write_text("owner,code\n7,R1F\n")  # the stays are kept as read
    assert place.rows(place.load(), STAYS)[0] == ("1", "X", "R1F")
    (place.extracts / "hospital" / "owners.csv").unlink()
    report = place.load()
    assert place.rows(report, STAYS)[0] == ("1", "X", "not known")
    assert any("(code; the last record had it)" in note for note in report.notes)
    assert place.tested(report)["not_sent", "hospital", "sites"] == (0, 1)


WRONG = {
    "no such dataset": ("{dataset: sites, by", "{dataset: places, by", "there is no dataset places in this source"),
    "no key": ("        key: [owner]\n", "", "owners needs a `key` of one column"),
    "no such column there": ("take: {trust: code}", "take: {trust: name}", "owners declares no column name"),
    "no such column here": ("by: owner,", "by: holder,", "the column holder, which the file does not declare"),
    "a name that is taken": (
        "take: {trust: code}",
        "take: {trust: code, came: owner}",
        "came is the name of a column already",
    ),
    "known too late": ('by: upper("at")', "by: trust", "the column trust, which the file does not declare"),
    "an aggregate": ("by: owner,", "by: max(owner),", "a mapping is one expression"),
    "a number of a person": (
        "        person: id\n        rows:",
        "        person: id\n        facts: {nhs_number: trust}\n        rows:",
        "the column trust, which the file does not declare",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_can_t_be_looked_up_is_told_before_a_file_is_read(tmp_path, what):
    before, after, told = WRONG[what]
    text = TEXT + SITES
    assert text.count(before) == 1
    with pytest.raises(OneplaceError, match="stays") as error:
        make_place(text.replace(before, after), tmp_path)
    assert told in str(error.value)
