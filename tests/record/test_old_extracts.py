"""Partners' files that are older than a place keeps them: by the day that is given, as records and runs are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from typer.testing import CliRunner

from oneplace.cli import app
from oneplace.place.place_file import Retention
from oneplace.run import erasing

pytestmark = pytest.mark.slow  # each loads records


@pytest.fixture
def kept_two_years(peopled, monkeypatch):
    """A place whose record has attendances of 2022 in a file of their own, and keeps files for two years."""
    visit = "A9,H7,9990000018,01,Anna,Adams,1950-02-03,A,2022-01-01 10:00:00,2022-01-01 13:30:00,urgent,11,,2022-02-01"
    peopled.file("ed/attendances_2.csv", visit)
    (peopled.root / "data").mkdir()
    peopled.extracts.rename(peopled.root / "data" / "extracts")
    peopled.extracts.symlink_to(peopled.root / "data" / "extracts")
    about = peopled.place.place.model_copy(update={"retention": Retention(extracts=24)})
    monkeypatch.setattr("oneplace.run.erasing.place.of_record", lambda _folder: replace(peopled.place, place=about))
    peopled.load()
    return peopled.root


@pytest.mark.parametrize(
    ("day", "old"),
    [
        (date(2024, 1, 2), []),  # though the newest files were cut in 2026
        (date(2024, 1, 3), ["ed/attendances_2.csv"]),
        (date(2126, 1, 1), ["ed/attendances_2.csv"]),
    ],
)
def test_a_file_is_as_old_as_on_the_day_that_is_given(kept_two_years, day, old):
    assert [one.name for one in erasing.old(kept_two_years, day)] == old


def test_the_list_says_by_which_day_it_was_judged(kept_two_years):
    for day, said in (("2024-01-02", "judged by 2 January 2024"), ("2024-01-03", "Judged by 3 January 2024.")):
        told = CliRunner().invoke(app, ["prune", str(kept_two_years), "--as-of", day])
        assert said in " ".join(told.output.split())
