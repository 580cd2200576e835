"""The pages of exports: what left, the switch, a service's key, and a record made ready."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.terms.errors import NotAllowed, PlaceHidden
from sharewell_hub.agencies.queries import destination_for, may_keep_the_directory
from sharewell_hub.agencies.visitors import SignedIn
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import decision_for
from sharewell_hub.exports import actions
from sharewell_hub.exports.forms import ExportForm, KeyForm
from sharewell_hub.exports.models import Export
from sharewell_hub.exports.queries import (
    export_for,
    exports,
    fetched,
    key_at,
    last_switch,
    may_leave,
    may_switch,
    usable_keys,
    waits,
)
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.needing import Where, needs
from sharewell_hub.look.pages import refused, show
from sharewell_hub.whereabouts.guarding import note_stopped

RULE = "own agency's files; encrypted to its own services"
NEWEST = 100
MADE = Where(model=Decision)
READY = Where(model=Export, subject="decision__subject_id")


@door("signed_in", rule=RULE)
@require_safe
def what_left(request: SignedIn) -> HttpResponse:
    """List what left as files, and say whether any may."""
    return show(request, "exports/what_left.html", _switch(request))


@door("signed_in", rule=f"{RULE}; changed by who answers for it")
@require_POST
def switch(request: SignedIn) -> HttpResponse:
    """Let files leave, or let none."""
    try:
        actions.switch(request.user, on=request.POST.get("on") == "yes")
    except NotAllowed as refusal:
        return refused(request, "exports/what_left.html", _switch(request), refusal)
    return redirect("exports:what_left")


@door("signed_in", rule="own agency's decision")
@needs("read", "decision", MADE, sending="share")
@needs_step_up("export")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedIn, id: UUID) -> HttpResponse:
    """Make a record ready to leave, encrypted."""
    decision = decision_for(request.user, id)
    keys = usable_keys(request.user) if may_leave(request.user) else []
    sent = request.method == "POST"
    form = ExportForm(request.POST if sent and keys else None, keys=keys)
    shown = {
        "decision": decision,
        "form": form,
        "keys": keys,
        "on": may_leave(request.user),
        "before": exports(request.user).filter(decision=decision),
    }
    if not form.is_valid():
        return show(request, "exports/record.html", shown, status=422 if sent else 200)
    try:
        made = actions.make_export(request.user, decision, form.chosen())
    except NotAllowed as refusal:
        if isinstance(refusal, PlaceHidden):
            note_stopped(request.user, decision.subject_id)
        return refused(request, "exports/record.html", shown, refusal)
    return redirect("exports:export", made.pk)


@door("signed_in", rule=RULE)
@needs("read", "decision", READY)
@require_safe
def export(request: SignedIn, id: UUID) -> HttpResponse:
    """Show one export: what became of its file, and where it can be fetched."""
    found = export_for(request.user, id)
    shown = {
        "export": found,
        "waits": waits(request.user, found),
        "fetched": fetched(request.user, found),
    }
    return show(request, "exports/export.html", shown)


@door("signed_in", rule=RULE)
@needs("share", "decision", READY)
@needs_step_up("export")
@require_POST
def file(request: SignedIn, id: UUID) -> HttpResponse:
    """Give the encrypted file, once."""
    found = export_for(request.user, id)
    try:
        held = actions.fetch(request.user, found)
    except NotAllowed as refusal:
        return refused(request, "exports/export.html", {"export": found}, refusal)
    response = HttpResponse(held, content_type="application/octet-stream")
    name = f"sharewell-{found.pk}.zip.age"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door("account", rule="read by the whole partnership; changed by who keeps the directory")
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: SignedIn, id: UUID) -> HttpResponse:
    """Show the key of a service of the directory, and take a new one."""
    destination = destination_for(request.user, id)
    form = KeyForm(request.POST if request.method == "POST" else None)
    shown = {
        "destination": destination,
        "key": key_at(request.user, destination),
        "form": form,
        "may_keep": may_keep_the_directory(request.user),
    }
    if not form.is_valid():
        return show(request, "exports/key.html", shown, status=422 if form.errors else 200)
    said = form.cleaned_data
    try:
        actions.record_key(request.user, destination, **said)
    except NotAllowed as refusal:
        return refused(request, "exports/key.html", shown, refusal)
    return redirect("exports:key", id)


@door("account", rule="changed by who keeps the directory")
@require_POST
def withdraw(request: SignedIn, id: UUID) -> HttpResponse:
    """Encrypt nothing to a service's key any more."""
    actions.withdraw_key(request.user, destination_for(request.user, id))
    return redirect("exports:key", id)


def _switch(request: SignedIn) -> dict[str, object]:
    return {
        "last": last_switch(request.user),
        "on": may_leave(request.user),
        "may_switch": may_switch(request.user),
        "exports": [
            (each, waits(request.user, each), fetched(request.user, each))
            for each in exports(request.user)[:NEWEST]
        ],
    }
