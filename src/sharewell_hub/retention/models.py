"""How long each agency keeps what, what holds a record, who reviewed it, and what was erased."""

import uuid

from django.conf import settings
from django.db.models import (
    PROTECT,
    BooleanField,
    CharField,
    CheckConstraint,
    DateField,
    DateTimeField,
    ForeignKey,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    Q,
    UniqueConstraint,
    UUIDField,
)


class Row(Model):
    """A row with an id that says nothing."""

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class Period(Row):
    """How long one agency keeps one kind of record, from a moment on; the newest counts.

    Without `months` it is kept for ever: for a reason, which lies sealed, and until a review.

    Source:  Bromley 9 and appendix, Record: each organisation's own retention policy.
    """

    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    kind = CharField(max_length=16)
    months = PositiveSmallIntegerField(null=True)
    until_age = PositiveSmallIntegerField(default=0)
    review_months = PositiveSmallIntegerField(null=True)
    under = CharField(max_length=120)
    reason_content = UUIDField(null=True)
    set_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    set_at = DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="for_ever_has_a_reason_and_a_review",
                condition=Q(months__isnull=False)
                | Q(reason_content__isnull=False, review_months__gt=0),
            )
        ]


class Hold(Row):
    """That one agency's record of a person is not erased until the hold is lifted.

    The reason lies sealed under the person's own key.
    """

    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    subject = ForeignKey("people.Subject", on_delete=PROTECT, related_name="+")
    reason_content = UUIDField()
    placed_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    placed_at = DateTimeField()
    lifted_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+", null=True)
    lifted_at = DateTimeField(null=True)


class Review(Row):
    """That somebody looked at a record and keeps it until a day, for a reason that lies sealed."""

    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    subject = ForeignKey("people.Subject", on_delete=PROTECT, related_name="+")
    reason_content = UUIDField()
    until = DateField()
    reviewed_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    reviewed_at = DateTimeField()


class Erasure(Row):
    """That somebody confirmed the erasure of one agency's record, under which period, and when.

    From then on the record is shown to nobody of that agency; `done_at` is when its keys and its
    words were gone. It stays, with ids and days alone. Done again after a restore, it may have
    neither period nor person: the log has them.
    """

    agency = UUIDField()
    subject = UUIDField()
    period = ForeignKey(Period, on_delete=PROTECT, related_name="+", null=True)
    due_on = DateField()
    ordered_by = ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+", null=True
    )
    ordered_at = DateTimeField()
    done_at = DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "subject"], name="a_record_is_erased_once")
        ]


class Quarantine(Row):
    """That records came back from a backup, and how far they are from being opened.

    Nothing is served until somebody opened it, after every erasure since was done again.
    """

    backup_made_at = DateTimeField()
    keys_restored = BooleanField()
    restored_at = DateTimeField()
    checked_at = DateTimeField(null=True)
    erased_again = PositiveIntegerField(default=0)
    entries_lost = PositiveIntegerField(default=0)
    opened_at = DateTimeField(null=True)
    opened_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+", null=True)
