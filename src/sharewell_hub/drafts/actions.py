"""Keeping and forgetting a draft; nobody's record yet, so nothing for the log."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sharewell_hub.drafts.cookie import give, new_ticket, take, ticket_of
from sharewell_hub.drafts.models import SealedDraft
from sharewell_hub.drafts.queries import KEPT_FOR, read


@transaction.atomic
def save(response: HttpResponse, request: HttpRequest, data: dict[str, Any]) -> None:
    """Keep what the visitor has written for another half hour, under their own key."""
    ticket = ticket_of(request) if read(request) else None
    ticket = ticket or new_ticket()
    SealedDraft.objects.update_or_create(
        pk=ticket.id, defaults={"sealed": ticket.seal(data), "saved_at": timezone.now()}
    )
    give(response, ticket)


@transaction.atomic
def forget(response: HttpResponse, request: HttpRequest) -> None:
    """Remove the visitor's draft and take back its key."""
    if read(request) and (ticket := ticket_of(request)):
        SealedDraft.objects.filter(pk=ticket.id).delete()
    take(response)


@transaction.atomic
def sweep() -> int:
    """Remove every draft not saved for half an hour, and say how many there were."""
    expired = SealedDraft.objects.filter(saved_at__lte=timezone.now() - KEPT_FOR)
    return expired.delete()[0]
