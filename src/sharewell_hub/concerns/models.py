"""A worry as it was recorded, and the single items it was told in."""

import uuid

from django.conf import settings
from django.db import models


class Concern(models.Model):
    """A practitioner's worry about one child or adult, with or without a decision yet.

    Written once. `said` holds answers to questions by code, with who said it and when;
    words about people are contents of the vault.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.ForeignKey("people.Subject", on_delete=models.PROTECT, related_name="+")
    wants = models.CharField(max_length=8)
    said = models.JSONField()
    adult_content = models.UUIDField(null=True)
    child_wants_content = models.UUIDField(null=True)
    explained_content = models.UUIDField(null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "subject"], name="worries_about_a_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wants__in=["share", "answer", "ask", "not_sure"]),
                name="concern_wants_something_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Item(models.Model):
    """One thing seen, heard, thought or said by the child; its standing is never mixed up later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    standing = models.CharField(max_length=12)
    text_content = models.UUIDField()
    seen_on = models.DateField(null=True)
    about_somebody_else = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "place"], name="one_item_a_place"),
            models.CheckConstraint(
                condition=models.Q(
                    standing__in=["fact", "opinion", "hypothesis", "mixed", "child_said"]
                ),
                name="item_has_a_standing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
