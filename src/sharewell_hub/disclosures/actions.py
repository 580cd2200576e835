"""Acts of the sender: ring back, send, have a second person look, remind; each is logged."""

import json

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sharewell.delivering.sending import Sending
from sharewell.delivering.stating import next_working_day
from sharewell.delivering.verifying import CallBack as Call
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.queries import decision_for
from sharewell_hub.disclosures.agreeing import review_uncovered
from sharewell_hub.disclosures.covering import call_in_words, last_call
from sharewell_hub.disclosures.models import (
    CallBack,
    CallBackReview,
    DisclosedItem,
    Disclosure,
    Reply,
)
from sharewell_hub.disclosures.packing import contents_of, mark_of, packed, sealed
from sharewell_hub.disclosures.placing import tell_places
from sharewell_hub.disclosures.queries import (
    disclosure_for,
    is_overdue,
)
from sharewell_hub.disclosures.refusing import not_done, nowhere, sent_with_other_words
from sharewell_hub.logbook.actions import log
from sharewell_hub.outbox.actions import write_letter
from sharewell_hub.outbox.queries import letters_about
from sharewell_hub.walls.waiting import one_at_a_time


@transaction.atomic
def record_call_back(
    viewer: Practitioner, decision: Decision, destination: Destination, call: Call
) -> CallBack:
    """Record that a destination was rung back about a decision, and who checked the number.

    Returns:  the call recorded before, when the same form is sent again.
    Source:  London CPP 3.7.4; without a second person it is looked at on the next working day.
    """
    own = decision_for(viewer, decision.pk)
    one_at_a_time(own.pk)
    before = last_call(viewer, own, destination)
    if before and call_in_words(viewer, before) == call:
        return before
    words = {name: getattr(call, name) for name in ("number", "answered_by", "second_person")}
    today = timezone.localdate()
    row = CallBack.objects.create(
        decision=own,
        destination=destination,
        found_in=call.found_in,
        words_content=sealed(json.dumps(words), own, "disclosures_callback.words"),
        second_person=not call.to_be_reviewed,
        made_at=call.made_at,
        recorded_by=viewer,
        recorded_at=timezone.now(),
        review_on=next_working_day(today) if call.to_be_reviewed else None,
    )
    log(
        "called_back",
        object_id=row.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=call.found_in,
        contents=[row.words_content],
    )
    return row


@transaction.atomic
def review_call_back(
    viewer: Practitioner, call_back: CallBack, *, in_order: bool, note: str = ""
) -> CallBackReview:
    """Record a second person's look at a call that could not wait for one.

    Raises:  NotFound for another agency's. NotAllowed for whoever made the call, or a second look.
    """
    if call_back.decision.agency_id != viewer.agency_id:
        raise nowhere()
    if viewer.pk == call_back.recorded_by_id:
        raise not_done(
            "The look was not recorded.",
            "You made this call yourself, and a second person is somebody else.",
        )
    one_at_a_time(call_back.pk)
    if CallBackReview.objects.filter(call_back=call_back).exists():
        raise not_done("The look was not recorded.", "A colleague has looked at it already.")
    owner = call_back.decision
    row = CallBackReview.objects.create(
        call_back=call_back,
        in_order=in_order,
        note_content=sealed(note, owner, "disclosures_callbackreview.note") if note else None,
        reviewed_by=viewer,
        reviewed_at=timezone.now(),
    )
    log(
        "call_reviewed",
        object_id=call_back.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose="in_order" if in_order else "not_in_order",
        contents=[row.note_content] if row.note_content else [],
    )
    return row


@transaction.atomic
def send_disclosure(viewer: Practitioner, decision: Decision, sending: Sending) -> Disclosure:
    """Send what a decision covers to a verified destination, and log it.

    Everything stands or falls together: the disclosure, its items, the recipient's own copy of
    the words, the letter and the line in the log. What no agreement covers is sent all the same,
    and a second person looks at it afterwards.

    Returns:  what was sent before, when the same form is sent again.
    Raises:  NotAllowed, TooMuch, RecipientNotVerified; nothing is stored when one is raised.
    Source:  London CPP 3.5.20, 3.7.1 and 3.7.4; Bromley 8.
    """
    own = decision_for(viewer, decision.pk)
    one_at_a_time(sending.submission)
    if before := _sent_before(viewer, own, sending):
        return before
    one_at_a_time(own.concern_id)
    row, items = packed(viewer, own, sending)
    row.save(force_insert=True)
    DisclosedItem.objects.bulk_create(items)
    told = tell_places(viewer, row, own, sending)
    write_letter(
        destination_address=row.destination.mailbox,
        kind="shared",
        reference=row.reference,
        link_path=f"/received/{row.reference}",
        agency=viewer.agency_id,
        object_id=row.pk,
    )
    log(
        "disclosed",
        object_id=row.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=sending.purpose,
        rules=[reason["rule"] for reason in own.answer["reasons"]],
        contents=[each for one in (row, *items, *told) for each in contents_of(one)],
    )
    review_uncovered(viewer, row)
    return row


@transaction.atomic
def remind(viewer: Practitioner, disclosure: Disclosure) -> None:
    """Tell the recipient once more, on the same day only once, that an answer is overdue.

    Raises:  NotFound. NotAllowed while it is not overdue, or was said today already.
    """
    own = disclosure_for(viewer, disclosure.pk)
    one_at_a_time(own.pk)
    if not is_overdue(viewer, own, answered=Reply.objects.filter(disclosure=own).exists()):
        raise not_done("No reminder was sent.", "The answer is not overdue.")
    letters = letters_about(viewer, own.pk).filter(kind="overdue")
    if any(timezone.localdate(one.written_at) == timezone.localdate() for one in letters):
        raise not_done("No reminder was sent.", "One was written today.")
    write_letter(
        destination_address=own.destination.mailbox,
        kind="overdue",
        reference=own.reference,
        link_path=f"/received/{own.reference}",
        agency=viewer.agency_id,
        object_id=own.pk,
    )
    log("reminded", object_id=own.pk, actor=viewer.pk, agency=viewer.agency_id)


def _sent_before(viewer: Practitioner, decision: Decision, sending: Sending) -> Disclosure | None:
    """Find what this very form has sent already; refuse another form under its id."""
    before = Disclosure.objects.filter(submission=sending.submission).first()
    if before is None:
        return None
    same = constant_time_compare(before.submission_mark, mark_of(decision, sending))
    if not same or before.agency_id != viewer.agency_id:
        raise sent_with_other_words()
    return before
