"""Periods in publishers' spellings: in order of time, of one kind in a column, and no guess where there are two."""

from datetime import date

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from oneplace.sheets import Kind, Sheet, UnreadableError, read_period, working_days

MONTHS = ["%Y-%m", "%b-%y", "%b %y", "%B %Y", "%Y %b", "%b%y", "%YM%m", "%Y%m", "%m/%Y", "%b-%Y", "%B-%y", "%Y/%m"]
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%y", "%Y%m%d", "%A %d %b %Y"]
DAYS += ["%Y-%m-%dT00:00:00", "%Y-%m-%d 00:00:00", "%Y/%m/%d", "%B %d, %Y"]


def column(*texts):
    return Sheet.of(pl.DataFrame({"period": list(texts)})).periods("period")


@settings(max_examples=60, derandomize=True)
@given(st.sampled_from(MONTHS), st.integers(2015, 2029), st.integers(1, 12), st.permutations(range(14)))
def test_months_come_in_order_of_time(form, year, month, order):
    months = [date(year + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 1) for n in order]
    found = column(*(each.strftime(form) for each in months))
    assert found.kind is Kind.MONTH
    assert (found.place - min(found.place)).tolist() == list(order)


@settings(max_examples=60, derandomize=True)
@given(st.sampled_from(DAYS), st.integers(0, 4000), st.permutations(range(9)))
def test_days_come_in_order_of_time(form, first, order):
    days = [date.fromordinal(date(2015, 1, 1).toordinal() + first + n) for n in order]
    assume("/%m/" not in form or any(day.month > 1 or day.day > 12 for day in days))  # refused: see below
    found = column(*(each.strftime(form) for each in days))
    assert found.kind is Kind.DAY
    assert (found.place - min(found.place)).tolist() == list(order)


@pytest.mark.parametrize(
    ("texts", "kind", "steps"),
    [
        (["2023/24", "2024/25", "2021/22"], Kind.FINANCIAL_YEAR, [24, 36, 0]),
        (["2023-24", "2024-25"], Kind.FINANCIAL_YEAR, [0, 12]),
        (["2010-11", "2011-12"], Kind.FINANCIAL_YEAR, [0, 12]),
        (["2011-11", "2011-12", "2012-01"], Kind.MONTH, [0, 1, 2]),
        (["1998/99", "1999/00", "2000/2001"], Kind.FINANCIAL_YEAR, [0, 12, 24]),
        (["22/23", "23/24"], Kind.FINANCIAL_YEAR, [0, 12]),
        (["Apr 2022 to Mar 2023", "April 2023 - March 2024"], Kind.FINANCIAL_YEAR, [0, 12]),
        (["2018 - 20", "2019-21", "2020 to 2022"], Kind.SPAN, [0, 12, 24]),
        (["2018/19 - 2020/21", "2019/20-21/22"], Kind.SPAN, [0, 12]),
        (["12 months to March 2024", "Year ending Jun 2024"], Kind.SPAN, [0, 3]),
        (["Year ending 31 March 2024", "year to Jun-24", "Rolling 12 months to Mar 2025"], Kind.SPAN, [0, 3, 12]),
        (["Financial year 2023/24", "2024/25 [p]", "2025/26 (provisional)"], Kind.FINANCIAL_YEAR, [0, 12, 24]),
        (["2023/24 M12", "Month 1 2024/25"], Kind.MONTH, [0, 1]),
        (["w/c 1 Jan 24", "w/e 14/01/24"], Kind.WEEK, [0, 7]),
        (["2023 Q4", "2024 Q1"], Kind.QUARTER, [0, 3]),
        (["Q4 2023/24", "Q1 2024/25"], Kind.FINANCIAL_QUARTER, [0, 3]),
        (["2023/24 Q4", "2024/25 Q1", "Jul-Sep 2024"], Kind.FINANCIAL_QUARTER, [0, 3, 6]),
        (["2023 Q4", "Jan-Mar 2024"], Kind.QUARTER, [0, 3]),
        (["Oct-Dec 23", "Jan - Mar 24"], Kind.QUARTER, [0, 3]),
        (["Week 10", "Week 9", "Week 11"], Kind.NUMBER, [1, 0, 2]),
        (["1", "2", "10", "24"], Kind.NUMBER, [0, 1, 9, 23]),
        (["2023-W52", "2024-W01"], Kind.WEEK, [0, 7]),
        (["202350", "202352", "202401"], Kind.WEEK, [0, 14, 21]),
        (["202301", "202312", "202401"], Kind.MONTH, [0, 11, 12]),
        (["w/c 01/01/2024", "Week ending 14/01/2024"], Kind.WEEK, [0, 7]),
        (["2019", "2020", "2022"], Kind.YEAR, [0, 12, 36]),
        (["01/04/2023", "01/05/2023", "01/01/2024"], Kind.DAY, [0, 1, 9]),
        (["2024-01-31", "2024-02-29", "2024-03-31"], Kind.DAY, [0, 1, 2]),
        (["45017", "45047.0", "45078"], Kind.DAY, [0, 1, 2]),
        (["29999", "45047"], Kind.NUMBER, [0, 15048]),
        (["2023-04-01T00:00:00+01:00", "2023-05-01 00:00:00.000+0100"], Kind.DAY, [0, 1]),
        (
            ["FYE 2023", "fye24", "Financial year ending March 2025", "FYE 31/03/2026"],
            Kind.FINANCIAL_YEAR,
            [0, 12, 24, 36],
        ),
        (["202223", "202324"], Kind.FINANCIAL_YEAR, [0, 12]),
        (["FY99", "FY00", "FY2001"], Kind.NUMBER, [0, 1, 2]),
        (["H2 2023/24", "2024/25 H1", "H2 24/25"], Kind.FINANCIAL_HALF, [0, 6, 12]),
        (["2023 H1", "H2 2023"], Kind.HALF, [0, 6]),
        (["2022.12", "2023.01", "2023.02"], Kind.MONTH, [0, 1, 2]),
        (["2023 H1", "Jul-Dec 2023"], Kind.HALF, [0, 6]),
        (["Apr to Sep 2023", "2023/24 H2"], Kind.FINANCIAL_HALF, [0, 6]),
        (["Academic year 2022/23", "AY 2023/24"], Kind.SPAN, [0, 12]),
        (["mid-2022", "2023p", "2024*"], Kind.YEAR, [0, 12, 24]),
        (["01/04/2023 - 30/06/2023", "1 July 2023 to 30 September 2023"], Kind.QUARTER, [0, 3]),
        (["2023-04-01 to 2023-04-30", "2023_05", "Jun.23"], Kind.MONTH, [0, 1, 2]),
        (["1 Jan 2023 - 31 Dec 2023", "2024"], Kind.YEAR, [0, 12]),
        (["P12 2023/24", "Mth 1 24/25"], Kind.MONTH, [0, 1]),
        (
            ["week beginning 03/04/2023", "w.e. 16/4/23", "wk to 23 Apr 2023", "24/04/2023 - 30/04/2023"],
            Kind.WEEK,
            [0, 7, 14, 21],
        ),
        (["23Q4", "1Q24"], Kind.QUARTER, [0, 3]),
        (["FY2023/24 Q4", "Q1 FY24/25", "FY24-25 Q2", "Q3 2024 / 25"], Kind.FINANCIAL_QUARTER, [0, 3, 6, 9]),
        (["H2 FY2023/24", "FY24/25 H1"], Kind.FINANCIAL_HALF, [0, 6]),
        (["FY24/25 M12", "P1 FY2025/26"], Kind.MONTH, [0, 1]),
        (["Rolling year ending March 2024", "12 months to end of Jun-24"], Kind.SPAN, [0, 3]),
        (["2021 to 2022", "2022 to 2023", "2023—24", "FY24-25"], Kind.FINANCIAL_YEAR, [0, 12, 24, 36]),
        (["Year 2022", "Year 2023"], Kind.YEAR, [0, 12]),
        (["Q3 (Oct-Dec) 2023/24", "2023/24 Q4 (Jan to Mar)"], Kind.FINANCIAL_QUARTER, [0, 3]),
        (["Q3 2023 (Jul-Sep)", "Oct-Dec 2023"], Kind.QUARTER, [0, 3]),
        (["Quarter ending June 2023", "3 months to 30 September 2023", "Q/E Dec-23"], Kind.QUARTER, [0, 3, 6]),
        (["2023/24 Q1", "Quarter ending September 2023"], Kind.FINANCIAL_QUARTER, [0, 3]),
        (["month ending 30 April 2023", "May 2023 r"], Kind.MONTH, [0, 1]),
        (["As at 31 March 2024", "at 30/04/2024"], Kind.DAY, [0, 1]),
        (["Week ending Sunday 7 April 2024", "w/e 2024-04-14"], Kind.WEEK, [0, 7]),
        (["2022/23 academic year", "AY 2023/24"], Kind.SPAN, [0, 12]),
    ],
)
def test_kinds_and_their_places(texts, kind, steps):
    found = column(*texts)
    assert found.kind is kind
    assert (found.place - min(found.place)).tolist() == steps


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("05-Sep", "which has no year"),
        ("Apr", "which has no year"),
        ("Q1", "which has no year"),
        ("Monday", "which has no year"),
        ("04/13/2023", "which is no date: the day is read first"),
        ("31/02/2023", "which is no date: the day is read first"),
        ("", "so there is no period"),
        ("then", "which is no period"),
        ("2023-13", "which is no period"),
        ("2023/24 M13", "which is no period"),
        *(
            (text, "whose months are not those of the period beside them")
            for text in ("Q3 2023 (Oct-Dec)", "2023/24 (Jan-Dec)", "2023/24 Q1 (Jan to Mar)")
        ),
        *(
            (text, "whose year may be the one that begins then or the one that ends")
            for text in ("Q1 FY24", "FY2024 Q3", "H1 FY24", "FY24-M03")
        ),
        *(
            (text, "a season, which may be of other months for another reader")
            for text in ("Spring 2023", "winter 2023/24", "Autumn term 2023")
        ),
        *(
            (text, "which is so much of a period as has gone by, and not to be set beside whole ones")
            for text in ("2023-24 YTD", "2024/25 (year to date)", "FYTD 2024", "2025 to date")
        ),
    ],
)
def test_what_is_no_period_is_refused(text, why):
    with pytest.raises(UnreadableError) as caught:
        read_period(text)
    assert caught.value.why == why
    assert caught.value.mend


def test_a_label_of_another_kind_is_named_with_its_row():
    with pytest.raises(OneplaceError, match=r"table:3:1: column 'period' has '2023/24', a financial year among"):
        column("Apr-23", "May-23", "2023/24")


def test_weeks_that_begin_again_want_their_year():
    with pytest.raises(OneplaceError, match=r"table:4:1: .*'Week 1' after 'Week 52'"):
        column("Week 50", "Week 51", "Week 52", "Week 1", "Week 2")


@pytest.mark.parametrize("last", [12, 52, 53])
def test_bare_weeks_and_months_that_begin_again_want_their_year_too(last):
    order = [*range(last - 6, last + 1), *range(1, 5)]
    with pytest.raises(OneplaceError, match=rf"table:8:1: .*'1' after '{last}': of which year is it"):
        column(*map(str, order))
    assert column(*map(str, [*order, 60])).kind is Kind.NUMBER  # they go on beyond: no year
    assert column(*map(str, reversed(order))).kind is Kind.NUMBER


@pytest.mark.parametrize("form", ["{:02d}/01/2023", "{}/1/23", "{}/01/2024"])
def test_days_of_january_that_may_be_months_are_refused(form):
    with pytest.raises(OneplaceError, match=r"only days of January, up to the 12th.*Write them as 2023-02-01"):
        column(*(form.format(month) for month in range(1, 13)))
    assert column(*(form.format(day) for day in range(1, 16))).kind is Kind.DAY  # the 13th can be no month
    with pytest.raises(OneplaceError, match="only days of January"):
        column(*(form.format(month) for month in (3, 6, 9, 12)))  # quarters of a year to who puts the month first
    assert column(*(form.format(day) for day in range(1, 4))).kind is Kind.DAY


def test_first_days_of_years_are_the_same_to_both_readers():
    found = column(*(f"01/01/{year}" for year in range(2008, 2024)))
    assert (found.place - min(found.place)).tolist() == [12 * n for n in range(16)]


@pytest.mark.parametrize("calendar", ["2022 Q1", "Q4 2022", "22Q4"])
@pytest.mark.parametrize("financial", ["2022/23 Q4", "Q1 23/24", "FY2023-24 Q2"])
def test_quarters_of_both_years_in_one_column_are_refused(calendar, financial):
    with pytest.raises(OneplaceError, match=r"a quarter( of a financial year)? among periods of another kind"):
        column(calendar, financial, "Jul-Sep 2024")


@pytest.mark.parametrize("lost", ["2022.1", 2022.1])
def test_an_october_that_lost_its_nought_is_no_number(lost):
    with pytest.raises(OneplaceError, match=r":3:1: .* '2022\.1', which may be 2022\.10 .* Write months as 2022-10\."):
        column(*(type(lost)(each) for each in ("2022.08", "2022.09", "2022.1", "2022.11")))
    assert column(*(type(lost)(each) for each in ("2022.1", "2022.3", "2022.5"))).kind is Kind.NUMBER


@pytest.mark.parametrize("calendar", ["2022 H1", "H2 2022", "Jan-Jun 2022"])
@pytest.mark.parametrize("financial", ["2022/23 H2", "H1 23/24", "Oct 2022 to Mar 2023"])
def test_halves_of_both_years_in_one_column_are_refused(calendar, financial):
    with pytest.raises(OneplaceError, match=r"half a (financial )?year among periods of another kind"):
        column(calendar, financial, "H1 2019", "H1 2018/19")


def test_working_days_are_neighbours_over_weekends_and_bank_holidays():
    easter = [date(2024, 3, 27), date(2024, 3, 28), date(2024, 4, 2), date(2024, 4, 3)]
    assert [b - a for a, b in zip(working_days(easter), working_days(easter)[1:], strict=False)] == [1, 1, 1]
    closed = [date(2024, 4, 8), date(2024, 4, 10)]  # a Tuesday without a row is a gap
    assert working_days(closed)[1] - working_days(closed)[0] == 2
    worked = [date(2024, 3, 28), date(2024, 3, 29), date(2024, 4, 1), date(2024, 4, 2)]
    assert [b - a for a, b in zip(working_days(worked), working_days(worked)[1:], strict=False)] == [1, 1, 1]
    weekend = [date(2024, 4, 5), date(2024, 4, 6), date(2024, 4, 8)]
    assert [b - a for a, b in zip(working_days(weekend), working_days(weekend)[1:], strict=False)] == [1, 2]
