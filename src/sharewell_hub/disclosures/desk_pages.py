"""The desk: everything that waits for somebody of one's own agency; and a second person's look."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.terms.errors import NotAllowed
from sharewell_hub.access.weighing import note_list
from sharewell_hub.agencies.training import may_keep_training
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.disclosures.actions import review_call_back
from sharewell_hub.disclosures.covering import call_in_words
from sharewell_hub.disclosures.desk import call_for, desk_of
from sharewell_hub.disclosures.forms import FOUND, ReviewForm
from sharewell_hub.disclosures.models import CallBack
from sharewell_hub.look.doors import door
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import refused, show

CALL = Where(model=CallBack, holder="decision__agency_id", subject="decision__subject_id")


@door("signed_in", rule="own agency's work")
@require_safe
def desk(request: SignedIn) -> HttpResponse:
    """Show what waits, the most pressing first."""
    found = desk_of(request.user)
    note_list(request, "concern", [*found.names])
    keeps = may_keep_training(request.user)
    shown = {"desk": found, "at": timezone.now(), "keeps_training": keeps}
    return show(request, "disclosures/desk.html", shown)


@door("signed_in", rule="own agency's call back; not by whoever made it")
@needs("read", "call_back", CALL, sending="review")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedIn, id: UUID) -> HttpResponse:
    """Have a second person look at a call that could not wait for one."""
    row = call_for(request.user, id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    call = call_in_words(request.user, row)
    shown = {"form": form, "row": row, "call": call, "found": FOUND}
    if not form.is_valid():
        return show(request, "disclosures/review.html", shown)
    said = form.cleaned_data
    try:
        review_call_back(request.user, row, in_order=said["in_order"] == "yes", note=said["note"])
    except NotAllowed as refusal:
        return refused(request, "disclosures/review.html", shown, refusal)
    messages.success(request, "Your look at the call is recorded.")
    return redirect("disclosures:desk")
