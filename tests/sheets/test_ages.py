"""Age labels: every publisher's spelling means the same ages, and what may mean two is refused with its mend."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.sheets import Band, UnreadableError, band, overlap

CLOSED = ["{}-{}", "{:02}-{:02}", "{}–{}", "{} to {}", "{}—{}", "{} - {}", "{:02}{:02}", "{}_{}", "age{:02}_{:02}"]
CLOSED += ["Aged {} to {}", "{}-{} years", "Ages {}–{}", "{} to {} yrs", "Age group {}-{}", "{}‐{}", "Y{}T{}"]
OPEN = ["{}+", "{} +", "{} and over", "{} years and over", "Aged {} and over", "{} plus", "{} & over", "{} or more"]
OPEN += [">={}", "≥ {}", "{} and above", "{}+ years", "{} and older", "{}-", "{}plus"]
UNDER = ["<{}", "< {}", "Under {}", "under {} years", "Aged under {}", "less than {}", "Under {}s", "U{}s"]


@settings(max_examples=60, derandomize=True)
@given(st.sampled_from(CLOSED), st.integers(1, 80), st.integers(1, 19))
def test_a_band_means_its_ages_however_it_is_spelled(form, first, width):
    assert band(form.format(first, first + width)) == Band(first, first + width)


@settings(max_examples=40, derandomize=True)
@given(st.sampled_from(OPEN), st.integers(60, 105))
def test_an_open_band_has_no_last_age(form, first):
    assert band(form.format(first)) == Band(first, None)


@settings(max_examples=20, derandomize=True)
@given(st.sampled_from(UNDER), st.integers(1, 20))
def test_a_band_below_an_age_ends_before_it(form, end):
    assert band(form.format(end)) == Band(0, end - 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5", Band(5, 5, alone=True)),
        ("85.0", Band(85, 85, alone=True)),
        ("0-4", Band(0, 4)),
        ("4 and under", Band(0, 4)),
        ("<=4", Band(0, 4)),
        ("15 to <20", Band(15, 19)),
        ("0 to under 5", Band(0, 4)),
        ("Less than one year", Band(0, 0)),
        ("Under-5", Band(0, 4)),
        ("M0004", Band(0, 4)),
        ("(5-9)", Band(5, 9)),
        *(("Y5-9", Band(5, 9)), ("Y_LT1", Band(0, 0)), ("Y_GE90", Band(90, None)), ("'5-9", Band(5, 9))),
        ("5-9 (years)", Band(5, 9)),
        ("[5, 10)", Band(5, 9)),
        ("(4,9]", Band(5, 9)),
        ("[85,Inf)", Band(85, None)),
    ],
)
def test_other_spellings(text, found):
    assert band(text) == found


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("05-Sep", "5-9"),
        ("5-Sep", "5-9"),
        ("Sep-05", "5-9"),
        ("9-May", "5-9"),
        ("Oct-14", "10-14"),
        ("14-Oct", "10-14"),
        ("01-Apr", "1-4"),
        ("2014-10-01", "10-14"),
        ("2026-09-05 00:00:00", "5-9"),
        ("2026-04-01", "1-4"),
        ("01/10/2014", "10-14"),
        ("04/01/2026", "1-4"),
    ],
)
def test_a_date_that_excel_made_is_told(text, was):
    with pytest.raises(UnreadableError) as caught:
        band(text)
    assert caught.value.why == f": Excel made a date of {was}"
    assert was.replace("-", " to ") in caught.value.mend


@pytest.mark.parametrize(
    ("text", "why", "mend"),
    [
        ("over 85", "which may begin at 85 or at 86", "Write 85+ or 86+."),
        (">85", "which may begin at 85 or at 86", "Write 85+ or 86+."),
        ("All ages", "which is a total and no age", "Take that row out."),
        ("Total", "which is a total and no age", "Take that row out."),
        ("Unknown", "whose age isn't known", "Take that row out, or share its people among the ages."),
        ("", "whose age isn't known", "Take that row out, or share its people among the ages."),
        ("Band 1", "which numbers a band and doesn't say its ages", "Write a band such as 0-4, 85+ or <1."),
        ("9-5", "which is no age", "Write a band such as 0-4, 85+ or <1."),
        ("131", "which is no age", "Write a band such as 0-4, 85+ or <1."),
    ],
)
def test_what_is_no_age_is_refused(text, why, mend):
    with pytest.raises(UnreadableError) as caught:
        band(text)
    assert (caught.value.why, caught.value.mend) == (why, mend)


@pytest.mark.parametrize(("found", "text"), [(Band(0, 4), "0-4"), (Band(90, None), "90+"), (Band(0, 0), "0")])
def test_bands_are_written_as_the_standards_write_them(found, text):
    assert (str(found), band(text).end) == (text, found.end)


def test_bands_that_share_an_age():
    assert overlap([Band(0, 4), Band(5, 9), Band(10, None)]) is None
    assert overlap([Band(10, None), Band(0, 4), Band(1, 4)]) == (Band(0, 4), Band(1, 4))
    assert overlap([Band(85, None), Band(85, 89)]) == (Band(85, 89), Band(85, None))
