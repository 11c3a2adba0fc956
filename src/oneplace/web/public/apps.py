"""The public pages in menu, footer and search."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.entries import Entry


class PublicConfig(AppConfig):
    """What anyone may read."""

    name = "oneplace.web.public"
    entries = (
        Entry("public:home", 10, menu=_("Our promises")),
        Entry(
            "public:strategy",
            20,
            menu=_("Strategy"),
            title=_("The strategy"),
            about=_(
                "vision, goals, life stages, enablers, commitments, ambitions, on track, getting better, getting worse"
            ),
        ),
        Entry(
            "public:strategy_all",
            21,
            title=_("All that the strategy says"),
            about=_("values, principles, partners, boards, decisions, duties and known gaps"),
        ),
        Entry(
            "public:themes",
            25,
            menu=_("Themes"),
            title=_("Themes"),
            about=_("start well, live well, age well, die well; women, carers, primary care; what health rests on"),
        ),
        Entry(
            "public:gaps",
            30,
            menu=_("Gaps"),
            title=_("Who is left behind"),
            about=_("gaps by deprivation, ethnic group, sex and age; fairness; inequality"),
        ),
        Entry(
            "public:groups",
            35,
            menu=_("Groups"),
            title=_("Groups of people"),
            about=_("people like me, women, men, children, older people, ethnic groups, carers, disabled people"),
        ),
        Entry(
            "public:places",
            40,
            menu=_("Places compared"),
            title=_("Places compared"),
            about=_("other places, England, comparison, benchmark"),
        ),
        Entry(
            "public:profile",
            45,
            menu=_("Profile"),
            title=_("The place on one page"),
            about=_("profile, spine chart, all measures, each area, beside England"),
        ),
        Entry(
            "public:lifespan",
            32,
            footer=_("Years of life"),
            title=_("The gap in life expectancy, by cause"),
            about=_("deprived and least deprived tenths of England, by age"),
        ),
        Entry(
            "public:parts",
            47,
            footer=_("Parts compared"),
            title=_("Parts of the place compared"),
            about=_("boroughs, districts, authorities, wards, each against the others, inequality between areas"),
        ),
        Entry(
            "public:decisions",
            48,
            footer=_("Decisions"),
            title=_("Decisions"),
            about=_("cabinet, council and board decisions, reports, notices, what was decided and whether it worked"),
        ),
        Entry(
            "public:actions",
            48,
            footer=_("Agreed actions"),
            title=_("Agreed actions"),
            about=_("what boards agreed to do, who answers for it, by when, late"),
        ),
        Entry(
            "public:better_care",
            51,
            title=_("The Better Care Fund"),
            about=_("pooled money of NHS and council, schemes, metrics, section 75"),
        ),
        Entry(
            "public:partners",
            49,
            footer=_("Partners"),
            title=_("Partners"),
            about=_("NHS, council and voluntary bodies; who promised what, what is late, who pays"),
        ),
        Entry(
            "public:neighbourhoods",
            50,
            menu=_("Neighbourhoods"),
            title=_("Neighbourhoods"),
            about=_("map, areas, wards, deprivation"),
        ),
        Entry(
            "public:find",
            105,
            footer=_("Find your neighbourhood"),
            title=_("Find your neighbourhood"),
            about=_("postcode, near me, my street, my area, where I live, ward"),
        ),
        Entry(
            "public:data",
            60,
            menu=_("Data"),
            title=_("Data"),
            about=_("sources, quality, licences, downloads, CSV, JSON, runs, hashes"),
        ),
        Entry(
            "public:changes",
            100,
            footer=_("What changed"),
            title=_("What changed"),
            about=_("targets, wording, owners, measures, old beside new; two versions, compared with last year"),
        ),
        Entry(
            "public:how_we_judge",
            110,
            footer=_("How we judge"),
            title=_("How we judge"),
            about=_("status, path, target, chance, forecast, suppression, small numbers"),
        ),
        Entry(
            "public:contact",
            115,
            footer=_("Contact"),
            title=_("Contact"),
            about=_("contact us, email, phone number, who to ask, write to, complain"),
        ),
        Entry(
            "public:accessibility",
            120,
            footer=_("Accessibility"),
            title=_("Accessibility"),
            about=_("accessible, contact, keyboard, screen reader"),
        ),
        Entry(
            "public:privacy",
            130,
            footer=_("Privacy"),
            title=_("Privacy"),
            about=_("cookies, personal data, small numbers"),
        ),
    )
