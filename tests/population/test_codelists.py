"""A place's code lists: which codes stand for themselves, which for all that begin with them, and what is refused."""

from pathlib import Path

import pytest

from oneplace.place import Codes
from oneplace.population import read_codelists
from oneplace.problems import OneplaceError

HEADER = "code,term,code_system\n"
MEND = "A code list is a CSV file with the columns code, term and code_system."


def listed(folder: Path, text: str | bytes, name: str = "asthma") -> Path:
    path = folder / "codelists" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
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


SYSTEMS = "isn't one of icd10, snomed, opcs4, dmd, local."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (f"{HEADER},Asthma,snomed\n", 2, f"has no code, or a code system ('snomed') that {SYSTEMS}"),
        (f"{HEADER}a,A,local\n  ,Asthma,snomed\n", 3, f"has no code, or a code system ('snomed') that {SYSTEMS}"),
        (f"{HEADER}a,A,read2\n", 2, f"has no code, or a code system ('read2') that {SYSTEMS}"),
        (f"{HEADER}a,A\n", 2, f"has no code, or a code system ('') that {SYSTEMS}"),
        ("name,code_system\na,local\n", 2, f"has no code, or a code system ('local') that {SYSTEMS}"),
        ("code,term\na,A\n", 2, f"has no code, or a code system ('') that {SYSTEMS}"),
        (HEADER, 0, "holds no code."),
        ("", 0, "holds no code."),
        (b"code,term,code_system\n\xff,A,local\n", 0, "can't be read ('utf-8' codec can't decode byte 0xff in"),
    ],
)
def test_a_faulty_list_is_refused_with_its_line(tmp_path, text, line, message):
    path = listed(tmp_path, text)
    with pytest.raises(OneplaceError) as caught:
        read_codelists(tmp_path, ["asthma"])
    (problem,) = caught.value.problems
    assert (problem.path, problem.line, problem.mend) == (path, line, MEND)
    assert problem.message.startswith(message)


def test_a_cell_that_no_csv_file_can_hold_is_refused(tmp_path):
    path = listed(tmp_path, f"{HEADER}a,{'A' * 200_000},local\n")
    with pytest.raises(OneplaceError) as caught:
        read_codelists(tmp_path, ["asthma"])
    (problem,) = caught.value.problems
    assert (problem.path, problem.mend) == (path, MEND)
    assert problem.message == "can't be read (field larger than field limit (131072))."


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
