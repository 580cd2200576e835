"""Keep what was typed when a page is sent after the sign-in, or its safety token, has ended."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from sharewell_hub.look.showing import show

NEVER_KEPT = ("password", "credential", "second_step")
"""A form with a field whose name holds one of these is never written back into a page."""


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Say that nothing was sent because the sign-in has ended, and keep what was typed."""
    return show(request, "look/sign_in_again.html", {"kept": kept(request)}, status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that nothing was sent; keep what was typed only where our own page sent it."""
    fields = kept(request) if sent_from_here(request) else []
    return show(request, "look/csrf_failed.html", {"kept": fields}, status=403)


def sent_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this service sent the form, by the browser's own word."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(said).netloc == request.get_host()


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was typed as names and values, or nothing where a secret was among it."""
    names = list(request.POST)
    if "code" in names or any(word in name.lower() for name in names for word in NEVER_KEPT):
        return []
    return [
        (name, value)
        for name in names
        if "csrf" not in name
        for value in request.POST.getlist(name)
    ]
