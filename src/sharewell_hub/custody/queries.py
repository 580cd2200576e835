"""How the keys stand, by numbers and ids; nothing here is about a person."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sharewell_hub.keystore.models import AgencyKey, DestroyedKey, SubjectKey
from sharewell_hub.keystore.roots import root_key
from sharewell_hub.keystore.rotation import still_under_old_root
from sharewell_hub.logbook.queries import entries
from sharewell_hub.vault.models import Content, MatchingCopy
from sharewell_hub.vault.queries import KEEP_SEALED, contents_under
from sharewell_hub.walls.seeing import served_by

PLACE = "custody.canary"


class Standing(NamedTuple):
    """How many keys there are, what a rotation has left to do, and when the last drill was."""

    root: str
    rotating: bool
    left_under_old_root: int
    agencies: int
    subjects: int
    destroyed: int
    drill_held_at: datetime | None


def sealed_under(agency: UUID, subject: UUID) -> int:
    """Count the contents that one agency has sealed about one subject."""
    keys = SubjectKey.objects.filter(agency=agency, subject=subject).values_list("pk", flat=True)
    return len(contents_under(keys))


def canary() -> Content | None:
    """Find the newest content that tells whether the root key opens what lies sealed."""
    with served_by(KEEP_SEALED):
        return Content.objects.filter(place=PLACE).order_by("sealed_at").last()


def indexed(agency: UUID) -> int:
    """Count an agency's subjects that stand under its index key."""
    with served_by(KEEP_SEALED):
        return MatchingCopy.objects.filter(agency=agency).count()


def standing() -> Standing:
    """Say how the keys stand now."""
    drill = entries().filter(kind="drill_held").last()
    return Standing(
        root=root_key().current(),
        rotating=root_key().begun(),
        left_under_old_root=still_under_old_root(),
        agencies=AgencyKey.objects.values("agency").distinct().count(),
        subjects=SubjectKey.objects.values("agency", "subject").distinct().count(),
        destroyed=DestroyedKey.objects.count(),
        drill_held_at=drill.at if drill else None,
    )
