"""Files with semicolons, as where the comma is decimal: the column says how its numbers are meant."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import sheets
from oneplace.problems import OneplaceError

AMOUNTS = st.integers(-9_999_999, 9_999_999).map(lambda n: n / 100)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("semicolons") / "table.csv"


def _numbers(file, cells, delimiter=";"):
    file.write_text("\n".join([delimiter.join(["area", "n"]), *(f"a{delimiter}{cell}" for cell in cells)]) + "\n")
    return sheets.read(file, ["n"]).numbers("n").value.tolist()


def _continental(number):
    return f"{number:,}".translate(str.maketrans(",.", ".,"))


@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    numbers=st.lists(st.integers(-9_999_999, 9_999_999).map(lambda n: n / 100), max_size=6), continental=st.booleans()
)
def test_a_column_that_settles_it_is_read_as_it_is_meant(file, numbers, continental):
    told = [*numbers, 0.5]  # whose sign can only be decimal
    written = [_continental(each) if continental else f"{each:,}" for each in told]
    assert _numbers(file, written) == told


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        (["1.200", "1.200.000", "..", "*"], [1200, 1200000]),
        (["1.200", "3,5"], [1200, 3.5]),
        (["1.200", "0.250"], [1.2, 0.25]),
        (["1.2000", "1.200"], [1.2, 1.2]),
        (["1.200", "3,456,789"], [1.2, 3456789]),
        (["1,200", "12"], [1200, 12]),
    ],
)
def test_other_cells_tell_what_a_point_is(file, cells, right):
    assert [each for each in _numbers(file, cells) if not math.isnan(each)] == right


@pytest.mark.parametrize("cell", ["1.200", "-1.200", "12.345 %", "999.000 [p]"])
def test_a_point_that_could_be_either_is_refused_with_its_line(file, cell):
    with pytest.raises(OneplaceError, match=r"csv:3:2: column 'n' has '.*', which may be \d+ or [\d.]+, for"):
        _numbers(file, ["7", cell] if "%" not in cell else ["7 %", cell])


def test_with_commas_between_cells_a_point_is_decimal(file):
    assert _numbers(file, ["1.200"], ",") == [1.2]
