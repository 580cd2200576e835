"""The directory's pages, and the two pages of sign-in that are our own."""

from uuid import UUID

from allauth.account.views import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.actions import set_sensitive_service, verify_destination
from sharewell_hub.agencies.forms import NO, SENSITIVE, SearchForm, SensitiveForm, VerifyForm
from sharewell_hub.agencies.knowing import is_known, known_until
from sharewell_hub.agencies.models import Destination
from sharewell_hub.agencies.queries import (
    destination_for,
    destinations,
    may_keep_the_directory,
)
from sharewell_hub.agencies.roles import KINDS, WAYS
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.drafts.actions import forget
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import refused, show


@door("account", rule="the directory is the whole partnership's")
@require_safe
def directory(request: SignedIn) -> HttpResponse:
    """List the services that can receive information, by agency, or those that fit some words."""
    form = SearchForm(request.GET if "service" in request.GET else None)
    words = form.cleaned_data["service"] if form.is_valid() else ""
    found = [told(one) for one in destinations(request.user, words=words)]
    return show(request, "agencies/directory.html", {"form": form, "found": found, "words": words})


@door("account", rule="read by the whole partnership; verified by who keeps the directory")
@require_http_methods(["GET", "HEAD", "POST"])
def destination(request: SignedIn, id: UUID) -> HttpResponse:
    """Show one service, and take the record that it was verified."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    shown = {
        "form": form,
        "may_verify": may_keep_the_directory(request.user),
        **told(destination_for(request.user, id)),
    }
    if not form.is_valid():
        return show(request, "agencies/destination.html", shown)
    try:
        verify_destination(request.user, id, **form.cleaned_data)
    except NotAllowed as refusal:
        return refused(request, "agencies/destination.html", shown, refusal)
    return redirect("agencies:destination", id)


@door("account", rule="read by the whole partnership; set by who keeps the directory")
@require_http_methods(["GET", "HEAD", "POST"])
def sensitive(request: SignedIn, id: UUID) -> HttpResponse:
    """Show whether a service's agency is a sensitive one, and take a change."""
    one = destination_for(request.user, id)
    form = SensitiveForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": one.agency.sensitive_service or NO},
    )
    shown = {"form": form, "keeps": may_keep_the_directory(request.user), **told(one)}
    if not form.is_valid():
        status = 422 if form.errors else 200
        return show(request, "agencies/sensitive.html", shown, status=status)
    try:
        set_sensitive_service(request.user, id, form.said())
    except NotAllowed as refusal:
        return refused(request, "agencies/sensitive.html", shown, refusal)
    return redirect("agencies:destination", id)


@door("public")
@require_safe
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Say that the sign-in is done and the other tab can go on."""
    return show(request, "agencies/signed_in_again.html")


@door("public")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, by POST alone, and forget the draft that was left in this browser."""
    response: HttpResponse = logout(request)
    if request.method == "POST":
        forget(response, request)
    return response


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that sign-in is locked for this account at this place, and until when."""
    return show(request, "agencies/locked_out.html", status=429)


def told(one: Destination) -> dict[str, object]:
    """Put beside a destination what the page says of it."""
    return {
        "destination": one,
        "kind": KINDS.get(one.agency.kind, one.agency.kind),
        "sensitive": SENSITIVE.get(one.agency.sensitive_service, "No"),
        "known": is_known(one),
        "known_until": known_until(one),
        "how": WAYS[one.verified_how].label if one.verified_how in WAYS else "",
    }
