"""The sender's pages: with whom and what, ring back, check, and what became of it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.delivering.preparing import done, refuse_held_back
from sharewell.delivering.sending import refuse_not_released
from sharewell.delivering.stating import limits
from sharewell.terms.errors import (
    NotAllowed,
    PlaceHidden,
    RecipientNotVerified,
    SharewellError,
)
from sharewell_hub.agencies.knowing import known_until
from sharewell_hub.agencies.queries import destination_for
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.concerns.models import Concern
from sharewell_hub.concerns.queries import concern_for
from sharewell_hub.decisions.duties import duty_of_decision, duty_to_answer
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import decision_for
from sharewell_hub.disclosures.actions import record_call_back, remind, send_disclosure
from sharewell_hub.disclosures.agreeing import said_of_sending, without_one
from sharewell_hub.disclosures.covering import covered_by, offered, tellable
from sharewell_hub.disclosures.forms import ANSWERS, FOUND, CallBackForm
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.disclosures.packing import refuse_unready, verified
from sharewell_hub.disclosures.placing import offered_places, places_told
from sharewell_hub.disclosures.progress import (
    checklists,
    not_told_because,
    told_of,
)
from sharewell_hub.disclosures.queries import (
    disclosure_for,
    limits_of,
    replies,
    sent,
    shown_to_sender,
)
from sharewell_hub.disclosures.record_log import receipts_of
from sharewell_hub.disclosures.share_form import PASSING_ON, PURPOSES, ShareForm, first_words
from sharewell_hub.disclosures.typed import CALL, chosen_in, typed_in
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs, tells
from sharewell_hub.look.pages import refused, show
from sharewell_hub.people.queries import name_of
from sharewell_hub.whereabouts.guarding import note_stopped

SENDS = ("step", "send")
MADE = Where(model=Decision, duty=duty_of_decision, duty_by=("facts", "answer"))
SENT = Where(model=Disclosure, duty=duty_to_answer, duty_by=("duty",))
WORRY = Where(model=Concern)
WORDS = {"purposes": PURPOSES, "passing_on": PASSING_ON, "found": FOUND, "done": done}


@door("signed_in", rule="own agency's decision to share")
@tells("share")
@needs("read", "decision", MADE)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedIn, id: UUID) -> HttpResponse:
    """Ask who should receive it and which items, or show again what was typed."""
    decision = decision_for(request.user, id)
    try:
        form = _form(request, decision)
    except NotAllowed as refusal:
        shown = {"decision": decision}
        return refused(request, "disclosures/not_to_be_sent.html", shown, refusal)
    return _share_page(request, decision, form)


@door("signed_in", rule="own agency's decision to share")
@tells("share")
@needs("read", "decision", MADE, sending="share", meant=SENDS)
@needs_step_up("disclose", field="step", value="send")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedIn, id: UUID) -> HttpResponse:
    """Show what would be sent, to be looked at once more; then send it."""
    decision = decision_for(request.user, id)
    if request.method != "POST":
        return redirect("disclosures:share", id)
    try:
        return _looked_at(request, decision, _form(request, decision))
    except RecipientNotVerified as refusal:
        return _call_page(request, decision, refusal=refusal)
    except SharewellError as refusal:
        return _refused(request, decision, refusal)


@door("signed_in", rule="own agency's decision to share")
@tells("share")
@needs("read", "decision", MADE, sending="share", meant=SENDS)
@needs_step_up("disclose", field="step", value="send")
@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: SignedIn, id: UUID) -> HttpResponse:
    """Take the record of a call back, and go on to the check."""
    decision = decision_for(request.user, id)
    if request.method != "POST":
        return redirect("disclosures:share", id)
    calling = CallBackForm(request.POST, prefix=CALL)
    if not calling.is_valid():
        return _call_page(request, decision, calling=calling)
    try:
        destination = destination_for(request.user, chosen_in(request))
        record_call_back(request.user, decision, destination, calling.call())
        return check(request, id)
    except RecipientNotVerified as refusal:
        return _call_page(request, decision, calling=calling, refusal=refusal)


@door("signed_in", rule="own agency's disclosure")
@tells("share")
@needs("read", "decision", SENT)
@require_safe
def disclosure(request: SignedIn, id: UUID) -> HttpResponse:
    """Show what was sent, how far it has come, and what happens next."""
    own = disclosure_for(request.user, id)
    reached = told_of(request.user, own.decision.concern)
    shown = {
        "sent": shown_to_sender(request.user, own),
        "places": places_told(request.user, own),
        "progress": next(one for one in reached.told if one.disclosure == own),
        "replies": replies(request.user, own),
        "limits": limits_of(request.user, own),
        "told": reached,
        "not_told_because": not_told_because(request.user, own.decision),
        "checklists": checklists(request.user, own.decision, own),
        "receipts": receipts_of(request.user, own),
        "answers": ANSWERS,
        **WORDS,
    }
    return show(request, "disclosures/disclosure.html", shown)


@door("signed_in", rule="own agency's disclosure")
@needs("read", "decision", SENT)
@require_POST
def remind_them(request: SignedIn, id: UUID) -> HttpResponse:
    """Write to the recipient that an answer is overdue."""
    remind(request.user, disclosure_for(request.user, id))
    messages.success(request, "A letter is on its way that says an answer is overdue.")
    return redirect("disclosures:disclosure", id)


@door("signed_in", rule="own agency's worry")
@needs("read", "concern", WORRY)
@require_safe
def told(request: SignedIn, id: UUID) -> HttpResponse:
    """Show who has been told of a worry, and which of those who protect children have not."""
    concern = concern_for(request.user, id)
    shown = {
        "concern": concern,
        "name": name_of(request.user, concern.subject),
        "told": told_of(request.user, concern),
    }
    return show(request, "disclosures/told.html", shown)


def _form(
    request: SignedIn,
    decision: Decision,
    typed: QueryDict | None = None,
    *,
    takes_out: bool = False,
) -> ShareForm:
    """Make the form for what a decision lets leave; words can be taken out where they must be.

    Raises:  NotAllowed for a decision that lets nothing leave, or not yet.
    """
    things = tellable(request.user, decision)
    covered = covered_by(request.user, decision, things)
    refuse_not_released(covered)
    refuse_held_back(covered.held_back, covered.preconditions)
    for number, thing in enumerate(things):
        if typed and takes_out:
            typed.setdefault(f"item-{number}-words", thing.held.words)
    form = ShareForm(
        typed or (request.POST if request.method == "POST" else None),
        covered=covered,
        things=things,
        offered=offered(request.user, decision),
        initial=first_words(decision),
    )
    if not covered.anonymised:
        form.offer(offered_places(request.user, decision))
    return form


def _looked_at(request: SignedIn, decision: Decision, form: ShareForm) -> HttpResponse:
    """Send when that was asked for; otherwise show what would be sent, or what is wrong.

    Raises:  NotAllowed, TooMuch, RecipientNotVerified.
    """
    if not form.is_valid():
        return _share_page(request, decision, form)
    sending = form.sending()
    if request.POST.get("step") == "send":
        made = send_disclosure(request.user, decision, sending)
        return redirect("disclosures:disclosure", made.pk)
    destination = refuse_unready(request.user, decision, sending, form.covered)
    how, call = verified(request.user, decision, destination)
    shown = _around(request, decision) | {
        "sending": sending,
        "things": {thing.key: thing for thing in form.things},
        "places": {place.key: place for place in form.places},
        "destination": destination,
        "how": how,
        "call": call,
        "known_until": known_until(destination),
        "limits": limits(
            sending.onward,
            agreed=decision.position.state == "obtained",
            told=decision.telling == "told",
        ),
        "anonymised": form.covered.anonymised,
        "agreed": said_of_sending(
            request.user, decision, sending, form.covered, destination.agency
        ),
    }
    return show(request, "disclosures/check.html", shown)


def _share_page(
    request: SignedIn, decision: Decision, form: ShareForm, **more: Any
) -> HttpResponse:
    shown = _around(request, decision) | {"form": form, **more}
    shown["without_agreement"] = without_one(request.user, decision, form)
    if refusal := more.get("refusal"):
        return refused(request, "disclosures/share.html", shown, refusal)
    return show(request, "disclosures/share.html", shown)


def _refused(request: SignedIn, decision: Decision, refusal: SharewellError) -> HttpResponse:
    """Show the form again with what was typed, under a new id, and say why nothing was sent."""
    typed = request.POST.copy()
    typed["submission"] = str(uuid4())
    stopped = isinstance(refusal, PlaceHidden)
    if stopped:
        note_stopped(request.user, decision.subject_id)
    try:
        form = _form(request, decision, typed, takes_out=stopped)
        return _share_page(request, decision, form, refusal=refusal)
    except NotAllowed as closed:
        shown = {"decision": decision, "kept": typed_in(request)}
        return refused(request, "disclosures/not_to_be_sent.html", shown, closed)


def _call_page(
    request: SignedIn,
    decision: Decision,
    *,
    calling: CallBackForm | None = None,
    refusal: SharewellError | None = None,
) -> HttpResponse:
    """Ask for a call back, with everything typed so far kept on the page."""
    destination = destination_for(request.user, chosen_in(request))
    now = timezone.localtime()
    calling = calling or CallBackForm(prefix=CALL, initial={"at": f"{now:%H:%M}"})
    shown = _around(request, decision) | {
        "form": calling,
        "destination": destination,
        "kept": typed_in(request),
    }
    sending = request.POST.get("step") == "send" or calling.is_bound
    if refusal and sending:
        return refused(request, "disclosures/call_back.html", shown, refusal)
    return show(request, "disclosures/call_back.html", shown)


def _around(request: SignedIn, decision: Decision) -> dict[str, Any]:
    """Give what every page of the sender shows: whose record, and what was sent already."""
    return {
        "decision": decision,
        "name": name_of(request.user, decision.subject),
        "already": sent(request.user).filter(decision=decision),
        "kept": typed_in(request),
        **WORDS,
    }
