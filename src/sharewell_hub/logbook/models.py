"""The log's own tables: one row an act, its place in the tree, and what was signed about it."""

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
    """An entry that waits for its place in the tree; written in one statement with the entry.

    Nothing removes an entry, and whoever verifies the log finds a place without one, so that the
    database need not look for it at every act.
    """

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return str(self.pk)


class Place(models.Model):
    """Where an entry stands, counted from 0, in the log of one year; given once, never changed."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    origin = models.CharField(max_length=200)
    index = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "index"], name="one_entry_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.index}"


class SignedCheckpoint(models.Model):
    """What the log signed about itself at one size: nothing is integrated without one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    origin = models.CharField(max_length=200)
    size = models.BigIntegerField()
    note = models.TextField()
    signed_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "size"], name="one_checkpoint_a_size")
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Cosignature(models.Model):
    """That a partner agency's witness saw a checkpoint, and that it fits all it saw before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(SignedCheckpoint, on_delete=models.PROTECT, related_name="+")
    witness = models.CharField(max_length=200)
    agency = models.CharField(max_length=200)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="a_witness_signs_a_checkpoint_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.witness} {self.at}"


class Check(models.Model):
    """One verification of everything: how many entries were hashed again, and how many breaks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entries = models.BigIntegerField()
    breaks = models.BigIntegerField()
    checked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.entries} {self.checked_at}"
