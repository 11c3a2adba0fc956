"""How long before a decision the public has to be told of it, and the two ways in which a key one may have less.

Notice of a key decision is published 28 clear days before (SI 2012/2089 regulation 9). Where that is impracticable, the
chair of scrutiny is told in writing, and five clear days pass after a copy of that was published (regulation 10, the
general exception). Where not even those can pass, the chair of scrutiny has to agree that it can't wait (regulation 11,
special urgency). Agenda and reports are out five clear days before, whatever the way; a meeting that is convened at
shorter notice has them out as soon as it is convened (regulations 6 and 7; Local Government Act 1972 s.100B). What an
executive takes in private has two notices of its own, or the agreement of the same offices that it can't wait
(regulation 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from oneplace.vocabulary.wording import day_words

KEY_NOTICE = 28
"""Clear days of notice of a key decision: every day counts."""
AGENDA_NOTICE = 5
"""Clear days between the agenda with its reports and the meeting, as the body counts them."""
EXCEPTION_NOTICE = 5
"""Clear days between the published notice of a general exception and the decision, as the body counts them."""

Told = Literal["chair", "each_member"]
TOLD: Mapping[str, str] = {
    "chair": "the chair of the overview and scrutiny committee",
    "each_member": "each member of the overview and scrutiny committee, which has no chair",
}
"""Who is told in writing of a decision that goes by the general exception (regulation 10(1)(a))."""

Office = Literal["scrutiny_chair", "council_chair", "council_vice_chair"]
MAY_AGREE: Mapping[str, str] = {
    "scrutiny_chair": "chair of the overview and scrutiny committee",
    "council_chair": "chair of the council, as scrutiny has none who can act",
    "council_vice_chair": "vice-chair of the council, as neither scrutiny nor the council has a chair",
}
"""Who alone may agree that a key decision can't wait, each where there is nobody before (regulation 11(1))."""
OFFICES: Mapping[str, str] = {**MAY_AGREE, "meeting_chair": "chair of the meeting, for its late agenda alone"}
"""In which office somebody agrees that something can't wait; whoever chairs the meeting agrees to a late agenda."""

PRIVATE_NOTICE, PRIVATE_AGAIN = 28, 5
"""Clear days before an executive takes something in private: of the notice that it means to, and of the second, with
what people said and the answer (regulation 5(2) to (5))."""

NOT_KEY = "It is no key decision: only those need another way than 28 clear days of notice."


def exception_faults(is_key: bool | None, told_on: date, published: date) -> Iterator[str]:
    """What of a general exception can't be, whatever the day of the decision, each in a sentence."""
    if is_key is False:
        yield NOT_KEY
    if published < told_on:
        yield (
            f"Scrutiny was told on {day_words(told_on)}, after the notice of that was published "
            f"({day_words(published)}): what is published is a copy."
        )


def urgency_faults(agreed_on: date, decided: date | None) -> Iterator[str]:
    """What of an agreement that a decision can't wait can't be, each in a sentence."""
    if decided is not None and agreed_on > decided:
        yield "That it can’t wait was agreed after its meeting: that is too late."
