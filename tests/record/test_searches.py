"""Pages of a FHIR search: all of them are a whole file, and one whose others were not sent is none."""

import gzip
import json

import pytest

from oneplace.problems import OneplaceError
from oneplace.record.searches import incomplete
from tests.record.conftest import Small, make_place
from tests.record.test_record_habits import BUNDLE, organisations

BASE = "https://fhir.example/R4/Organization"


def page(number, *, ends, total=None, kind="searchset", own=None, held=2, outcome=False):
    entries = [
        {"resource": {"resourceType": "Organization", "id": f"{number}{i}", "name": "N"}, "search": {"mode": "match"}}
        for i in range(held)
    ]
    if outcome:
        entries.append({"resource": {"resourceType": "OperationOutcome"}, "search": {"mode": "outcome"}})
    link = [{"relation": "self", "url": own or f"{BASE}?page={number}&_count=2"}]
    if not ends:
        link.append({"relation": "next", "url": f"{BASE}?_count=2&page={number + 1}"})
    found = {"resourceType": "Bundle", "type": kind, "link": link, "entry": entries}
    return found if total is None else found | {"total": total}


def told(tmp_path, *bundles):
    paths = [tmp_path / f"{i}.json" for i in range(len(bundles))]
    for path, bundle in zip(paths, bundles, strict=True):
        path.write_text(json.dumps(bundle))
    return [(problem.path.name, problem.message) for problem in incomplete(paths)]


ANOTHER = "is a page of a FHIR search, and the page that its link `next` leads to was not sent."


@pytest.mark.parametrize("kind", ["searchset", "history"])
def test_a_page_alone_is_told(tmp_path, kind):
    assert told(tmp_path, page(1, ends=False, kind=kind)) == [("0.json", ANOTHER)]
    assert told(tmp_path, page(2, ends=True, kind=kind)) == []


def test_all_pages_in_any_order_are_whole_and_one_left_out_is_told(tmp_path):
    pages = [page(3, ends=True), page(1, ends=False), page(2, ends=False)]
    assert told(tmp_path, *pages) == []
    assert told(tmp_path, pages[0], pages[1]) == [("1.json", ANOTHER)]


def test_fewer_than_the_search_found_are_told_even_without_a_link(tmp_path):
    short = "is part of a search that found 1,200: its files hold 2."
    assert told(tmp_path, page(1, ends=True, total=1200, outcome=True)) == [("0.json", short)]
    assert told(tmp_path, page(1, ends=True, total=2, outcome=True)) == []


def test_a_server_that_calls_its_pages_otherwise_is_known_by_its_last_page_and_total(tmp_path):
    pages = [page(1, ends=False, total=4), page(2, ends=True, total=4, own="https://fhir.example/R4?_getpages=x")]
    assert told(tmp_path, *pages) == []
    halves = [page(1, ends=False, total=4), page(5, ends=False, total=4)]
    assert [name for name, _ in told(tmp_path, *halves)] == ["0.json", "1.json"]


def test_a_page_within_a_bundle_of_answers_is_told_and_other_bundles_are_not(tmp_path):
    answers = {"resourceType": "Bundle", "type": "batch-response", "entry": [{"resource": page(1, ends=False)}]}
    assert told(tmp_path, answers) == [("0.json", ANOTHER)]
    letter = {"resourceType": "Bundle", "type": "document", "total": 9, "entry": [{"response": {"status": "200"}}]}
    assert told(tmp_path, letter, {"resourceType": "Bundle", "type": "searchset", "total": 0}, ["next", "total"]) == []


def test_a_search_is_refused_before_it_is_read_and_read_with_its_other_pages(tmp_path):
    made = Small(tmp_path, make_place(BUNDLE.replace("f.json", "f*.json"), tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    (made.extracts / "s" / "f1.json").write_text(json.dumps(page(1, ends=False)))
    with pytest.raises(OneplaceError, match=r"f1\.json.* is a page of a FHIR search.*ask the partner for all of them"):
        made.load()
    (made.extracts / "s" / "f2.json.gz").write_bytes(gzip.compress(json.dumps(page(2, ends=True)).encode()))
    assert [code for (code,) in organisations(made, "organisation_code")[0]] == ["10", "11", "20", "21"]
