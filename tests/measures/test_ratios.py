"""A sum out of another, from rows to value: what is unknown on either side is left out of both."""

from datetime import date

import pytest

from oneplace import stats
from tests.measures.build import BASE, measure
from tests.measures.conftest import over, record, together

pytestmark = pytest.mark.slow  # it makes a record

GIVEN_OF_PLANNED = {
    "from": "record",
    "statistic": "ratio",
    "events": {"table": "activity", "where": "activity_type = 'home_care'"},
    "quantity": "quantity",
    "out_of": "date_diff('minute', requested_at, end_at)",
    "per": 100,
}
VISITS = [  # minutes given and planned, and whose
    *((25 + n % 7, 30 + n % 3, 1) for n in range(20)),
    *((40 + n, 60, 2) for n in range(15)),
    (None, 30, 1),
    (30, None, 2),
]


@pytest.mark.parametrize("statistic", ["mean", "ratio"])
def test_months_in_minutes(southampton, resident, statistic):
    """A stay of 126 days has 181,440 minutes, of which the square has more than ten digits before its four."""
    rows = [
        {"activity_id": number, "person_id": 1, "activity_type": "home_care", "start_at": "2023-05-01"}
        | {"requested_at": "2023-05-01", "end_at": f"2023-{month}-04", "quantity": 200_000}
        for number, month in enumerate(("09", "08"))
    ]
    length = {"quantity": "date_diff('minute', start_at, end_at)"}
    changes = length | {"statistic": "mean", "out_of": None} if statistic == "mean" else {}
    definition = measure({key: value for key, value in (GIVEN_OF_PLANNED | changes).items() if value is not None})
    records = record(**together(resident(person_id=1), {"activity": rows}))
    ends = {"complete_from": date(2023, 4, 1), "as_at": date(2024, 3, 31)}
    opened = over(southampton, records, measures={"test": definition}, **ends)
    drawn = opened.draft(definition, definition.compute)
    minutes = [126 * 1440, 95 * 1440]
    expected = 100 * 400_000 / sum(minutes) if statistic == "ratio" else sum(minutes) / 2
    assert drawn.estimates.value[0] == pytest.approx(expected)


def test_the_sums_of_all_rows_of_a_group_not_the_mean_of_their_ratios(southampton, resident):
    rows = [
        {
            "activity_id": number,
            "person_id": whose,
            "activity_type": "home_care",
            "start_at": "2023-05-01 08:00",
            "requested_at": "2023-05-01 08:00",
            "end_at": f"2023-05-01 {8 + planned // 60:02d}:{planned % 60:02d}" if planned else None,
            "quantity": given,
        }
        for number, (given, planned, whose) in enumerate(VISITS)
    ]
    definition = measure(GIVEN_OF_PLANNED, **BASE)
    opened = over(
        southampton,
        record(**together(resident(person_id=1), resident(person_id=2, sex="M"), {"activity": rows})),
        measures={"test": definition},
        complete_from=date(2023, 4, 1),
        as_at=date(2024, 3, 31),
    )
    drawn = opened.draft(definition, definition.compute)
    found = {key.group.code: i for i, key in enumerate(drawn.counts.keys) if key.dimension in ("all", "sex")}
    for code, whose in {"all": (1, 2), "F": (1,), "M": (2,)}.items():
        pairs = [(given, planned) for given, planned, who in VISITS if who in whose and given and planned]
        given, planned = (sum(each) for each in zip(*pairs, strict=True))
        assert drawn.estimates.value[found[code]] == pytest.approx(100 * given / planned)
        assert drawn.estimates.denominator[found[code]] == len(pairs)
    women = [(given, planned) for given, planned, who in VISITS if who == 1 and given and planned]
    direct = stats.ratio_from(
        len(women),
        sum=sum(given for given, _ in women),
        sum_of_squares=sum(given**2 for given, _ in women),
        out_of=sum(planned for _, planned in women),
        out_of_squares=sum(planned**2 for _, planned in women),
        products=sum(given * planned for given, planned in women),
        per=100,
    )
    assert drawn.estimates.upper[found["F"]] == pytest.approx(float(direct.upper))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"out_of": None}, "a ratio needs `out_of`"),
        ({"quantity": None}, "a ratio needs `quantity`"),
        ({"statistic": "mean"}, "a mean has no `out_of`"),
        ({"out_of": "planned"}, "'planned' is no column of this measure's rows"),
    ],
)
def test_what_a_ratio_needs(changes, said):
    with pytest.raises(ValueError, match=said):
        measure({**GIVEN_OF_PLANNED, **changes})
