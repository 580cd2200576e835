"""The demo's own pages: who one can be, and the letters that its services received."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, agencies, people
from sharewell_hub.demo.mailbox import arrived
from sharewell_hub.demo.story import first_things
from sharewell_hub.look.doors import door
from sharewell_hub.look.pages import show


@door("public")
@require_safe
def borough(request: HttpRequest) -> HttpResponse:
    """Say who one can be, and what to try first."""
    context = {
        "agencies": agencies(),
        "people": people(),
        "opens": OPENS_EVERY_ACCOUNT,
        "tries": first_things(),
    }
    return show(request, "demo/borough.html", context)


@door("public")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the letters that left, as the services that received them see them."""
    return show(request, "demo/outbox.html", {"letters": arrived()})
