"""W121 over promises as places word them: each with a target that keeps it and one that breaks it."""

from __future__ import annotations

import pytest

from tests.place.test_rules_promised_words import said

SPOKEN = """
Nine in ten children have their first measles jab and are vaccinated | percent high_good 84 | 90 | 87
One in three women and men helped                                    | percent high_good 20 | 33.3 | 27
Two in three carers feel supported                                   | percent high_good 50 | 66.7 | 60
Three quarters of people are helped to leave hospital the same day   | percent high_good 60 | 75 | 70
A third of people who ask are helped at once                         | percent high_good 20 | 33 | 25
95% of children are vaccinated against measles by age 2              | percent high_good 88 | 95 | 92
Are nine in ten people seen within 18 weeks?                         | percent high_good 61 | 90 | 85
At least 92% of people are treated within 18 weeks                   | percent high_good 61 | 95 | 85
At least nine in ten people are treated within 18 weeks              | percent high_good 61 | 90 | 75
The share treated in time does not fall below 80%                    | percent high_good 84 | 82 | 78
The share treated in time is never under 80%                         | percent high_good 84 | 80 | 75
Uptake is not below 80%                                              | percent high_good 78 | 80 | 79
Blood pressure is under control in no fewer than 77% of people       | percent high_good 70 | 80 | 74
No practice is below 80%                                             | percent high_good 70 | 85 | 76
More than four in five carers are helped                             | percent high_good 70 | 82 | 76
80% or more of homes are warm                                        | percent high_good 70 | 80 | 75
Raise breastfeeding to 60% of babies                                 | percent high_good 48 | 60 | 55
Raise breastfeeding by 5 percentage points                           | percent high_good 48 | 53 | 51
Raise breastfeeding by at least 5 points                             | percent high_good 48 | 55 | 51
Breastfeeding goes up by a quarter                                   | percent high_good 48 | 60 | 54
A quarter more babies are breastfed                                  | percent high_good 48 | 60 | 54
Improve control of blood pressure to three quarters                  | percent high_good 60 | 75 | 70
Every child is vaccinated                                            | percent high_good 88 | 100 | 95
All patients are seen within four hours                              | percent high_good 70 | 100 | 95
Double the share of people with one plan                             | percent high_good 20 | 40 | 30
Twice as many have one plan                                          | percent high_good 20 | 40 | 30
Increase the share with a health check by half                       | percent high_good 40 | 60 | 50
Improve it from 61% to 92%                                           | percent high_good 61 | 92 | 80
Halve the share of babies exposed to smoking before birth            | percent low_good 11 | 5.5 | 8
Has smoking in pregnancy halved?                                     | percent low_good 11 | 5.5 | 7
Fewer than one in twenty mothers smoke                               | percent low_good 11 | 4 | 6
Smoking is no higher than 5%                                         | percent low_good 11 | 5 | 6
Smoking does not rise above 8%                                       | percent low_good 9 | 7.5 | 9
Smoking does not exceed 8%                                           | percent low_good 9 | 8 | 9
No ward has more than 10% of adults smoking                          | percent low_good 14 | 9 | 12
Smoking falls to 5% or less                                          | percent low_good 12 | 4 | 8
Become smoke free: under 5% of adults smoke                          | percent low_good 12 | 5 | 7
A third fewer mothers smoke                                          | percent low_good 12 | 8 | 9
At least a third fewer mothers smoke                                 | percent low_good 12 | 7 | 9
Smoking is cut by at least a quarter                                 | percent low_good 12 | 8 | 10
Smoking is cut by more than 20%                                      | percent low_good 50 | 38 | 45
Reduce smoking by 2.5 percentage points                              | percent low_good 12 | 9.5 | 11
Smoking is 3 points lower                                            | percent low_good 12 | 9 | 10
Cut smoking to one in ten adults                                     | percent low_good 14 | 10 | 12
Eliminate smoking in pregnancy                                       | percent low_good 11 | 0 | 4
Zero suicides among people in our care                               | count low_good 12 | 0 | 5
Zero smoking in pregnancy                                            | percent low_good 11 | 0 | 4
No mother smokes                                                     | percent low_good 11 | 0 | 4
Reduce smoking from 14% to 10%                                       | percent low_good 14 | 10 | 12
Children wait no more than 12 weeks                                  | weeks low_good 20 | 11 | 15
Children wait no longer than 12 weeks                                | weeks low_good 20 | 12 | 15
Nobody waits more than 52 weeks                                      | weeks low_good 70 | 40 | 60
Do children wait under four weeks for help?                          | weeks low_good 9 | 4 | 6
Cut the wait by 6 weeks                                              | weeks low_good 20 | 14 | 16
Cut the wait by a third                                              | weeks low_good 18 | 12 | 15
Waits are halved                                                     | weeks low_good 18 | 9 | 12
Reduce the wait to four weeks                                        | weeks low_good 9 | 4 | 6
Do ambulances reach strokes within half an hour?                     | minutes low_good 44 | 30 | 36
Ambulances take no more than 18 minutes to reach a stroke            | minutes low_good 44 | 18 | 30
Ambulances get there in under seven minutes                          | minutes low_good 9 | 7 | 8
Ambulances are five minutes sooner: cut by 5 minutes                 | minutes low_good 40 | 35 | 38
Ambulances are not to take more than half an hour                    | minutes low_good 44 | 28 | 36
Calls are answered within 10 seconds                                 | seconds low_good 22 | 10 | 15
Reduce handover to 15 minutes                                        | seconds low_good 2000 | 900 | 1500
People ready to leave wait at most one day                           | hours low_good 60 | 24 | 36
The time lost by people ready to leave is cut by 2 days              | days low_good 5 | 3 | 4
Healthy life is longer by 3 years                                    | years high_good 62 | 65 | 63
Raise healthy life to 65 years                                       | years high_good 62 | 65 | 63
Early deaths fall to 70 per 100,000                                  | per_100k low_good 90 | 70 | 80
Early deaths fall by a tenth                                         | per_100k low_good 90 | 81 | 88
Early deaths are 20% lower                                           | per_100k low_good 90 | 72 | 80
No more than 70 in every 100,000 people die early                    | per_100k_dsr low_good 90 | 70 | 80
Cut emergency admissions by at least 10%                             | per_1000 low_good 90 | 80 | 85
10% fewer emergency admissions                                       | per_1000 low_good 90 | 81 | 86
A 10% cut in emergency admissions                                    | per_1000 low_good 90 | 81 | 86
Fewer than 50 people wait in hospital when they are ready to leave   | people low_good 90 | 40 | 60
No more than 1,200 wait                                              | people low_good 1500 | 1200 | 1300
Help 300 more people                                                 | people high_good 500 | 800 | 700
50 fewer people sleep rough                                          | people low_good 90 | 40 | 60
Add 20 more beds                                                     | beds high_good 100 | 120 | 110
Cut it by 20 beds                                                    | beds low_good 100 | 80 | 90
Save a tenth: bring costs down by a tenth                            | gbp low_good 1000000 | 900000 | 950000
Reduce spend on agency staff to £2 million                           | gbp low_good 4000000 | 2000000 | 3000000
Cut carbon by a half                                                 | tonnes low_good 800 | 400 | 500
Carbon reaches zero by 2045                                          | tonnes low_good 800 | 0 | 100
Cut early deaths by a third; halve smoking                           | per_100k low_good 90 | 60 | 70
Lift the share of people who have an annual health check to 75%      | percent high_good 50 | 75 | 70
Nobody should wait over 65 weeks                                     | weeks low_good 80 | 60 | 70
Waiting lists shrink by a fifth                                      | people low_good 5000 | 4000 | 4500
Fewer than 10 people a night sleep rough                             | people low_good 30 | 8 | 15
Keep bed occupancy below 92%                                         | percent low_good 95 | 91 | 94
Bed occupancy is no more than 92%                                    | percent low_good 95 | 92 | 94
More than 90% of people are satisfied                                | percent high_good 80 | 92 | 85
Slash waits in half                                                  | weeks low_good 20 | 10 | 14
Raise uptake by a tenth                                              | percent high_good 50 | 55 | 70
Increase employment of disabled people by 10 points                  | percent high_good 50 | 60 | 55
Carbon emissions fall by 80%                                         | tonnes low_good 1000 | 200 | 400
Emissions are down by three quarters                                 | tonnes low_good 1000 | 250 | 400
A tenfold rise in people with a plan                                 | people high_good 50 | 500 | 300
Nobody waits six weeks or more                                       | weeks low_good 12 | 5 | 9
Deaths of babies fall to under 3 per 1,000 births                    | per_1000 low_good 5 | 2.9 | 4
Suicide falls to 8 in 100,000                                        | per_100k low_good 11 | 8 | 10
Smoking in pregnancy falls below 6%                                  | percent low_good 11 | 5.9 | 8
We will halve smoking in pregnancy                                   | percent low_good 11 | 5.5 | 8
At least 70% of babies are breastfed at 6 to 8 weeks                 | percent high_good 50 | 70 | 60
Breastfeeding at 6 to 8 weeks rises by 10 points                     | percent high_good 50 | 60 | 55
Children wait a third less for help with their mental health         | weeks low_good 18 | 12 | 15
At least 80% of people with high blood pressure have it under control| percent high_good 60 | 80 | 70
A fifth fewer people die early from heart disease                    | per_100k low_good 90 | 72 | 85
Emergency admissions are 5% lower                                    | per_1000 low_good 100 | 95 | 98
Fewer than 5% of people are taken to hospital three times or more at the end of their lives| percent low_good 8 | 4 | 6
Ambulances reach emergencies in half an hour or less                 | minutes low_good 44 | 30 | 35
Double the number of people linked to community support              | people high_good 500 | 1000 | 700
Will no more than one in ten wait?                                   | percent low_good 20 | 9 | 12
Is the share in work above 80%?                                      | percent high_good 70 | 81 | 75
Agency spend is cut by two thirds                                    | gbp low_good 900000 | 300000 | 500000
Cut bed days lost to 100                                             | count low_good 300 | 100 | 200
Fewer than 100                                                       | count low_good 300 | 90 | 200
Score up by 10%                                                      | score high_good 30 | 33 | 31
Smoking at most 8%                                                   | percent low_good 12 | 8 | 10
People wait half as long                                             | days low_good 28 | 14 | 20
Waits are half as long as in 2019                                    | weeks low_good 18 | 9 | 12
People are seen in half the time                                     | hours low_good 6 | 3 | 4
People live in good health for twice as long                         | years high_good 10 | 20 | 12
People travel half as far to a GP                                    | km low_good 4 | 2 | 3
Calls are answered twice as often                                    | per_1000 high_good 18 | 36 | 20
A first visit within a week                                          | days low_good 28 | 7 | 14
People are seen within a week of asking                              | days low_good 28 | 6 | 14
Visits come within a week of leaving hospital                        | weeks low_good 4 | 1 | 2
Nobody waits longer than a week                                      | days low_good 28 | 7 | 14
A wait of a week at most                                             | days low_good 28 | 7 | 14
Everyone is visited inside a fortnight                               | days low_good 28 | 14 | 20
Seen within three months                                             | weeks low_good 30 | 13 | 20
Cut the wait by half a day                                           | hours low_good 40 | 28 | 34
Everyone lives within 2 km of a GP                                   | km low_good 4 | 2 | 3
Everyone lives within two kilometres of a GP                         | km low_good 4 | 1.8 | 3
Everyone lives within two miles of a bus stop                        | km low_good 6 | 3.2 | 5
No one travels further than 5 km                                     | km low_good 9 | 4 | 7
Cut the way to a dentist by half a mile                              | km low_good 4 | 3.2 | 3.8
A pharmacy within 500 metres                                         | km low_good 1 | 0.5 | 0.8
"""
"""words | unit, which way is good, baseline | a target that keeps them | one that doesn't"""

UNSURE = """
A healthy Southampton where everyone thrives                       | percent high_good 60 80
All health and social care services will work together             | percent high_good 60 80
People will have easy, timely access to the help they need         | percent high_good 60 80
Every child has the best start in life                             | percent high_good 60 80
All children wait less for help                                    | percent high_good 60 80
13% of neighbourhoods are in the most deprived tenth               | percent low_good 20 15
One in four has a mental health problem                            | percent low_good 20 15
One in four people has a mental health problem                     | percent high_good 20 30
More than one in ten smokers wants to stop                         | percent high_good 5 7
Help more: more than a third of carers live on their own           | percent high_good 20 30
Bring help to 20% of the most deprived neighbourhoods              | percent high_good 60 80
Spending grows by no more than 2%                                  | gbp low_good 1000000 900000
Uptake falls by no more than 5%                                    | percent high_good 80 79
Raise it by up to a quarter                                        | percent high_good 40 44
Cut waits by a third                                               | percent high_good 60 80
Double the number of link workers so that fewer are lonely         | percent low_good 20 15
Double the number of link workers so that more are helped          | percent high_good 20 30
By halving waits, more are helped in time                          | percent high_good 60 80
Halve smoking, and cut drinking by a third                         | percent low_good 12 8
Fewer wait more than 52 weeks                                      | weeks low_good 20 12
People who wait over 18 weeks are called first                     | weeks low_good 20 18.5
More people are seen in under 4 hours                              | hours low_good 6 5
Fewer die within 30 days of leaving hospital                       | days low_good 40 35
Women over 65 years live longer in good health                     | years high_good 62 64
Babies under 28 days old go home sooner                            | days low_good 40 35
Cut the wait by half a day                                         | hours low_good 40 28
Cut the wait by a quarter of an hour                               | minutes low_good 40 25
Eliminate unnecessary waits                                        | percent low_good 20 15
Eliminate hepatitis C as a public health threat                    | per_100k low_good 20 5
No one waits longer than they need                                 | weeks low_good 20 10
Zero tolerance of violence against staff                           | count low_good 120 60
Zero-carbon buildings                                              | count low_good 120 60
Zero avoidable harm                                                | count low_good 120 60
Nobody waits more than 52 weeks                                    | percent low_good 20 10
Open at least 3 hubs                                               | people high_good 300 500
Ten more GPs join the city                                         | people high_good 300 500
Cut smoking by 2% a year                                           | percent low_good 12 8
Between 5% and 8% of adults smoke                                  | percent low_good 12 8
Smoking falls to 5% to 8%                                          | percent low_good 12 8
Fewer than 20% don’t get help                                      | percent high_good 60 80
Half of all who ask are helped                                     | percent low_good 12 8
Deaths fall, as smoking goes from 14% to 10%                       | per_100k low_good 90 80
Nine in ten carers don’t feel supported                            | percent high_good 20 40
Nine in ten people are helped, and fewer wait                      | percent high_good 60 80
The wait stays under 2 working days                                | days low_good 5 4
A 24-hour line answers more calls                                  | hours low_good 30 28
Seven-day services for more people                                 | days high_good 5 6
Two thirds of what makes people healthy is outside hospitals; more are helped| percent high_good 50 60
Most people with two or more long-term conditions have one plan    | percent high_good 50 60
7-day services in every hospital                                   | percent high_good 50 60
GPs open from 8 to 8                                               | percent high_good 50 60
A first 1,001 days programme reaches more families                 | people high_good 500 600
The 10% most deprived wards get help first                         | percent high_good 50 60
People in the bottom fifth catch up: half as many smoke as before  | percent low_good 12 6
Fewer than half of carers know where to ask: change it             | percent high_good 40 60
Half of the women and a third of the men are screened              | percent high_good 30 45
Reduce waits so that 9 in 10 are seen within 18 weeks              | weeks low_good 20 12
Screen people over 40 every 5 years                                | percent high_good 50 60
In the 5 years to 2025 more are screened                           | percent high_good 50 60
Fewer children under 5 go to A&E more than 3 times a year          | per_1000 low_good 90 70
More people have care within 20 minutes of home                    | percent high_good 50 60
Reach people in the 20% most deprived areas (Core20PLUS5)          | percent high_good 50 60
More than double the number of link workers                        | percent high_good 50 60
Save £2 million and help more people                               | people high_good 500 600
Treat people within 2 hours in their own home                      | percent high_good 50 70
Reduce by one the number of sites each person visits               | count low_good 4 3
Fewer readmissions within 30 days, cut by 2 in every 100           | percent low_good 12 10
Ninety per cent of all care starts at the GP; more people can book online| percent high_good 40 50
Under a tenth of spending goes on prevention and more should       | percent high_good 8 12
Over 30% of adults are obese and fewer should be                   | percent low_good 32 28
Over 30% of adults are obese                                       | percent low_good 32 28
At least one in five children lives in poverty; fewer should       | percent low_good 22 18
At least one in five children is poor                              | percent low_good 22 18
Up to 40% of admissions could be avoided                           | percent low_good 30 25
More people reach their goals in 6 weeks                           | percent high_good 50 70
Emergency admissions of people over 75 fall                        | per_1000 low_good 200 180
People wait less than in 2019                                      | weeks low_good 20 12
The wait is less than England's                                    | weeks low_good 20 12
Grow the share to England's level or more                          | percent high_good 50 70
A hundred voices: more people say they were listened to            | percent high_good 50 70
Cut the wait, now over 20 weeks                                    | weeks low_good 22 12
Cut the wait, which is more than 20 weeks                          | weeks low_good 22 12
Half as long again is spent with each patient                      | minutes high_good 10 12
People wait half as long                                           | percent low_good 28 20
People travel half as far                                          | weeks low_good 28 20
Seen within a day and a half                                       | hours low_good 60 30
Everyone lives within 2 km of a GP                                 | minutes low_good 28 20
A GP within 2 miles and a half                                     | km low_good 8 6
Children are seen within 8 weeks of age                            | weeks low_good 14 12
"""
"""words that promise no such number, or that may be read another way: unit, which way is good, from where and to"""


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def of(start: str, end: str) -> str:
    return f"baseline: {{period: 2018/19, value: {start}}}, target: {{period: 2029/30, value: {end}}}"


@pytest.mark.parametrize(("words", "about", "kept", "broken"), table(SPOKEN))
def test_a_promise_is_kept_by_one_target_and_broken_by_another(tmp_path, words, about, kept, broken):
    unit, polarity, start = about.split()
    assert said(tmp_path, words, of(start, kept), polarity=polarity, unit=unit) == []
    (message,) = said(tmp_path, words, of(start, broken), polarity=polarity, unit=unit)
    assert "What is set is" in message


@pytest.mark.parametrize(("words", "about"), table(UNSURE))
def test_words_that_may_mean_something_else_are_not_told(tmp_path, words, about):
    unit, polarity, start, end = about.split()
    assert said(tmp_path, words, of(start, end), polarity=polarity, unit=unit) == []


@pytest.mark.parametrize(
    ("words", "kept", "broken"),
    [
        ("Close the gap by half", "4", "6"),
        ("The gap is no more than 2 percentage points", "2", "6"),
        ("Narrow the gap by 3 points", "5", "6"),
        ("Narrow the gap to 3 points", "3", "6"),
        ("Reduce the gap by at least a quarter", "5", "7"),
        ("Eliminate the gap between rich and poor", "0", "6"),
        ("The gap is a quarter smaller", "6", "7"),
    ],
)
def test_a_promise_of_a_gap_is_held_against_what_is_set_for_the_gap(tmp_path, words, kept, broken):
    gap = "gap_ambition: {{dimension: deprivation, statistic: SII, baseline: 8, target: {}, period: 2029/30}}"
    assert said(tmp_path, words, f"{of('12', '9.5')}, {gap.format(kept)}") == []
    (message,) = said(tmp_path, words, f"{of('12', '9.5')}, {gap.format(broken)}")
    assert f"What is set is 8 percentage points to {broken} percentage points." in message


@pytest.mark.parametrize(
    ("words", "unit", "told"),
    [
        ("Cut it by a quarter", "percent", "which is 9%. What is set is 12% to 8%."),
        ("Cut it by a quarter", "minutes", "which is 9 minutes. What is set is 12 minutes to 8 minutes."),
        ("Cut it by 2 points", "percent", "which is 10%. What is set is 12% to 8%."),
        ("Cut it by 25%", "per_100k", "which is 9 per 100,000. What is set is 12 per 100,000 to 8 per 100,000."),
        ("Cut it to £7", "gbp", "which is £7"),
        ("Cut it to two miles", "km", "which is 3.2 km"),
    ],
)
def test_every_number_is_told_with_its_unit(tmp_path, words, unit, told):
    (message,) = said(tmp_path, words, of("12", "8"), unit=unit)
    assert told in message
