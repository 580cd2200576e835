"""A sign-in lasts while pages are asked for: what was seen is written down once a minute."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SEEN = "seen_at"
SECONDS_BETWEEN_NOTES = 60


class Staying:
    """Puts off the end of a session; writing it with every page would cost each a write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note that somebody signed in asked for a page, unless that was noted just now."""
        now = int(time.time())
        if (
            request.user.is_authenticated
            and now - request.session.get(SEEN, 0) >= SECONDS_BETWEEN_NOTES
        ):
            request.session[SEEN] = now
        return self.get_response(request)
