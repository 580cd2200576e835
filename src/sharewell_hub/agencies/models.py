"""Agencies, the practitioners who work for them, and the places where each can be reached."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

KEEPER_OF_ACCOUNTS = "account_administrator"
TRAINED_IN = ("confidentiality", "safeguarding")
"""What training is recorded in; a record is opened only while that in confidentiality counts."""


SENSITIVE_SERVICES = ("sexual_health", "mental_health", "substance_misuse")
"""Kinds of service of which it is not told outside that a child uses them, but on a condition."""


class Agency(models.Model):
    """One member of the partnership; `kind` is the sender it is in the vocabulary of facts.

    Once it has left, nobody who works for it can sign in or stay signed in. Where it is a
    sensitive service, that it knows a child is shown to others on a condition alone.

    Source:  London CPP 3.3.6; Bromley 7.4.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    address_pattern = models.CharField(max_length=200, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    sensitive_service = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sensitive_service__in=["", *SENSITIVE_SERVICES]),
                name="a_sensitive_service_of_a_known_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Practitioner(AbstractBaseUser):
    """A person who works with children for one agency and signs in with an email address.

    `roles` are codes of roles.toml; what a role may do is written where it is done. A change of
    password, agency, roles or `sign_outs` ends every sign-in that began before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    sign_outs = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_practitioner_an_address"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="addresses_in_small_letters"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def reads_records(self) -> bool:
        """Tell whether this is more than a keeper of accounts, who lets others in."""
        return set(self.roles) != {KEEPER_OF_ACCOUNTS}

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Bind a session to everything whose change must end it; each request compares."""
        standing = (self.password, self.agency_id, self.sign_outs, *sorted(self.roles))
        value = "\0".join(map(str, standing))
        return salted_hmac("agencies.standing", value, secret, algorithm="sha256").hexdigest()


class SignIn(models.Model):
    """One sign-in on one device, from its first page until it is ended or forgotten.

    `place` is a keyed digest of the network address: the same place is known again, not where.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, db_index=True)
    device = models.CharField(max_length=60)
    place = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["practitioner", "place"])]

    def __str__(self) -> str:
        return str(self.id)


class Recovery(models.Model):
    """Help for somebody who cannot sign in: a code of two halves, of which nobody knows both.

    The keeper of accounts reads one half to them; the other is in a letter to their own mailbox.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    drops_second_step = models.BooleanField()
    opened_at = models.DateTimeField()
    misses = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class Destination(models.Model):
    """A service of an agency where information about children can be received.

    Known means: verified within the partnership's period, in a way and by a person that stand here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=200)
    recipient_role = models.CharField(max_length=60)
    mailbox = models.EmailField()
    channel = models.CharField(max_length=40, default="secure_link")
    phone_in_hours = models.CharField(max_length=40)
    hours = models.CharField(max_length=200)
    phone_out_of_hours = models.CharField(max_length=40, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_how = models.CharField(max_length=40, blank=True)
    verified_source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["agency__name", "service"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "service"], name="one_service_an_agency"),
            models.CheckConstraint(
                name="verified_in_full_or_not_at_all",
                condition=models.Q(
                    verified_on__isnull=True, verified_by__isnull=True, verified_how=""
                )
                | models.Q(verified_on__isnull=False, verified_by__isnull=False)
                & ~models.Q(verified_how=""),
            ),
        ]

    def __str__(self) -> str:
        return self.service


class Training(models.Model):
    """That a practitioner was trained on a day, and the last day on which that counts.

    Written once: a wrong date is put right by a later row, and the row recorded last counts.

    Source:  Bromley, Caldicott principle 5; London CPP 3.2.1.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=16)
    done_on = models.DateField()
    until = models.DateField()
    recorded_by = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["practitioner", "at"], name="trained_last")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=TRAINED_IN), name="trained_in_one_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("done_on")),
                name="training_counts_from_its_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
