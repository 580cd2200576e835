"""Whom information is about, as one agency knows them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

RELATIONSHIPS = ("works_with", "responsible_for", "receives_for", "asked_for_advice")
"""How somebody can stand to a child's case; how much each opens is in permitting.toml."""

TIERS = ("ordinary", "confidential", "restricted")
"""How sensitive a record is; without a word said about it, it is confidential."""

REASONS = ("relative", "complainant", "alleged_abuser", "knows_them", "other_interest")
"""Why a practitioner is kept out of a record."""

SHIELDED = ("violence", "refuge", "placement", "court_order", "threats", "other")
"""Why it is hidden where somebody lives."""


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


class Shield(models.Model):
    """That it is hidden where somebody lives, from everybody but those named.

    The record itself stays. `named` are practitioners' ids, whoever put it up among them. Of
    several shields each hides for itself: who may see a place is named in all of them.

    Source:  London CPP 3.4.2.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16)
    named = ArrayField(models.UUIDField())
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], condition=models.Q(until=None), name="shielded_now")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=SHIELDED), name="shielded_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Relationship(models.Model):
    """That a practitioner has to do with one child's case, for a time: why they need to know.

    `agency` is the practitioner's; the record itself may be another agency's, where it was sent.

    Source:  London CPP 3.5.4; Sussex 3.2.20, principle 4.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["practitioner", "until"], name="related_now")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=RELATIONSHIPS), name="related_in_a_known_way"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Sensitivity(models.Model):
    """How sensitive a record is, since somebody said so; a new word ends the one before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField(max_length=12)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(tier__in=TIERS), name="sensitive_in_a_tier"),
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(until=None), name="sensitive_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BrokenGlass(models.Model):
    """That somebody opened a record of their own agency without a relationship, for an hour.

    It opens no seal and lets in nobody who is kept out. `reason_content` is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason_content = models.UUIDField()
    stepped_up_at = models.DateTimeField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["practitioner", "until"], name="opened_now")]

    def __str__(self) -> str:
        return str(self.id)
