"""By which ways information may travel: which are safe, which only when nothing else will do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sharewell.terms.errors import NotAllowed


class Channel(StrEnum):
    """A way by which words about a child can reach somebody."""

    SECURE_LINK = "secure_link"
    SECURE_EMAIL = "secure_email"
    IN_PERSON = "in_person"
    PAPER_BY_HAND = "paper_by_hand"
    TELEPHONE = "telephone"
    FAX = "fax"
    INTERNET_EMAIL = "internet_email"


class Safety(StrEnum):
    """How far a way can be trusted with words about a child."""

    SECURE = "secure"
    LAST_RESORT = "last_resort"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One channel as the protocols see it: how safe it is and what goes with it."""

    channel: Channel
    safety: Safety
    says: str
    cites: tuple[str, ...]


WAYS: dict[str, Way] = {
    way.channel: way
    for way in (
        Way(
            channel=Channel.SECURE_LINK,
            safety=Safety.SECURE,
            says="Read here after signing in; the letter carries a reference and nothing else.",
            cites=("bromley_2017 8.2", "london_2007 3.7.8"),
        ),
        Way(
            channel=Channel.SECURE_EMAIL,
            safety=Safety.SECURE,
            says="Between secure addresses, with a warning that it is confidential.",
            cites=("bromley_2017 8.2", "london_2007 3.7.8"),
        ),
        Way(
            channel=Channel.IN_PERSON,
            safety=Safety.SECURE,
            says="Write down what was said, to whom and why.",
            cites=("london_2007 3.7.5",),
        ),
        Way(
            channel=Channel.PAPER_BY_HAND,
            safety=Safety.SECURE,
            says="Handed over securely, never left.",
            cites=("bromley_2017 8.2",),
        ),
        Way(
            channel=Channel.TELEPHONE,
            safety=Safety.SECURE,
            says="To a number that is verified; write down what was said.",
            cites=("london_2007 3.7.4", "london_2007 3.7.5"),
        ),
        Way(
            channel=Channel.FAX,
            safety=Safety.LAST_RESORT,
            says="Only when unavoidable: the number checked by a colleague, a cover sheet, and "
            "somebody who stands by the machine.",
            cites=("london_2007 3.7.6", "london_2007 3.7.7"),
        ),
        Way(
            channel=Channel.INTERNET_EMAIL,
            safety=Safety.NEVER,
            says="Anybody on the way can read it.",
            cites=("london_2007 3.7.8",),
        ),
    )
}


def check_channel(channel: str, *, unavoidable_because: str = "", checked_by: str = "") -> Way:
    """Say what goes with a way of sending, or refuse it.

    Shapes:  the last resort needs why nothing else will do, and who checked the number.
    Raises:  NotAllowed for a way that is never safe, a last resort without its reasons, or a way
             that nobody knows.
    Source:  London CPP 3.7.5 to 3.7.8; Bromley 8.
    """
    way = WAYS.get(channel)
    if way is None:
        raise _refused("Nobody has said that this way is safe.", ("bromley_2017 8.2",))
    if way.safety is Safety.NEVER:
        raise _refused("Confidential information never goes by internet email.", way.cites)
    if way.safety is Safety.LAST_RESORT and not (
        unavoidable_because.strip() and checked_by.strip()
    ):
        raise _refused(
            "A fax is the last resort: say why nothing else will do, and who checked the number.",
            way.cites,
        )
    return way


def _refused(why: str, cites: tuple[str, ...]) -> NotAllowed:
    return NotAllowed(
        what="Nothing was sent: this way of sending is not secure.",
        why=why,
        next="Send it through the secure link, or hand it over in person.",
        cites=cites,
    )
