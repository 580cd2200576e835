"""What was sent, how its recipient was verified, and what became of it; every row is written once.

Words lie in the vault: the sender's under the sender's key, the recipient's copy under theirs.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import (
    PROTECT,
    CharField,
    CheckConstraint,
    DateTimeField,
    ForeignKey,
    OneToOneField,
    Q,
    UniqueConstraint,
    UUIDField,
)

from sharewell.delivering.stating import Onward, Purpose
from sharewell.delivering.verifying import INDEPENDENT, How

REPLIES = ("will_do", "no_action")


class Row(models.Model):
    """A row with an id that says nothing; the database refuses to change or remove it."""

    id = UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


class CallBack(Row):
    """A call to a destination about one decision, on a number that nobody could have planted.

    `words_content` seals the number, who answered (a role) and the second person (a role).
    Without a second person it is urgent, and looked at again on the next working day.
    """

    decision = ForeignKey("decisions.Decision", on_delete=PROTECT, related_name="+")
    destination = ForeignKey("agencies.Destination", on_delete=PROTECT, related_name="+")
    found_in = CharField(max_length=20)
    words_content = UUIDField()
    second_person = models.BooleanField()
    made_at = DateTimeField()
    recorded_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    recorded_at = DateTimeField()
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="number_found_independently",
                condition=Q(found_in__in=[found.value for found in sorted(INDEPENDENT)]),
            ),
            CheckConstraint(
                name="second_person_now_or_review_later",
                condition=Q(second_person=True, review_on=None)
                | Q(second_person=False, review_on__isnull=False),
            ),
        ]


class CallBackReview(Row):
    """A second person's look, afterwards, at a call that could not wait for them."""

    call_back = OneToOneField(CallBack, on_delete=PROTECT, related_name="+")
    in_order = models.BooleanField()
    note_content = UUIDField(null=True)
    reviewed_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    reviewed_at = DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="what_is_not_in_order_is_explained",
                condition=Q(in_order=True) | Q(note_content__isnull=False),
            )
        ]


class Disclosure(Row):
    """One act of giving information about one subject to one verified destination.

    Never edited: a mistake is put right by a new one. `submission_mark` tells the same form sent
    twice from another form under the same id. `precautions` are codes of what was done first.
    `agreed`, `told` and `duty` say of the decision what the recipient's end has to know of it;
    they are not shown it. `duty` is a code of the library's, and empty where there was none.
    Of a sensitive service, `child_agrees` and `reasonable_cause` are why it is shown outside it.
    `covered` is whether an agreement between the two covered it, and which version did; where
    it was not asked at the time, neither.

    Source:  London CPP 3.5.20, 3.7.1, 3.7.4 and 3.7.9; Bromley 8.
    """

    submission = UUIDField(unique=True)
    submission_mark = CharField(max_length=64)
    reference = CharField(max_length=9, unique=True)
    decision = ForeignKey("decisions.Decision", on_delete=PROTECT, related_name="+")
    subject = ForeignKey("people.Subject", on_delete=PROTECT, related_name="+")
    agreed = models.BooleanField()
    told = models.BooleanField()
    duty = CharField(max_length=12, blank=True)
    sensitive_service = models.BooleanField(default=False)
    child_agrees = models.BooleanField(default=False)
    reasonable_cause = models.BooleanField(default=False)
    covered = models.BooleanField(null=True)
    agreement = ForeignKey("agreements.Agreement", on_delete=PROTECT, related_name="+", null=True)
    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+", db_index=False)
    destination = ForeignKey("agencies.Destination", on_delete=PROTECT, related_name="+")
    recipient_agency = ForeignKey(
        "agencies.Agency", on_delete=PROTECT, related_name="+", db_index=False
    )
    recipient_role = CharField(max_length=60)
    sent_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    sent_at = DateTimeField(db_index=True)
    purpose = CharField(max_length=24)
    onward = CharField(max_length=12)
    urgent = models.BooleanField()
    answer_by = models.DateField()
    channel = CharField(max_length=24)
    verified_how = CharField(max_length=12)
    known_until = models.DateField(null=True)
    call_back = ForeignKey(CallBack, on_delete=PROTECT, related_name="+", null=True)
    precautions = models.JSONField(default=list)
    done_by_content = UUIDField(null=True)
    message_content = UUIDField()
    message_for_recipient = UUIDField()
    name_for_recipient = UUIDField(null=True)
    born_on_for_recipient = UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "subject"], name="sent_about_a_child"),
            models.Index(fields=["recipient_agency", "subject"], name="received_about_a_child"),
        ]
        constraints = [
            CheckConstraint(
                name="nobody_unverified",
                condition=Q(
                    verified_how=How.DIRECTORY.value, known_until__isnull=False, call_back=None
                )
                | Q(verified_how=How.CALL_BACK.value, call_back__isnull=False),
            ),
            CheckConstraint(
                name="covered_by_an_agreement_that_is_named",
                condition=Q(covered=True, agreement__isnull=False)
                | Q(Q(covered=False) | Q(covered=None), agreement=None),
            ),
            CheckConstraint(
                name="a_purpose_and_a_limit_always",
                condition=Q(
                    purpose__in=[one.value for one in Purpose],
                    onward__in=[one.value for one in Onward],
                ),
            ),
        ]


class DisclosedItem(Row):
    """One item that was sent, with why this recipient needs it and how sure the sender is of it.

    It is an item of the worry, or the adult or the child's wishes told beside the items.
    `words_content` seals the words that left, under the sender's key: the item's own unless
    something was taken out. `about_content` seals why it is needed, how it was checked, what its
    age means and whom else it affects.
    """

    disclosure = ForeignKey(Disclosure, on_delete=PROTECT, related_name="+")
    told_as = CharField(max_length=12)
    item = ForeignKey("concerns.Item", on_delete=PROTECT, related_name="+", null=True)
    place = models.PositiveSmallIntegerField()
    standing = CharField(max_length=12)
    seen_on = models.DateField(null=True)
    certain = models.BooleanField()
    taken_out = models.BooleanField()
    words_content = UUIDField()
    about_content = UUIDField()
    words_for_recipient = UUIDField()
    about_for_recipient = UUIDField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["disclosure", "place"], name="one_disclosed_item_a_place"),
            UniqueConstraint(fields=["disclosure", "item"], name="an_item_is_sent_once"),
            CheckConstraint(
                name="an_item_or_what_stands_beside",
                condition=Q(told_as="item", item__isnull=False)
                | Q(told_as__in=["adult", "child_wants"], item=None),
            ),
        ]


class DisclosedPlace(Row):
    """That a place at which the subject lives was told, apart from everything else that was sent.

    Its words lie under the recipient's key for places, and in no item, record, print or file. A
    hidden place names what let it be told, and the one practitioner there who is shown it.

    Source:  London CPP 3.4.2.
    """

    disclosure = ForeignKey(Disclosure, on_delete=PROTECT, related_name="+")
    agency = ForeignKey("agencies.Agency", on_delete=PROTECT, related_name="+")
    whereabouts = ForeignKey("whereabouts.Whereabouts", on_delete=PROTECT, related_name="+")
    kind = CharField(max_length=8)
    unshielding = OneToOneField(
        "whereabouts.Unshielding", on_delete=PROTECT, related_name="+", null=True
    )
    recipient = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+", null=True)
    about_content = UUIDField()
    about_for_recipient = UUIDField()
    words_for_recipient = UUIDField()

    class Meta:
        constraints = [
            CheckConstraint(
                name="a_hidden_place_is_told_to_somebody",
                condition=Q(unshielding=None, recipient=None)
                | Q(unshielding__isnull=False, recipient__isnull=False),
            )
        ]


class Acceptance(Row):
    """That one practitioner confirmed what it is for and accepted its limits, before reading."""

    disclosure = ForeignKey(Disclosure, on_delete=PROTECT, related_name="+")
    practitioner = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    accepted_at = DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["disclosure", "practitioner"], name="limits_are_accepted_once")
        ]


class Opening(Row):
    """The first time that one practitioner read it, and in which role."""

    disclosure = ForeignKey(Disclosure, on_delete=PROTECT, related_name="+")
    practitioner = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    role = CharField(max_length=60)
    opened_at = DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["disclosure", "practitioner"], name="a_first_reading_is_recorded_once"
            )
        ]


class Reply(Row):
    """What the recipient will do, or why nothing; corrected only by a further one."""

    submission = UUIDField(unique=True)
    disclosure = ForeignKey(Disclosure, on_delete=PROTECT, related_name="+")
    kind = CharField(max_length=12)
    words_content = UUIDField()
    words_for_sender = UUIDField()
    replied_by = ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    role = CharField(max_length=60)
    replied_at = DateTimeField()

    class Meta:
        constraints = [CheckConstraint(name="will_do_or_no_action", condition=Q(kind__in=REPLIES))]
