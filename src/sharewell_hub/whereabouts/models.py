"""Where people live, go and stay, and each time that a hidden place is told to somebody."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, CharField, DateTimeField, ForeignKey, UUIDField

KINDS = ("lives", "stays", "placed", "goes_to")
"""What a person does at a place."""


class Whereabouts(models.Model):
    """One place at which somebody lives, stays, was placed, or goes to.

    `place_content` seals the address, the postcode, the telephone number and since when, under a
    key of its own: opening a name opens no address. It holds until `until`.

    Source:  London CPP 3.4.2.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = ForeignKey("people.Subject", on_delete=PROTECT, related_name="+")
    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    kind = CharField(max_length=8)
    place_content = UUIDField()
    recorded_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    at = DateTimeField()
    until = DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject"], name="places_of_somebody")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=KINDS), name="somebody_does_something_there"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Unshielding(models.Model):
    """That one officer lets one hidden place be told to one practitioner at one service, once.

    `used_at` is when it was told. `reason_content` seals why, under the places' own key.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    whereabouts = ForeignKey(Whereabouts, on_delete=PROTECT, related_name="+")
    destination = ForeignKey("agencies.Destination", on_delete=PROTECT, related_name="+")
    recipient = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    officer = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    reason_content = UUIDField()
    at = DateTimeField()
    until = DateTimeField()
    used_at = DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
