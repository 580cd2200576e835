"""A file that is ready to leave is kept for a day at most.

Source:  UK GDPR, Article 5(1)(e), storage limitation.
"""

from sharewell_hub.exports.actions import drop_expired
from sharewell_hub.walls.seeing import served_by

__all__ = ["sweep"]


def sweep() -> int:
    """Remove the files whose time is over, and say how many."""
    with served_by("expire_exports"):
        return drop_expired()
