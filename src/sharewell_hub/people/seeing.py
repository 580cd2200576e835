"""Who needs to know: whose record a practitioner is shown, said for queries.

The database says the same again in its own words, behind every query that forgets this.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from sharewell.permitting.table import LINES
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.people.models import BrokenGlass, Exclusion, Relationship, Seal, Sensitivity

CASE, SENT = LINES["know_of", "subject"], LINES["know_of", "disclosure"]


def shown(
    viewer: Practitioner, subject: str = "subject", *, agency: str = "agency", sent: bool = False
) -> Q:
    """Say which rows of the viewer's own agency they are shown.

    Shapes:  subject and agency name the columns; sent is for what was sent to the agency.
    Source:  Sussex 3.2.20, principle 4; London CPP 3.5.4.
    """
    own, line = Q(**{agency: viewer.agency_id}), SENT if sent else CASE
    if line.desk["ordinary"].isdisjoint(viewer.roles):
        own &= Q(**{f"{subject}__in": related(viewer)}) | Q(**{f"{subject}__in": opened(viewer)})
    return own & not_hidden(viewer, subject)


def not_hidden(viewer: Practitioner, subject: str = "subject") -> Q:
    """Say which rows are not about somebody whose record the viewer is never shown."""
    out = Exclusion.objects.filter(practitioner=viewer.pk, until=None)
    sealed = Seal.objects.filter(lifted_at=None).exclude(named__contains=[viewer.pk])
    seen = ~Q(**{f"{subject}__in": out.values("subject")})
    seen &= ~Q(**{f"{subject}__in": sealed.values("subject")})
    if CASE.reaching["restricted"].isdisjoint(viewer.roles):
        restricted = Sensitivity.objects.filter(tier="restricted", until=None)
        restricted = restricted.exclude(subject__in=opened(viewer))
        seen &= ~Q(**{f"{subject}__in": restricted.values("subject")})
    return seen


def related(viewer: Practitioner) -> QuerySet[Relationship, object]:
    """Give whom the viewer has to do with now."""
    if CASE.roles.isdisjoint(viewer.roles):
        return Relationship.objects.none().values("subject")
    now = timezone.now()
    found = Relationship.objects.filter(practitioner=viewer.pk, since__lte=now, until__gt=now)
    return found.values("subject")


def opened(viewer: Practitioner) -> QuerySet[BrokenGlass, object]:
    """Give for whom the viewer broke the glass within the hour."""
    if CASE.roles.isdisjoint(viewer.roles):
        return BrokenGlass.objects.none().values("subject")
    found = BrokenGlass.objects.filter(practitioner=viewer.pk, until__gt=timezone.now())
    return found.values("subject")
