"""Who works with a child, and how sensitive the record is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sharewell_hub.agencies.queries import NO_COLLEAGUE, colleague_at
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import show
from sharewell_hub.people.forms import HOW_RELATED, HOW_SENSITIVE, AskInForm, SensitivityForm
from sharewell_hub.people.models import Relationship, Subject
from sharewell_hub.people.queries import (
    may_keep_out,
    name_of,
    relationship_for,
    relationships,
    sensitivity_of,
    subject_for,
)
from sharewell_hub.people.relating import end, relate, set_sensitivity

ABOUT = Where(model=Subject, subject="id")
RELATED = Where(model=Relationship)
RULE = "own agency's record, to its desk and those who have to do with the child"


@door("signed_in", rule=RULE)
@needs("read", "subject", ABOUT, sending="record")
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: SignedIn, id: UUID) -> HttpResponse:
    """Show who has to do with a child's case, and ask a colleague in."""
    subject = subject_for(request.user, id)
    form = AskInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        colleague = colleague_at(request.user, form.cleaned_data["email"])
        if colleague:
            relate(request.user, subject, colleague, kind=form.cleaned_data["kind"])
            return redirect("people:who", id)
        form.add_error("email", NO_COLLEAGUE.format(form.cleaned_data["email"]))
    shown: dict[str, Any] = {
        "name": name_of(request.user, subject),
        "subject": subject,
        "form": form,
        "related": relationships(request.user, subject),
        "how": HOW_RELATED,
        "tier": HOW_SENSITIVE[sensitivity_of(request.user, subject)],
        "sensitivity": SensitivityForm(initial={"tier": sensitivity_of(request.user, subject)}),
        "decides": may_keep_out(request.user),
    }
    return show(request, "people/who.html", shown, status=422 if form.errors else 200)


@door("signed_in", rule=RULE)
@needs("record", "subject", RELATED)
@require_POST
def end_one(request: SignedIn, id: UUID) -> HttpResponse:
    """Note that somebody has nothing more to do with a child's case."""
    row = relationship_for(request.user, id)
    end(request.user, id)
    return redirect("people:who", row.subject_id)


@door("signed_in", rule="own agency's record; changed by who decides who sees it")
@needs("close", "subject", ABOUT)
@needs_step_up("walls")
@require_POST
def sensitivity(request: SignedIn, id: UUID) -> HttpResponse:
    """Say how sensitive a record is."""
    form = SensitivityForm(request.POST)
    if form.is_valid():
        set_sensitivity(request.user, subject_for(request.user, id), form.cleaned_data["tier"])
    return redirect("people:who", id)
