"""Doors: every view says who may come in, and a view that says nothing lets nobody in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.checks import CheckMessage, Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode

from sharewell.terms.errors import NotAllowed, NotFound, SharewellError
from sharewell_hub.look.keeping import sign_in_again
from sharewell_hub.look.needing import Needs
from sharewell_hub.look.showing import show

KINDS = {
    "public": "anybody, signed in or not",
    "holder": "whoever holds the sealed draft's cookie, signed in or not",
    "signed_in": "a practitioner who has signed in",
    "account": "anybody who has signed in, also who keeps accounts and reads no records",
}
ACTS = {
    "reveal": "see what was sent to us",
    "disclose": "send this",
    "export": "take this out of Sharewell",
    "break_glass": "open what is closed to you",
    "erase": "erase this for ever",
    "walls": "change who sees a record",
    "locate": "see where somebody lives",
    "accounts": "change somebody’s account",
}
"""Acts that ask once more who is there, as a page says them."""

BEHIND_SIGN_IN = {"signed_in", "account"}

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in by a view, and the finer rule that its room's queries keep."""

    kind: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class StepUp:
    """An act that asks once more who is there, and the field and value that mean the act."""

    act: str
    field: str = ""
    value: str = ""

    def is_meant(self, request: HttpRequest) -> bool:
        """Tell whether this request asks for the act, and not only for the page around it."""
        return not self.field or request.POST.get(self.field) == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One address of the service: its path and name, its door or none, and what it needs."""

    path: str
    name: str
    door: Door | None
    step_up: StepUp | None = None
    needs: Needs | None = None


def door(kind: str, *, rule: str = "") -> Callable[[View], View]:
    """Declare who may come in by a view, and name the finer rule its queries keep."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a door: use {', '.join(KINDS)}.")

    def mark(view: View) -> View:
        vars(view)["door"] = Door(kind, rule)
        return view

    return mark


def needs_step_up(act: str, *, field: str = "", value: str = "") -> Callable[[View], View]:
    """Ask for a second step, unless one was taken minutes ago, before an act is done.

    Shapes:  act is one of ACTS; field and value name what is posted when the act is meant, for a
             page that does more than the act.
    """
    if act not in ACTS:
        raise ValueError(f"{act!r} is not an act: use {', '.join(ACTS)}.")

    def mark(view: View) -> View:
        vars(view)["step_up"] = StepUp(act, field, value)
        return view

    return mark


class DoorMiddleware:
    """Stands before every view: no declared door is no way in, and some need sign-in first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; nothing that a page shows is kept by the browser."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Refuse an undeclared view as not there; ask for sign-in where the door says so."""
        found: Door | None = getattr(view, "door", None)
        if found is None:
            raise Http404
        if found.kind not in BEHIND_SIGN_IN:
            return None
        if not request.user.is_authenticated:
            return sign_in_again(request) if request.method == "POST" else to_sign_in(request)
        if found.kind == "signed_in" and not getattr(request.user, "reads_records", True):
            return self.process_exception(request, no_records())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal that no view answered into its page: 404 for what is not for them."""
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, SharewellError):
            return show(request, "look/not_allowed.html", {"refusal": error}, status=403)
        return None


def no_records() -> NotAllowed:
    """Refuse the pages of records to whoever keeps accounts and nothing else."""
    return NotAllowed(
        what="This page was not opened: your account keeps accounts and reads no records.",
        why="Whoever can let others in does not also read what they wrote about a child.",
        next="Worried about a child yourself? Ring 999 in danger, and otherwise tell a "
        "colleague who shares for your agency.",
    )


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send the visitor to sign in, and back to this page afterwards."""
    return HttpResponseRedirect(
        f"{resolve_url('account_login')}?{urlencode({'next': request.get_full_path()})}"
    )


def every_way(resolver: URLResolver | None = None, before: str = "") -> Iterator[Way]:
    """List every address of the service with its door, for the test that enumerates them."""
    for found in (resolver or get_resolver()).url_patterns:
        path = before + str(found.pattern)
        if isinstance(found, URLPattern):
            view = found.callback
            marks = {name: getattr(view, name, None) for name in ("door", "step_up", "needs")}
            yield Way(path="/" + path, name=found.name or "", **marks)
        else:
            yield from every_way(found, path)


def every_view_has_a_door(app_configs: object, **_kwargs: object) -> list[CheckMessage]:
    """Name each address whose view declares no door."""
    return [
        Error(
            f"Nobody can come in at {way.path}: its view declares no door.",
            hint="Put @door('public'), @door('holder') or @door('signed_in', rule='...') on it.",
            id="look.E001",
        )
        for way in every_way()
        if way.door is None
    ]
