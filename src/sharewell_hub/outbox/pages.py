"""The page of letters that did not arrive."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show
from sharewell_hub.outbox.actions import send_again
from sharewell_hub.outbox.queries import Viewer, not_arrived
from sharewell_hub.outbox.words import FAULTS, KINDS


@door("signed_in", rule="own agency's letters")
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters that a person must see to."""
    context = {"letters": not_arrived(_viewer(request)), "kinds": KINDS, "faults": FAULTS}
    return show(request, "outbox/letters.html", context)


@door("signed_in", rule="own agency's letters")
@require_POST
def again(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Send one letter again."""
    letter = send_again(_viewer(request), letter_id)
    messages.success(request, f"Letter {letter.reference} is on its way again.")
    return redirect("outbox:letters")


def _viewer(request: HttpRequest) -> Viewer:
    return cast(Viewer, request.user)
