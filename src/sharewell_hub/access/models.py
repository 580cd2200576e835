"""Who looked at what, or was refused; kept without the data, and never changed."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Look(models.Model):
    """One page that somebody asked for, with the ids it showed, or would have shown.

    `holder` is the agency whose record it is, and empty where there is no such record. `rules`
    are those that spoke; the person who asked is never told them.

    Source:  Sussex 3.2.20, principles 1 and 5.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    holder = models.UUIDField(null=True)
    verb = models.CharField(max_length=20)
    kind = models.CharField(max_length=24)
    objects_shown = ArrayField(models.CharField(max_length=36))
    subjects = ArrayField(models.UUIDField())
    purpose = models.CharField(max_length=20, blank=True)
    allowed = models.BooleanField()
    rules = ArrayField(models.CharField(max_length=24))
    marks = ArrayField(models.CharField(max_length=24))

    class Meta:
        indexes = [models.Index(fields=["holder", "at"], name="looked_at_whose")]

    def __str__(self) -> str:
        return str(self.id)


class DayOfLooks(models.Model):
    """One day's looks in one digest, which stands in the log: none can be added or taken away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(unique=True)
    looks = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    digested_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)
