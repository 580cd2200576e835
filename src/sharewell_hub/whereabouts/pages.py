"""Where a child lives, for those who may locate them; the shield; and to whom it may be told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.permitting.table import LINES
from sharewell.terms.errors import NotAllowed
from sharewell_hub.access.weighing import came_to_nothing
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.queries import NO_COLLEAGUE, colleague_at, destination_for, destinations
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import refused, show
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import may_keep_out, name_of, refuse_other_roles, subject_for
from sharewell_hub.whereabouts import actions
from sharewell_hub.whereabouts.forms import (
    HOW,
    WHY_HIDDEN,
    PlaceForm,
    ShieldForm,
    UnshieldForm,
)
from sharewell_hub.whereabouts.models import Whereabouts
from sharewell_hub.whereabouts.queries import (
    in_words,
    named_in,
    place_for,
    places,
    shields,
    unshieldings,
)
from sharewell_hub.whereabouts.refusing import nowhere

RECORDS = LINES["record", "subject"].roles
ABOUT = Where(model=Subject, subject="id")
PLACE = Where(model=Whereabouts, known_by="locate")
RULE = "own agency's record, to those who may locate the person; a shield names them"
CLOSES = "own agency's record; hidden by who decides who sees it"
NOT_THERE = "Nobody works at that service’s agency under this address. Look it up again."
KEPT = "It is kept. It shows to those who may know where this child lives."


@door("signed_in", rule=RULE)
@needs("read", "subject", ABOUT, sending="record")
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: SignedIn, id: UUID) -> HttpResponse:
    """Say which places can be shown, without showing any, and take another one."""
    subject = subject_for(request.user, id)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        actions.record_place(request.user, subject, form.place(), kind=kind)
        messages.success(request, KEPT)
        return redirect("whereabouts:where", id)
    return _page(request, subject, form=form)


@door("signed_in", rule=RULE)
@needs("locate", "subject", ABOUT)
@needs_step_up("locate")
@require_POST
def reveal(request: SignedIn, id: UUID) -> HttpResponse:
    """Show where a child lives; where nothing can be shown, it is as if nothing were there."""
    subject = subject_for(request.user, id)
    opened = in_words(request.user, places(request.user, subject))
    if not opened:
        came_to_nothing(request)
        raise nowhere()
    return _page(request, subject, opened=opened)


@door("signed_in", rule=CLOSES)
@needs("close", "subject", ABOUT)
@needs_step_up("walls")
@require_POST
def shield(request: SignedIn, id: UUID) -> HttpResponse:
    """Hide where a child lives, at once, from everybody but those named."""
    subject, hiding = subject_for(request.user, id), ShieldForm(request.POST)
    refuse_other_roles(request.user)
    if hiding.is_valid():
        found = {each: colleague_at(request.user, each) for each in hiding.addresses()}
        missing = [each for each, person in found.items() if person is None]
        if not missing:
            return _hide(request, subject, hiding, [each for each in found.values() if each])
        hiding.add_error("named", NO_COLLEAGUE.format(min(missing)))
    return _page(request, subject, hiding=hiding)


@door("signed_in", rule=CLOSES)
@needs("close", "subject", ABOUT)
@needs_step_up("walls")
@require_POST
def take_down(request: SignedIn, id: UUID) -> HttpResponse:
    """Take down the shields that name the viewer."""
    actions.take_down_shield(request.user, subject_for(request.user, id))
    return redirect("whereabouts:where", id)


@door("signed_in", rule=RULE)
@needs("record", "subject", PLACE)
@require_POST
def end(request: SignedIn, id: UUID) -> HttpResponse:
    """Note that a child is no longer at a place."""
    row = place_for(request.user, id)
    actions.end_place(request.user, id)
    return redirect("whereabouts:where", row.subject_id)


@door("signed_in", rule="own agency's place; by a guardian whom its shield names")
@needs("unshield", "subject", PLACE)
@needs_step_up("walls")
@require_http_methods(["GET", "HEAD", "POST"])
def let_be_told(request: SignedIn, id: UUID) -> HttpResponse:
    """Let one hidden place be told to one practitioner at one service, once."""
    row = place_for(request.user, id)
    form = UnshieldForm(
        request.POST if request.method == "POST" else None,
        offered=list(destinations(request.user).exclude(agency=request.user.agency_id)),
    )
    if not form.is_valid():
        status = 422 if form.errors else 200
        return show(request, "whereabouts/unshield.html", _told(request, row, form), status=status)
    said = form.cleaned_data
    destination = destination_for(request.user, said["destination"])
    at_work = {"email": said["recipient"].lower(), "agency": destination.agency, "is_active": True}
    recipient = Practitioner.objects.filter(**at_work).first()
    if recipient is None:
        form.add_error("recipient", NOT_THERE)
        return show(request, "whereabouts/unshield.html", _told(request, row, form), status=422)
    try:
        actions.unshield(request.user, id, (destination, recipient), reason=said["reason"])
    except NotAllowed as refusal:
        return refused(request, "whereabouts/unshield.html", _told(request, row, form), refusal)
    return redirect("whereabouts:unshield", id)


def _hide(
    request: SignedIn, subject: Subject, hiding: ShieldForm, named: list[Practitioner]
) -> HttpResponse:
    try:
        reason = hiding.cleaned_data["reason"]
        actions.put_up_shield(request.user, subject, named, reason=reason)
    except NotAllowed as refusal:
        return _page(request, subject, hiding=hiding, refusal=refusal)
    return redirect("whereabouts:where", subject.pk)


def _page(request: SignedIn, subject: Subject, **more: Any) -> HttpResponse:
    """Show the one page of where a child lives."""
    up = list(shields(request.user, subject))
    shown: dict[str, Any] = {
        "name": name_of(request.user, subject),
        "subject": subject,
        "places": list(places(request.user, subject)),
        "opened": {},
        "form": PlaceForm(),
        "hiding": ShieldForm(),
        "shields": up,
        "named": named_in(request.user, up),
        "how": HOW,
        "why_hidden": WHY_HIDDEN,
        "decides": may_keep_out(request.user),
        "records": not RECORDS.isdisjoint(request.user.roles),
    } | more
    if refusal := more.get("refusal"):
        return refused(request, "whereabouts/where.html", shown, refusal)
    faulty = shown["form"].errors or shown["hiding"].errors
    return show(request, "whereabouts/where.html", shown, status=422 if faulty else 200)


def _told(request: SignedIn, row: Whereabouts, form: UnshieldForm) -> dict[str, Any]:
    return {
        "row": row,
        "name": name_of(request.user, row.subject),
        "form": form,
        "how": HOW,
        "before": unshieldings(request.user, row),
    }
