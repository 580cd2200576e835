"""What was decided, under which packs, from which facts; and those packs' bytes, kept for ever."""

import uuid

from django.conf import settings
from django.db import models

RELEASES = ("share", "share_part")
"""What a practitioner can decide that lets something leave."""


class StackBytes(models.Model):
    """The canonical bytes of a resolved stack of packs, under their digest.

    Kept for ever, so that a decision can be weighed again years later.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    canonical = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class Decision(models.Model):
    """What one practitioner decided on one worry: to share or not, from which facts and why.

    Written once. A new decision supersedes it; the first of a worry, and the one after each, is
    one alone. `answer` is what the system advised; `decided` is what the practitioner decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.ForeignKey("people.Subject", on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey("consents.Position", on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="+", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(db_index=True)
    decided = models.CharField(max_length=16)
    differs = models.BooleanField()
    recipient_role = models.CharField(max_length=64, blank=True)
    why_content = models.UUIDField(null=True)
    if_shared_content = models.UUIDField(null=True)
    if_not_content = models.UUIDField(null=True)
    telling = models.CharField(max_length=12)
    telling_reason = models.CharField(max_length=64, blank=True)
    look_again_on = models.DateField(null=True)
    facts = models.JSONField()
    said = models.JSONField()
    answer = models.JSONField()
    stack = models.CharField(max_length=64)
    stack_bytes = models.ForeignKey(StackBytes, on_delete=models.PROTECT, related_name="+")
    packs = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=16)
    as_at = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["agency", "subject"], name="decisions_about_a_child")]
        constraints = [
            models.UniqueConstraint(
                fields=["concern"],
                condition=models.Q(supersedes=None),
                name="one_first_decision_a_worry",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    decided__in=["share", "share_part", "do_not_share", "take_advice"]
                ),
                name="decided_one_of_four",
            ),
            models.CheckConstraint(
                condition=models.Q(telling__in=["told", "will_tell", "not_told"]),
                name="telling_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=~models.Q(telling="not_told", telling_reason=""),
                name="not_told_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(differs=True, why_content=None),
                name="differing_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def released(self) -> bool:
        """Say whether the practitioner decided that something may leave."""
        return self.decided in RELEASES
