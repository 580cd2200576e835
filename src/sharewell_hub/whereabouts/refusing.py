"""Refusals of this room."""

from sharewell.terms.errors import NotAllowed, NotFound


def nowhere() -> NotFound:
    """Say that there is no such place, for whatever reason."""
    return NotFound(
        what="Nothing was found at this address.",
        why="No place can be shown here. This does not mean that none is known.",
        next="Ask your lead information officer or Caldicott Guardian.",
    )


def not_unshielded(why: str) -> NotAllowed:
    """Say that a hidden place was not let be told."""
    return NotAllowed(
        what="Nothing was un-shielded, and nothing was told.",
        why=why,
        next="Choose again. What you typed is kept.",
        cites=("london_2007 3.4.2",),
    )
