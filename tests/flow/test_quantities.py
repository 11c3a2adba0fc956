"""What is a quantity and what is none: every kind at, below and above its bounds, and what a refusal says."""

import math

import pytest

from oneplace.flow.file import quantity
from oneplace.flow.file.quantity import Fill, Price

FULL = "is not how full a place can be. Write it as `95 % full`, at most `100 % full`, or `12 patients`."

READ = [
    (quantity.parts, "5 days", (5.0, "days")),
    (quantity.parts, "  5days ", (5.0, "days")),
    (quantity.parts, "+1,234,567.5 patients per day", (1234567.5, "patients per day")),
    (quantity.parts, "-2e3 beds", (-2000.0, "beds")),
    (quantity.parts, ".5 %", (0.5, "%")),
    (quantity.parts, "1E-2 %", (0.01, "%")),
    (quantity.singular, "days", "day"),
    (quantity.singular, "day", "day"),
    (quantity.singular, "beds", "beds"),
    (quantity.singular, "s", "s"),
    (quantity.duration, "1 second", 1.0),
    (quantity.duration, "2 minutes", 120.0),
    (quantity.duration, "3 hours", 10_800.0),
    (quantity.duration, "1.5 days", 129_600.0),
    (quantity.duration, "1 week", 604_800.0),
    (quantity.duration, "4 years", 126_230_400.0),
    (quantity.duration, "0 days", 0.0),
    (quantity.share, "16 %", 0.16),
    (quantity.share, "0 %", 0.0),
    (quantity.share, "250%", 2.5),
    (quantity.proportion, "100 %", 1.0),
    (quantity.proportion, "0 %", 0.0),
    (quantity.count, "0 beds", 0),
    (quantity.count, "430 beds", 430),
    (quantity.count, "1,200 beds", 1200),
    (quantity.count, "1e9 beds", 1_000_000_000),
    (quantity.count, "3.0 bays", 3),
    (quantity.limit, "unlimited", None),
    (quantity.limit, "7 beds", 7),
    (quantity.rate, "3600 patients per hour", 1.0),
    (quantity.rate, "86,400 patients a day", 1.0),
    (quantity.rate, "7200 new patients an hour", 2.0),
    (quantity.rate, "120 calls / minute", 2.0),
    (quantity.rate, "0 patients per day", 0.0),
    (quantity.price, "400 GBP per bed-day", Price(400.0, "GBP per bed-day", 86_400.0, "occupied")),
    (quantity.price, "400 GBP per occupied bed-day", Price(400.0, "GBP per occupied bed-day", 86_400.0, "occupied")),
    (quantity.price, "9 GBP per staffed bed-hour", Price(9.0, "GBP per staffed bed-hour", 3600.0, "staffed")),
    (
        quantity.price,
        "250 GBP a staffed 12-hour shift",
        Price(250.0, "GBP a staffed 12-hour shift", 43_200.0, "staffed"),
    ),
    (quantity.price, "2,000 GBP fixed per year", Price(2000.0, "GBP fixed per year", 31_557_600.0, "fixed")),
    (quantity.price, "7 GBP capital per bed", Price(7.0, "GBP capital per bed", None, "capital")),
    (quantity.price, "30 GBP per nurse-hours", Price(30.0, "GBP per nurse-hours", 3600.0, "occupied")),
    (quantity.price, "2 kg CO2e per week", Price(2.0, "kg CO2e per week", 604_800.0, "occupied")),
    (quantity.price, "300 GBP per journey", Price(300.0, "GBP per journey", None, "each")),
    (quantity.price, "-3 GBP per visit", Price(-3.0, "GBP per visit", None, "each")),
    (quantity.fill, "95 % full", Fill(None, 0.95)),
    (quantity.fill, "100 % full ", Fill(None, 1.0)),
    (quantity.fill, "12 patients", Fill(12, None)),
]


@pytest.mark.parametrize(("kind", "text", "found"), READ)
def test_a_quantity_is_read_as_seconds_fractions_and_whole_things(kind, text, found):
    assert kind(text) == found


NOT_TIME = "is not a length of time. Write it in minutes, hours, days or weeks."
NOT_COUNT = "is not a number of things. Write it as `430 beds` or `8 bays`."
NOT_WHOLE = "is not a whole number of nought or more. Write it as `430 beds`."
NOT_NUMBER = "is not a number with a unit. Write it as `5 days`, `16 %` or `430 beds`."
NOT_RATE = "is not a rate. Write it as `96 patients per day`."

REFUSED = [
    (quantity.parts, 5, "5 has no unit. Write the number and its unit, such as `5 days` or `5 beds`."),
    (quantity.parts, 0.5, "0.5 has no unit. Write the number and its unit, such as `0.5 days` or `0.5 beds`."),
    (quantity.parts, True, "True is not a quantity. Write a number and its unit, such as `5 days`."),
    (quantity.parts, None, "None is not a quantity. Write a number and its unit, such as `5 days`."),
    (quantity.parts, ["5 days"], "['5 days'] is not a quantity. Write a number and its unit, such as `5 days`."),
    (quantity.parts, "5", f"'5' {NOT_NUMBER}"),
    (quantity.parts, "days", f"'days' {NOT_NUMBER}"),
    (quantity.parts, "", f"'' {NOT_NUMBER}"),
    (quantity.parts, "- days", f"'- days' {NOT_NUMBER}"),
    (quantity.parts, "1e999 days", "'1e999 days' is too large for a number."),
    (quantity.duration, "2 beds", f"'2 beds' {NOT_TIME}"),
    (quantity.duration, "2 fortnights", f"'2 fortnights' {NOT_TIME}"),
    (quantity.duration, "2 Days", f"'2 Days' {NOT_TIME}"),
    (quantity.duration, "-0.1 days", "'-0.1 days' is negative. A length of time is nought or more."),
    (quantity.share, "16 beds", "'16 beds' is not a share. Write it in per cent, such as `16 %`."),
    (quantity.share, "-0.1 %", "'-0.1 %' is negative. A share is nought or more."),
    (quantity.proportion, "100.1 %", "'100.1 %' is more than 100 %. Write a share between 0 % and 100 %."),
    (quantity.count, "4.5 beds", f"'4.5 beds' {NOT_WHOLE}"),
    (quantity.count, "-1 beds", f"'-1 beds' {NOT_WHOLE}"),
    (quantity.count, "10 %", f"'10 %' {NOT_COUNT}"),
    (quantity.count, "10 days", f"'10 days' {NOT_COUNT}"),
    (quantity.count, "10 patients per day", f"'10 patients per day' {NOT_COUNT}"),
    (
        quantity.count,
        "1000000001 beds",
        "'1000000001 beds' is more than a thousand million. Write `unlimited` where there is no limit.",
    ),
    (quantity.limit, "Unlimited", f"'Unlimited' {NOT_NUMBER}"),
    (quantity.rate, "2 patients", f"'2 patients' {NOT_RATE}"),
    (quantity.rate, "2 patients per bed", f"'2 patients per bed' {NOT_RATE}"),
    (quantity.rate, "2 per day", f"'2 per day' {NOT_RATE}"),
    (quantity.rate, "-2 patients per day", "'-2 patients per day' is negative. A rate is nought or more."),
    (quantity.price, "4 GBP", "'4 GBP' is not an amount for each unit. Write it as `400 GBP per bed-day`."),
    (quantity.fill, "101 % full", f"'101 % full' {FULL}"),
    (quantity.fill, "95 %", f"'95 %' {FULL}"),
    (quantity.fill, 12, f"12 {FULL}"),
    (quantity.fill, "full", f"'full' {FULL}"),
    (quantity.fill, "-3 patients", f"'-3 patients' {FULL}"),
    (
        quantity.price,
        "9 GBP per day fixed",
        "'9 GBP per day fixed' is not an amount for each unit. Write it as `2,000,000 GBP fixed per year`.",
    ),
    (
        quantity.price,
        "9 GBP per bed capital",
        "'9 GBP per bed capital' is not an amount for each unit. Write it as `120,000 GBP capital per bed`.",
    ),
]


@pytest.mark.parametrize(("kind", "given", "said"), REFUSED)
def test_what_is_none_is_refused_with_how_to_write_it(kind, given, said):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        kind(given)
    assert str(error.value) == said


@pytest.mark.parametrize("shares", [[1.0], [0.5, 0.5], [0.1] * 10, [1 - 9e-10], [1 + 9e-10]])
def test_shares_that_make_a_whole_are_taken(shares):
    quantity.sum_to_one(shares)


@pytest.mark.parametrize(
    ("shares", "made"), [([], "0"), ([0.5, 0.4], "90"), ([1.1], "110"), ([1 - 2e-9], "100"), ([1 / 3], "33.3333")]
)
def test_shares_that_make_none_are_refused(shares, made):
    with pytest.raises(ValueError, match=rf"^the shares make {made} %, not 100 %\. Correct one of them\.$"):
        quantity.sum_to_one(shares)


@pytest.mark.parametrize("unit", quantity.SECONDS)
@pytest.mark.parametrize("per", ["per", "a", "an", "/"])
def test_a_rate_times_its_unit_is_its_number(unit, per):
    assert math.isclose(quantity.rate(f"7 patients {per} {unit}") * quantity.duration(f"1 {unit}s"), 7)
