"""Newer figures from a publisher: fetched over https from the declared host, whole; told before they are taken."""

from __future__ import annotations

import http.client
import threading
import urllib.request
import zipfile
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from oneplace.cli import app
from oneplace.place import read
from oneplace.place.rules.explain import example
from oneplace.problems import OneplaceError
from oneplace.record import opendata
from oneplace.record.opendata import fetching, reading, update

ON = date(2026, 11, 28)
OLD = "code,year,events,people\nE1,2023,30,200\nE1,2024,40,200\nE2,2024,50,200\n"
NEW = OLD.replace("E1,2024,40", "E1,2024,42") + "E1,2025,44,200\n"
MINE = """# ours
datasets:
  - id: mine
    title: Shares
    publisher: The council
    vintage: to 2024 # as downloaded
    files: opendata/mine.csv
    layout:
      area: {column: code}
      period: {column: year, kind: year}
      figures: {share: {numerator: events, denominator: people, per: 100}}
    headline: {series: share, area: E1, period: "2024", value: 20}
    fetch: {address: "https://figures.example.org/mine.csv"}
"""


@pytest.fixture(scope="module")
def answers():
    """What the publisher's server answers, by path: status, headers, body. Over https, as Oneplace sees it."""
    said: dict[str, tuple[int, dict[str, str], bytes]] = {}

    class Publisher(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = said.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    class ToIt(urllib.request.HTTPSHandler):
        handler_order = 1

        def https_open(self, request):
            def plain(_host, **_more):
                return http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)

            return self.do_open(plain, request)

    kept, fetching.HANDLERS = fetching.HANDLERS, (ToIt(),)
    yield said
    fetching.HANDLERS = kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def place(tmp_path):
    root = tmp_path / "place"
    (root / "opendata").mkdir(parents=True)
    (root / "strategy.yaml").write_text(example())
    (root / "datasets.yaml").write_text(MINE)
    (root / "opendata" / "mine.csv").write_text(OLD)
    return root


def answer(answers, body=NEW, status=200, path="/mine.csv", **headers):
    answers.clear()
    answers[path] = (
        status,
        {"Content-Type": "text/csv", **{key.replace("_", "-"): value for key, value in headers.items()}},
        body.encode(),
    )


def refused(place, **more):
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    with pytest.raises(OneplaceError) as told:
        update(read(place), "mine", on=ON, accept=True, **more)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    return str(told.value)


def test_what_is_new_revised_and_headline_is_told_and_nothing_is_changed(answers, place):
    answer(answers)
    told = update(read(place), "mine", on=ON)
    assert (told.new, told.revised, told.gone, told.newest_before, told.newest) == (1, 1, 0, "2024", "2025")
    assert [(each.what, each.before, each.now) for each in told.largest] == [("share, E1, 2024, Everyone", 20, 21)]
    assert (
        told.headline
        == "share of E1 in 2024 is 21; 20 was published: its publisher revised it, or it is another figure."
    )
    assert (place / "opendata" / "mine.csv").read_text() == OLD
    assert (place / "datasets.yaml").read_text() == MINE


def test_what_is_accepted_is_read_from_then_on_with_its_day(answers, place):
    answer(answers)
    assert update(read(place), "mine", on=ON, accept=True).taken
    found = read(place)
    assert opendata.read_of(found, "mine", "share", ["E1"])["value"].to_pylist() == [15, 21, 22]
    assert found.datasets["mine"].vintage == "to 2025, fetched 2026-11-28"
    assert found.datasets["mine"].fetch.tried == "2026-11-28"
    assert (place / "datasets.yaml").read_text().startswith("# ours\n")
    assert update(found, "mine", on=ON).revised == 0


def test_offline_a_file_is_taken_and_the_address_stays_not_tried(answers, place, tmp_path):
    answers.clear()
    (tmp_path / "by_hand.csv").write_text(NEW)
    assert update(read(place), "mine", file=tmp_path / "by_hand.csv", accept=True, on=ON).new == 1
    assert read(place).datasets["mine"].fetch.tried == "not tried"
    assert "not there" in refused(place, file=tmp_path / "gone.csv")


def test_a_table_in_a_zip_is_read_and_what_is_wrong_is_told_of_both(place, tmp_path):
    for text, says in ((NEW, ""), (NEW.replace("people", "persons"), "full.zip/mine.csv: there is no column 'people'")):
        with zipfile.ZipFile(tmp_path / "full.zip", "w") as archive:
            archive.writestr("mine.csv", text)
        if says:
            refused(place, file=tmp_path / "full.zip")
            with pytest.raises(OneplaceError, match=says):
                update(read(place), "mine", on=ON, file=tmp_path / "full.zip")
        else:
            assert update(read(place), "mine", on=ON, file=tmp_path / "full.zip").new == 1


def test_a_file_that_is_cut_off_is_refused(answers, place):
    answer(answers, Content_Length=str(len(NEW) + 10))
    assert "was cut off before its end" in refused(place)
    answer(answers, body="\n".join(OLD.splitlines()[:-1]))
    assert "lacks 1 of the 3 figures that are held now." in refused(place)


def test_what_is_taken_in_the_publishers_own_layout_or_for_several_files_is_read_from_then_on(place, tmp_path):
    (tmp_path / "new.csv").write_text(NEW.replace("code,", "Area,"))
    theirs = "{area: {column: Area}, period: {column: year, kind: year}, figures: {share: {value: people}}}"
    (place / "datasets.yaml").write_text(
        MINE.replace('mine.csv"}', f'mine.csv", layout: {theirs}}}').replace("value: 20}", "value: 200}")
    )
    assert update(read(place), "mine", file=tmp_path / "new.csv", accept=True, on=ON).taken
    assert opendata.read_of(read(place), "mine", "share", ["E1"])["value"].to_pylist() == [200, 200, 200]
    assert (place / "opendata" / "mine.csv").read_text() == OLD  # what stood there before stays
    assert update(read(place), "mine", file=tmp_path / "new.csv", on=ON).revised == 0

    (tmp_path / "new.csv").write_text(NEW)
    (place / "opendata" / "second.csv").write_text("code,year,events,people\nE3,2024,50,200\n")
    (tmp_path / "new.csv").write_text(NEW + "E3,2024,50,200\n")
    files = "files: [opendata/mine.csv, opendata/second.csv]"
    (place / "datasets.yaml").write_text(MINE.replace("files: opendata/mine.csv", files))
    assert update(read(place), "mine", file=tmp_path / "new.csv", accept=True, on=ON).new == 1
    assert opendata.read_of(read(place), "mine", "share", ["E1", "E3"])["value"].to_pylist() == [15, 21, 22, 25]


@pytest.mark.parametrize(("held", "is_refused"), [(11, False), (10, False), (9, True)])
def test_a_tenth_of_the_figures_may_go_and_no_more(place, tmp_path, held, is_refused):
    rows = [f"E{n},2024,40,200\n" for n in range(1, held + 1)]
    (place / "opendata" / "mine.csv").write_text("code,year,events,people\n" + "".join(rows))
    (tmp_path / "new.csv").write_text("code,year,events,people\n" + "".join(rows[:-1]))
    if is_refused:
        assert "lacks 1 of the 9" in refused(place, file=tmp_path / "new.csv")
    else:
        assert update(read(place), "mine", file=tmp_path / "new.csv", on=ON).gone == 1


@pytest.mark.parametrize(
    "to", ["http://figures.example.org/new.csv", "https://elsewhere.example.org/new.csv", "file:///etc/passwd"]
)
def test_a_redirect_to_another_host_or_scheme_is_not_followed(answers, place, to):
    answer(answers, body="", status=302, Location=to)
    assert "not followed" in refused(place)


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever(answers, place):
    answer(answers, path="/new.csv")
    answers["/mine.csv"] = (302, {"Location": "/new.csv"}, b"")
    assert update(read(place), "mine", on=ON).new == 1
    answer(answers, body="", status=302, Location="/mine.csv")
    assert "answers 302" in refused(place)


@pytest.mark.parametrize(
    ("body", "headers", "says"),
    [
        (NEW.replace("events", "cases"), {}, "there is no column 'events'"),
        (NEW.replace("E1,2024", "E3,2024"), {}, "lacks 1 of the 3 figures"),
        ("code,year,events,people\nE1,2024,*,200\n", {}, "has no figure"),
        ("<html></html>", {"Content_Type": "text/html; charset=utf-8"}, "answers with a page, not a file."),
        ("", {}, "is empty"),
    ],
)
def test_a_file_that_is_not_what_was_declared_is_refused(answers, place, body, headers, says):
    answer(answers, body=body, **headers)
    assert says in refused(place)


def test_a_file_without_its_headline_figure_is_refused(answers, place):
    (place / "opendata" / "mine.csv").unlink()
    (place / "opendata" / "mine.csv").write_text(OLD.replace("E1,2024", "E1,2022"))
    answer(answers, body=OLD.replace("E1,2024", "E1,2022"))
    assert "has no share of E1 in 2024, its headline figure." in refused(place)


def test_more_than_may_be_fetched_is_refused(answers, place, monkeypatch):
    answer(answers)
    monkeypatch.setattr(fetching, "MOST_BYTES", len(NEW) - 1)
    assert "the most that is fetched" in refused(place)
    monkeypatch.setattr(fetching, "MOST_BYTES", len(NEW))
    assert update(read(place), "mine", on=ON).new == 1


def test_an_address_that_is_not_there_or_no_https_is_told(answers, place, tmp_path):
    answers.clear()
    assert "answers 404" in refused(place)
    for address in ("http://figures.example.org/mine.csv", "file:///etc/passwd", "ftp://figures.example.org/a"):
        with pytest.raises(OneplaceError, match="is no https address"):
            fetching.fetch(address, tmp_path / "got")


def test_a_dataset_that_ships_is_read_by_its_loader_and_becomes_the_places_own(place, tmp_path):
    """The trusts' beds, of which one figure is another in the newer file: in CSV, as a publisher gives it."""
    import duckdb

    from oneplace.assets import folder

    path = folder("opendata") / "performance" / "beds_sitrep_trust_monthly.parquet"
    (table := duckdb.read_parquet(str(path))).write_csv(str(tmp_path / "beds.csv"))
    text = (tmp_path / "beds.csv").read_text()
    assert len(text.splitlines()) == len(table) + 1
    told = update(read(place), "beds", file=tmp_path / "beds.csv", accept=True, on=ON)
    assert (told.new, told.revised, told.gone, told.taken) == (0, 0, 0, True)
    found = read(place)
    assert found.datasets["beds"].publisher == "NHS England"
    assert opendata.read_of(found, "beds", "general_acute_occupancy", ["RHM"]).equals(
        opendata.read("beds", "general_acute_occupancy", ["RHM"])
    )


def test_a_dataset_that_ships_is_fetched_in_its_publishers_own_layout(answers, place):
    """Social contact, whose address is declared and was never tried: two indicators of the public health profiles."""
    declared = opendata.DATASETS["social_contact"].fetch
    assert (declared.tried, declared.layout_is) == ("not tried", "recalled")
    assert urlsplit(declared.address).scheme == "https"
    answer(answers, path=declared.address.partition(".uk")[2])
    with pytest.raises(OneplaceError, match=r"there is no column 'Indicator ID'.*The table has: code, year, events"):
        update(read(place), "social_contact", on=ON)


@pytest.mark.parametrize("dataset", sorted(opendata.DATASETS.keys() - reading.LOADERS.keys() | {"deprivation_2019"}))
def test_what_is_not_read_as_figures_is_not_renewed_and_says_so(place, tmp_path, dataset):
    """Neighbourhoods' deprivation stands beside its dataset: a file that its loader never opens is not "unchanged"."""
    (tmp_path / "any.csv").write_text("a,b\n1,2\n")
    with pytest.raises(OneplaceError, match=r"reads it in the edition that ships alone|it is not read, since"):
        update(read(place), dataset, file=tmp_path / "any.csv", on=ON)


def test_what_is_wrong_is_told_of_the_file_that_was_given(place, tmp_path):
    (tmp_path / "any.csv").write_text("a,b\n1,2\n")
    with pytest.raises(OneplaceError, match=r"any\.csv:1: The header lacks 'month', 'trust'") as told:
        update(read(place), "beds", file=tmp_path / "any.csv", on=ON)
    assert "laid_out" not in str(told.value)


@pytest.mark.parametrize(
    ("holds", "says"),
    [
        (
            "a.csv b.csv",
            r"is a zip archive that holds a\.csv, b\.csv\. Unpack it, and give the one file that is wanted",
        ),
        ("[Content_Types].xml", r"is a workbook of Excel\. Save its sheet of figures as CSV, and give that"),
    ],
)
def test_an_archive_or_a_workbook_is_refused_with_what_helps(place, tmp_path, holds, says):
    with zipfile.ZipFile(tmp_path / "given.csv", "w") as parts:
        for each in holds.split():
            parts.writestr(each, "a,b\n1,2\n")
    with pytest.raises(OneplaceError, match=says):
        update(read(place), "beds", file=tmp_path / "given.csv", on=ON)


def test_the_command_tells_and_takes_and_says_how_each_can_be_had(answers, place):
    answer(answers)
    told = CliRunner().invoke(app, ["opendata", "update", "mine", "--place", str(place)])
    assert told.exit_code == 0, told.output
    assert "1 figure is new; 1 was revised; 0 are gone." in told.output
    assert "Nothing was changed. Take it with --accept." in told.output
    taken = CliRunner().invoke(app, ["opendata", "update", "mine", "--place", str(place), "--accept"])
    assert "Taken: the next run tells which measures it changes." in taken.output
    nothing = CliRunner().invoke(app, ["opendata", "update", "ambulance", "--place", str(place)])
    assert "has no address of a file that could be fetched" in str(nothing.exception)


def test_columns_that_changed_places_are_refused_where_no_share_was_above_one_before(answers, place):
    answer(answers, body=NEW.replace("events,people", "people,events"))
    assert "counts more than it counts out of in 4 of the 4 figures of share, and in none before." in refused(place)
