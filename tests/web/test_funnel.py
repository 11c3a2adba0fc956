"""The funnel of a measure: who lies beyond the lines, who is too small to be shown, and what has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace import geo, place
from oneplace.record import opendata
from tests.reader import run
from tests.reader.printed import missing
from tests.reader.recomputed import wrong
from tests.report import a_run
from tests.web.test_profile import row


def member(name, x, n, **more):
    counts = {"numerator": x, "denominator": n, "value": 100 * x / n, "lower": 0.0, "upper": 99.0}
    return row(1.0, area=f"R{name}") | counts | {"group_label": name} | more


ABOUT = {
    "name": "Test",
    "definition": "How many.",
    "unit": "percent",
    "polarity": "context",
    "role": "context",
    "frequency": "annual",
    "expected_lag_months": 3,
    "source": "Test",
    "known_faults": [],
    "breakdowns": dict.fromkeys(("deprivation", "ethnicity", "sex", "age"), "Not held"),
}
SIX = [member(name, x, 1000) for name, x in zip("ABCDEF", (100, 101, 99, 102, 98, 250), strict=True)]


@pytest.fixture
def funnel(tmp_path, site):
    """Call it with rows of results for the page's content."""
    from oneplace.web.public.presenters.funnel import funnel_page, has_funnel

    def make(*rows, more=""):
        a_run.a_place(tmp_path)
        (tmp_path / "place.yaml").write_text(a_run.PLACE + more)
        shot = a_run.report(place.read(tmp_path), results=list(rows))
        measure = shot.place.measures["smoking"]
        make.place, make.rows = shot.place, shot.written["results"].to_pylist()
        found = funnel_page(shot, measure)
        assert has_funnel(shot, measure) is (found is not None)
        return found

    return make


def told(found):
    return {line.name: [cell.words for cell in line.cells] for line in found.table.sheet(1)}


def test_each_stands_beside_the_lines_with_its_count(funnel):
    found = funnel(*SIX, member("England", 900, 9000) | {"group": "E92000001"})
    assert found.kind == "organisations"
    assert told(found)["A"] == ["10.0%", "100 of 1,000", "within the lines"]
    assert found.finding.text.endswith("All together, in 2024/25: 12.5%.")
    assert (found.table.caption, found.unseen) == ("Each of the 6 organisations, 2024/25", 0)
    assert "England" not in told(found)
    assert "<svg" in found.svg


def test_what_it_says_first_is_true_of_its_rows_and_stands_in_print(funnel):
    found = funnel(*SIX, *(member(f"M{n}", 100, 1000) for n in range(20)))
    rows = [cells[2] for cells in told(found).values()]
    (beyond, together) = found.finding.claims
    assert (beyond.direction, beyond.number) == ("above the outer line", rows.count("above the outer line"))
    truth = run.Run(funnel.place, {"results": funnel.rows}, date(2026, 5, 1))
    assert wrong(together, truth) == ""
    assert "they make" in wrong(replace(together, number=together.number + 1), truth)
    assert [missing(claim, found.finding.text, None, {}) for claim in found.finding.claims] == [[], []]
    assert missing(beyond, found.finding.text.replace("above", "below"), None, {}) == ["above the outer line"]


CITIES = [each | {"group": f"E0600000{n}"} for n, each in enumerate(SIX)]


@pytest.mark.parametrize(
    ("others", "whose", "there"), [(CITIES, None, True), (CITIES, "RHM", False), (SIX, None, False)]
)
def test_a_place_of_one_area_stands_among_areas_with_its_own_number_alone(funnel, others, whose, there):
    own = member("Everyone", 105, 1000) | {"dimension": "all", "group": "all", "whose": whose}
    found = told(funnel(*others, own)).get("Testton")
    assert found == (["10.5%", "105 of 1,000", "within the lines"] if there else None)


@pytest.mark.parametrize(
    ("own", "others", "there"),
    [
        ("true", SIX, True),
        ("false", SIX, False),
        ("true", [*SIX, member("1C", 98, 1000)], False),
        ("true", CITIES, False),
    ],
)
def test_a_service_whose_figures_are_the_places_stands_among_its_like_and_never_among_its_own_parts(
    funnel, own, others, there
):
    """The funnel of an ambulance service's staff showed nine services, and not the one that the page is about."""
    more = f"organisations: [{{code: RHM, name: Ours, is_the_place: {own}}}, {{code: R1C, name: Part}}]\n"
    row = member("Everyone", 105, 1000) | {"dimension": "all", "group": "all", "whose": "RHM"}
    found = told(funnel(*others, row, more=more)).get("Ours")
    assert found == (["10.5%", "105 of 1,000", "within the lines"] if there else None)


def test_lines_are_widened_by_how_far_all_differ(funnel):
    """By chance alone 25 % of 1,000 would lie eleven standard errors away; among these, within the lines of six."""
    alike = [member(name, 100 + n % 3, 1000) for n, name in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    found = funnel(*alike, member("Odd", 250, 1000))
    assert told(found)["Odd"][-1] == "above the outer line"
    assert found.finding.text.startswith("Of 27 organisations, 1 above the outer line.")


def test_who_is_not_shown_is_no_part_of_all_and_is_counted(funnel):
    """Three wards of seventeen were left out, and the page said "each of the 14 wards"."""
    found = funnel(*SIX, member("Hidden", 1, 9, value=None, numerator=None, suppressed=True))
    assert (found.table.caption, found.unseen) == ("6 of the 7 organisations, 2024/25", 1)
    assert found.finding.text.endswith("Those shown together, in 2024/25: 12.5%.")


def test_those_with_few_events_are_neither_shown_nor_judged(funnel):
    found = funnel(*SIX, member("Nine", 9, 1000), member("Ten", 10, 1000))
    assert (found.small, "Nine" in told(found), "Ten" in told(found)) == (1, False, True)


@pytest.mark.parametrize(
    "rows",
    [
        SIX[:4],
        [each | {"numerator": None} for each in SIX],
        [each | {"value": each["value"] + 1} for each in SIX],  # standardised: not the count out of its people
        [each | {"suppressed": True} for each in SIX],
        [each | {"lower": None, "upper": None} for each in SIX],  # no sample of anything
    ],
)
def test_without_five_that_have_counts_there_is_none(funnel, rows):
    assert funnel(*rows) is None


def test_practices_of_the_place_are_the_publisher_s(tmp_path, site):
    """Southampton, QOF: every practice with ten on the register, its count as published."""
    from oneplace.web.public.presenters.funnel import funnel_page

    compute = {"from": "published", "dataset": "practices", "series": "register_copd"}
    measure = place.Measure.model_validate({**ABOUT, "id": "copd", "compute": compute})
    own = a_run.a_place(tmp_path)
    own.measures["copd"] = measure
    found = funnel_page(a_run.report(own), measure)
    codes = geo.small_areas("practice", ["E06000045"])["code"].to_pylist()
    rows = opendata.read("practices", series="register_copd", areas=codes).to_pylist()
    newest = max(each["period_end"] for each in rows)
    large = [each for each in rows if each["period_end"] == newest and each["numerator"] >= 10]
    assert found.kind == "practices"
    assert len(told(found)) == len(large) > 20
    assert found.small == sum(each["period_end"] == newest for each in rows) - len(large)


def test_the_page_is_small_and_says_all_in_words(visitor, serving, monkeypatch):
    from oneplace.web.public.presenters import funnel

    serving("full")
    many = [member(f"Practice {n}", 100 + n % 40, 1000 + n) for n in range(210)]
    monkeypatch.setattr(funnel, "members", lambda *_: ("practices", many, 212))
    first = visitor.get("/measures/smoking/funnel").content.decode()
    assert len(first.encode()) < 100_000
    assert first.count("<svg") >= 1
    assert "2 more can’t be shown" in first
    assert 'aria-label="Sheet 2"' in first
    assert "Practice 209" in visitor.get("/measures/smoking/funnel?sheet=2").content.decode()
    assert visitor.get("/measures/smoking/funnel?sheet=3").status_code == 404
