"""Doors: every view says who may come in, and a view that says nothing lets nobody in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.checks import CheckMessage, Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode

from sharewell.terms.errors import NotFound, SharewellError
from sharewell_hub.look.keeping import sign_in_again
from sharewell_hub.look.showing import show

KINDS = {
    "public": "anybody, signed in or not",
    "holder": "whoever holds the sealed draft's cookie, signed in or not",
    "signed_in": "a practitioner who has signed in",
}

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in by a view, and the finer rule that its room's queries keep."""

    kind: str
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One address of the service: its path, its name, and its door or none."""

    path: str
    name: str
    door: Door | None


def door(kind: str, *, rule: str = "") -> Callable[[View], View]:
    """Declare who may come in by a view, and name the finer rule its queries keep."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a door: use {', '.join(KINDS)}.")

    def mark(view: View) -> View:
        setattr(view, "door", Door(kind, rule))  # noqa: B010
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
        if found.kind != "signed_in" or request.user.is_authenticated:
            return None
        if request.method == "POST":
            return sign_in_again(request)
        return to_sign_in(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal that no view answered into its page: 404 for what is not for them."""
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, SharewellError):
            return show(request, "look/not_allowed.html", {"refusal": error}, status=403)
        return None


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
            yield Way(path="/" + path, name=found.name or "", door=getattr(view, "door", None))
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
