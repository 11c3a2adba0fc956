"""Of a shipped place as it is published, too, and of places founded from a code, these pages are read at eleven.

Their library measures, areas and hidden groups say what the invented place's pages do not.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from oneplace import founding
from oneplace import run as pipeline
from tests.web.reading import own_words, sentences
from tests.web.test_reading_age import NOTICE, OLDEST, age

PLACE = Path(__file__).parents[2] / "places" / "north-and-mid-hampshire"
ONE_PAGE = ("/", "/strategy", "/gaps", "/actions", "/decisions", "/partners", "/better-care", "/lifespan")
ALL_OF = ("/ambitions/", "/groups/", "/places?measure=", "/themes/")
SAMPLE_OF = ("/neighbourhoods/", "/wards/")
OF_FOUNDED = ("/ambitions/", *SAMPLE_OF)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place with a run on the figures that publishers give."""
    folder = tmp_path_factory.mktemp("published") / PLACE.name
    shutil.copytree(PLACE, folder, ignore=shutil.ignore_patterns("var", "data"))
    pipeline.run(folder)
    return folder


@pytest.mark.slow
def test_every_page_is_read_at_eleven(visitor, serving, published):
    serving(published)
    own = own_words(published)
    paths = [*ONE_PAGE, *_addresses(visitor)]
    assert all(sum(path.startswith(kind) for path in paths) > 1 for kind in (*ALL_OF, *SAMPLE_OF))
    ages = {path: age(found) for path in paths if (found := _sentences(visitor, path, own))}
    assert {path: years for path, years in ages.items() if years > OLDEST} == {}


FOUNDED = {
    "Leeds": "E08000035",
    "Ipswich": "E07000202",
    "South Yorkshire": "E54000061",
    "Leicestershire": "E10000018",
    "Isle of Wight": "E06000046",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FOUNDED)
def test_the_pages_of_a_place_that_nobody_prepared_are_read_at_eleven(name, visitor, serving, tmp_path):
    """A city, a district, a care board, a county and an island; one ambition of each was read at 11.004 to 11.017."""
    folder = tmp_path / "place"
    founding.found(folder, FOUNDED[name])
    pipeline.run(folder)
    serving(folder)
    own = own_words(folder)
    paths = ["/", "/strategy", "/gaps", *(path for path in _addresses(visitor) if path.startswith(OF_FOUNDED))]
    assert all(sum(path.startswith(kind) for path in paths) > 1 for kind in OF_FOUNDED)
    ages = {path: age(found) for path in paths if (found := _sentences(visitor, path, own))}
    assert {path: years for path, years in ages.items() if years > OLDEST} == {}


def _sentences(visitor, path: str, own: set[str]) -> list[str]:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return sentences(NOTICE.sub("", answer.content.decode()), own)


def _addresses(visitor) -> list[str]:
    """Every page of some kinds, and two of those of which there are hundreds."""
    mapped = re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc>", visitor.get("/sitemap.xml").content.decode())
    measures = re.findall(r'<option value="(\w+)"', visitor.get("/places").content.decode())
    known = {*mapped, *(f"/places?measure={one}" for one in measures)}
    every = sorted(path for path in known if path.startswith(ALL_OF) and not path.endswith("/table"))
    return every + [path for kind in SAMPLE_OF for path in sorted(one for one in known if one.startswith(kind))[:2]]
