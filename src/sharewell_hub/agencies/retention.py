"""Sign-ins are kept for ninety days after their last page, to know their place and device again."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from sharewell.keeping.declaring import Keeps
from sharewell_hub.agencies.models import Recovery, SignIn
from sharewell_hub.agencies.places import KEPT_DAYS


@transaction.atomic
def sweep() -> int:
    """Remove sign-ins, sessions and recoveries past their time, and say how many sign-ins."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    Recovery.objects.filter(opened_at__lt=before).delete()
    return SignIn.objects.filter(seen_at__lt=before).delete()[0]


KEEPS = (
    Keeps(
        kind="sign_in",
        says="Sign-ins, and help for those who could not",
        counted_from="the last page; ninety days",
        tables=("agencies_signin", "agencies_recovery"),
        cites=("UK GDPR, Article 5(1)(e)",),
        sweep=sweep,
    ),
)
