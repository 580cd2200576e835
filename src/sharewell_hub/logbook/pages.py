"""The log's pages: how it stands, in words; and the files it is published as, for anybody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.queries import entry_for, keys_file, receipt_of, whole
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show


@door("public", rule="ids and digests only")
@require_safe
def the_log(request: HttpRequest) -> HttpResponse:
    """Say how the log stands, and how anybody verifies it."""
    return show(request, "logbook/the_log.html", {"log": whole()})


@door("public", rule="ids and digests only")
@require_safe
def entry(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show one entry, its place, and the receipt for whoever holds it."""
    found = entry_for(id)
    shown = {
        "entry": found,
        "leaf": bytes(found.leaf).decode(),
        "hash": bytes(found.leaf_hash).hex(),
        "proof": receipt_of(id),
    }
    return show(request, "logbook/entry.html", shown)


@door("public", rule="ids and digests only")
@require_safe
def receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give the receipt of an entry as a file."""
    found = receipt_of(entry_for(id).pk)
    if found is None:
        raise Http404
    return _file(found.receipt, f"{id}.tlog-proof")


@door("public", rule="ids and digests only")
@require_safe
def leaf(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give an entry byte for byte, as its receipt is verified with."""
    return _file(bytes(entry_for(id).leaf), f"{id}.entry")


@door("public", rule="public keys only")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Give the keys that a receipt is verified with."""
    return HttpResponse(keys_file(), content_type="text/plain; charset=utf-8")


@door("public", rule="ids and digests only")
@require_safe
def published(request: HttpRequest, name: str) -> HttpResponse:
    """Give one file of the log as it was published, by its year and its own path."""
    year, _, file = name.partition("/")
    held = Folder(year).read(file) if year.isdecimal() else None
    if held is None:
        raise Http404
    kind = "text/plain; charset=utf-8" if file == "checkpoint" else "application/octet-stream"
    return HttpResponse(held, content_type=kind)


def _file(held: bytes, name: str) -> HttpResponse:
    response = HttpResponse(held, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
