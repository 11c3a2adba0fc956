"""What is known of a decision, as its way from draft to effect is judged by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from oneplace.days import ClearDays
from oneplace.delivery.which_body import Meeting
from oneplace.place.short_notice import MAY_AGREE


@dataclass(frozen=True)
class CallIn:
    """A body's own rule: who may call a decision in, and how many working days after publication. 0 days: nobody."""

    window: int = 0
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class GeneralException:
    """Why 28 clear days of notice are impracticable, who of scrutiny was told in writing and when (regulation 10).

    A copy of that notice was ``published``, with the reason. Everybody reads both.
    """

    reason: str
    told: str
    told_on: date | None = None
    published: date | None = None


@dataclass(frozen=True)
class Urgency:
    """Why a decision can't wait, who agreed, in which office, and when. The words are ``published``.

    The chair of scrutiny, or who stands in for them (``MAY_AGREE``), agrees that a key decision can't wait for its
    notice (regulation 11). Whoever chairs the meeting agrees to an agenda at shorter notice alone (regulation 7; Local
    Government Act 1972 s.100B(4)).
    """

    reason: str
    agreed_by: str
    office: str = ""
    on: date | None = None
    published: date | None = None

    @property
    def is_special(self) -> bool:
        """Whether it stands in place of the notice of a key decision, too.

        So does one of which nobody was asked in which office they agreed: entries made before that was asked.
        """
        return not self.office or self.office in MAY_AGREE


@dataclass(frozen=True)
class Private:
    """That part of a decision is taken in private by an executive: when that was ``noticed``, and ``again``.

    ``heard`` is whether the second notice says what people said and the answer; ``agreed_on`` when scrutiny's chair, or
    who stands in, agreed that it can't wait for them (regulation 5).
    """

    noticed: date | None = None
    again: date | None = None
    heard: bool = False
    agreed_on: date | None = None


@dataclass(frozen=True)
class Proposal:
    """What is known of a decision. ``significant`` is the figure or the wards that make it key, in words.

    ``serves`` is which values and goals it serves, or why none. ``said`` has the words of each box, ``rejected`` the
    options turned down or the statement that there were none, ``moves`` the measure that it is to move, or why there is
    none, ``shows_from`` when that could show at first, ``closed`` the days on which its body is closed,
    ``not_its`` why that may not decide it.
    ``late`` has, of ``noticed``, ``excepted``, ``agenda`` and ``published``, those that were entered after their day
    and that nothing shows, each with the day of its entry: it counts from then. ``approved_first`` is whether the
    decision that recommends this one is in force, None where none is needed; ``first_ended`` how that ended where it
    never will be. ``refused`` is whether this one was.
    """

    not_its: str = ""
    key: bool | None = None
    significant: str = ""
    recommendations: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    interests_asked: bool = False
    consulted: str = ""
    moves: str = ""
    serves: str = ""
    approved_first: bool | None = None
    first_ended: str = ""
    refused: bool = False
    noticed: date | None = None
    agenda: date | None = None
    meeting: date | None = None
    held: Meeting | None = None
    published: date | None = None
    called_in: bool = False
    again_unpublished: bool = False
    """Whether it was decided again after a call-in, and that is not published."""
    called_on: date | None = None
    late: Mapping[str, date] = field(default_factory=dict)
    exception: GeneralException | None = None
    urgent: Urgency | None = None
    private: Private | None = None
    counting: ClearDays = ClearDays.WEEKDAYS
    closed: tuple[date, ...] = ()
    call_in: CallIn = CallIn()
    shows_from: date | None = None
    evidence: str = ""
    verdict: str = ""
