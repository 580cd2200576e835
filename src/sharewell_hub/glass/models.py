"""What waits for a second person: each attempt to break the glass, and each gate a duty passed."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

FIRST, SECOND, ON_CALL, LATE = "first", "second", "on_call", "late"
GLASS, GATE = "glass", "gate"


class Attempt(models.Model):
    """That somebody tried to break the glass, or passed a gate: what a second person looks at.

    It says nothing of what is held: that is in `Found` and `PassedGate`, which the wall shows to
    those who are shown the child. `reason_content` is sealed, for the child where one was found;
    a gate is passed without a word.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=5, default=GLASS)
    reason_content = models.UUIDField(null=True)
    at = models.DateTimeField()
    review_by = models.DateField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["practitioner", "at"], name="tries_of_the_hour")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=GLASS, reason_content__isnull=False)
                | models.Q(kind=GATE, reason_content=None),
                name="the_glass_has_a_reason_and_a_gate_none",
            )
        ]

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


class PassedGate(models.Model):
    """Which gates somebody passed about a child, by what they did, for which duty.

    `agency` is theirs, at whose end it was done; the record may be another agency's that was
    sent to it. `object` is the id or reference of what it was done with; `gates`, `verb` and
    `kind` are codes of permitting.toml.

    Source:  Sussex 3.2.20; Bromley 1.2.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("people.Subject", on_delete=models.PROTECT, related_name="+")
    object = models.CharField(max_length=36)
    gates = ArrayField(models.CharField(max_length=24))
    duty = models.CharField(max_length=12, blank=True)
    verb = models.CharField(max_length=20)
    kind = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(gates=[]), name="a_gate_was_passed")
        ]

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
