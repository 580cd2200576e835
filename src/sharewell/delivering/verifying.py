"""Whether a recipient is verified: known from the directory, or rung back on our own number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sharewell.terms.errors import RecipientNotVerified

CALL_COUNTS_FOR = timedelta(hours=24)
"""How long a call-back speaks for a recipient: people move on, and numbers with them."""

CALL_BACK = ("london_2007 3.7.4",)


class FoundIn(StrEnum):
    """Where the number that was rung came from."""

    AGENCY_WEBSITE = "agency_website"
    PUBLIC_LISTING = "public_listing"
    OWN_RECORDS = "own_records"
    SWITCHBOARD = "switchboard"
    GIVEN_BY_CALLER = "given_by_caller"


INDEPENDENT = frozenset(FoundIn) - {FoundIn.GIVEN_BY_CALLER}
"""The sources that somebody who pretends to be a colleague does not control."""


class How(StrEnum):
    """What makes a recipient a verified one."""

    DIRECTORY = "directory"
    CALL_BACK = "call_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """One call to a recipient's agency, on a number that nobody could have planted.

    Urgent: it may lack the second person who looked at the number, never the call itself.

    Raises:  RecipientNotVerified for a number that the caller gave, or a call in which nobody
             of the agency answered, or that no second person checked though it could wait.
    Source:  London CPP 3.7.4; that a colleague checks the number, 3.7.6.
    """

    number: str
    found_in: FoundIn
    answered_by: str
    second_person: str
    made_at: datetime
    urgent: bool

    def __post_init__(self) -> None:
        if self.found_in not in INDEPENDENT:
            raise not_verified(
                "A number that the caller gave proves nothing: whoever pretends to be a colleague "
                "gives their own.",
                "Find the number yourself, ring it, and record that call.",
            )
        if not self.number.strip() or not self.answered_by.strip():
            raise not_verified(
                "A call-back is a number that was rung and somebody in the agency who answered.",
                "Ring, then write down the number and the role of whoever answered.",
            )
        if not self.urgent and not self.second_person.strip():
            raise RecipientNotVerified(
                what="Nothing was sent: no second person checked the number.",
                why="A number is checked very carefully, preferably by a colleague. Only where it "
                "cannot wait may the colleague look at it afterwards.",
                next="Ask a colleague to look at the number, or say that it cannot wait.",
                cites=("london_2007 3.7.6",),
            )

    @property
    def to_be_reviewed(self) -> bool:
        """Say whether a second person still has to look at it, on the next working day."""
        return not self.second_person.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """That a recipient is who they say they are, and whether that is still to be looked at."""

    how: How
    to_be_reviewed: bool


def check_recipient(
    *, known_until: date | None, called_back: CallBack | None, now: datetime
) -> Verified:
    """Say how a recipient is verified, or refuse.

    Shapes:  known_until is the last day on which the directory vouches for the recipient, or
             None where it never did; called_back is a call about this very sharing.
    Returns: the directory's word where it still holds, else the call's.
    Raises:  RecipientNotVerified.
    Source:  London CPP 3.7.4.
    """
    if known_until is not None and now.date() <= known_until:
        return Verified(how=How.DIRECTORY, to_be_reviewed=False)
    if called_back is None:
        raise not_verified(_why_not_known(known_until), "Ring back, record the call, then send.")
    age = now - called_back.made_at
    if age < timedelta(0):
        raise not_verified("The call is recorded for a time still to come.", "Put the time right.")
    if age > CALL_COUNTS_FOR:
        raise not_verified(
            "The call was more than a day ago, and people move on.", "Ring once more."
        )
    return Verified(how=How.CALL_BACK, to_be_reviewed=called_back.to_be_reviewed)


def not_verified(why: str, next: str) -> RecipientNotVerified:
    """Say that nothing was sent because nobody has made sure of the recipient."""
    return RecipientNotVerified(
        what="Nothing was sent: nobody has made sure who receives it.",
        why=f"{why} Unless they are already known, the agency is rung back first.",
        next=f"{next} What you typed is kept.",
        cites=CALL_BACK,
    )


def _why_not_known(known_until: date | None) -> str:
    if known_until is None:
        return "The directory has this service, but nobody has verified it."
    return (
        f"The directory vouched for this service until {known_until:%-d %B %Y}, and that is over."
    )
