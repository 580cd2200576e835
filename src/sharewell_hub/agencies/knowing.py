"""Whether a destination is known: verified, and not longer ago than the partnership allows."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from sharewell_hub.agencies.models import Destination


def known_until(destination: Destination) -> date | None:
    """Give the last day on which a destination counts as known; none if never verified."""
    if destination.verified_on is None:
        return None
    return destination.verified_on + timedelta(days=settings.VERIFIED_FOR_DAYS)


def is_known(destination: Destination) -> bool:
    """Tell whether a destination counts as known today."""
    last = known_until(destination)
    return last is not None and timezone.localdate() <= last
