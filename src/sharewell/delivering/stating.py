"""What is said with everything that is sent: what it is for, its limits, and by when to answer."""

from __future__ import annotations

from collections.abc import Mapping
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


MEANS = {
    "immediate": "There is a clear or present risk to the child. Please act now.",
    "reasonable_cause_significant_harm": "We have reasonable cause to suspect that the child is "
    "suffering, or likely to suffer, significant harm.",
    "concern": "Something is wrong. How serious, we cannot tell; what others know may show it.",
}
"""What a worry means, by how grave it is; the sender says it in better words."""

ASKS = "Please tell us what you will do with this, and by when."
"""What is asked of every recipient (Bromley checklist 13: what will they do with it?)."""


FOR: tuple[tuple[str, tuple[object, ...], Purpose], ...] = (
    ("risk_to_child", ("immediate", "reasonable_cause_significant_harm"), Purpose.PROTECT_CHILD),
    ("risk_to_adult_serious_harm", (True,), Purpose.PROTECT_ADULT),
    ("serious_crime", (True,), Purpose.PREVENT_CRIME),
    ("request_based", (True,), Purpose.ANSWER_REQUEST),
)
"""Which fact speaks for which purpose, harm first."""


def suggested_purpose(facts: Mapping[str, object]) -> Purpose:
    """Suggest what it is for, from the facts that were decided on."""
    found = (purpose for fact, values, purpose in FOR if facts.get(fact) in values)
    return next(found, Purpose.PROMOTE_WELFARE)


def suggested_meaning(facts: Mapping[str, object]) -> str:
    """Suggest what it means for the child, from how grave it was said to be."""
    return MEANS.get(str(facts.get("risk_to_child")), "")


def cannot_wait(facts: Mapping[str, object]) -> bool:
    """Say whether the facts themselves say that it cannot wait."""
    return facts.get("urgent") is True or facts.get("risk_to_child") == "immediate"
