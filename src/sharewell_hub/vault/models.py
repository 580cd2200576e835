"""Words about people as they lie sealed, and their identifiers as they can be looked up."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BinaryField,
    CharField,
    DateTimeField,
    Model,
    PositiveIntegerField,
    UniqueConstraint,
    UUIDField,
)


class Content(Model):
    """Words about a person, sealed to the place, agency and subject they belong to.

    Moved to another row, or changed by one bit, they no longer open. `key_id` names a subject's key
    in the keystore, which is another database; words about several subjects name none, and each
    of them has a `ContentFor`. The database's own wall goes by `agency` and `subjects`.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = UUIDField(null=True, db_index=True)
    agency = UUIDField()
    subjects = ArrayField(UUIDField())
    place = CharField(max_length=100)
    sealed = BinaryField()
    sealed_at = DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class ContentFor(Model):
    """The key of one joint content, wrapped by the key of one of its subjects.

    A joint fact lives until the last of them is gone.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_id = UUIDField(db_index=True)
    key_id = UUIDField(db_index=True)
    agency = UUIDField()
    subject = UUIDField()
    wrapped = BinaryField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["content_id", "key_id"], name="a_joint_content_a_key")
        ]

    def __str__(self) -> str:
        return str(self.id)


class MatchingCopy(Model):
    """A subject's identifiers once more, sealed by their agency's index key.

    Comparing hundreds of people unwraps one key instead of hundreds; erasing deletes it.
    """

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = UUIDField()
    subject = UUIDField()
    version = PositiveIntegerField()
    sealed = BinaryField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "subject"], name="a_matching_copy_a_subject")
        ]

    def __str__(self) -> str:
        return str(self.id)


class IndexRow(Model):
    """One exact identifier of a subject, as a code that only the agency's index key gives."""

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = UUIDField()
    subject = UUIDField(db_index=True)
    kind = CharField(max_length=24)
    version = PositiveIntegerField()
    code = BinaryField(max_length=32)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["code", "agency", "kind", "subject"], name="an_identifier_a_subject"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
