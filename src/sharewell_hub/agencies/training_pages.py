"""When colleagues were trained, for who keeps it; and one's own training, for everybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sharewell_hub.agencies.actions import record_training
from sharewell_hub.agencies.forms import TrainingForm
from sharewell_hub.agencies.training import (
    WORDS,
    keepers_of_training,
    may_keep_training,
    trained_colleague,
    trained_until,
    training,
)
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show

OWN = "own agency's colleagues; for who keeps their dates"


@door("signed_in", rule=OWN)
@require_safe
def everybody(request: SignedIn) -> HttpResponse:
    """List when colleagues were trained, and until when it counts."""
    shown = {"found": training(request.user), "words": WORDS}
    return show(request, "agencies/training.html", shown)


@door("signed_in", rule=OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, id: UUID) -> HttpResponse:
    """Show one colleague's dates, and take a new one."""
    found = trained_colleague(request.user, id)
    form = TrainingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        record_training(request.user, found.colleague, **form.cleaned_data)
        messages.success(request, "The date is recorded.")
        return redirect("agencies:training")
    shown = {"one": found, "form": form, "words": WORDS}
    return show(request, "agencies/trained.html", shown, status=422 if form.errors else 200)


@door("signed_in", rule="one's own training")
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """Say how one's own training stands, and what does not wait for it."""
    until = trained_until(request.user)
    shown = {
        "until": until,
        "over": until is not None and until <= timezone.now(),
        "keepers": keepers_of_training(request.user),
        "keeps": may_keep_training(request.user),
    }
    return show(request, "agencies/my_training.html", shown)
