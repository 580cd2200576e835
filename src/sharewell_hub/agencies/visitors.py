"""Who is behind a request, once a signed-in door has let them through."""

from django.http import HttpRequest

from sharewell_hub.agencies.models import Practitioner


class SignedIn(HttpRequest):
    """A request that came through a "signed_in" door: its user is a practitioner."""

    user: Practitioner
