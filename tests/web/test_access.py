"""Who may open what: every address of the site has an expected answer for every kind of reader, or the test fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver

from tests.web import world

OPEN, SIGN_IN, REFUSED, POST_ONLY, MOVED = 200, "sign in", 403, 405, 302
NOT_FOUND = 404

READERS = ("visitor", "charlie", "paul", "alice", "lena", "clare", "adam", "anna", "lin")
"""A visitor, an account without a role, a planner, a board member, a lead, a clerk, an administrator, an analyst."""

# name: (arguments, an answer for each of the readers; for the last four that of charlie where nothing else is said)
DECISIONS = {
    "public:home": ([], OPEN, OPEN, OPEN, OPEN),
    "public:strategy": ([], OPEN, OPEN, OPEN, OPEN),
    "public:strategy_all": ([], OPEN, OPEN, OPEN, OPEN),
    "public:record": ([], OPEN, OPEN, OPEN, OPEN),
    "public:record_part": (["outcomes"], OPEN, OPEN, OPEN, OPEN),
    "public:changes": ([], OPEN, OPEN, OPEN, OPEN),
    "public:actions": ([], OPEN, OPEN, OPEN, OPEN),
    "public:better_care": ([], OPEN, OPEN, OPEN, OPEN),
    "public:partners": ([], OPEN, OPEN, OPEN, OPEN),
    "public:partner": (["council"], OPEN, OPEN, OPEN, OPEN),
    "public:decisions": ([], OPEN, OPEN, OPEN, OPEN),
    "public:decision": (["DEC1"], OPEN, OPEN, OPEN, OPEN),
    "public:ambition": (["A1"], OPEN, OPEN, OPEN, OPEN),
    "public:ambition_table": (["A1"], OPEN, OPEN, OPEN, OPEN),
    "public:measure_table": (["smoking", "time"], OPEN, OPEN, OPEN, OPEN),
    "public:funnel": (["smoking"], OPEN, OPEN, OPEN, OPEN),
    "public:measure_made": (["smoking"], OPEN, OPEN, OPEN, OPEN),
    "public:chart_plain": (["A1", "trend"], OPEN, OPEN, OPEN, OPEN),
    "public:measures": ([], OPEN, OPEN, OPEN, OPEN),
    "public:measure": (["smoking"], OPEN, OPEN, OPEN, OPEN),
    "public:measure_csv": (["smoking"], OPEN, OPEN, OPEN, OPEN),
    "public:measure_json": (["smoking"], OPEN, OPEN, OPEN, OPEN),
    "public:measure_xlsx": (["smoking"], OPEN, OPEN, OPEN, OPEN),
    "public:chart_svg": (["A1", "trend"], OPEN, OPEN, OPEN, OPEN),
    "public:chart_png": (["A1", "trend"], OPEN, OPEN, OPEN, OPEN),
    "public:embed": (["A1", "trend"], OPEN, OPEN, OPEN, OPEN),
    "public:sitemap": ([], OPEN, OPEN, OPEN, OPEN),
    "public:favicon": ([], 301, 301, 301, 301),
    "public:api": ([], OPEN, OPEN, OPEN, OPEN),
    "public:find": ([], OPEN, OPEN, OPEN, OPEN),
    "public:found": ([], POST_ONLY, POST_ONLY, POST_ONLY, POST_ONLY),
    "public:ward": (["E05015490"], OPEN, OPEN, OPEN, OPEN),
    "feedback:ask": ([], OPEN, OPEN, OPEN, OPEN),
    "feedback:say": ([], POST_ONLY, POST_ONLY, POST_ONLY, POST_ONLY),
    "feedback:said": ([], SIGN_IN, REFUSED, OPEN, REFUSED),
    "public:gaps": ([], OPEN, OPEN, OPEN, OPEN),
    "public:places": ([], OPEN, OPEN, OPEN, OPEN),
    "public:lifespan": ([], OPEN, OPEN, OPEN, OPEN),
    "public:parts": ([], OPEN, OPEN, OPEN, OPEN),
    "public:profile": ([], OPEN, OPEN, OPEN, OPEN),
    "public:profile_area": (["E06000045"], OPEN, OPEN, OPEN, OPEN),
    "public:groups": ([], OPEN, OPEN, OPEN, OPEN),
    "public:group": (["sex", "female"], OPEN, OPEN, OPEN, OPEN),
    "public:group_csv": (["sex", "female"], OPEN, OPEN, OPEN, OPEN),
    "public:group_xlsx": (["sex", "female"], OPEN, OPEN, OPEN, OPEN),
    "public:themes": ([], OPEN, OPEN, OPEN, OPEN),
    "public:theme": (["start_well"], OPEN, OPEN, OPEN, OPEN),
    "public:theme_csv": (["start_well"], OPEN, OPEN, OPEN, OPEN),
    "public:theme_json": (["start_well"], OPEN, OPEN, OPEN, OPEN),
    "public:neighbourhoods": ([], OPEN, OPEN, OPEN, OPEN),
    "public:neighbourhood": ([world.LSOAS[0]], OPEN, OPEN, OPEN, OPEN),
    "public:data": ([], OPEN, OPEN, OPEN, OPEN),
    "public:data_quality": ([], OPEN, OPEN, OPEN, OPEN),
    "public:data_source": (["gp"], OPEN, OPEN, OPEN, OPEN),
    "public:download": (["csv/results.csv"], OPEN, OPEN, OPEN, OPEN),
    "public:search": ([], OPEN, OPEN, OPEN, OPEN),
    "public:how_we_judge": ([], OPEN, OPEN, OPEN, OPEN),
    "public:contact": ([], OPEN, OPEN, OPEN, OPEN),
    "public:accessibility": ([], OPEN, OPEN, OPEN, OPEN),
    "public:privacy": ([], OPEN, OPEN, OPEN, OPEN),
    "public:robots": ([], OPEN, OPEN, OPEN, OPEN),
    "public:security": ([], OPEN, OPEN, OPEN, OPEN),
    "public:health": ([], OPEN, OPEN, OPEN, OPEN),
    "board:overview": ([], SIGN_IN, REFUSED, REFUSED, OPEN),
    "board:pack": ([world.RUN], SIGN_IN, REFUSED, REFUSED, OPEN),
    "board:pack_file": ([world.RUN, "board-pack.pdf"], SIGN_IN, REFUSED, REFUSED, OPEN),
    "whatif:choose": ([], SIGN_IN, REFUSED, OPEN, OPEN),
    "whatif:pathway": (["steady"], SIGN_IN, REFUSED, OPEN, OPEN),
    "whatif:fit": (["steady"], SIGN_IN, REFUSED, OPEN, OPEN),
    "whatif:growth": (["desk"], SIGN_IN, REFUSED, OPEN, OPEN),
    "whatif:measures": (["desk"], SIGN_IN, REFUSED, OPEN, OPEN),
    "whatif:model": (["steady"], SIGN_IN, REFUSED, OPEN, OPEN),
    "whatif:differences_csv": (["steady"], SIGN_IN, REFUSED, OPEN, OPEN),
    "explore:overview": ([], SIGN_IN, REFUSED, OPEN, OPEN, REFUSED, REFUSED, REFUSED, OPEN),
    "explore:csv": ([], SIGN_IN, REFUSED, OPEN, OPEN, REFUSED, REFUSED, REFUSED, OPEN),
    "explore:xlsx": ([], SIGN_IN, REFUSED, OPEN, OPEN, REFUSED, REFUSED, REFUSED, OPEN),
    "delivery:overview": ([], SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN, REFUSED),
    "delivery:assurance": ([], SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN, REFUSED),
    "delivery:urgent": ([], SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN, REFUSED),
    "delivery:urgent_document": (
        ["urgent-decisions.pdf"],
        SIGN_IN,
        REFUSED,
        REFUSED,
        OPEN,
        OPEN,
        OPEN,
        REFUSED,
    ),
    "delivery:plan": ([], SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN, REFUSED),
    "delivery:thing": (["milestone", "M2"], SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN, REFUSED),
    "delivery:change": (["milestone", "M2", "moved"], SIGN_IN, REFUSED, REFUSED, REFUSED, OPEN, REFUSED, REFUSED),
    "delivery:add": (["action"], SIGN_IN, REFUSED, REFUSED, REFUSED, OPEN, OPEN, REFUSED),
    "delivery:meeting_document": (
        ["none", "agenda.pdf"],
        SIGN_IN,
        REFUSED,
        REFUSED,
        NOT_FOUND,
        NOT_FOUND,
        NOT_FOUND,
        REFUSED,
    ),
    "delivery:document": (["none", "report.pdf"], SIGN_IN, REFUSED, REFUSED, NOT_FOUND, NOT_FOUND, NOT_FOUND, REFUSED),
    "diaries:mine": ([], SIGN_IN, REFUSED, REFUSED, OPEN, OPEN, OPEN, REFUSED),
    "diaries:address": ([], SIGN_IN, REFUSED, REFUSED, POST_ONLY, POST_ONLY, POST_ONLY, REFUSED),
    "diaries:feed": (["no-such-diary"], NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND),
    "papers:public": ([], OPEN, OPEN, OPEN, OPEN),
    "papers:sent": (["paper-none"], NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND),
    "papers:kept": ([], SIGN_IN, REFUSED, REFUSED, OPEN, REFUSED, OPEN, REFUSED),
    "papers:add": ([], SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED, OPEN, REFUSED),
    "papers:one": (["paper-none"], SIGN_IN, REFUSED, REFUSED, NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
    "papers:version": (["paper-none", 1], SIGN_IN, REFUSED, REFUSED, NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
    "papers:act": (["paper-none", "published"], SIGN_IN, REFUSED, REFUSED, NOT_FOUND, REFUSED, NOT_FOUND, REFUSED),
    "reviewing:queue": ([], SIGN_IN, *[REFUSED] * 7, OPEN),
    "reviewing:pair": (["none"], SIGN_IN, *[REFUSED] * 7, MOVED),
    "accounts:sign_in": ([], OPEN, MOVED, MOVED, MOVED),
    "accounts:sign_out": ([], SIGN_IN, POST_ONLY, POST_ONLY, POST_ONLY),
    "accounts:account": ([], SIGN_IN, OPEN, OPEN, OPEN),
    "accounts:link": (["no-such-link"], NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND),
    "accounts:people": ([], SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, OPEN),
    "accounts:invite": ([], SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, OPEN),
    "accounts:person": ([0], SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, NOT_FOUND),
    "accounts:act": ([0, "close"], SIGN_IN, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, NOT_FOUND),
}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_has_a_decision(site):
    from django.urls import get_resolver

    assert sorted(names(get_resolver().url_patterns)) == sorted(DECISIONS)


@pytest.mark.parametrize("name", DECISIONS)
@pytest.mark.parametrize("reader", READERS)
def test_the_decision_is_kept(name, reader, visitor, signed_in, serving):
    from django.urls import reverse

    from oneplace.web.accounts import throttle

    throttle.forget()  # wrong links count
    serving("full")
    arguments, *expected = DECISIONS[name]
    client = visitor if reader == "visitor" else signed_in(reader)
    response = client.get(reverse(name, args=arguments))
    wanted = dict(zip(READERS, [*expected, *[expected[1]] * 5], strict=False))[reader]
    if wanted == SIGN_IN:
        assert response.status_code == 302
        assert response["Location"].startswith("/account/sign-in?next=")
    else:
        assert response.status_code == wanted


@pytest.mark.parametrize(
    "name",
    [
        "run.json",
        "../run.json",
        "../../../../web-secret",
        "..%2frun.json",
        "/etc/passwd",
        "csv/../../results/results.parquet",
        "nothing.pdf",
        "charts",
        "",
    ],
)
def test_no_file_leaves_but_what_the_pack_lists(name, signed_in, serving):
    serving("full")
    response = signed_in("alice").get(f"/board/packs/{world.RUN}/{name}")
    assert response.status_code in (301, 404)


@pytest.mark.parametrize("name", ["board-pack.pdf", "html/index.html", "charts/A1-trend.svg", "../run.json"])
def test_the_boards_documents_are_not_public(name, visitor, serving):
    serving("full")
    assert visitor.get(f"/downloads/{name}").status_code == 404


@pytest.mark.parametrize("run_id", ["..", "nope", ".staging-x", "%2e%2e"])
def test_a_run_that_is_not_there_is_not_found(run_id, signed_in, serving):
    serving("full")
    assert signed_in("alice").get(f"/board/packs/{run_id}").status_code == 404


def test_a_file_that_the_run_did_not_list_is_not_sent(signed_in, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    (folder / "var" / "runs" / world.RUN / "pack" / "csv" / "secret.csv").write_text("x")
    serving(folder)
    assert signed_in("alice").get(f"/board/packs/{world.RUN}/csv/secret.csv").status_code == 404


def test_a_pack_that_was_changed_says_so(signed_in, serving, tmp_path):
    folder = world.make(tmp_path / "place")
    alice = signed_in("alice")
    serving(folder)
    assert "Verified just now" in alice.get(f"/board/packs/{world.RUN}").content.decode()
    (folder / "var" / "runs" / world.RUN / "pack" / "board-pack.pdf").write_bytes(b"%PDF-1.7 other")
    html = alice.get(f"/board/packs/{world.RUN}").content.decode()
    assert "This pack is not as it was made" in html
    assert "pack/board-pack.pdf was changed" in html


def test_files_come_with_a_type_that_cannot_be_mistaken(signed_in, serving):
    serving("full")
    pdf = signed_in("alice").get(f"/board/packs/{world.RUN}/board-pack.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["X-Content-Type-Options"] == "nosniff"
    assert pdf["Content-Disposition"] == f'attachment; filename="{world.RUN}-board-pack.pdf"'
    page = signed_in("alice").get(f"/board/packs/{world.RUN}/html/index.html")
    assert page["Content-Disposition"].startswith("inline")
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
