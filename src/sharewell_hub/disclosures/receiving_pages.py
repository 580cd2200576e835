"""The recipient's pages: purpose and limits first, then the words, then an answer."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.terms.errors import NotAllowed, PlaceHidden
from sharewell_hub.agencies.queries import colleague_at
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.decisions.duties import duty_to_answer
from sharewell_hub.disclosures.answering import (
    accept_limits,
    hand_on,
    read_disclosure,
    reply_to,
    rung_instead,
)
from sharewell_hub.disclosures.forms import ANSWERS, AcceptForm, HandOnForm, ReplyForm
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.placing import PlaceTold, open_places, places_told
from sharewell_hub.disclosures.progress import progress_of
from sharewell_hub.disclosures.queries import accepted, limits_of, received_for, replies
from sharewell_hub.disclosures.record_log import receipts_of
from sharewell_hub.disclosures.share_form import PURPOSES
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs, tells
from sharewell_hub.look.pages import refused, show
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import relationships
from sharewell_hub.whereabouts.guarding import note_stopped

RING = "Nobody there could be told by letter that you answered. Ring {}: {} ({})."
GOT = Where(
    model=Disclosure, key="reference", recipient="recipient_agency_id", purpose="purpose",
    duty=duty_to_answer, duty_by=("duty",),
    around=("sensitive_service", "child_agrees", "reasonable_cause"),
)  # fmt: skip


@door("signed_in", rule="what one's own agency was sent")
@tells("answer")
@needs("read", "disclosure", GOT)
@needs_step_up("reveal")
@require_safe
def received(request: SignedIn, reference: str) -> HttpResponse:
    """Show what was received, to whoever has accepted its limits."""
    own = received_for(request.user, reference)
    if not accepted(request.user, own):
        return redirect("disclosures:accept", reference)
    return _read_page(request, own, ReplyForm(initial={"submission": uuid4()}))


@door("signed_in", rule="what one's own agency was sent")
@tells("answer")
@needs("receive", "disclosure", GOT)
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedIn, reference: str) -> HttpResponse:
    """Have the purpose confirmed and the limits accepted before anything is shown."""
    own = received_for(request.user, reference)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        accept_limits(request.user, own)
        return redirect("disclosures:received", reference)
    (progress,) = progress_of(request.user, [own])
    shown = _around(request, own) | {"form": form, "progress": progress}
    return show(request, "disclosures/accept.html", shown)


@door("signed_in", rule="what one's own agency was sent; a hidden place, to whom it was told")
@needs("locate", "disclosure", GOT)
@needs_step_up("locate")
@require_POST
def show_place(request: SignedIn, reference: str) -> HttpResponse:
    """Show where the child lives, as far as it was told to the viewer; each showing is a look."""
    own = received_for(request.user, reference)
    opened = open_places(request.user, own)
    return _read_page(request, own, ReplyForm(initial={"submission": uuid4()}), places=opened)


@door("signed_in", rule="what one's own agency was sent")
@tells("answer")
@needs("read", "disclosure", GOT, sending="answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedIn, reference: str) -> HttpResponse:
    """Take an answer."""
    own = received_for(request.user, reference)
    if request.method != "POST":
        return redirect("disclosures:received", reference)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _read_page(request, own, form)
    try:
        reply_to(request.user, own, form.answered())
    except NotAllowed as refusal:
        if isinstance(refusal, PlaceHidden):
            note_stopped(request.user, own.subject_id)
        again = ReplyForm(initial={**form.cleaned_data, "submission": uuid4()})
        return _read_page(request, own, again, refusal=refusal)
    messages.success(request, "Your answer was sent, and it stands in both records.")
    for place in rung_instead(own):
        messages.warning(request, RING.format(place.service, place.phone_in_hours, place.hours))
    return redirect("disclosures:received", reference)


@door("signed_in", rule="what one's own agency was sent")
@needs("receive", "disclosure", GOT)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_to(request: SignedIn, reference: str) -> HttpResponse:
    """Give what was received to a colleague who is to see to it."""
    own = received_for(request.user, reference)
    form = HandOnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        colleague = colleague_at(request.user, form.cleaned_data["email"])
        if colleague:
            hand_on(request.user, own, colleague)
            messages.success(request, "Your colleague can open it from their desk now.")
            return redirect("disclosures:hand_on", reference)
        form.add_error("email", "Nobody works at your agency under this address.")
    shown = {
        "disclosure": own,
        "form": form,
        "given": relationships(request.user, Subject(pk=own.subject_id)),
    }
    status = 422 if form.errors else 200
    return show(request, "disclosures/hand_on.html", shown, status=status)


def _read_page(
    request: SignedIn,
    own: Disclosure,
    form: ReplyForm,
    *,
    refusal: NotAllowed | None = None,
    places: list[PlaceTold] | None = None,
) -> HttpResponse:
    """Show the words, what was answered, and the form for an answer."""
    shown = _around(request, own) | {
        "got": read_disclosure(request.user, own),
        "places": places or places_told(request.user, own),
        "replies": replies(request.user, own),
        "form": form,
    }
    (shown["progress"],) = progress_of(request.user, [own])
    if refusal:
        return refused(request, "disclosures/received.html", shown, refusal)
    return show(request, "disclosures/received.html", shown)


def _around(request: SignedIn, own: Disclosure) -> dict[str, Any]:
    """Give what both pages show: who sent it, what for, within which limits."""
    return {
        "disclosure": own,
        "purpose": PURPOSES[own.purpose],
        "limits": limits_of(request.user, own),
        "receipts": receipts_of(request.user, own),
        "answers": ANSWERS,
    }
