"""Counts wrong passwords in lanes, so that whoever guesses elsewhere bars only themselves."""

from threading import BoundedSemaphore
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Q, Sum
from django.http import HttpRequest, QueryDict

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.places import address_of, digest, is_known_place, known_device, place_of

ANYWHERE_FOR_ONE_HERE, EVERYBODY_FOR_ONE_HERE = 4, 20
"""Twenty tries for an account from anywhere, or a hundred from one place, weigh as five here."""

SLOTS = BoundedSemaphore(2)
"""Passwords looked at together in one process: the other threads stay free for urgent pages."""

WAITS_KNOWN, WAITS_UNKNOWN = 5.0, 0.2


class Guard(AxesDatabaseHandler):
    """Weighs the wrong passwords of the lane in which somebody comes."""

    def user_login_failed(
        self,
        sender: object,
        credentials: dict[str, str],
        request: HttpRequest | None = None,
        **kwargs: object,
    ) -> None:
        """Note a wrong try, without anything that was typed or stood in the address.

        The library masks the names of boxes that it knows, and would keep every other.
        """
        if request is None:
            return
        given: Any = request
        asked, posted = given.GET, given.POST
        given.GET, given.POST = QueryDict(), QueryDict(mutable=True)
        given.POST["login"] = posted.get("login", "")
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            given.GET, given.POST = asked, posted

    def get_failures(self, request: HttpRequest, credentials: dict[str, str] | None = None) -> int:
        """Count what speaks against this try; five lock the lane for fifteen minutes."""
        name, is_known = lane(request, email_of(request, credentials))
        here, own = Q(ip_address=address_of(request)), Q(username=name)
        failures = "failures_since_start"
        found = AccessAttempt.objects.filter(
            here | own, attempt_time__gte=get_cool_off_threshold(request)
        ).aggregate(
            own=Sum(failures, filter=own),
            own_here=Sum(failures, filter=own & here),
            here=Sum(failures, filter=here),
        )
        count = {what: number or 0 for what, number in found.items()}
        if is_known:
            return int(count["own"])
        return max(
            count["own_here"],
            count["own"] // ANYWHERE_FOR_ONE_HERE,
            count["here"] // EVERYBODY_FOR_ONE_HERE,
        )


def account_of(request: HttpRequest | None, credentials: dict[str, str] | None = None) -> str:
    """Name the lane in which somebody tries an account; the name tells nobody which account."""
    email = email_of(request, credentials)
    return lane(request, email)[0] if request else digest("lane", email)


def email_of(request: HttpRequest | None, credentials: dict[str, str] | None) -> str:
    """Tell which account somebody tries."""
    said = (credentials or {}).get("email") or (request.POST.get("login") if request else "") or ""
    return said.strip().lower()


def lane(request: Any, email: str) -> tuple[str, bool]:
    """Tell in which lane somebody comes, and whether it is one of the account's own.

    A device on which that person has signed in has a lane of its own, and so has a place.
    """
    kept: dict[str, tuple[str, bool]] = vars(request).setdefault("lanes", {})
    if email not in kept:
        if device := known_device(request, email):
            kept[email] = digest("lane", f"{email} device {device}"), True
        elif is_known_place(request, email):
            kept[email] = digest("lane", f"{email} place {place_of(request)}"), True
        else:
            kept[email] = digest("lane", email), False
    return kept[email]


def take_slot(request: HttpRequest, email: str) -> None:
    """Wait a moment for one's turn to have a password looked at; a known device waits longer.

    Raises:  NotAllowed when too many are looked at already.
    """
    patience = WAITS_KNOWN if lane(request, email)[1] else WAITS_UNKNOWN
    if not SLOTS.acquire(timeout=patience):
        raise NotAllowed(
            what="You were not signed in yet: very many people are signing in at this moment.",
            why="Passwords are looked at a few at a time, so that urgent pages stay quick.",
            next="Try again in a moment, or use a passkey. If a child may be in danger, do not "
            "wait: ring 999.",
        )
