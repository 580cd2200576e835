"""Keys wrapped in keys, and words that only they open."""

import uuid

from django.db import models


class AgencyKey(models.Model):
    """One agency's key, wrapped by the root key, which is not in this database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "version"], name="one_agency_key_a_version")
        ]

    def __str__(self) -> str:
        return str(self.id)


class SubjectKey(models.Model):
    """The key for what one agency holds about one subject, wrapped by the agency's key.

    Whoever destroys it has made every word under it unreadable for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.UUIDField()
    subject = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    agency_key = models.ForeignKey(AgencyKey, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "subject", "version"], name="one_subject_key_a_version"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Content(models.Model):
    """Words about a person, sealed to the place, agency and subject they belong to.

    Moved to another row, or changed by one bit, they no longer open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(SubjectKey, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=100)
    sealed = models.BinaryField()
    sealed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)
