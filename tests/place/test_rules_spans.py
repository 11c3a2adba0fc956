"""E04 and E05: when codes were in use, and that dates lie in order and inside the strategy's period."""

from __future__ import annotations

from tests.place.build import judged, table


@table(
    """
    place: {name: A, level: place, code: E06000045, codes: [E06000199, E07000048, Southampton]}
    > 1:57 E04 the code E06000199 is not a code of the Office for National Statistics (2016 to 2024). Look the code up
    >   and correct it; a code made later has `from: 2025` or later.
    > 1:68 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took its place.
    > 1:79 E04 the code Southampton has not the form of an ONS code (E06000045) or ODS code (RHM). Look the code up
    >   and correct it.
    """,
    """
    place: {name: A, level: place, code: not_set}
    """,
    """
    place: {name: A, level: place, code: E07000048}
    period: {start: 2019-03, end: 2025-03}
    """,
    """
    place: {name: A, level: place, code: E07000048}
    period: {start: 2019-04, end: 2025-03}
    > 1:38 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took its place.
    """,
    """
    place: {name: A, level: place, code: E06000058}
    period: {start: "2015", end: "2018"}
    > 1:38 E04 the code E06000058 (Bournemouth, Christchurch and Poole) exists only since 2019. Use the code of the
    >   area that was there before.
    """,
    """
    place: {name: A, level: place, code: E06000058}
    period: {start: "2015", end: 2019-01}
    """,
    """
    place: {name: A, level: place, code: E06000058}
    period: not_set
    """,
    """
    partners:
    - {id: a, name: A, kind: local_authority, ons: E07000048, from: "2021"}
    - {id: b, name: B, kind: local_authority, ons: E07000048, from: "2011", until: "2018"}
    - {id: c, name: C, kind: local_authority, ons: E06000058, until: "2018"}
    - {id: d, name: D, kind: local_authority, ons: E06000058, until: "2019"}
    > 2:48 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took its place.
    > 4:48 E04 the code E06000058 (Bournemouth, Christchurch and Poole) exists only since 2019. Use the code of the
    >   area that was there before.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RD3}, {id: b, name: B, kind: nhs_provider, ods: rd3}]
    > 1:102 E04 the code rd3 has not the form of an ONS code (E06000045) or ODS code (RHM). Look the code up and
    >   correct it.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RD3, from: "2021"}]
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RD3, from: "2022"}]
    > 1:54 E04 the code RD3 (Poole Hospital NHS Foundation Trust) was closed by 2022. Use the code of the trust that
    >   took its place.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RZ9, from: "2021"}]
    > 1:54 E04 the code RZ9 is not that of an NHS trust of 2022 or before. Look the code up and correct it; a trust
    >   made later has `from: 2022` or later.
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: RZ9, from: "2022"}]
    """,
    """
    partners: [{id: a, name: A, kind: nhs_provider, ods: J82022}, {id: b, name: B, kind: nhs_provider, ods: J820221}]
    > 1:105 E04 the code J820221 has not the form of an ONS code (E06000045) or ODS code (RHM). Look the code up and
    >   correct it.
    """,
    """
    summary: A
    == place.yaml
    id: a
    name: A
    areas: [{code: E06000045, name: A}, {code: E06000199, name: B}, {code: E06000199, name: C, from: "2025"}]
    comparators: [{code: E07000048, name: D, from: 2019-04}, {code: E07000048, name: D}]
    organisations: [{code: RZ9, name: E}, {code: RHM, name: F}]
    system: {code: E54000042x, name: G}
    > place.yaml:3:44 E04 the code E06000199 is not a code of the Office for National Statistics (2016 to 2024). Look
    >   the code up and correct it; a code made later has `from: 2025` or later.
    > place.yaml:4:22 E04 the code E07000048 (Christchurch) was abolished in 2019. Use the code of the area that took
    >   its place.
    > place.yaml:5:24 E04 the code RZ9 is not that of an NHS trust of 2022 or before. Look the code up and correct it;
    >   a trust made later has `from: 2022` or later.
    > place.yaml:6:16 E04 the code E54000042x has not the form of an ONS code (E06000045) or ODS code (RHM). Look the
    >   code up and correct it.
    """,
)
def test_e04_codes_were_in_use(case, tmp_path):
    judged(tmp_path, case, "E04")


@table(
    """
    period: {start: 2020-04, end: 2020-03}
    horizons: [{id: H1, text: A, start: "2021", end: "2020"}]
    > 1:31 E05 the strategy ends before it starts. Correct `start` or `end`.
    """,
    """
    period: {start: 2020-04, end: 2020-04}
    """,
    """
    period: {start: 2020-04-01, end: 2020-03-31}
    > 1:34 E05 the strategy ends before it starts. Correct `start` or `end`.
    """,
    """
    period: {start: 2020-04}
    """,
    """
    partners:
    - {id: a, name: A, kind: vcse, from: 2020-04, until: 2020-04}
    - {id: b, name: B, kind: vcse, from: 2020-04, until: 2020-03}
    - {id: c, name: C, kind: vcse, from: 2020-04}
    - {id: d, name: D, kind: vcse, until: 2020-04}
    - {id: e, name: E, kind: vcse, from: 2020-04-02, until: 2020-04-01}
    > 3:54 E05 b ends before it starts. Correct `from` or `until`.
    > 6:57 E05 e ends before it starts. Correct `from` or `until`.
    """,
    """
    horizons:
    - {id: H1, text: A, start: "2020", end: "2024"}
    - {id: H2, text: A, start: "2020", end: "2024", parent: H1}
    - {id: H3, text: A, start: "2020", end: "2025", parent: H1}
    - {id: H4, text: A, start: "2021", end: 2020-12, parent: H1}
    - {id: H5, text: A, start: "2021", parent: H1}
    - {id: H6, text: A, end: "2029", parent: H5}
    - {id: H7, text: A, start: "2021", end: "2021"}
    > 4:41 E05 H3 ends after H1, which it belongs to. Correct one of the two dates.
    > 5:41 E05 H4 ends before it starts. Correct `start` or `end`.
    """,
)
def test_e05_no_span_ends_before_it_starts(case, tmp_path):
    judged(tmp_path, case, "E05")


@table(
    """
    outcomes:
    - {id: O1, text: A, measure: m, provenance: agreed, target: {period: 2024/25, value: 8}}
    - {id: O2, text: A, measure: m, provenance: agreed, target: {period: 2025-04-01, value: 8}}
    - {id: O3, text: A, measure: m, provenance: agreed, target: {period: 2025, value: 8}}
    - {id: O4, text: A, measure: m, provenance: agreed, target: {period: 2025, value: 8, beyond_strategy: National}}
    - {id: O5, text: A, measure: m, provenance: agreed}
    > 3:70 E05 the target of O2 is for 2025-04-01, after the strategy's end. Correct the period, or say why in
    >   `beyond_strategy:`.
    > 4:70 E05 the target of O3 is for 2025, after the strategy's end. Correct the period, or say why in
    >   `beyond_strategy:`.
    """,
    """
    horizons: [{id: H2, text: Two years, start: 2022-04, end: 2024-03}, {id: H5, text: Five years}]
    outcomes:
    - {id: O1, text: A, horizon: H2, measure: m, provenance: agreed, target: {period: 2023/24, value: 8}}
    - {id: O2, text: A, horizon: H2, measure: m, provenance: agreed, target: {period: 2024-04-01, value: 8}}
    - {id: O3, text: A, horizon: H5, measure: m, provenance: agreed, target: {period: 2024/25, value: 8}}
    - {id: O4, text: A, measure: m, provenance: agreed, target: {period: 2024/25, value: 8}}
    - {id: O, text: A, horizon: H2, measure: m, provenance: local, target: {period: 2025, value: 1, beyond_strategy: A}}
    > 4:83 E05 the target of O2 is for 2024-04-01, after the end of its horizon H2 (2024-03). Correct the period or the
    >   horizon, or say why in `beyond_strategy:`.
    """,
    """
    workstreams:
    - id: W
      name: A
      milestones:
      - {id: M1, text: A, due: 2020-03-31}
      - {id: M2, text: A, due: 2020-04-01}
      - {id: M3, text: A, due: 2020}
      - {id: M4, text: A, due: 2025-03-31}
      - {id: M5, text: A, due: 2025-04-01}
      - {id: M6, text: A, due: 2025}
      - {id: M7, text: A, due: 2025-04, beyond_strategy: The last report}
      - {id: M8, text: A, due: 2020-03}
    > 5:28 E05 the milestone M1 is due 2020-03-31, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    > 9:28 E05 the milestone M5 is due 2025-04-01, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    > 12:28 E05 the milestone M8 is due 2020-03, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    """,
    """
    period: {start: 2020-04}
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, due: 2020-03}, {id: M2, text: A, due: 2099}]}]
    > 2:68 E05 the milestone M1 is due 2020-03, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    """,
    """
    period: {end: 2025-03}
    workstreams: [{id: W, name: A, milestones: [{id: M1, text: A, due: 1999}, {id: M2, text: A, due: 2025-04}]}]
    > 2:98 E05 the milestone M2 is due 2025-04, outside the strategy's period. Correct the date, or say why in
    >   `beyond_strategy:`.
    """,
)
def test_e05_dates_lie_inside_the_strategy_s_period(case, tmp_path):
    judged(tmp_path, case, "E05")
