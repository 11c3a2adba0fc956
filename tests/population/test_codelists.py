"""A place's code lists: which codes stand for themselves, which for all that begin with them, and what is refused."""

from pathlib import Path

import pytest

from oneplace.place import Codes
from oneplace.population import read_codelists
from oneplace.problems import OneplaceError

HEADER = "code,term,code_system\n"
MEND = "A code list is a table with the columns code and code_system, and term for who reads it."


def listed(folder: Path, text: str, name: str = "asthma") -> Path:
    path = folder / "codelists" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def read(folder: Path, text: str) -> Codes:
    listed(folder, text)
    return read_codelists(folder, ["asthma"])["asthma"]


@pytest.mark.parametrize(
    ("system", "code", "exact", "prefixes"),
    [
        ("icd10", "J45.9", (), ("J459",)),
        ("icd10", "J45", (), ("J45",)),
        ("opcs4", "W37.1", (), ("W371",)),
        ("snomed", "195967001", ("195967001",), ()),
        ("dmd", "1.2", ("1.2",), ()),
        ("local", "AST.1", ("AST.1",), ()),
    ],
)
def test_classes_stand_for_what_begins_with_them_and_other_codes_for_themselves(
    tmp_path, system, code, exact, prefixes
):
    assert read(tmp_path, f"{HEADER}{code},Asthma,{system}\n") == Codes(exact, prefixes)


def test_codes_come_once_and_in_order_and_without_the_spaces_around_them(tmp_path):
    rows = "b, B ,snomed\n a ,A, snomed \nb,B,snomed\nK2,K,icd10\nJ4.5,J,icd10\nJ45,J,icd10\n"
    assert read(tmp_path, HEADER + rows) == Codes(("a", "b"), ("J45", "K2"))


def test_columns_are_known_by_name_and_may_be_fewer_or_more(tmp_path):
    assert read(tmp_path, "note,code_system,code\nx,local,a\n") == Codes(("a",), ())


def test_letters_beyond_the_latin_ones_are_read_as_utf_8_and_a_quoted_line_may_break(tmp_path):
    assert read(tmp_path, HEADER + '"ä","of two\nlines",local\n') == Codes(("ä",), ())


def test_each_list_is_read_once_by_its_name_in_order(tmp_path):
    for name in ("copd", "asthma", "unasked"):
        listed(tmp_path, f"{HEADER}{name},T,local\n", name)
    found = read_codelists(tmp_path, iter(["copd", "asthma", "copd"]))
    assert list(found.items()) == [("asthma", Codes(("asthma",), ())), ("copd", Codes(("copd",), ()))]
    assert read_codelists(tmp_path, []) == {}


def test_a_list_as_a_spreadsheet_saves_it_is_read(tmp_path):
    text = "Asthma\r\n\r\ncode;term;code_system\r\n00123;Asthma;local\r\n"
    assert read(tmp_path, f"\ufeff{text}") == Codes(("00123",), ())


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"{HEADER},Asthma,snomed\n", 2, "has no code."),
        (f'{HEADER}a,"two\nlines",local\n  ,Asthma,snomed\n', 4, "has no code."),
        (f"{HEADER}a,A,read2\n", 2, "'read2' isn't one of icd10, snomed, opcs4, dmd, local."),
        (f"{HEADER}a,A,\n", 2, "'' isn't one of icd10, snomed, opcs4, dmd, local."),
        (f"{HEADER}a,A\n", 2, "has 2 cells where the line of names has 3."),
        (f"{HEADER}1.95967E+08,A,snomed\n", 2, "1.95967E+08 is what a spreadsheet makes of a long code"),
        ("name,code_system\na,local\n", 0, "there is no column 'code'."),
        ("code,term\na,A\n", 0, "there is no column 'code_system'."),
        (HEADER, 0, "holds no code."),
        ("", 0, "is empty."),
    ],
)
def test_a_faulty_list_is_refused_with_its_line(tmp_path, text, line, message):
    path = listed(tmp_path, text)
    with pytest.raises(OneplaceError) as caught:
        read_codelists(tmp_path, ["asthma"])
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert problem.mend
    assert problem.message.startswith(message)


def test_a_list_that_is_missing_or_outside_the_place_is_refused(tmp_path):
    with pytest.raises(OneplaceError) as caught:
        read_codelists(tmp_path, ["asthma"])
    (problem,) = caught.value.problems
    assert problem.path == tmp_path / "codelists" / "asthma.csv"
    assert (problem.message, problem.mend) == ("is asked for by a measure, but isn't there.", MEND)
    place = tmp_path / "place"
    place.mkdir()
    listed(tmp_path, f"{HEADER}a,A,local\n", "outside")
    with pytest.raises(OneplaceError, match="outside"):
        read_codelists(place, ["../../codelists/outside"])
