"""Devices and places that somebody has signed in from before: known again, and not readable."""

from datetime import timedelta
from ipaddress import ip_address
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from sharewell_hub.agencies.models import Practitioner, SignIn

SALT = "agencies.places"
KEPT_DAYS = 90
NOWHERE = "192.0.2.0"
"""An address that nobody has, for a visitor whose address cannot be read."""


def address_of(request: HttpRequest) -> str:
    """Give the network address of a visitor: what the proxy in front of us has seen, or we.

    Whatever a visitor claims in a header is not asked, so nobody can come from somewhere else.
    """
    said = str(request.META.get("REMOTE_ADDR") or NOWHERE)
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.headers.get("X-Forwarded-For", said).rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return NOWHERE


def place_of(request: HttpRequest) -> str:
    """Give a keyed digest of where a visitor is."""
    return digest("place", address_of(request))


def is_known_place(request: HttpRequest, email: str) -> bool:
    """Tell whether somebody has signed in from here within the last months."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    found = SignIn.objects.filter(practitioner__email=email, began_at__gte=since)
    return found.filter(place=place_of(request)).exists()


def known_device(request: HttpRequest, email: str) -> str:
    """Give the id of a device on which somebody has signed in before; nothing for any other."""
    id, _, mark = request.COOKIES.get(_cookie(email), "").partition(".")
    if not id:
        return ""
    person = Practitioner.objects.filter(email=email).first()
    return id if person and constant_time_compare(mark, _mark(person, id)) else ""


def remember_device(request: HttpRequest, response: HttpResponse, person: Practitioner) -> None:
    """Let this device be known when the same person signs in again."""
    id = known_device(request, person.email) or token_urlsafe(12)
    response.set_cookie(
        _cookie(person.email),
        f"{id}.{_mark(person, id)}",
        max_age=KEPT_DAYS * 24 * 60 * 60,
        path="/sign-in",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _cookie(email: str) -> str:
    """Name the cookie of one person on a device that several may share."""
    return f"known-{digest('cookie', email)[:12]}"


def _mark(person: Practitioner, id: str) -> str:
    """Sign a device for one person, until they sign out everywhere."""
    return digest("device", f"{person.pk} {person.sign_outs} {id}")


def digest(what: str, value: str) -> str:
    """Give a keyed digest: the same again for the same, and nothing that can be read."""
    return salted_hmac(f"{SALT}.{what}", value, algorithm="sha256").hexdigest()
