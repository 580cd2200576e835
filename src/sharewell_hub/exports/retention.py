"""A file that is ready to leave is kept for a day at most; that it left stays with its record."""

from sharewell.keeping.declaring import Keeps
from sharewell_hub.exports.actions import drop_expired
from sharewell_hub.walls.seeing import served_by


def sweep() -> int:
    """Remove the files whose time is over, and say how many."""
    with served_by("expire_exports"):
        return drop_expired()


KEEPS = (
    Keeps(
        kind="ready_file",
        says="Encrypted files that lie ready to leave",
        counted_from="when it was made; a day, or until it is fetched",
        tables=("exports_readyfile",),
        cites=("UK GDPR, Article 5(1)(e)",),
        sweep=sweep,
    ),
)
