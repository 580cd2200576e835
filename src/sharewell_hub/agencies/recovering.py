"""Recovery: how its two halves are drawn, kept and compared."""

from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner, Recovery
from sharewell_hub.outbox.words import REFERENCE
from sharewell_hub.walls.moment import latest_time

LASTS = timedelta(hours=1)
MOST_MISSES = 5


def digest_of(told: str, sent: str) -> str:
    """Give what is kept of a code: neither half, and nothing that tells one from the other."""
    return salted_hmac("agencies.recovery", f"{told} {sent}", algorithm="sha256").hexdigest()


def as_typed(half: str) -> str:
    """Read a half as people write it: small letters, spaces or no dash."""
    letters = "".join(sign for sign in half.upper() if sign.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def open_recoveries(person: Practitioner | None) -> list[Recovery]:
    """Give the recoveries of somebody that can still be used, locked until this is decided."""
    if person is None:
        return []
    found = Recovery.objects.select_for_update().filter(
        practitioner=person, closed_at=None, opened_at__gt=latest_time() - LASTS
    )
    return [one for one in found if one.misses < MOST_MISSES]


def fits(recovery: Recovery, told: str, sent: str) -> bool:
    """Tell whether both halves are the right ones."""
    told, sent = as_typed(told), as_typed(sent)
    whole = REFERENCE.fullmatch(told) and REFERENCE.fullmatch(sent)
    return bool(whole) and constant_time_compare(digest_of(told, sent), recovery.code)


def not_let_in() -> NotAllowed:
    """Refuse a code, in the same words whatever is wrong with it."""
    return NotAllowed(
        what="Nothing was changed: these do not open an account.",
        why="The address or one of the halves is not right, or the hour for which they work is "
        "over. After five wrong tries they stop working.",
        next="Look at them once more, or ask your account administrator for new ones. If a child "
        "may be in danger, do not wait: ring 999.",
    )
