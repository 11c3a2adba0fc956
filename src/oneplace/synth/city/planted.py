"""What is planted in the synthetic place and must be found again: every number here stands in ``truth.json``.

Rate ratios are against the least deprived fifth (deprivation; fifth 1 is the most deprived) or the White group
(ethnicity), at equal age and sex. Sizes were chosen near published English gradients; they are nobody's figures.
"""

from __future__ import annotations

FIFTHS = {
    "death": (1.75, 1.45, 1.25, 1.1, 1.0),
    "emergency": (1.8, 1.5, 1.25, 1.1, 1.0),
    "call_111": (1.5, 1.35, 1.2, 1.1, 1.0),
    "gp_appointment": (1.12, 1.09, 1.05, 1.02, 1.0),
    "outpatient": (1.05, 1.05, 1.03, 1.0, 1.0),
    "community": (1.3, 1.2, 1.1, 1.05, 1.0),
    "mental_health": (1.9, 1.6, 1.35, 1.15, 1.0),
    "social_care": (1.9, 1.6, 1.3, 1.15, 1.0),
    "birth": (1.3, 1.2, 1.1, 1.0, 1.0),
}
"""Rate ratios of events by deprivation fifth."""

ETHNICITY = {
    "emergency": {"asian": 0.95, "black": 1.05, "mixed": 1.0, "other": 0.95},
    "mental_health": {"asian": 0.6, "black": 0.75, "mixed": 1.0, "other": 0.7},
    "death": {"asian": 0.85, "black": 0.9, "mixed": 1.0, "other": 0.9},
}
"""Rate ratios of events by ethnic group; mental health is the unmet need: equal illness, fewer referrals."""

CONDITION_FIFTHS = {
    "hypertension": (1.25, 1.2, 1.1, 1.05, 1.0),
    "diabetes": (1.8, 1.55, 1.3, 1.15, 1.0),
    "copd": (2.8, 2.1, 1.6, 1.25, 1.0),
    "asthma": (1.35, 1.25, 1.15, 1.05, 1.0),
    "chd": (1.6, 1.4, 1.25, 1.1, 1.0),
    "atrial_fibrillation": (1.1, 1.05, 1.05, 1.0, 1.0),
    "heart_failure": (1.6, 1.4, 1.2, 1.1, 1.0),
    "stroke": (1.5, 1.35, 1.2, 1.1, 1.0),
    "cancer": (1.1, 1.05, 1.0, 1.0, 1.0),
    "depression": (1.7, 1.5, 1.3, 1.15, 1.0),
    "severe_mental_illness": (2.6, 2.0, 1.5, 1.2, 1.0),
    "dementia": (1.3, 1.2, 1.1, 1.05, 1.0),
    "ckd": (1.4, 1.3, 1.2, 1.1, 1.0),
    "frailty": (1.7, 1.45, 1.25, 1.1, 1.0),
}
"""Ratios of the chance of having a condition at a given age, by deprivation fifth."""

CONDITION_ETHNICITY = {
    "diabetes": {"asian": 2.4, "black": 1.8, "mixed": 1.3, "other": 1.4},
    "hypertension": {"asian": 1.1, "black": 1.4, "mixed": 1.0, "other": 1.0},
    "severe_mental_illness": {"asian": 1.1, "black": 1.9, "mixed": 1.5, "other": 1.2},
    "copd": {"asian": 0.5, "black": 0.4, "mixed": 0.8, "other": 0.7},
}

SMOKING = (0.25, 0.2, 0.15, 0.11, 0.08)
"""Share of adults who smoke on 1 April 2021, by fifth; a tenth of them stop over the five years."""

SMOKING_AT_BOOKING = (0.23, 0.165, 0.11, 0.075, 0.05)
SMOKING_QUIT_BEFORE_DELIVERY = 0.22

ADVISER_FROM, ADVISER_MSOAS, ADVISER_UPTAKE, ADVISER_RELATIVE_RISK = "2023-04-01", 11, 0.8, 0.62
ADVISER = {
    "what": "smokefree pregnancy adviser",
    "works": True,
    "from": ADVISER_FROM,
    "msoas": ADVISER_MSOAS,
    "uptake": ADVISER_UPTAKE,
    "relative_risk_still_smoking": ADVISER_RELATIVE_RISK,
}
"""Adviser offered at booking in the eleven MSOAs where most smoked; effect on those seen, from that date on."""

PHONE_SERVICE_FROM, FREQUENT = "2024-01-01", 4
PHONE_SERVICE = {
    "what": "telephone service for frequent attenders of the emergency department",
    "works": False,
    "from": PHONE_SERVICE_FROM,
    "attendances_in_year_before": FREQUENT,
    "rate_ratio": 1.0,
}
"""Everyone with four or more attendances in the year before; attendances fall afterwards by chance alone
(regression to the mean): a before-and-after comparison is fooled, a comparison with similar people isn't."""

UNDIAGNOSED = {
    "hypertension": (0.38, 0.34, 0.3, 0.27, 0.25),
    "diabetes": (0.2, 0.18, 0.16, 0.14, 0.13),
    "copd": (0.4, 0.36, 0.32, 0.3, 0.28),
}
"""Share of those who have the condition and no code for it: unmet need, greater where deprivation is."""

DIGITAL_EXCLUSION = (0.2, 0.17, 0.14, 0.11, 0.09)
"""Share of adults under 65 who use nothing online, by fifth; two and a half times that at 65 and over."""

MISSED_APPOINTMENT = (0.115, 0.095, 0.08, 0.068, 0.06)
"""Chance of not attending an outpatient appointment, by fifth; times 1.3 for the digitally excluded."""

DELAYS = {
    "P0_transport": {"share": 0.5, "chance": 0.05, "mean_days": 1.2},
    "P1_home_care": {"share": 0.3, "chance": 0.42, "mean_days": 3.8},
    "P2_rehabilitation_bed": {"share": 0.12, "chance": 0.55, "mean_days": 6.5},
    "P3_care_home": {"share": 0.08, "chance": 0.7, "mean_days": 9.0},
}
"""Emergency stays of people of 65 and over: share on each pathway out, chance of waiting when ready, mean days."""

TWINS, NAMESAKES, NAMED_AFTER = 0.03, 0.03, 0.04
"""Share of children who are a twin, of adults who have a namesake with the same birth date, and of children of the sex
of the head of their household who have that person's names."""

RENAMED, KEPT_FORMER_NAME = 0.03, 0.4
"""Share of women of 18 to 59 whose family name has changed while they lived where they do, as at marriage, and of the
partners' records of them those that still bear the former one."""

LINK_WORKER_GAIN = 1.4
"""Mean gain in life satisfaction (0 to 10) of people who finish with a link worker."""

REABLEMENT_HOME_91_DAYS = 0.82
ED_WITHIN_FOUR_HOURS = (0.8, 0.74, 0.68, 0.72, 0.74)
"""Chance of leaving the emergency department within four hours, by financial year (in winter seven points less)."""

AMBULANCE_C2_MEAN_MINUTES = (33.0, 42.0, 34.0, 31.0, 28.0)
CALLS_111_ANSWERED_60S = (0.5, 0.48, 0.68, 0.76, 0.8)
CYP_WAIT_MEDIAN_DAYS = (70.0, 84.0, 98.0, 105.0, 92.0)
ADULT_MENTAL_HEALTH_WAIT_MEDIAN_DAYS = (24.0, 27.0, 30.0, 28.0, 25.0)
RTT_MEDIAN_WEEKS = (14.0, 17.0, 19.0, 18.0, 16.5)
"""By financial year from 2021/22."""
