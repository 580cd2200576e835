"""Each attempt to break the glass, what it found, who was told, and what a second person says."""

import uuid

from django.conf import settings
from django.db import models

FIRST, SECOND, ON_CALL, LATE = "first", "second", "on_call", "late"


class Attempt(models.Model):
    """That somebody tried to break the glass: the same row whatever there was to find.

    It says nothing of what is held: that is in `Found`, which the wall shows to those who are
    shown the child. `reason_content` is sealed, for the child where one was found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason_content = models.UUIDField()
    at = models.DateTimeField()
    review_by = models.DateField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["practitioner", "at"], name="tries_of_the_hour")]

    def __str__(self) -> str:
        return str(self.id)


class Found(models.Model):
    """A record that an attempt was about, and whether whoever tried was shown it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    glass = models.OneToOneField("people.BrokenGlass", on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    was_shown = models.BooleanField()

    def __str__(self) -> str:
        return str(self.id)


class Told(models.Model):
    """That somebody was told of an attempt, and as what; shown to nobody but them.

    As many are told, whatever was found: otherwise counting letters would tell.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    told_as = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_as__in=[FIRST, SECOND, ON_CALL, LATE]),
                name="told_as_one_of_four",
            ),
            models.UniqueConstraint(
                fields=["attempt", "practitioner", "told_as"], name="told_once_as_each"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Review(models.Model):
    """What a second person says of an attempt: in order or not, with their words sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="+")
    broken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    in_order = models.BooleanField()
    words_content = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reviewed_by=models.F("broken_by")),
                name="somebody_else_reviews",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
