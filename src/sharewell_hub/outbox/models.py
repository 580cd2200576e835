"""The letters, and how far each has come."""

import uuid

from django.db import models

WAITING, SENDING, SENT, FAILED, UNKNOWN = "waiting", "sending", "sent", "failed", "unknown"
STATES = (WAITING, SENDING, SENT, FAILED, UNKNOWN)


class Letter(models.Model):
    """One letter to a service: which fixed words, which reference, where its link leads.

    It is taken up by one sender at a time. Whether an interrupted one arrived is unknown, and
    then only a person sends it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    destination_address = models.EmailField()
    kind = models.CharField(max_length=24)
    reference = models.CharField(max_length=9)
    link_path = models.CharField(max_length=80)
    agency = models.UUIDField()
    object_id = models.UUIDField(db_index=True)
    state = models.CharField(max_length=8, default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=24, blank=True)
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sending_since = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(name="a_letters_states", condition=models.Q(state__in=STATES)),
        ]
        indexes = [
            models.Index(
                name="letters_not_settled",
                fields=["state", "next_try_at"],
                condition=models.Q(state__in=(WAITING, SENDING)),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
