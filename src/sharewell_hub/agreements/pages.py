"""The agreements' pages: read by the whole partnership, kept by those who answer for them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.queries import agencies
from sharewell_hub.agencies.roles import ROLES, labels_of
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.agreements.actions import end_agreement, record_agreement, sign_agreement
from sharewell_hub.agreements.forms import AgreedForm, EndForm, SignForm, as_it_was
from sharewell_hub.agreements.models import Agreement
from sharewell_hub.agreements.queries import (
    agreement_for,
    agreements,
    endings,
    holds_until,
    may_keep,
    may_keep_for_all,
    parties,
    refuse_other_roles,
    successor_of,
)
from sharewell_hub.agreements.saying import (
    CATEGORIES,
    CLASSES,
    COVERS,
    ONWARD,
    PURPOSES,
    TIERS,
)
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import refused, show

READ_BY_ALL = "the agreements are the whole partnership's"
END = "end"
KEPT = "read by the whole partnership; kept by who keeps agreements"
GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@door("signed_in", rule=READ_BY_ALL)
@require_safe
def every(request: SignedIn) -> HttpResponse:
    """List the agreements that hold or are to come, and those that held."""
    told = [_standing(request, each) for each in agreements(request.user)]
    shown = {
        "now": [each for each in told if each["tone"] != "grey"],
        "past": [each for each in told if each["tone"] == "grey"],
        "keeps": may_keep(request.user),
        "covers": COVERS,
    }
    return show(request, "agreements/every.html", shown)


@door("signed_in", rule=READ_BY_ALL)
@require_safe
def one(request: SignedIn, id: UUID) -> HttpResponse:
    """Show one version: what it covers, who has signed it, who has not, and how it stands."""
    return show(request, "agreements/one.html", _whole(request, agreement_for(request.user, id)))


@door("signed_in", rule=KEPT)
@GET_AND_POST
def new(request: SignedIn) -> HttpResponse:
    """Take in a new agreement."""
    refuse_other_roles(request.user)
    return _record(request, AgreedForm(_sent(request)), None)


@door("signed_in", rule=KEPT)
@GET_AND_POST
def next_version(request: SignedIn, id: UUID) -> HttpResponse:
    """Take in the version that is to take this one's place."""
    before = agreement_for(request.user, id)
    refuse_other_roles(request.user)
    return _record(request, AgreedForm(_sent(request), initial=as_it_was(before)), before)


@door("signed_in", rule=KEPT)
@require_POST
def sign(request: SignedIn, id: UUID) -> HttpResponse:
    """Record that an agency signed."""
    agreement = agreement_for(request.user, id)
    refuse_other_roles(request.user)
    form = SignForm(request.POST, viewer=request.user)
    if not form.is_valid():
        shown = _whole(request, agreement) | {"signing": form}
        return show(request, "agreements/one.html", shown, status=422)
    sign_agreement(request.user, agreement, **form.cleaned_data)
    return redirect("agreements:one", id)


@door("signed_in", rule=KEPT)
@require_POST
def end(request: SignedIn, id: UUID) -> HttpResponse:
    """Record that an agreement ended, for one agency or for all."""
    agreement = agreement_for(request.user, id)
    refuse_other_roles(request.user)
    form = EndForm(request.POST, viewer=request.user, prefix=END)
    shown = _whole(request, agreement) | {"ending": form}
    if not form.is_valid():
        return show(request, "agreements/one.html", shown, status=422)
    said = form.cleaned_data
    agency = None if said["for_all"] else said["agency"]
    try:
        end_agreement(request.user, agreement, from_on=said["from_on"], agency=agency)
    except NotAllowed as refusal:
        return refused(request, "agreements/one.html", shown, refusal)
    return redirect("agreements:one", id)


def _sent(request: SignedIn) -> Any:
    return request.POST if request.method == "POST" else None


def _record(request: SignedIn, form: AgreedForm, before: Agreement | None) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "before": before}
    if not form.is_valid():
        return show(request, "agreements/new.html", shown, status=422 if form.errors else 200)
    try:
        made = record_agreement(request.user, form.agreed(), supersedes=before)
    except NotAllowed as refusal:
        return refused(request, "agreements/new.html", shown, refusal)
    return redirect("agreements:one", made.pk)


def _standing(request: SignedIn, agreement: Agreement) -> dict[str, Any]:
    """Say how a version stands today."""
    today, until = timezone.localdate(), holds_until(request.user, agreement)
    if until <= today:
        said, tone = "No longer in force", "grey"
    elif agreement.begins_on > today:
        said, tone = "Not yet in force", "yellow"
    else:
        said, tone = "In force", "green"
    return {"agreement": agreement, "says": said, "tone": tone, "until": until}


def _whole(request: SignedIn, agreement: Agreement) -> dict[str, Any]:
    """Put together everything that is known of one version."""
    viewer, keeps = request.user, may_keep(request.user)
    signed = [(party, ROLES[party.signed_as].label) for party in parties(viewer, agreement)]
    unsigned = (
        agencies(viewer)
        .filter(left_at=None)
        .exclude(pk__in=[party.agency_id for party, _ in signed])
    )
    return _standing(request, agreement) | {
        "tier": TIERS[agreement.tier],
        "purposes": [PURPOSES[code] for code in agreement.purposes],
        "classes": [CLASSES[code] for code in agreement.classes],
        "categories": [CATEGORIES[code] for code in agreement.categories],
        "how_much": COVERS[agreement.covers],
        "onward": ONWARD[agreement.onward],
        "answers_to": labels_of(agreement.answers_to),
        "signed": signed,
        "unsigned": unsigned,
        "ended": endings(viewer, agreement),
        "newer": successor_of(viewer, agreement),
        "keeps": keeps,
        "for_all": may_keep_for_all(viewer, agreement),
        "signing": SignForm(viewer=viewer) if keeps else None,
        "ending": EndForm(viewer=viewer, prefix=END) if keeps else None,
    }
