"""What a record is needed for, and who looked at it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from sharewell_hub.access.forms import PURPOSES, WhyForm
from sharewell_hub.access.queries import looks_at
from sharewell_hub.access.weighing import declare
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.look.doors import door
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import show
from sharewell_hub.people.models import Subject
from sharewell_hub.people.queries import name_of, subject_for

ABOUT = Where(model=Subject, subject="id")


@door("signed_in", rule="says what one needs a record for; opens none")
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: SignedIn, id: UUID) -> HttpResponse:
    """Ask what a record is needed for, once for each child and sign-in."""
    back = request.POST.get("next", request.GET.get("next", ""))
    form = WhyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return show(request, "access/why.html", {"form": form, "next": back}, status=status)
    declare(request, id, form.cleaned_data["purpose"])
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return redirect(back if safe else resolve_url("disclosures:desk"))


@door("signed_in", rule="own agency's record; its desk")
@needs("see_who_looked", "subject", ABOUT)
@require_safe
def looked(request: SignedIn, id: UUID) -> HttpResponse:
    """Show who looked at a record, or tried to."""
    subject = subject_for(request.user, id)
    shown = {
        "name": name_of(request.user, subject),
        "looks": looks_at(request.user, subject),
        "subject": subject,
        "purposes": PURPOSES,
    }
    return show(request, "access/looked.html", shown)
