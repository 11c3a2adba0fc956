"""The gap in how long people live, by cause and age: parts that add up, the publisher's figures, a page of its own."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from oneplace import geo, stats
from oneplace.vocabulary.wording import decimal
from tests.reader.printed import missing
from tests.reader.recomputed import wrong


def test_the_deaths_are_the_publisher_s():
    """ONS ad hoc 6925: 495,309 deaths in 2015 among 54,786,327 people."""
    every = [geo.deaths_by_cause(sex, decile, 2015, 2015) for sex in "FM" for decile in range(1, 11)]
    assert sum(each.deaths.sum() for each in every) == 495_309
    assert sum(each.people.sum() for each in every) == 54_786_327


def test_years_are_added_up_and_others_refused():
    one, two, both = (geo.deaths_by_cause("F", 1, *years) for years in ((2001, 2001), (2002, 2002), (2001, 2002)))
    assert np.array_equal(one.deaths + two.deaths, both.deaths)
    assert np.array_equal(one.people + two.people, both.people)
    for years in ((2000, 2001), (2014, 2016), (2005, 2004)):
        with pytest.raises(ValueError, match="held of 2001 to 2015"):
            geo.deaths_by_cause("F", 1, *years)


@pytest.mark.parametrize(("sex", "least"), [("M", 8.5), ("F", 6.5)])
def test_causes_and_ages_add_up_to_the_gap(sex, least, site):
    """Nine years between men of the outer tenths and seven between women: the two life tables' own difference."""
    from oneplace.web.public.presenters.lifespan import NOW, gap

    found = gap(sex, NOW)
    assert found.years.shape == (len(geo.CAUSES), len(stats.STARTS))
    assert found.size == pytest.approx(found.least - found.most)
    assert least < found.size < least + 1


@pytest.mark.parametrize("sex", ["M", "F"])
def test_the_longer_life_is_that_of_the_least_deprived_and_so_much_more(sex, site):
    from oneplace.web.public.presenters.lifespan import NOW, _part, gap

    found, said = gap(sex, NOW), _part(sex).finding
    most, least, more = (decimal(number) for number in (found.most, found.least, found.size))
    assert found.least > found.most
    assert f" {most} years of life in the most deprived tenth of England (" in said.text
    assert f" In the least deprived tenth it was {least}, which is {more} more. " in said.text


def test_the_page_gives_each_cause_its_years_and_its_part(visitor, serving):
    from oneplace.web.public.presenters.lifespan import NOW, THEN, gap

    serving("full")
    html = visitor.get("/lifespan").content.decode()
    now, then = (gap("M", years) for years in (NOW, THEN))
    row = list(geo.CAUSES).index("Neoplasms")
    cancers, before = now.years[row], then.years[row].sum()
    cells = [decimal(cancers.sum(), 2), f"{100 * cancers.sum() / now.size:.0f}%", decimal(before, 2)]
    by_age = [
        decimal(cancers[first:end].sum(), 2) for first, end in ((0, 1), (1, 6), (6, 11), (11, 14), (14, 17), (17, 20))
    ]
    for each in (cells, by_age):
        assert f'<th scope="row">Cancers</th>{"".join(f"<td>{cell}</td>" for cell in each)}' in html
    assert f'<th scope="row">All together</th><td>{decimal(now.size, 2)}</td><td>100%</td>' in html
    heads = "".join(rf"<th[^>]*>{head}</th>" for head in ("Cause", "Years, 2013 to 2015", "Part of the gap"))
    assert re.search(rf"{heads}<th[^>]*>Years, 2001 to 2003</th>", html)  # the newer first, above its own numbers
    assert "Of England alone" in html
    assert len(html.encode()) < 100_000
    assert 'href="/lifespan"' in visitor.get("/gaps").content.decode()


def test_what_the_page_says_first_is_true_by_a_life_table_of_ones_own_and_stands_in_print(site):
    from oneplace.web.public.presenters.lifespan import SEXES, _part

    for sex in SEXES:
        finding = _part(sex).finding
        assert len(finding.claims) == 3
        for claim in finding.claims:
            assert wrong(claim, None) == ""
            assert wrong(replace(claim, number=claim.number + 0.1), None).startswith("is ")
            assert missing(claim, finding.text, None, {}) == []
            assert missing(replace(claim, number=claim.number + 0.1), finding.text, None, {}) != []
