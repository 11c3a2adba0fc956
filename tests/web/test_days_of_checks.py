"""What a check of a partner's data says has days as readers write them, and its columns in words."""

from __future__ import annotations

from oneplace.place import SmallNumbers
from oneplace.web.public.presenters.data import _check

ROW = {"dataset": "deliveries", "field": None, "aspect": "timeliness", "checked": 10, "passed": 10}


def noted(note: str | None) -> str:
    return _check(ROW | {"note": note}, SmallNumbers(), {"birth_date"}).note


def test_days_are_those_of_readers():
    assert noted("complete from 2021-04-01 to 2026-03-31, by the data") == (
        "complete from 1 April 2021 to 31 March 2026, by the data"
    )


def test_what_is_no_day_stays_as_it_is():
    assert noted("edition 2026-13-01 of 2022-24, file cld_2024-03-01x") == (
        "edition 2026-13-01 of 2022-24, file cld_2024-03-01x"
    )
    assert noted(None) == ""


def test_a_column_is_named_in_words():
    assert noted("birth_date after 2026-03-31").endswith(" after 31 March 2026")
    assert "birth_date" not in noted("birth_date after 2026-03-31")
