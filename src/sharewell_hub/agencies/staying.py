"""A sign-in lasts while pages are asked for, and a working day at most; then the server ends it."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sharewell_hub.agencies.devices import device_of
from sharewell_hub.agencies.models import Practitioner, SignIn
from sharewell_hub.agencies.places import place_of, remember_device
from sharewell_hub.agencies.providers import Provider, in_order
from sharewell_hub.agencies.strength import note_step
from sharewell_hub.walls.moment import asked_once, latest_time

SEEN, BEGAN = "seen_at", "began_at"
SIGN_IN, KEY = "sign_in", "sign_in_key"
SECONDS_BETWEEN_NOTES = 60


class Staying:
    """Ends what lasted too long, and puts off the end of what is used.

    What was seen is written down once a minute: with every page it would cost each a write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let a request through as whoever it still is, and keep the books of sign-ins."""
        with asked_once() if request.user.is_authenticated else nullcontext():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        began, before = False, request.session.get(SIGN_IN)
        if request.user.is_authenticated:
            if ends_at(request) <= latest_time():
                logout(request)
            else:
                note_page(request)
                began = keep_books(request)
        response = self.get_response(request)
        if request.user.is_authenticated and (keep_books(request) or began):
            remember_device(request, response, request.user)
        if before and request.session.get(SIGN_IN) != before:
            SignIn.objects.filter(pk=before, ended_at=None).update(ended_at=timezone.now())
        return response


def ends_at(request: HttpRequest) -> datetime:
    """Tell when this sign-in ends if no other page is opened."""
    now = int(latest_time().timestamp())
    idle = request.session.get(SEEN, now) + settings.SESSION_COOKIE_AGE
    day = request.session.get(BEGAN, now) + settings.SIGN_IN_HOURS * 60 * 60
    return datetime.fromtimestamp(min(idle, day), UTC)


def ending(request: HttpRequest) -> dict[str, datetime]:
    """Give every page of somebody signed in the time at which that ends."""
    user = getattr(request, "user", None)
    return {"signed_in_until": ends_at(request)} if user and user.is_authenticated else {}


def ways_in(request: HttpRequest) -> dict[str, Callable[[], list[Provider]]]:
    """Let the page of sign-in ask which agencies sign their people in themselves."""
    return {"sign_in_providers": in_order}


def note_page(request: HttpRequest) -> None:
    """Write down that a page was asked for, unless that was done just now."""
    now = int(latest_time().timestamp())
    if now - request.session.get(SEEN, 0) < SECONDS_BETWEEN_NOTES:
        return
    request.session[SEEN] = now
    if SIGN_IN in request.session:
        open_one = SignIn.objects.filter(pk=request.session[SIGN_IN])
        open_one.update(seen_at=latest_time())


def keep_books(request: HttpRequest) -> bool:
    """Write a sign-in down when it begins, and follow its session to a new key.

    Returns: whether it began now.
    """
    session = request.session
    began = SIGN_IN not in session
    if began:
        begin(request)
    elif session.get(KEY) != session.session_key:
        SignIn.objects.filter(pk=session[SIGN_IN]).update(session_key=session.session_key or "")
        session[KEY] = session.session_key
    note_step(request)
    return began


def begin(request: HttpRequest) -> None:
    """Write down where and when somebody signed in."""
    session, now, person = request.session, latest_time(), cast(Practitioner, request.user)
    made = SignIn.objects.create(
        practitioner=person,
        session_key=session.session_key or "",
        device=device_of(request.headers.get("User-Agent", "")),
        place=place_of(request),
        began_at=now,
        seen_at=now,
    )
    session[SIGN_IN], session[KEY] = str(made.pk), session.session_key
    session[BEGAN] = session[SEEN] = int(now.timestamp())
