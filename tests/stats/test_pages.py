"""The examples of the statistics pages, run; and what each page must have."""

import doctest
import re
from pathlib import Path

import pytest

from oneplace import stats

PAGES = Path(__file__).parents[2] / "docs" / "statistics"
FAMILIES = sorted(set(PAGES.glob("*.md")) - {PAGES / "README.md"})


@pytest.mark.slow
@pytest.mark.parametrize("page", [*FAMILIES, PAGES.parent / "differences.md"], ids=lambda page: page.stem)
def test_the_examples_of_a_page_run_and_print_what_it_says(page):
    fenced = "\n".join(re.findall(r"^```python\n(.*?)^```", page.read_text(), flags=re.M | re.S))
    example = doctest.DocTestParser().get_doctest(fenced, {}, page.stem, str(page), 0)
    assert len(example.examples) > 3
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("page", FAMILIES, ids=lambda page: page.stem)
def test_every_page_says_when_not_to_use_it(page):
    assert re.search(r"^## When not to use", page.read_text(), flags=re.M)


def test_the_index_names_every_function_and_page():
    index = (PAGES / "README.md").read_text()
    functions = [name for name in stats.__all__ if name.islower() and name not in ("percentile_ranks", "table")]
    assert [name for name in functions if f"`{name}`" not in index] == []
    assert [page.name for page in FAMILIES if f"({page.name})" not in index] == []
