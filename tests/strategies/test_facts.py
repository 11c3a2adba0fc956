"""The figures, dates and names that the documents state, as they state them."""

from __future__ import annotations

import csv
from typing import Any

from oneplace.place.strategy.governance import Governance

from .examples import PLACES, plain, step, strategy

SOUTHAMPTON = strategy("southampton")
HAMPSHIRE = strategy("north-and-mid-hampshire")
LONDON = strategy("south-east-london")
AMBULANCE = strategy("south-east-coast-ambulance")
DECISION = plain(PLACES / "southampton/decisions/2020-03-health-and-care-strategy.yaml")

HEADINGS = (  # of the council's report
    "body",
    "subject",
    "on_text",
    "report_of",
    "contacts",
    "author",
    "director",
    "confidentiality",
    "summary",
    "recommendations",
    "reasons",
    "options",
    "detail",
    "consultation",
    "resources",
    "property",
    "legal_power",
    "legal_other",
    "risk",
    "policy_framework",
    "key_decision",
    "wards",
    "appendices",
    "equality",
    "privacy",
    "background",
)


def _at(node: Any, path: str) -> Any:
    for part in path.split("/"):
        node = step(node, part)
    return node


def _names(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["name"] for entry in entries]


def _stated_series(measure: str) -> list[dict[str, str]]:
    file = plain(PLACES / f"southampton/measures/{measure}.yaml")["compute"]["file"]
    with (PLACES / "southampton" / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_southampton_is_said_to_be_55th_and_the_other_ranks_stand_beside_it() -> None:
    rank = _at(SOUTHAMPTON, "figures/FIG-rank")
    assert (rank["value"], rank["period"], rank["provenance"]) == (55, 2019, "published")
    assert all(word in rank["note"] for word in ("317", "average rank", "61st", "68th", "69th"))
    (row,) = _stated_series("deprivation_rank_stated")
    assert (row["period"], row["value"]) == ("2019", "55")
    assert "L43" in row["source"]


def test_13_per_cent_of_neighbourhoods_are_in_the_most_deprived_tenth() -> None:
    share = _at(SOUTHAMPTON, "figures/FIG-share")
    assert (share["value"], share["unit"], share["period"]) == (13, "percent", 2019)
    assert "19 of 148" in share["note"]
    (row,) = _stated_series("deprived_neighbourhoods_stated")
    assert (row["period"], row["value"]) == ("2019", "13")


def test_periods_are_those_stated_and_open_where_none_is() -> None:
    assert (SOUTHAMPTON["period"]["start"], SOUTHAMPTON["period"]["end"]) == (2020, 2025)
    assert _at(SOUTHAMPTON, "parents/ext:southampton-jhws-2017-2025")["period"] == "2017-2025"
    assert SOUTHAMPTON["version"]["history"][0]["period"] == "2019-2023"
    assert [HAMPSHIRE["period"], LONDON["period"], AMBULANCE["period"]] == ["not_set"] * 3


def test_two_partnership_conferences() -> None:
    conferences = [event for event in SOUTHAMPTON["engagement"] if event["kind"] == "conference"]
    assert [event["on"] for event in conferences] == ["2019-03-29", "2019-05-08"]


def test_the_dates_of_decision_stay_as_the_scan_has_them() -> None:
    assert DECISION["on"] == "not_set"
    assert DECISION["on_text"] == "7 MARCH 2020 8 MARCH 2020"
    for approval in SOUTHAMPTON["governance"]["approvals"]:
        assert approval["on_text"] == "7 MARCH 2020 8 MARCH 2020"
        assert "on" not in approval


def test_approval_takes_two_steps() -> None:
    cabinet, council = SOUTHAMPTON["governance"]["approvals"]
    assert (cabinet["body"], cabinet["act"]) == ("cabinet", "recommends")
    assert (council["body"], council["act"], council["after"]) == ("council", "approves", "cabinet")
    assert council["key_decision"] == "yes"
    assert council["wards"] == ["all"]


def test_no_document_at_hand_says_that_anybody_approved() -> None:
    governance = Governance.model_validate(SOUTHAMPTON["governance"])
    assert [step.body for step in governance.open_steps(None)] == ["cabinet", "council"]


def test_the_report_has_all_its_headings() -> None:
    assert [heading for heading in HEADINGS if not DECISION.get(heading)] == []


def test_the_outcome_ambitions_of_the_appendix_are_a_known_gap() -> None:
    assert "pages 18 to 20" in _at(SOUTHAMPTON, "gaps/GAP-appendix")["text"]
    assert _at(SOUTHAMPTON, "documents/appendix-1")["available"] is False


def test_southampton_counts() -> None:
    enablers = ["Digital", "Workforce", "Estates", "Primary care", "Urgent and emergency care"]
    assert _names(SOUTHAMPTON["enablers"]) == enablers
    for service in ("E-primary-care", "E-uec"):
        assert "service rather than an enabler" in _at(SOUTHAMPTON, f"enablers/{service}")["note"]
    assert _names(SOUTHAMPTON["stages"]) == ["Start well", "Live well", "Age well", "Die well"]
    assert len(SOUTHAMPTON["commitments"]) == 6
    assert len(SOUTHAMPTON["goals"]) == 5
    assert len(SOUTHAMPTON["values"]) == 5
    assert len(SOUTHAMPTON["outcomes"]) >= 40


def test_each_life_stage_enabler_commitment_and_goal_has_an_outcome() -> None:
    outcomes = SOUTHAMPTON["outcomes"]
    for section, key in (("enablers", "enablers"), ("commitments", "commitments"), ("goals", "goals")):
        for entry in SOUTHAMPTON[section]:
            assert any(entry["id"] in outcome.get(key, []) for outcome in outcomes), entry["id"]
    for stage in SOUTHAMPTON["stages"]:
        assert sum(outcome.get("stage") == stage["id"] for outcome in outcomes) >= 4


def test_two_visions_one_current() -> None:
    assert SOUTHAMPTON["vision"]["text"] == "A healthy Southampton where everyone thrives"
    assert "A Healthy Southampton for all" in [other["text"] for other in SOUTHAMPTON["vision"]["history"]]
    assert list(SOUTHAMPTON["vision"]["words"]) == ["Healthy", "Southampton", "For all"]


def test_actors_with_predecessors_and_successors() -> None:
    named = " ".join(_names(SOUTHAMPTON["partners"]))
    for actor in ("Southampton City Council", "Clinical Commissioning", "Voluntary Services", "University Hospital",
                  "Solent", "Southern Health", "Healthwatch", "Primary Care Limited"):  # fmt: skip
        assert actor in named
    assert _at(SOUTHAMPTON, "partners/ccg")["successor"] == ["hsiow-ccg"]
    assert _at(SOUTHAMPTON, "partners/hsiow-ccg")["successor"] == ["icb"]
    assert _at(SOUTHAMPTON, "partners/hsiow-ccg")["from"] == "2021-04"
    assert _at(SOUTHAMPTON, "partners/icb")["from"] == "2022-07"
    for trust in ("solent", "southern"):
        assert "to confirm" in _at(SOUTHAMPTON, f"partners/{trust}")["to_confirm"]


def test_boards_that_reviewed_monitor_and_receive() -> None:
    roles = {board["id"]: board["role"] for board in SOUTHAMPTON["governance"]["boards"]}
    assert roles["bcsb"] == "monitors"
    assert roles["hwb"] == "receives_report"
    assert {"hosp", "jcb", "chiefs"} <= set(roles)


def test_law_cited() -> None:
    cited = " | ".join(duty["statute"] for duty in SOUTHAMPTON["duties"])
    for law in ("Localism Act 2011, section 1", "Equality Act 2010, section 149", "Crime and Disorder Act 1998",
                "Human Rights Act 1998", "Health Act 2007, section 116A", "Article 4.01"):  # fmt: skip
        assert law in cited


def test_what_the_report_puts_off_or_leaves_out() -> None:
    assert SOUTHAMPTON["equality"]["state"] == "deferred"
    assert SOUTHAMPTON["privacy"]["screening"] == "not_required"
    assert SOUTHAMPTON["privacy"]["ask_again_when"]
    assert SOUTHAMPTON["budget"]["state"] == "not_applicable"
    assert "risks" not in SOUTHAMPTON


def test_hampshire_has_eleven_points_and_a_life_from_before_conception_to_after_death() -> None:
    assert [point["source"] for point in HAMPSHIRE["commitments"]] == [f"hampshire-vision L{n}" for n in range(7, 18)]
    assert HAMPSHIRE["stages"][0]["starts"] == "before conception"
    assert _at(HAMPSHIRE, "stages/bereavement")["name"] == "After death"


def test_the_ambulance_service_has_four_themes_two_horizons_and_names_its_gaps() -> None:
    assert _names(AMBULANCE["priorities"]) == ["Our people", "Our patients", "Our enablers", "Our partners"]
    assert [horizon["years"] for horizon in AMBULANCE["horizons"]] == [5, 2]
    assert {"GAP-values", "GAP-clinical-model", "GAP-enablers", "GAP-mission"} <= {
        gap["id"] for gap in AMBULANCE["gaps"]
    }
    assert AMBULANCE["mission"] == "not_set"
    assert [stage["text"] for stage in AMBULANCE["recovery_stages"]] == ["Recovery", "Improvement", "Consolidation"]


def test_the_regulator_rated_the_ambulance_service_inadequate_in_may_2016() -> None:
    event = _at(AMBULANCE, "events/EV-cqc-2016")
    assert (event["on"], event["by"], event["rating"]) == ("2016-05", "cqc", "inadequate")
    assert _at(AMBULANCE, "events/EV-recovery-plan")["on"] == "2016/17"


def test_the_ambulance_service_is_ryd() -> None:
    assert _at(AMBULANCE, "partners/secamb")["ods"] == "RYD"
    assert [o["code"] for o in plain(PLACES / "south-east-coast-ambulance/place.yaml")["organisations"]] == ["RYD"]


def test_south_east_london_has_five_priorities_and_one_year() -> None:
    assert [priority["source"] for priority in LONDON["priorities"]] == [f"sel-priorities L{n}" for n in range(19, 24)]
    target = _at(LONDON, "outcomes/X6")["target"]
    assert (target["period"], target["value"]) == (2045, 0)
    assert "balance" in _at(LONDON, "principles/net-zero-meaning")["text"]
    assert [o["id"] for o in LONDON["outcomes"] if o["provenance"] != "not_set"] == ["X6"]


def test_residue_of_the_web_and_the_scan_is_left_out() -> None:
    for place in (SOUTHAMPTON, HAMPSHIRE, LONDON, AMBULANCE):
        shown = str({key: value for key, value in place.items() if key != "documents"})
        for residue in ("Total results", "Skip to content", "Bookmark and Share", "MAKED", "GP checking"):
            assert residue not in shown


def test_tensions_are_shown() -> None:
    for place in (SOUTHAMPTON, HAMPSHIRE, LONDON, AMBULANCE):
        assert len(place["tensions"]) >= 2
    assert {
        "TEN-visions",
        "TEN-quality-money",
        "TEN-money",
        "TEN-equality",
        "TEN-privacy",
        "TEN-risks",
        "TEN-productivity",
    } <= {tension["id"] for tension in SOUTHAMPTON["tensions"]}
    assert _at(HAMPSHIRE, "tensions/TEN-closer")["between"] == ["B6", "B8"]
    assert _at(LONDON, "tensions/TEN-online")["between"] == ["online", "face-to-face"]
