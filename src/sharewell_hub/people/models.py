"""Whom information is about, as one agency knows them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

REASONS = ("relative", "complainant", "alleged_abuser", "knows_them", "other_interest")
"""Why a practitioner is kept out of a record."""


class Subject(models.Model):
    """A child or an adult as one agency knows them: two agencies have two records of one person.

    Name and birthday are contents of the vault, sealed under the agency's and this subject's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    name_content = models.UUIDField()
    born_on_content = models.UUIDField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["child", "adult"]),
                name="subject_is_a_child_or_an_adult",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Exclusion(models.Model):
    """That one practitioner, of whichever agency, is never shown one person's record.

    Source:  Sussex 3.2.20, principle 4; London CPP 3.5.4.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=16)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=REASONS), name="kept_out_for_a_known_reason"
            ),
            models.UniqueConstraint(
                fields=["subject", "practitioner"],
                condition=models.Q(until=None),
                name="kept_out_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Seal(models.Model):
    """That a record is shown to those named alone; to all others it does not exist.

    `named` are practitioners' ids, whoever sealed it among them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    named = ArrayField(models.UUIDField())
    sealed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(lifted_at=None), name="sealed_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
