"""Who is kept out of a record, and whether it is for those named alone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import show
from sharewell_hub.people.actions import keep_out, let_in_again, lift, seal_record
from sharewell_hub.people.forms import WHY_KEPT_OUT, KeepOutForm, SealForm
from sharewell_hub.people.models import Exclusion, Subject
from sharewell_hub.people.queries import (
    exclusion_for,
    kept_out,
    may_keep_out,
    name_of,
    named_on,
    refuse_other_roles,
    seal_on,
    subject_for,
)

ABOUT = Where(model=Subject, subject="id")
KEPT_OUT = Where(model=Exclusion, holder="subject__agency_id")
RULE = "own agency's record; changed by who decides who sees it"
NOBODY = "Nobody works in the partnership under the address {}. Look it up again."


@door("signed_in", rule=RULE)
@needs("read", "subject", ABOUT, sending="close")
@needs_step_up("walls")
@require_http_methods(["GET", "HEAD", "POST"])
def walls(request: SignedIn, id: UUID) -> HttpResponse:
    """Show who is kept out of a record, and keep somebody out."""
    subject = subject_for(request.user, id)
    if request.method == "POST":
        refuse_other_roles(request.user)
    form = KeepOutForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = _people([form.cleaned_data["email"].lower()])
        if found:
            keep_out(request.user, subject, found[0], reason=form.cleaned_data["reason"])
            return redirect("people:walls", id)
        form.add_error("email", NOBODY.format(form.cleaned_data["email"]))
    return _page(request, subject, form, SealForm())


@door("signed_in", rule=RULE)
@needs("close", "subject", ABOUT)
@needs_step_up("walls")
@require_POST
def seal(request: SignedIn, id: UUID) -> HttpResponse:
    """Show a record to those named alone."""
    subject, form = subject_for(request.user, id), SealForm(request.POST)
    refuse_other_roles(request.user)
    if form.is_valid():
        found = _people(form.addresses())
        missing = set(form.addresses()) - {each.email for each in found}
        if not missing:
            seal_record(request.user, subject, found)
            return redirect("people:walls", id)
        form.add_error("named", NOBODY.format(min(missing)))
    return _page(request, subject, KeepOutForm(), form)


@door("signed_in", rule=RULE)
@needs("close", "subject", ABOUT)
@needs_step_up("walls")
@require_POST
def unseal(request: SignedIn, id: UUID) -> HttpResponse:
    """Lift the seal on a record."""
    lift(request.user, subject_for(request.user, id))
    return redirect("people:walls", id)


@door("signed_in", rule=RULE)
@needs("close", "subject", KEPT_OUT)
@needs_step_up("walls")
@require_POST
def let_in(request: SignedIn, id: UUID) -> HttpResponse:
    """End keeping somebody out of a record."""
    row = exclusion_for(request.user, id)
    let_in_again(request.user, id)
    return redirect("people:walls", row.subject_id)


def _people(addresses: list[str]) -> list[Practitioner]:
    return list(Practitioner.objects.filter(email__in=addresses, is_active=True))


def _page(
    request: SignedIn, subject: Subject, form: KeepOutForm, sealing: SealForm
) -> HttpResponse:
    decides = may_keep_out(request.user)
    shown: dict[str, Any] = {
        "name": name_of(request.user, subject),
        "subject": subject,
        "decides": decides,
        "form": form,
        "sealing": sealing,
        "sealed": seal_on(request.user, subject),
        "named": named_on(request.user, subject),
        "kept_out": kept_out(request.user, subject) if decides else [],
        "why": WHY_KEPT_OUT,
    }
    status = 422 if form.errors or sealing.errors else 200
    return show(request, "people/walls.html", shown, status=status)
