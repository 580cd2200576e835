"""Keeping no longer than necessary: what is due, the periods, and one record's end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import refused, show
from sharewell_hub.people.models import Subject
from sharewell_hub.retention.actions import (
    hold,
    keep_longer,
    lift_hold,
    order_erasure,
    set_period,
)
from sharewell_hub.retention.forms import EraseForm, HoldForm, KeepForm, PeriodForm
from sharewell_hub.retention.gathering import about_people
from sharewell_hub.retention.models import Hold
from sharewell_hub.retention.queries import (
    MOST,
    erasures,
    history,
    periods,
    reason_of,
    record_for,
    records,
    refuse_other_roles,
    said_of,
)

ABOUT, HELD = Where(model=Subject, subject="id"), Where(model=Hold)
RULE = "own agency's record; who keeps its periods"
ERASED_SHOWN = 50
WORDS = {"hold": HoldForm, "keeping": KeepForm, "erasing": EraseForm}


@door("signed_in", rule=RULE)
@require_safe
def due(request: SignedIn) -> HttpResponse:
    """List what is due, what holds it, and what comes later."""
    found = records(request.user)
    shown = {
        "due": [each for each in found if each.due and not each.for_ever and not each.holds],
        "reviews": [each for each in found if each.due and each.for_ever and not each.holds],
        "held": [each for each in found if each.holds],
        "unset": [each for each in found if each.standing.day is None and not each.holds],
        "later": [each for each in found if each.standing.day and not (each.due or each.holds)],
        "erased": erasures(request.user)[:ERASED_SHOWN],
        "kinds": about_people(),
        "most": MOST,
    }
    return show(request, "retention/due.html", shown)


@door("signed_in", rule="own agency's periods; who keeps them")
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: SignedIn) -> HttpResponse:
    """Show how long everything is kept, and say it anew."""
    refuse_other_roles(request.user)
    form = PeriodForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_period(request.user, form.how_long())
        messages.success(request, "The period is recorded. The one before stays in the history.")
        return redirect("retention:keeping")
    now = periods(request.user)
    shown = {
        "form": form,
        "kinds": about_people(),
        "now_kept": now,
        "why": {kind: reason_of(request.user, row) for kind, row in now.items()},
        "history": history(request.user)[:ERASED_SHOWN],
    }
    return show(request, "retention/keeping.html", shown, status=422 if form.errors else 200)


@door("signed_in", rule=RULE)
@needs("read", "retention_review", ABOUT)
@require_safe
def record(request: SignedIn, id: UUID) -> HttpResponse:
    """Show how long one record is kept, under what, and what stands in the way of its end."""
    return _record(request, id)


@door("signed_in", rule=RULE)
@needs("review", "retention_review", ABOUT)
@require_POST
def holding(request: SignedIn, id: UUID) -> HttpResponse:
    """Hold a record."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _record(request, id, hold=form)
    hold(request.user, id, reason=form.cleaned_data["reason"])
    return redirect("retention:record", id)


@door("signed_in", rule="own agency's hold; who keeps its periods")
@needs("review", "retention_review", HELD)
@require_POST
def lifting(request: SignedIn, id: UUID) -> HttpResponse:
    """Lift a hold."""
    return redirect("retention:record", lift_hold(request.user, id).subject_id)


@door("signed_in", rule=RULE)
@needs("review", "retention_review", ABOUT)
@require_POST
def longer(request: SignedIn, id: UUID) -> HttpResponse:
    """Keep a record longer."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _record(request, id, keeping=form)
    said = form.cleaned_data
    keep_longer(request.user, id, until=said["until"], reason=said["why"])
    return redirect("retention:record", id)


@door("signed_in", rule=RULE)
@needs("destroy", "retention_review", ABOUT)
@needs_step_up("erase")
@require_POST
def erase(request: SignedIn, id: UUID) -> HttpResponse:
    """Erase a record that is due, and that nothing holds."""
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _record(request, id, erasing=form)
    try:
        order_erasure(request.user, id)
    except NotAllowed as refusal:
        record_for(request.user, id)
        return refused(request, "retention/record.html", _shown(request, id), refusal)
    messages.success(request, "The record is erased. The log keeps that it was, and under what.")
    return redirect("retention:due")


def _record(request: SignedIn, id: UUID, **forms: Any) -> HttpResponse:
    shown = _shown(request, id) | forms
    return show(request, "retention/record.html", shown, status=422 if forms else 200)


def _shown(request: SignedIn, id: UUID) -> dict[str, Any]:
    found = record_for(request.user, id)
    return {
        "record": found,
        "kinds": about_people(),
        "said": said_of(request.user, found),
        "periods": periods(request.user),
        **{name: form() for name, form in WORDS.items()},
    }
