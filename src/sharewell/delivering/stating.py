"""What is said with everything that is sent: what it is for, its limits, and by when to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class Purpose(StrEnum):
    """What the information is for; it may be used for nothing else."""

    PROTECT_CHILD = "protect_child"
    PROTECT_ADULT = "protect_adult"
    PREVENT_CRIME = "prevent_crime"
    PROMOTE_WELFARE = "promote_welfare"
    ANSWER_REQUEST = "answer_request"


class Onward(StrEnum):
    """Whether the recipient may ask to pass it on."""

    ASK_FIRST = "ask_first"
    NOT_ONWARD = "not_onward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit that goes with what is sent, in a sentence to the recipient."""

    code: str
    says: str
    cites: tuple[str, ...]


CONFIDENTIAL = Limit(
    code="confidential",
    says="This is confidential, for you and those in your team who need to know it.",
    cites=("bromley_2017 ck12", "london_2007 3.5.20"),
)
THIS_PURPOSE = Limit(
    code="this_purpose",
    says="Use it for the purpose named here and for nothing else.",
    cites=("bromley_2017 cal1", "bromley_2017 8.5.1"),
)
ONWARD = {
    Onward.ASK_FIRST: Limit(
        code=Onward.ASK_FIRST,
        says="Ask the sender before you pass any of it on, unless a child is in danger now.",
        cites=("london_2007 3.5.20", "london_2007 3.8 secondary_disclosure"),
    ),
    Onward.NOT_ONWARD: Limit(
        code=Onward.NOT_ONWARD,
        says="Not for onward disclosure: pass none of it on, unless a child is in danger now.",
        cites=("london_2007 3.5.20", "london_2007 3.8 secondary_disclosure"),
    ),
}
PART_AGREED = Limit(
    code="part_agreed",
    says="Somebody agreed to this sharing. Their agreement reaches no further than this purpose "
    "and this recipient.",
    cites=("bromley_2017 8.5.2", "london_2007 3.5.20"),
)
DO_NOT_TELL = Limit(
    code="do_not_tell",
    says="The family has not been told. Speak to the sender before you speak to them.",
    cites=("bromley_2017 7.7", "sussex_2023 3.2.3"),
)


def limits(onward: Onward, *, agreed: bool, told: bool) -> tuple[Limit, ...]:
    """Name the limits that go with what is sent, the gravest first.

    Source:  London CPP 3.5.20: the recipient understands the limits of any consent given.
    """
    first = () if told else (DO_NOT_TELL,)
    last = (PART_AGREED,) if agreed else ()
    return (*first, CONFIDENTIAL, THIS_PURPOSE, ONWARD[onward], *last)


def next_working_day(day: date) -> date:
    """Give the next day that is no Saturday and no Sunday; bank holidays are not known here."""
    after = day + timedelta(days=1)
    while after.weekday() >= SATURDAY:
        after += timedelta(days=1)
    return after


def answer_by(sent_on: date, *, urgent: bool) -> date:
    """Give the day by which an answer is asked for: today where it cannot wait."""
    return sent_on if urgent else next_working_day(sent_on)
