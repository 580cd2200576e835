"""Refusals that several acts of this room share."""

from sharewell.terms.errors import NotAllowed, NotFound


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
