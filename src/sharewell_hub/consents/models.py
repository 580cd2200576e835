"""The position on agreement, as it was at one moment."""

import uuid

from django.conf import settings
from django.db import models


class Position(models.Model):
    """Whether agreement to one sharing was obtained, refused, or not sought for a reason.

    Written once; a new moment is a new position. Where it was not sought there is a reason code
    of the packs in force and, where the law names one, the limb it falls under.

    Source:  London CPP 3.7.2 and 3.7.3; Data Protection Act 2018, Schedule 1, paragraph 18(1)(c).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.ForeignKey("people.Subject", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    by = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=64, blank=True)
    limb = models.CharField(max_length=1, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "subject"], name="positions_about_a_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["obtained", "refused", "not_sought"]),
                name="position_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="not_sought", reason=""),
                name="not_sought_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
