"""Profiles, batches, arrivals, shifts and places as a file may write them, at the bounds of each and past them."""

import pytest
from pydantic import ValidationError

from oneplace.flow.file import patients, places
from oneplace.flow.file.fifths import FIFTHS, FORMER, in_order


def even(length, total=100.0):
    return [f"{total / length!r} %"] * length


RATE = {"rate": "2 patients per day"}
ONE = "Give one: `rate: 96 patients per day`."
WAYS = "of rate, times, every, forecast, observed."
SIZE = 'cannot be. Write sizes as whole numbers, such as `"3": 100 %`.'

REFUSED = [
    (patients.Profile, {"hour_of_day": even(23)}, "hour_of_day has 23 shares. Give 24."),
    (patients.Profile, {"hour_of_day": even(25)}, "hour_of_day has 25 shares. Give 24."),
    (patients.Profile, {"day_of_week": even(6)}, "day_of_week has 6 shares. Give 7."),
    (patients.Profile, {"hour_of_week": even(167)}, "hour_of_week has 167 shares. Give 168."),
    (patients.Profile, {"month_of_year": even(13)}, "month_of_year has 13 shares. Give 12."),
    (patients.Profile, {"day_of_week": even(7, 90)}, "day_of_week makes 90 %. Its shares make 100 %."),
    (patients.Profile, {"day_of_week": even(7, 100.001)}, "day_of_week makes 100.001 %. Its shares make 100 %."),
    (
        patients.Profile,
        {"hour_of_week": even(168), "hour_of_day": even(24)},
        "hour_of_week stands beside hours or days. Give one or the other.",
    ),
    (
        patients.Profile,
        {"hour_of_week": even(168), "day_of_week": even(7)},
        "hour_of_week stands beside hours or days. Give one or the other.",
    ),
    (patients.Batch, {"sizes": {"0": "100 %"}}, f"a batch of '0' {SIZE}"),
    (patients.Batch, {"sizes": {"10001": "100 %"}}, f"a batch of '10001' {SIZE}"),
    (patients.Batch, {"sizes": {"-2": "100 %"}}, f"a batch of '-2' {SIZE}"),
    (patients.Batch, {"sizes": {"2.5": "100 %"}}, f"a batch of '2.5' {SIZE}"),
    (
        patients.Batch,
        {"sizes": {"1": "90 %", "2": "20 %"}},
        "the shares make 110 %, not 100 %. Correct one of them.",
    ),
    (patients.Arrivals, {}, f"arrivals have 0 {WAYS} {ONE}"),
    (patients.Arrivals, {**RATE, "times": ["1 hour"]}, f"arrivals have 2 {WAYS} {ONE}"),
    (patients.Arrivals, {**RATE, "every": "1 hour", "forecast": "calls"}, f"arrivals have 3 {WAYS} {ONE}"),
    (
        patients.Arrivals,
        {"every": "1 hour", "profile": "week.csv"},
        "a profile does not go with every. Take it out, or give a rate.",
    ),
    (
        patients.Arrivals,
        {"observed": "came.csv", "profile": "week.csv"},
        "a profile does not go with observed. Take it out, or give a rate.",
    ),
    (
        patients.Patients,
        {"deprivation": ["25 %"] * 4},
        "there are 4 shares. Give 5, the most deprived fifth first.",
    ),
    (
        patients.Patients,
        {"deprivation": ["19 %"] * 5},
        "the shares make 95 %, not 100 %. Correct one of them.",
    ),
    (
        places.PlaceOfCare,
        {"capacity": "3 beds"},
        "stay is missing. Add `stay: {shape: exponential, mean: 5 days}` or the like.",
    ),
    (
        places.Pool,
        {"number": "unlimited"},
        "'unlimited' is not a number with a unit. Write it as `5 days`, `16 %` or `430 beds`.",
    ),
]


@pytest.mark.parametrize(("kind", "given", "said"), REFUSED)
def test_what_cannot_be_is_refused_once_and_in_words(kind, given, said):
    with pytest.raises(ValidationError) as error:
        kind.model_validate(given)
    assert [one["msg"] for one in error.value.errors()] == [f"Value error, {said}"]


TAKEN = [
    (patients.Profile, {}),
    (patients.Profile, {"hour_of_day": even(24), "day_of_week": even(7), "month_of_year": even(12)}),
    (patients.Profile, {"hour_of_week": even(168), "month_of_year": even(12)}),
    (patients.Profile, {"day_of_week": even(7, 100.00009)}),
    (patients.Batch, {"sizes": {"1": "50 %", "10000": "50 %"}}),
    (patients.Arrivals, {**RATE, "profile": "week.csv"}),
    (patients.Arrivals, {"forecast": "calls", "profile": "week.csv"}),
    (patients.Arrivals, {"times": []}),
    (patients.Patients, {"deprivation": ["20 %"] * 5}),
    (places.PlaceOfCare, {"for": {"a": {"stay": "1 day"}}}),
    (places.PlaceOfCare, {"stay": "0 days", "capacity": "0 beds", "queue": "unlimited"}),
]


@pytest.mark.parametrize(("kind", "given"), TAKEN)
def test_what_is_just_right_is_taken(kind, given):
    kind.model_validate(given)


@pytest.mark.parametrize("clock", ["00:00", "09:59", "23:59", "24:00"])
def test_a_clock_time_has_two_digits_and_two(clock):
    assert places.Shift.model_validate({"from": clock}).from_ == clock


@pytest.mark.parametrize("clock", ["24:30", "25:00", "9:00", "09:60", "0900", "09:00 ", "noon"])
def test_what_is_no_clock_time_is_refused(clock):
    with pytest.raises(ValidationError):
        places.Shift.model_validate({"from": clock})


@pytest.mark.parametrize("name", ["ward", "W", "ward-2", "ward_2", "A1"])
def test_a_name_begins_with_a_letter(name):
    assert places.Worsens.model_validate({"after": "1 day", "to": name}).to == name


@pytest.mark.parametrize("name", ["2ward", "-w", "_w", "", "ward 2", "wärd", "ward.x"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValidationError):
        places.Worsens.model_validate({"after": "1 day", "to": name})


DEFAULTS = [
    (places.Shift, {}, "days", ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    (places.Shift, {}, "from_", "00:00"),
    (places.Shift, {}, "to", "24:00"),
    (places.PlaceOfCare, {"stay": "1 day"}, "capacity", None),
    (places.PlaceOfCare, {"stay": "1 day"}, "queue", None),
    (places.PlaceOfCare, {"stay": "1 day"}, "discipline", "fifo"),
    (places.PlaceOfCare, {"stay": "1 day"}, "preempt", None),
    (places.PlaceOfCare, {"stay": "1 day"}, "shift_end", "finish"),
    (patients.Arrivals, {**RATE, "batch": {"2": "100 %"}}, "batch", patients.Batch(sizes={"2": "100 %"})),
    (patients.Arrivals, {**RATE, "batch": {"sizes": {"2": "100 %"}}}, "batch", patients.Batch(sizes={"2": "100 %"})),
]


@pytest.mark.parametrize(("kind", "given", "name", "value"), DEFAULTS)
def test_what_is_left_out_is_as_the_reference_says(kind, given, name, value):
    assert getattr(kind.model_validate(given), name) == value


def test_fifths_are_five_and_their_former_words_are_put_in_order():
    assert list(FIFTHS) == ["1", "2", "3", "4", "5"]
    given = dict(zip(reversed(FORMER), ["50 %", "10 %", "20 %", "5 %", "15 %"], strict=True))
    assert in_order(given) == ["15 %", "5 %", "20 %", "10 %", "50 %"]
    assert in_order({"most": "100 %"}) == {"most": "100 %"}
    assert in_order(["20 %"] * 5) == ["20 %"] * 5
