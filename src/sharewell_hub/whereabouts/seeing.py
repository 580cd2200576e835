"""Whom a practitioner may locate, said for queries; the database says the same in its own words."""

from django.db.models import Q, QuerySet

from sharewell.permitting.table import LINES, REACH, Shows
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.people.models import Relationship, Sensitivity, Shield
from sharewell_hub.people.seeing import not_hidden
from sharewell_hub.walls.moment import latest_time

LOCATE = LINES["locate", "subject"]
KINDS = sorted(kind for kind, shows in REACH.items() if shows >= Shows.LOCATION)
"""The relationships that reach as far as where somebody lives."""


def located(viewer: Practitioner) -> Q:
    """Say which places of the viewer's own agency they are shown.

    Source:  London CPP 3.4.2; Sussex 3.2.20, principle 4.
    """
    own = Q(agency=viewer.agency_id)
    if LOCATE.desk["ordinary"].isdisjoint(viewer.roles):
        own &= Q(subject__in=_related(viewer))
    return own & not_hidden(viewer) & ~Q(subject__in=shielded_from(viewer)) & _reached(viewer)


def shielded_from(viewer: Practitioner) -> QuerySet[Shield, object]:
    """Give whose places are hidden from the viewer: one shield that does not name them is enough.

    The database shows a shield to those named in it alone, so there its own wall does the work.
    """
    found = Shield.objects.filter(until=None).exclude(named__contains=[viewer.pk])
    return found.values("subject")


def _related(viewer: Practitioner) -> QuerySet[Relationship, object]:
    if LOCATE.roles.isdisjoint(viewer.roles):
        return Relationship.objects.none().values("subject")
    now = latest_time()
    found = Relationship.objects.filter(practitioner=viewer.pk, kind__in=KINDS)
    return found.filter(since__lte=now, until__gt=now).values("subject")


def _reached(viewer: Practitioner) -> Q:
    """Leave out what is restricted where the viewer's role does not reach so far."""
    if not LOCATE.reaching["restricted"].isdisjoint(viewer.roles):
        return Q()
    restricted = Sensitivity.objects.filter(tier="restricted", until=None)
    return ~Q(subject__in=restricted.values("subject"))
