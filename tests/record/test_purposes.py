"""A declared purpose gives what is named for it, to whom it names, without who opted out; all else gives none."""

from __future__ import annotations

import os
import pwd

import duckdb
import pyarrow.parquet as pq
import pytest

from oneplace import record
from oneplace.problems import OneplaceError
from tests.record.conftest import SOURCES, make_place

PURPOSES = """
purposes:
  - id: falls_study
    what: A study of falls
    who: [The university]
    tables: {person: [], activity: [ed_attendance]}
"""


def with_purposes(tmp_path, text):
    return make_place(SOURCES.rstrip() + "\n" + text, tmp_path)


@pytest.fixture
def opened(peopled, tmp_path):
    """The peopled place, whose files are read with a purpose declared."""
    peopled.file("links/log.csv", "L1,Anna,Annason,03/02/1950,,SO61 9ZZ,01/01/2025")
    peopled.file("gp/journal.csv", "2,2020-05-05,2020-05-06,opt-out,", "1,2020-05-05,2020-05-06,38341003,")
    place = with_purposes(tmp_path, PURPOSES)
    return record.load(place, peopled.extracts, peopled.var)


@pytest.mark.slow
def test_what_is_named_is_there_and_nothing_else(opened):
    with record.connect(opened.folder) as everything:
        attended = everything.sql("SELECT count(*) FROM activity WHERE activity_type = 'ed_attendance'").fetchall()[0]
        others = everything.sql("SELECT count(*) FROM activity WHERE activity_type <> 'ed_attendance'").fetchall()[0]
        people = everything.sql("SELECT count(*) FROM person").fetchall()[0]
    with record.connect(opened.folder, purpose="direct_care") as care:
        assert care.sql("SELECT count(*) FROM person").fetchall()[0] > people
    assert attended[0] and others[0]  # noqa: PT018 - else it shows nothing
    with record.connect(opened.folder, purpose="falls_study", by="The university") as given:
        assert given.sql("SELECT activity_type, count(*) FROM activity GROUP BY 1").fetchall() == [
            ("ed_attendance", attended[0])
        ]
        assert given.sql("SELECT count(*) FROM person").fetchall()[0] == people  # who opted out is in neither
        for table in ("observation", "address", "registration"):
            with pytest.raises(duckdb.CatalogException):
                given.sql(f"SELECT count(*) FROM {table}")


@pytest.mark.slow
def test_a_declared_purpose_reaches_no_file_but_those_that_are_given(opened, tmp_path):
    journal = str(opened.folder / "person" / "observation" / "*.parquet")
    identity = str(opened.identity / "identity.parquet")
    with record.connect(opened.folder) as own:
        assert own.sql(f"SELECT count(*) FROM read_parquet('{journal}')").fetchall()[0][0]
    with record.connect(opened.folder, purpose="falls_study", by="The university") as given:
        for refused in (
            f"SELECT * FROM read_parquet('{journal}')",
            f"SELECT * FROM '{identity}'",
            f"SELECT * FROM glob('{opened.folder}/**')",
            f"SELECT * FROM read_blob('{opened.folder.parent}/.spilled/*')",
            f"COPY person TO '{tmp_path}/out.parquet'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "SET enable_external_access = true",
            "RESET allowed_paths",
        ):
            with pytest.raises(duckdb.Error, match=r"disabled|locked"):
                given.sql(refused)
        given.execute("CREATE TABLE mine AS SELECT count(*) AS n FROM activity")  # and can be worked with
        assert given.sql("SELECT n FROM mine").fetchall()[0][0]
    with record.connect(opened.folder, purpose="direct_care") as care:  # the place's own work goes on
        care.sql("SELECT * FROM person").write_parquet(str(tmp_path / "care.parquet"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"purpose": "marketing"}, "gives nothing for 'marketing': nobody declared that purpose"),
        ({"purpose": "falls_study"}, "one who is not named nothing for 'falls_study'. Those who may .*: The univers"),
        ({"purpose": "falls_study", "by": "the University"}, "gives the University nothing"),
    ],
)
def test_whoever_and_whatever_is_not_named_gets_nothing(opened, tmp_path, asked, told):
    with pytest.raises(OneplaceError, match=told):
        record.connect(opened.folder, **asked)
    with pytest.raises(OneplaceError, match=told):
        record.write_omop(opened.folder, tmp_path / "out", as_at="2026-03-31", **asked)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_tables_for_other_programs_hold_what_the_purpose_gives(opened, tmp_path):
    written = record.write_omop(
        opened.folder, tmp_path / "out", as_at="2026-03-31", purpose="falls_study", by="The university"
    )
    assert written.rows["person"]
    assert written.rows["visit_occurrence"]
    assert written.rows["condition_occurrence"] == written.rows["observation_period"] == 0
    visits = pq.read_table(tmp_path / "out" / "visit_occurrence.parquet")["visit_concept_id"].to_pylist()
    assert set(visits) == {9203}
    with pytest.raises(OneplaceError, match="are no direct care"):
        record.write_omop(opened.folder, tmp_path / "care", as_at="2026-03-31", purpose="direct_care")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("falls_study", "direct_care", "direct_care is built in"),
        ("person: []", "identity: []", "no table identity"),
        ("person: []", "person: [old]", "person has no kinds"),
        ("ed_attendance", "ed_attendence", "activity has no kind ed_attendence"),
        ("[The university]", "[]", "who"),
        ("{person: [], activity: [ed_attendance]}", "{}", "tables"),
    ],
)
def test_a_purpose_that_cannot_be_is_told(tmp_path, old, new, told):
    with pytest.raises(OneplaceError, match=told):
        with_purposes(tmp_path, PURPOSES.replace(old, new))


@pytest.mark.slow
def test_where_accounts_are_named_the_system_s_word_counts_and_not_the_caller_s(peopled, tmp_path, monkeypatch):
    mine = pwd.getpwuid(os.geteuid()).pw_name
    asked = {"purpose": "falls_study", "by": "The university"}
    place = with_purposes(tmp_path, PURPOSES + f"    accounts: [{mine}]\n")
    record.connect(record.load(place, peopled.extracts, peopled.var).folder, **asked).close()
    monkeypatch.setenv("LOGNAME", "uni")  # which anybody may say
    monkeypatch.setenv("USER", "uni")
    other = with_purposes(tmp_path, PURPOSES + "    accounts: [uni]\n")
    with pytest.raises(OneplaceError, match=f"gives the account {mine} .* nothing .*: uni"):
        record.connect(record.load(other, peopled.extracts, peopled.var).folder, **asked)
