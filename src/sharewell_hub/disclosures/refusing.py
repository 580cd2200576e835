"""Refusals that several acts of this room share."""

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.agencies.models import Destination, Practitioner


def nowhere() -> NotFound:
    """Say that there is nothing here, or nothing for this viewer: the two are answered alike."""
    return NotFound(
        what="Nothing was found at this address.",
        why="Nothing was sent under it, or not by or to your agency.",
        next="Look on your desk for what is yours.",
    )


def sent_with_other_words() -> NotAllowed:
    """Say that a form was sent before with other words, and that what was sent stands."""
    return NotAllowed(
        what="Nothing more was sent: this form was sent before, with other words.",
        why="What was sent stands as it is; it is never edited.",
        next="Look at what was sent. If it lacks something, send that as well: your text is kept, "
        "and sending it again now makes a second one.",
    )


def not_done(what: str, why: str) -> NotAllowed:
    """Say that something was not done because of how it stands."""
    return NotAllowed(what=what, why=why, next="Look at how it stands now.")


def tells_of_a_service(viewer: Practitioner, destination: Destination) -> bool:
    """Tell whether whoever receives it learns that a sensitive service knows the child."""
    return bool(viewer.agency.sensitive_service) and destination.agency_id != viewer.agency_id


def kept_in_confidence() -> NotAllowed:
    """Say that nobody outside learns from us that a child uses a sensitive service.

    Source:  London CPP 3.3.6 and 3.4.1; Bromley 7.4.
    """
    return NotAllowed(
        what="Nothing was sent: whoever receives it would learn that this child uses your service.",
        why="That is shown outside a sexual health, mental health or substance misuse service only "
        "with the child’s agreement, or on reasonable cause to suspect significant harm. The "
        "decision holds neither.",
        next="Ask the child, or answer the questions about harm again, and decide again. Where a "
        "court or a law demands it, ask your Caldicott Guardian. Your text is kept.",
        cites=("london_2007 3.3.6", "london_2007 3.4.1", "bromley_2017 7.4"),
    )
