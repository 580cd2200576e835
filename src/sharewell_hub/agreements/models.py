"""Agreements by version, who signed each, and when one ended; each row is written once."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

COVERS = ("existence", "content", "location")
TIERS = (1, 2, 3)


class Agreement(models.Model):
    """One version of an agreement: a change is a new version, which takes the old one's place.

    `purposes` and `classes` are codes of permitting.toml; `ends_on` is the last day it holds.

    Source:  Bromley 1.4 (three tiers), 10.1; Sussex 3.2.7.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    tier = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="+", null=True)
    says = models.TextField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    purposes = ArrayField(models.CharField(max_length=24))
    classes = ArrayField(models.CharField(max_length=24))
    categories = ArrayField(models.CharField(max_length=24))
    covers = models.CharField(max_length=12)
    onward = models.CharField(max_length=12)
    answers_to = ArrayField(models.CharField(max_length=60))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "version"], name="one_agreement_a_title_and_version"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="an_agreement_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes=None)
                | Q(version__gt=1, supersedes__isnull=False),
                name="a_version_supersedes_the_one_before",
            ),
            models.CheckConstraint(
                condition=Q(covers__in=COVERS)
                & Q(tier__in=TIERS)
                & Q(onward__in=["ask_first", "not_onward"])
                & ~Q(purposes=[])
                & ~Q(classes=[]),
                name="an_agreement_says_what_it_covers",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Party(models.Model):
    """That an agency signed one version; `signed_as` is the role of whoever signed for it.

    Source:  Bromley 12.1.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    signed_as = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency"], name="an_agency_signs_a_version_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Ending(models.Model):
    """That a version no longer holds from a day on: for one agency that left it, or for all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True
    )
    from_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency"], name="ended_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
