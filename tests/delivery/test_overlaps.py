"""What is told in much the same words is offered for merging."""

from __future__ import annotations

from oneplace.delivery.overlaps import alike


def test_what_is_told_in_much_the_same_words_is_found_and_no_other():
    texts = ["beds close for want of nurses", "Beds close, for want of nurses.", "money", "", "", "—", "beds are dear"]
    assert alike(texts) == [(0, 1)]


def test_what_is_told_word_for_word_twice_is_found():
    assert alike(["advisers leave", "money", "advisers leave", "advisers leave"]) == [(0, 2), (0, 3), (2, 3)]


def test_a_word_that_all_have_makes_nothing_alike():
    assert alike([f"Illustrative: {word}" for word in ("beds", "money", "nurses", "homes")]) == []


def test_nothing_is_like_nothing():
    assert alike([]) == alike(["", ""]) == []
