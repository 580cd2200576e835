"""Keys, each wrapped by the one above it: root, agency, subject."""

import uuid

from django.db.models import (
    PROTECT,
    BinaryField,
    CharField,
    DateTimeField,
    ForeignKey,
    Model,
    PositiveIntegerField,
    UniqueConstraint,
    UUIDField,
)


class Key(Model):
    """A key as it lies wrapped; versions of one key stand side by side while it is rotated."""

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = PositiveIntegerField(default=1)
    wrapped = BinaryField()
    made_at = DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class AgencyKey(Key):
    """One agency's key; `root` names the root key that wraps it, which lies in no database."""

    agency = UUIDField()
    root = CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "version"], name="an_agency_key_a_version")
        ]


class SubjectKey(Key):
    """The key for what one agency holds about one subject, wrapped by the agency's key.

    Whoever destroys it has made every word under it unreadable for ever.
    """

    agency = UUIDField()
    subject = UUIDField()
    agency_key = ForeignKey(AgencyKey, on_delete=PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["agency", "subject", "version"], name="a_subject_key_a_version"
            )
        ]


class IndexKey(Key):
    """The key under which an agency's identifiers are indexed and stand once more for matching."""

    agency = UUIDField()
    agency_key = ForeignKey(AgencyKey, on_delete=PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "version"], name="an_index_key_a_version")
        ]


class ServiceKey(Key):
    """A key that the service needs for something of its own, named by what it is for."""

    name = CharField(max_length=40, unique=True)
    root = CharField(max_length=64)


class DestroyedKey(Model):
    """What is left of a key: whose it was and when it went, so that a broken erasure goes on."""

    id = UUIDField(primary_key=True, editable=False)
    agency = UUIDField()
    subject = UUIDField()
    destroyed_at = DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
