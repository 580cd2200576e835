"""Reading a draft: the visitor's own, through the key in their cookie."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sharewell_hub.drafts.cookie import KEPT_FOR_SECONDS, ticket_of
from sharewell_hub.drafts.models import SealedDraft

KEPT_FOR = timedelta(seconds=KEPT_FOR_SECONDS)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the visitor has written so far, and when it was last saved."""

    data: dict[str, Any]
    saved_at: datetime


def read(request: HttpRequest) -> Draft | None:
    """Read the visitor's draft; there is none half an hour after it was last saved."""
    ticket = ticket_of(request)
    if ticket is None:
        return None
    row = SealedDraft.objects.filter(pk=ticket.id, saved_at__gt=timezone.now() - KEPT_FOR).first()
    data = ticket.open(bytes(row.sealed)) if row else None
    return Draft(data, row.saved_at) if row and data is not None else None
