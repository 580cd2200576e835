"""The page that breaks the glass, its one answer where nothing can be shown, and the reviews."""

from time import monotonic, sleep
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.permitting.permission import SHOWN
from sharewell.permitting.table import READ, RULES
from sharewell.terms.errors import NotAllowed
from sharewell_hub.access.weighing import declare, note_list
from sharewell_hub.agencies.strength import strength
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.glass.actions import review, try_to_break
from sharewell_hub.glass.forms import BreakForm, ReviewForm
from sharewell_hub.glass.models import GLASS, Attempt
from sharewell_hub.glass.passing import DUTIES
from sharewell_hub.glass.queries import (
    TRIES_AN_HOUR,
    attempt_for,
    duty_numbers,
    found_by,
    is_theirs_to_review,
    looks_past,
    looks_through,
    may_review,
    name_behind,
    open_to,
    passed_by,
    reason_of,
    refuse_other_roles,
    review_of,
    reviewed,
    to_review,
    words_of,
)
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.pages import refused, show

EVEN = 0.5
"""Seconds: every answer waits for the next of these, so that its time tells nothing."""

LISTED = 50
EMERGENCY = "protect_child"
"""What a record is opened for in an emergency; nobody is asked once more."""

BREAKS = "own agency's records, to whoever works with children; no seal and no exclusion is passed"
REVIEWS = "own agency's, for who reviews and never for who broke it; others' only that it is late"


@door("signed_in", rule=BREAKS)
@require_safe
def ask(request: SignedIn) -> HttpResponse:
    """Ask which child, and why."""
    refuse_other_roles(request.user)
    return show(request, "glass/ask.html", _asked(BreakForm()))


@door("signed_in", rule=BREAKS)
@needs_step_up("break_glass")
@require_POST
def try_it(request: SignedIn) -> HttpResponse:
    """Break the glass, and answer: what is open now, or the one page that is always the same."""
    began = monotonic()
    refuse_other_roles(request.user)
    form = BreakForm(request.POST)
    if not form.is_valid():
        return show(request, "glass/ask.html", _asked(form), status=422)
    at = strength(request).stepped_up_at or timezone.now()
    try:
        opened = try_to_break(request.user, form.wanted(), stepped_up_at=at)
    except NotAllowed as refusal:
        return refused(request, "glass/ask.html", _asked(form), refusal)
    for subject in opened:
        declare(request, subject, EMERGENCY)
    sleep(EVEN - (monotonic() - began) % EVEN)
    return redirect("glass:open_now" if opened else "glass:nothing")


@door("signed_in", rule="the same page for everybody")
@require_safe
def nothing(request: SignedIn) -> HttpResponse:
    """Say that nothing can be shown, and whom to ring; it depends on nothing that was asked."""
    shown = {"says": SHOWN, "numbers": duty_numbers(request.user)}
    return show(request, "glass/nothing.html", shown)


@door("signed_in", rule="what one opened oneself")
@require_safe
def open_now(request: SignedIn) -> HttpResponse:
    """List what the viewer has opened, and until when."""
    opened = open_to(request.user)
    note_list(request, "subject", [each.row.subject_id for each in opened])
    return show(request, "glass/open_now.html", {"opened": opened})


@door("signed_in", rule=REVIEWS)
@require_safe
def reviews(request: SignedIn) -> HttpResponse:
    """List what waits for a second person, and what was reviewed."""
    shown = {
        "waiting": to_review(request.user)[:LISTED],
        "done": reviewed(request.user)[:LISTED],
        "today": timezone.localdate(),
        "reviews": may_review(request.user),
    }
    return show(request, "glass/reviews.html", shown)


@door("signed_in", rule=REVIEWS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: SignedIn, reference: str) -> HttpResponse:
    """Show one attempt to a second person, and take what they say of it."""
    attempt = attempt_for(request.user, reference)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, broken=attempt.kind == GLASS)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return show(request, "glass/review.html", _told(request, attempt, form), status=status)
    try:
        said = form.cleaned_data
        review(request.user, attempt, in_order=said["in_order"] == "yes", words=said["words"])
    except NotAllowed as refusal:
        return refused(request, "glass/review.html", _told(request, attempt, form), refusal)
    return redirect("glass:reviews")


def _asked(form: BreakForm) -> dict[str, Any]:
    return {"form": form, "tries": TRIES_AN_HOUR}


def _told(request: SignedIn, attempt: Attempt, form: ReviewForm) -> dict[str, Any]:
    """Put together what this second person may know of an attempt."""
    viewer, done = request.user, review_of(request.user, attempt)
    own, found = attempt.agency_id == viewer.agency_id, found_by(viewer, attempt)
    passed = passed_by(viewer, attempt)
    subjects = [row.subject for row, _name in found] + ([passed.subject_id] if passed else [])
    note_list(request, "break_glass_review", subjects)
    return {
        "passed": passed,
        "name": name_behind(viewer, passed) if passed else "",
        "rules": RULES,
        "duties": DUTIES,
        "attempt": attempt,
        "broken": attempt.kind == GLASS,
        "own": own,
        "found": found,
        "looks": looks_past(viewer, passed) if passed else looks_through(viewer, attempt),
        "verbs": {code: row["label"] for code, row in READ["verbs"].items()},
        "reason": reason_of(viewer, attempt),
        "done": done,
        "words": words_of(viewer, done) if done else "",
        "late": attempt.review_by < timezone.localdate(),
        "form": form if is_theirs_to_review(viewer, attempt) and not done else None,
    }
