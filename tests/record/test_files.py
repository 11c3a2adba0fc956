"""The files that partners sent, as wholes: all there, sound, and with the columns that are declared."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from oneplace.record.files import find, undeclared
from tests.record.conftest import SOURCES, Small, make_place

HEADER = "id,uprn,from,to"
MEND = "Mend the file, or declare in sources.yaml the columns that it has."
AGAIN = "Ask the partner to send the file again."


def problems(small):
    files, found = find(small.place.sources, small.extracts)
    return files, [
        (each.path.relative_to(small.extracts).as_posix(), each.code, each.message, each.mend) for each in found
    ]


def test_files_come_in_the_order_of_the_declaration_and_of_their_names(small):
    small.file("ed/attendances_2.csv")
    files, found = problems(small)
    assert found == []
    assert [extract.name for extract in files] == [
        "reference/homes.csv",
        "gp/patients.csv",
        "gp/addresses.csv",
        "gp/journal.csv",
        "ed/attendances_1.csv",
        "ed/attendances_2.csv",
        "links/log.csv",
    ]
    assert len({extract.load_id for extract in files}) == len(files)


def test_a_file_is_known_by_its_name_and_what_it_holds(small):
    path = small.file("gp/addresses.csv", "1,999001,2010-01-01,")
    extract = next(each for each in problems(small)[0] if each.name == "gp/addresses.csv")
    assert extract.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    digest = hashlib.sha256(f"gp/addresses.csv\0{extract.sha256}".encode()).hexdigest()
    assert extract.load_id == f"gp.addresses.{digest[:12]}"


def test_a_file_that_did_not_come(small):
    (small.extracts / "gp/addresses.csv").unlink()
    files, found = problems(small)
    assert found == [
        (
            "gp/addresses.csv",
            "extract-missing",
            "The practice has sent no addresses.csv.",
            "Put the file there, or take the dataset out of sources.yaml.",
        )
    ]
    assert len(files) == 5


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("id,uprn,from", "The column to is missing."),
        ("id,x,y,to", "The columns uprn, from are missing."),
        ("id,uprn,from,to,to", "The column to is there 2 times: as column 4 and 5."),
        ("id,id,uprn,id,to", "The column id is there 3 times: as column 1 and 2 and 4."),
    ],
)
def test_columns_that_are_not_those_declared(small, header, message):
    small.file("gp/addresses.csv", header=header)
    assert problems(small)[1] == [("gp/addresses.csv", "extract-header", message, MEND)]


@pytest.mark.parametrize(
    "header",
    ["id,uprn,from,to,more", "more,id,uprn,from,to", "to,from,uprn,id", "ID,Uprn, from ,TO", "id,uprn,from,to,TO"],
)
def test_columns_may_stand_in_any_order_and_case_among_others(small, header):
    small.file("gp/addresses.csv", header=header)
    assert problems(small)[1] == []


@pytest.mark.parametrize(
    ("written", "declare"),
    [
        (HEADER.replace(",", ";").encode(), '`encoding: utf-8` and `delimiter: ";"`'),
        (HEADER.replace(",", "\t").encode(), '`encoding: utf-8` and `delimiter: "\\t"`'),
        (f"{HEADER.replace(',', ';')}\n1;2;Zoë;’\n".encode("cp1252"), '`encoding: cp1252` and `delimiter: ";"`'),
        (f"{HEADER.replace(',', ';')}\n1;2;Zoë;’\n".encode(), '`encoding: utf-8` and `delimiter: ";"`'),
        (f"{HEADER}\r\n1,2,3,4\r\n".encode("utf-16"), '`encoding: utf-16` and `delimiter: ","`'),
    ],
)
def test_the_declared_columns_written_otherwise_are_told_from_other_columns(small, written, declare):
    (small.extracts / "gp/addresses.csv").write_bytes(written)
    message, mend = "The columns are those declared, written otherwise.", f"Declare {declare} in sources.yaml."
    assert problems(small)[1] == [("gp/addresses.csv", "extract-header", message, mend)]


def test_a_folder_of_a_file_s_name_is_no_file(small):
    (small.extracts / "gp/addresses.csv").unlink()
    (small.extracts / "gp/addresses.csv").mkdir()
    assert [each[1] for each in problems(small)[1]] == ["extract-missing"]


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
def test_a_mark_before_the_header_is_no_part_of_it(small, start):
    (small.extracts / "gp/addresses.csv").write_bytes(start + f"{HEADER}\n".encode())
    assert problems(small)[1] == []


def test_a_file_without_even_a_header(small):
    (small.extracts / "gp/addresses.csv").write_bytes(b"")
    message = "is empty: it has not even a header."
    assert problems(small)[1] == [("gp/addresses.csv", "extract-unusable", message, AGAIN)]


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        (gzip.compress(HEADER.encode()), None),
        (gzip.compress(HEADER[:5].encode()) + gzip.compress(HEADER[5:].encode()), None),  # in two parts
        (gzip.compress(HEADER.encode())[:-4], "is cut off: the gzip stream ends too early."),
        (gzip.compress(b"id") + gzip.compress(b"x")[:-4], "is cut off: the gzip stream ends too early."),
        (
            b"no gzip",
            "is not a sound gzip file (Not a gzipped file).",
        ),
    ],
    ids=["whole", "in two parts", "cut", "cut in its second part", "something else"],
)
def test_a_file_may_come_compressed(small, packed, message):
    (small.extracts / "gp/addresses.csv").unlink()
    (small.extracts / "gp/addresses.csv.gz").write_bytes(packed)
    expected = [("gp/addresses.csv.gz", "extract-unusable", message, AGAIN)] if message else []
    assert problems(small)[1] == expected


def test_a_link_out_of_the_folder_is_not_read(small, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text(f"{HEADER}\n", "utf-8")
    (small.extracts / "gp/addresses.csv").unlink()
    (small.extracts / "gp/addresses.csv").symlink_to(outside)
    files, found = problems(small)
    assert found == [
        (
            "gp/addresses.csv",
            "extract-outside",
            "leads out of the folder of extracts: nothing outside it is read.",
            "Put the file itself there, not a link or a path to it.",
        )
    ]
    assert "gp/addresses.csv" not in {extract.name for extract in files}


@pytest.mark.slow
def test_files_that_nobody_declared_are_named(small):
    small.file("gp/addresses.csv")
    for name in ("gp/patients_old.csv", "letters/note.txt", "truth/what_is_so.txt", "gp/.hidden"):
        path = small.extracts / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    files, _ = find(small.place.sources, small.extracts)
    assert undeclared(small.place.sources, small.extracts, files) == ["gp/patients_old.csv", "letters/note.txt"]
    assert small.load().undeclared == ("gp/patients_old.csv", "letters/note.txt")


def test_a_partner_who_is_not_known_yet_is_not_said_to_have_sent_nothing(tmp_path):
    made = Small(tmp_path, make_place(SOURCES.replace("partner: The practice", "partner: not known"), tmp_path))
    assert "Source `gp` has sent no journal.csv." in [message for _, _, message, _ in problems(made)[1]]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_small_file_of_which_no_row_is_in_utf_8_tells_the_encoding_to_declare(small, end):
    path = small.file("gp/addresses.csv")
    header = path.read_bytes().splitlines()[0]
    path.write_bytes(header + b"\n1,\xe9,2010-01-01," + end)
    (name, _, message, mend) = next(each for each in problems(small)[1] if "UTF-8" in each[2])
    assert (name, message) == ("gp/addresses.csv", "is not in UTF-8, as which it is declared.")
    assert "`encoding: cp1252`" in mend
