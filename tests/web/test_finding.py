"""The parts of search by themselves: endings, near spellings, topics, and what counts for how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.web.public.finding import Index, topics
from oneplace.web.public.finding.spelling import nearest, slips
from oneplace.web.public.finding.words import ASKING, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("carer", "Carers"), ("woman's", "women"), ("vaccination", "vaccinated"), ("A&E", "a and e")),
        ("baby", "babies"),
        *(("smokers", "smoking"), ("rough sleepers", "rough sleep"), ("satisfaction", "satisfied")),
        ("admissions", "admitted"),
    ],
)
def test_words_that_differ_in_ending_alone_are_alike(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("word", "allowed"), [("lung", 0), ("colds", 1), ("asthma", 1), ("obesity", 2), ("pneumonia", 2), ("depression", 3)]
)
def test_the_longer_a_word_the_more_slips_it_may_have(word, allowed):
    assert slips(word) == allowed


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        ("obesty", "obesity"),
        ("obseity", "obesity"),
        ("bbesity", "obesity"),
        ("bbesty", None),
        ("lumg", None),
        ("watchers", None),
        ("tablets", None),
        ("tagrest", "targets"),
    ],
)
def test_the_nearest_known_word_is_taken_if_it_is_near_enough(spelt, meant):
    """Two letters that sound otherwise are another word: tablets are no targets."""
    assert nearest(spelt, ["fathers", "lung", "obesity", "targets"]) == meant


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("18wk", "18 weeks"),
        ("4hr wait", "4 hour wait"),
        ("4 hrs", "4 hours"),
        ("docs appt", "docs appointment"),
        ("gcses", "GCSE"),
        ("GPs", "gp"),
        ("pts", "patients"),
    ],
)
def test_words_written_in_short_are_those_words(short, long):
    assert stems(short) == stems(long)


@pytest.mark.parametrize("word", ["gas", "bus", "stress", "class"])
def test_a_word_that_ends_in_s_is_no_plural(word):
    assert stems(word) == [word]


def test_the_vocabulary_is_large_and_well_formed():
    assert len(topics()) >= 150
    for topic in topics():
        assert topic.heading
        assert len(set(topic.said)) == len(topic.said), topic.name
        assert not [said for said in topic.said if set(words(said)) <= ASKING and len(words(said)) < 2], topic.name


def test_itself_in_the_title_comes_before_the_text_before_what_is_near():
    pages = [("Wait for an operation", ""), ("Health", "where smoking is told of"), ("Smoking", ""), ("Stroke", "")]
    order = [match.number for match in Index(pages, [1.0] * 4).find("smoking").matches]
    assert order == [2, 1]


def test_a_word_that_means_something_else_on_a_page_does_not_find_it():
    """A report that is sent is not about SEND, and poverty before housing costs not about housing."""
    pages = [
        ("Records that partners send", ""),
        ("Poverty before housing costs", ""),
        ("Housing and housing costs", ""),
    ]
    index = Index(pages, [1.0] * 3)
    assert [match.number for match in index.find("SEND").matches] == []
    assert [match.number for match in index.find("housing").matches] == [2]
    assert [match.number for match in index.find("poverty").matches] == [1]


def test_the_road_by_itself_brings_up_no_neighbourhood_that_is_called_after_one():
    """Who fell in the road asks about falls; a neighbourhood has its name from another."""
    index = Index([("Park & Howard Road", "Banister ward"), ("Emergency admissions from falls", "")], [1.0] * 2, {0})
    assert [match.number for match in index.find("a fall in the road").matches] == [1]
    assert index.find("lane").matches == index.find("road").matches == []
    assert [match.number for match in index.find("howard").matches] == [0]


def test_a_page_with_every_word_comes_before_a_page_with_one():
    pages = [("Asthma in adults", ""), ("Asthma in children", ""), ("Children", "")]
    assert Index(pages, [1.0] * 3).find("asthma children").matches[0].number == 1


def test_the_kind_of_page_decides_only_between_like_answers():
    pages = [("Falls", ""), ("Falls", ""), ("Other", "falls")]
    assert [match.number for match in Index(pages, [1.0, 1.3, 1.3]).find("falls").matches] == [1, 0, 2]


def test_the_topics_other_words_answer_in_a_title_and_what_is_near_never_does():
    pages = [("Ambulances", ""), ("Other", "an ambulance"), ("Answering 111", "")]
    found = Index(pages, [1.0] * 3).find("paramedic")
    assert [match.number for match in found.matches] == [0]
    assert [sorted(answering) for answering in found.answered.values()] == [[0]]
    assert not Index(pages[1:], [1.0] * 2).find("paramedic").matches


@pytest.mark.parametrize(("one", "other"), [("election", "elective"), ("bus", "business"), ("spending", "spend")])
def test_words_that_only_begin_alike_are_no_answer(one, other):
    assert not Index([(other, other)], [1.0]).find(one).matches


def test_a_word_begun_is_found():
    assert Index([("Vaccination", "")], [1.0]).find("vacc").matches


@given(st.text(max_size=60))
def test_any_text_may_be_asked(question):
    found = Index([("Falls", "older people"), ("Asthma", "")], [1.0, 1.0]).find(question)
    assert {match.number for match in found.matches} <= frozenset().union(*found.answered.values())
    assert len({match.number for match in found.matches}) == len(found.matches)


def test_a_phrase_is_known_though_a_word_of_it_is_misspelt():
    """Teen pregnancy is no matter of teenagers and pregnancy; nor is a staff's sickness absence one of pupils."""
    pages = [("Teenage pregnancy", ""), ("Absent pupils", ""), ("Pregnancy", "")]
    for right, wrong in (("teen pregnancy", "teen pregnacy"), ("sickness absence", "sickness absense")):
        index = Index(pages, [1.0] * 3)
        one, other = index.find(right), index.find(wrong)
        assert (one.matches, one.answered) == (other.matches, other.answered)
        assert list(other.corrected.values()) == [right.split()[1]]


def test_for_whom_it_is_asked_is_no_part_of_what_is_asked():
    assert [need.asked for need in Index([], []).find("respite for my husband").answered] == ["respite"]


OTHER_WORDS = [
    "Rough sleepers and other homeless people",
    "How many people sleep rough?",
    "People found sleeping rough",
    "Do fewer mothers smoke when their baby is born?",
    "Smokers among women booking",
    "How satisfied are people with their life?",
    "Do more people come to a health check?",
    "Is autism found sooner?",
]
"""Titles in words of another place's own, that no list of ours was made for."""


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("homeless", {0, 1, 2}),
        ("rough sleepers", {0, 1, 2}),
        ("rough sleeping", {0, 1, 2}),
        ("street homeless", {0, 1, 2}),
        ("smoking in pregnancy", {3, 4}),
        ("life satisfaction", {5}),
        ("NHS health check", {6}),
        ("health check", {6}),
        ("autism", {7}),
    ],
)
def test_a_matter_is_found_under_each_of_its_wordings_in_any_order(question, titles):
    index = Index([(title, "") for title in OTHER_WORDS], [1.0] * len(OTHER_WORDS))
    assert {match.number for match in index.find(question).matches} == titles


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("rough sleepers", "Do people sleep well though rents are rough?"),  # other words stand between
        ("end my life", "Do people choose where they are at the end of their life?"),
    ],
)
def test_words_that_only_stand_in_one_title_are_no_phrase(question, title):
    assert Index([(title, "")], [1.0]).find(question).matches == []
