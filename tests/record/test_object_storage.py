"""A record's tables in object storage: the same record, whole or not at all, and gone when it is removed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from oneplace import record
from oneplace.place.purposes import BUILT_IN
from oneplace.problems import OneplaceError
from oneplace.record import object_storage, stored
from oneplace.record.stored import FETCHED
from oneplace.run import erasing
from oneplace.whole import switch_in as whole_switch
from tests.record.conftest import Small
from tests.services import ObjectStorage

pytestmark = pytest.mark.slow

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1"


def asking(small: Small, storage: str | None) -> Small:
    """The same place with other `storage`."""
    return Small(small.root, replace(small.place, place=small.place.place.model_copy(update={"storage": storage})))


@pytest.fixture
def there(peopled: Small, objects: ObjectStorage) -> Small:
    return asking(peopled, "s3://place/records")


def tables(report: record.LoadReport, purpose: str = "planning") -> dict[str, list]:
    """Every row of every table, but for what the clock said."""
    with record.connect(report.folder, purpose=purpose) as connection:
        names = [name for (name,) in connection.execute(TABLES).fetchall()]
        rows = {name: connection.sql(f"FROM {name} ORDER BY ALL").to_arrow_table() for name in names}
    return {
        name: found.drop_columns([*{"loaded_at"} & {*found.column_names}]).to_pylist() for name, found in rows.items()
    }


def left(small: Small) -> list[Path]:
    """What stands unfinished on this machine."""
    return [path for path in (small.var).glob("*/.*") if path.name.startswith((".loading-", ".before-", ".going-"))]


def test_the_record_is_the_same(peopled: Small, there: Small) -> None:
    ours = peopled.load()
    here = [tables(ours, purpose) for purpose in BUILT_IN]
    theirs = there.load()
    assert theirs.record_id == ours.record_id
    assert here[0]["activity"]
    assert [tables(theirs, purpose) for purpose in BUILT_IN] == here


def test_its_tables_are_there_alone_and_identities_are_not(there: Small, objects: ObjectStorage) -> None:
    report = there.load()
    made = record.manifest(report.folder)["made"]["record"]
    sent = {name.removeprefix("records/").split("/", 1)[1] for name in objects.names}
    assert sent == {name for name in made if name.split("/")[0] in ("person", "direct_care", "reference")}
    assert "person/activity/ed_attendance.parquet" in sent
    assert {path.name for path in report.folder.iterdir()} == {
        *("record.json", "stored.json", "quality.parquet", "data_tests.parquet", "rejects")
    }


def test_what_is_read_is_fetched_once_and_no_more_than_that(there: Small, objects: ObjectStorage) -> None:
    report = there.load()
    with record.connect(report.folder, only=("load",)) as connection:
        assert connection.execute("SELECT count(*) FROM load").fetchall() == [(6,)]
    fetched = report.folder / FETCHED
    assert [path.name for path in fetched.rglob("*.parquet")] == ["load.parquet"]
    there.rows(report, "FROM activity")
    assert not (fetched / "direct_care").exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in (fetched, *fetched.rglob("*.parquet")))
    objects.holds.clear()
    assert there.rows(report, "SELECT count(*) FROM activity") == [(2,)]


def test_a_copy_that_was_changed_is_fetched_again(there: Small) -> None:
    report = there.load()
    there.rows(report, "FROM person")
    copy = report.folder / FETCHED / "person" / "person.parquet"
    before = copy.read_bytes()
    copy.write_bytes(before[:-1])
    there.rows(report, "FROM person")
    assert copy.read_bytes() == before
    assert there.load().mended == ""


def test_copies_of_earlier_records_go_with_the_next_load(there: Small) -> None:
    first = there.load()
    there.rows(first, "FROM person")
    there.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,")
    there.load()
    assert not (first.folder / FETCHED).exists()
    assert len(there.rows(first, "FROM person")) == 2


def change(objects: ObjectStorage, name: str) -> None:
    with object_storage.opened(Path()).open_output_stream(f"place/{name}") as file:
        file.write(b"PAR1 another PAR1")


def lose(objects: ObjectStorage, name: str) -> None:
    del objects.holds[name]


@pytest.mark.parametrize("spoil", [change, lose])
def test_a_file_that_is_lost_or_changed_is_told_and_the_record_made_again(there: Small, objects, spoil) -> None:
    report = there.load()
    here = tables(report)
    stored.forget_fetched(report.folder.parent)
    spoil(objects, next(name for name in objects.names if name.endswith("person/person.parquet")))
    with pytest.raises(OneplaceError, match=r"has its tables in s3://place/records/.*, where a file is missing or an"):
        record.connect(report.folder)
    assert not list((report.folder / FETCHED).rglob("*person.parquet*"))
    before = set(objects.names)
    again = there.load()
    assert again.mended.startswith("it was not as it was made: person/person.parquet ")
    assert tables(again) == here
    assert not before & set(objects.names)
    assert there.load().mended == ""


def away(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")


def wrong_key(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("AWS_SECRET_ACCESS_KEY", "no-such-secret")


REFUSED = {
    away: (r"which can't be reached\. .*the network is there and AWS_ENDPOINT_URL \(http://127\.0\.0\.1:9\)"),
    wrong_key: r"which refuses the key that it is asked with\. .*AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
}


@pytest.mark.parametrize("fault", REFUSED)
def test_storage_that_is_away_or_refuses_loses_nothing(there: Small, objects, monkeypatch, fault) -> None:
    first = there.load()
    kept = objects.names
    with monkeypatch.context() as patch:
        fault(patch)
        with pytest.raises(
            OneplaceError, match=r"has its tables in s3://place/records/[^ ]+, " + REFUSED[fault]
        ) as told:
            record.connect(first.folder)
        there.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,")
        with pytest.raises(OneplaceError, match=REFUSED[fault]) as sent:
            there.load()
        assert "no-such-secret" not in f"{told.value}{sent.value}"
    assert objects.names == kept
    second = there.load()
    assert not left(there)
    assert record.newest(there.var) == second.folder
    assert len(there.rows(first, "FROM person")) == len(there.rows(second, "FROM person")) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Got the following 1 errors when deleting objects in S3 bucket 'place'", "did not do all that it was asked"),
        ("When x: AWS Error SLOW_DOWN during PutObject operation: Reduce your rate.", "answers SLOW_DOWN to PutObject"),
        ("When x: AWS Error INVALID_ACCESS_KEY_ID during CreateMultipartUpload operation: No.", "refuses the key"),
        ("When x: AWS Error UNKNOWN (HTTP status 403) during PutObject operation: secret", "refuses the key"),
    ],
)
def test_whatever_it_answers_is_told_in_words(answer: str, said: str) -> None:
    with pytest.raises(OneplaceError, match=said) as told, object_storage.told(Path("here"), "asks for s3://place"):
        raise OSError(answer)
    assert "secret" not in str(told.value)


def test_what_this_machine_refuses_is_told_as_ever(there: Small, monkeypatch) -> None:
    report = there.load()

    def full(*_files: object) -> None:
        raise OSError(28, "No space left on device", str(report.folder))

    monkeypatch.setattr("oneplace.record.stored.shutil.copyfileobj", full)
    with pytest.raises(OneplaceError, match="Make room on the disk"):
        record.connect(report.folder)


def test_a_bucket_that_is_not_there(peopled: Small, objects) -> None:
    with pytest.raises(OneplaceError, match=r"asks for `storage: s3://none`, which is not there: there is no such buc"):
        asking(peopled, "s3://none").load()
    assert record.newest(peopled.var) is None
    assert asking(peopled, "s3://place").load().new


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://s3.example.org", "others on the network can read along"),
        ("s3.example.org", "is no address of one"),
        ("https://key:secret@s3.example.org", "is no address of one"),
        ("https://s3.example.org/deeper", "is no address of one"),
    ],
)
def test_an_address_that_is_none_or_can_be_overheard_is_asked_nothing(there: Small, monkeypatch, address, said) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    with pytest.raises(OneplaceError, match=said) as told:
        there.load()
    assert "secret" not in str(told.value)


def test_what_a_killed_load_sent_goes_with_the_next(there: Small, objects: ObjectStorage, monkeypatch) -> None:
    first, kept = there.load(), set(objects.names)
    there.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,")
    send = stored._put

    def killed(*file: object) -> str:
        send(*file)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("oneplace.record.store.clear_unfinished", lambda _into: None)
        patch.setattr(stored, "_put", killed)
        with pytest.raises(KeyboardInterrupt):
            there.load()
    sent = set(objects.names) - kept
    assert sent
    assert left(there)
    assert record.newest(there.var) == first.folder
    second = there.load()
    assert not sent & set(objects.names)
    assert kept < set(objects.names)
    assert not left(there)
    assert record.newest(there.var) == second.folder


def test_tables_move_when_the_place_asks_for_them_elsewhere(peopled: Small, there: Small, objects) -> None:
    first = peopled.load()
    here = tables(first)
    moved = there.load()
    assert moved.mended == "its tables are on this machine, not in s3://place/records"
    assert moved.notes == (f"The record was made again, because {moved.mended}.",)
    assert tables(moved) == here
    back = peopled.load()
    assert back.mended == "its tables are in s3://place/records, not on this machine"
    assert objects.names == []
    assert tables(back) == here


def test_a_move_that_is_cut_short_leaves_the_record_where_it_was(peopled: Small, there: Small, objects, monkeypatch):
    first = peopled.load()
    here = tables(first)

    def killed(made: Path, folder: Path) -> None:
        if folder == first.folder:
            raise KeyboardInterrupt
        whole_switch(made, folder)

    with monkeypatch.context() as patch:
        patch.setattr("oneplace.whole.switch_in", killed)
        with pytest.raises(KeyboardInterrupt):
            there.load()
    assert not left(there)
    assert objects.names == []
    assert record.newest(peopled.var) == first.folder
    assert tables(first) == here
    assert peopled.load().mended == ""


def test_a_record_that_is_removed_is_gone_from_there_or_is_gone_on_with(there: Small, objects, monkeypatch) -> None:
    first = there.load()
    there.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,")
    second = there.load()
    old = erasing.Old("record", first.record_id, "it is old", erasing._of_record(there.root, first.record_id))
    with monkeypatch.context() as patch:
        away(patch)
        with pytest.raises(OneplaceError, match="can't be reached"):
            erasing.prune(there.root, [old], by="the keeper")
    assert any(first.record_id in name for name in objects.names)
    assert erasing.erased_on(there.root, first.record_id)
    erasing.prune(there.root, [], by="the keeper")
    assert objects.names
    assert all(name.startswith(f"records/{second.record_id}-") for name in objects.names)
    assert not left(there)
    assert {entry.state for entry in erasing.erased.entries(there.root)} == {erasing.erased.State.DONE}


def test_a_folder_that_does_not_say_where_its_tables_are(there: Small) -> None:
    report = there.load()
    (report.folder / stored.FILE).write_text('{"at": ', "utf-8")
    with pytest.raises(OneplaceError, match=r"stored\.json, which says where its tables are, can't be read"):
        record.connect(report.folder)


def test_no_key_is_written_down(there: Small, objects, monkeypatch) -> None:
    report = there.load()
    there.rows(report, "FROM person")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        key = os.environ[name].encode()
        assert not [path for path in there.root.rglob("*") if path.is_file() and key in path.read_bytes()]
