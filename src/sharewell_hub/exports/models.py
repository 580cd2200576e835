"""Whether an agency lets files leave, to whose keys, and each that did."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import (
    PROTECT,
    BooleanField,
    CharField,
    DateTimeField,
    ForeignKey,
    OneToOneField,
    UUIDField,
)


class Row(models.Model):
    """A row with an id that says nothing."""

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Switch(Row):
    """That an agency began, or ceased, to let records leave as files; the latest row counts.

    Without any row nothing leaves. Rows are never changed or removed.
    """

    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    on = BooleanField()
    by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    at = DateTimeField()


class RecipientKey(Row):
    """The public key to which files for one service of the directory are encrypted.

    Somebody made sure of it outside of Sharewell, as of the service itself. A service has one at a
    time; a new one takes the place of the old.
    """

    destination = ForeignKey("agencies.Destination", on_delete=PROTECT, related_name="+")
    recipient = CharField(max_length=100)
    verified_how = CharField(max_length=40)
    verified_source = CharField(max_length=200)
    verified_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    verified_at = DateTimeField()
    withdrawn_by = ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=PROTECT, related_name="+"
    )
    withdrawn_at = DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["destination"],
                condition=models.Q(withdrawn_at=None),
                name="one_key_a_service",
            )
        ]


class Export(Row):
    """One record made ready to leave: who, which, to whose key, and what its ciphertext hashes to.

    Never changed or removed: it stands after its file is gone.
    """

    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    decision = ForeignKey("decisions.Decision", on_delete=PROTECT, related_name="+")
    key = ForeignKey(RecipientKey, on_delete=PROTECT, related_name="+")
    made_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    made_at = DateTimeField()
    until = DateTimeField()
    digest = CharField(max_length=64)


class ReadyFile(Row):
    """The encrypted file itself, until it is fetched once or its time is over."""

    export = OneToOneField(Export, on_delete=PROTECT, related_name="+")
    encrypted = models.BinaryField()
    until = DateTimeField(db_index=True)


class Fetching(Row):
    """That somebody took an export's file out of Sharewell."""

    export = OneToOneField(Export, on_delete=PROTECT, related_name="+")
    by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    at = DateTimeField()
