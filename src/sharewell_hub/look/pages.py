"""The pages that belong to no other room; a page is drawn with `show` and `refused`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sharewell_hub.look.doors import door
from sharewell_hub.look.showing import refused, show

__all__ = ["about", "accessibility", "health", "help_with", "refused", "show"]

HELP = {"sharing", "privacy", "signing-in"}
"""The help pages there are; each is a template of its own."""


@door("public")
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what Sharewell is, what it is not, and whose words it follows."""
    return show(request, "look/about.html")


@door("public")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the service can be used, and what to do when it cannot."""
    return show(request, "look/accessibility.html")


@door("public")
@require_safe
def help_with(request: HttpRequest, topic: str) -> HttpResponse:
    """Explain one thing on one page."""
    if topic not in HELP:
        raise Http404
    return show(request, f"look/help_{topic.replace('-', '_')}.html")


@door("public")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the service answers; nothing else."""
    return HttpResponse("ok", content_type="text/plain")
