"""Whom information is about, as one agency knows them."""

import uuid

from django.conf import settings
from django.db import models


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
