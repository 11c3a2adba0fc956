"""Every page of the site, by the name of its address: the one list that the tests of all pages walk.

``test_addresses`` fails when an address stands in none of these, so that no page escapes the tests by being forgotten.
"""

from __future__ import annotations

from tests.web import world, world_files

PUBLIC = {
    "public:home": ["/"],
    "public:strategy": ["/strategy"],
    "public:strategy_all": ["/strategy/all"],
    "public:record": ["/strategy/record"],
    "public:record_part": ["/strategy/record/outcomes"],
    "public:changes": ["/changes"],
    "public:ambition": [f"/ambitions/A{number}" for number in range(1, 7)],
    "public:measure": [f"/measures/{key}" for key in world_files.MEASURES],
    "public:gaps": [
        "/gaps",
        "/gaps?sort=change",
        "/gaps?sort=people",
        "/gaps?sort=nonsense",
        "/gaps?sort=change&sheet=1",
    ],
    "public:groups": ["/groups"],
    "public:group": ["/groups/deprivation/1-most-deprived", "/groups/age/65-and-over", "/groups/others/carer"],
    "public:places": ["/places", "/places?measure=breastfeeding"],
    "public:funnel": ["/measures/smoking/funnel"],
    "public:lifespan": ["/lifespan"],
    "public:parts": ["/parts"],
    "public:profile": ["/profile"],
    "public:profile_area": ["/profile/E06000045"],
    "public:actions": ["/actions"],
    "public:decisions": ["/decisions"],
    "public:decision": ["/decisions/DEC1", "/decisions/DEC2"],
    "public:better_care": ["/better-care"],
    "public:partners": ["/partners"],
    "public:partner": ["/partners/council"],
    "public:themes": ["/themes"],
    "public:theme": ["/themes/start_well"],
    "public:find": ["/find"],
    "public:neighbourhoods": ["/neighbourhoods", "/neighbourhoods?measure=smoking", "/neighbourhoods?level=ward"],
    "public:neighbourhood": [f"/neighbourhoods/{world.LSOAS[0]}"],
    "public:ward": ["/wards/E05015490"],
    "public:data": ["/data"],
    "public:data_quality": ["/data/quality"],
    "public:measures": ["/measures"],
    "public:search": ["/search?q=smoking", "/search", "/search?q=" + "x" * 5000],
    "public:how_we_judge": ["/how-we-judge"],
    "public:contact": ["/contact"],
    "public:accessibility": ["/accessibility"],
    "public:privacy": ["/privacy"],
    "papers:public": ["/papers"],
    "feedback:ask": ["/feedback?page=/gaps"],
}
"""What anyone may read, in every state of the data."""

OF_A_RUN = {
    "public:ambition_table": ["/ambitions/A1/table"],
    "public:measure_table": [
        *(f"/measures/smoking/tables/{part}" for part in ("time", "neighbourhoods", "deprivation")),
        "/measures/breastfeeding/tables/places",
        "/measures/ambulance/tables/control",
    ],
    "public:measure_made": ["/measures/smoking/made"],
    "public:data_source": ["/data/quality/gp", "/data/quality/acute"],
}
"""What anyone may read once a run has what it shows."""

ALONE = {"public:embed": ["/embed/A1/trend"]}
"""Pages without the site's frame, for others to show."""

SIGNED_IN = {
    "board:overview": ["/board"],
    "board:pack": [f"/board/packs/{world.RUN}"],
    "accounts:account": ["/account"],
    "delivery:overview": ["/delivery"],
    "delivery:plan": ["/delivery/plan"],
    "delivery:assurance": ["/delivery/assurance"],
    "delivery:urgent": ["/delivery/urgent"],
    "delivery:thing": ["/delivery/milestone/M2", "/delivery/risk/R1"],
    "diaries:mine": ["/delivery/mine"],
    "papers:kept": ["/meetings/papers"],
    "explore:overview": ["/explore", "/explore?measure=smoking&by=deprivation&beside=5"],
    "whatif:growth": ["/whatif/desk/growth"],
    "whatif:measures": ["/whatif/desk/measures"],
}
"""What a board member may read."""

WALKED_BY_THEIR_OWN = {
    "delivery:add": "test_delivery_browser, as a lead",
    "delivery:change": "test_delivery_browser, as a lead",
    "accounts:sign_in": "test_browser, with its errors",
    **dict.fromkeys(("papers:add", "papers:one", "papers:act"), "test_papers_browser, as a clerk"),
    "accounts:link": "test_people_browser, as whoever was invited",
    **dict.fromkeys(
        ("accounts:people", "accounts:person", "accounts:invite", "accounts:act"),
        "test_people_browser, as an administrator",
    ),
    **dict.fromkeys(("reviewing:queue", "reviewing:pair"), "test_reviewing, as a link reviewer"),
    "public:found": "test_finder: it answers what was typed",
    "feedback:say": "test_feedback: it answers what was said",
    "feedback:said": "test_feedback: it is the planner's",
    "whatif:choose": "test_whatif_pages and test_whatif_browser",
    "whatif:pathway": "test_whatif_pages and test_whatif_browser",
}
"""Pages that need more than an address, and where they are walked."""

NO_PAGES = {
    *(f"public:measure_{form}" for form in ("csv", "json", "xlsx")),
    *(f"public:group_{form}" for form in ("csv", "xlsx")),
    *(f"public:theme_{form}" for form in ("csv", "json")),
    *(f"public:chart_{form}" for form in ("svg", "png", "plain")),
    *(f"public:{name}" for name in ("download", "sitemap", "favicon", "api", "robots", "security", "health")),
    "board:pack_file",
    "explore:csv",
    "explore:xlsx",
    "whatif:fit",
    "whatif:model",
    "whatif:differences_csv",
    "accounts:sign_out",
    "delivery:document",
    "delivery:meeting_document",
    "delivery:urgent_document",
    "diaries:address",
    "diaries:feed",
    "papers:sent",
    "papers:version",
}
"""What answers a file, a form's sending or a program."""


def of_each_kind() -> list[str]:
    """One page of each kind that has an address, the richest first named."""
    return [paths[0] for kinds in (PUBLIC, OF_A_RUN, ALONE, SIGNED_IN) for paths in kinds.values()]


def every(*kinds: dict[str, list[str]]) -> list[str]:
    """All addresses of some kinds."""
    return [path for kind in kinds for paths in kind.values() for path in paths]
