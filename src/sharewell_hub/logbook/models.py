"""The log's own tables: one row an act, and the queue of rows not yet in the tree."""

import uuid

from django.db import models


class Entry(models.Model):
    """One act that must be remembered, as the bytes that will be hashed into the tree.

    Written in the transaction of the act itself, and never again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=24)
    object_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Pending(models.Model):
    """An entry that waits for its place in the tree."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.pk)
