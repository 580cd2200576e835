"""Acts of the recipient: accept the limits, read, answer; each is logged."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.disclosures.models import Acceptance, Disclosure, Opening, Reply
from sharewell_hub.disclosures.queries import Shown, accepted, received_for, shown_to_recipient
from sharewell_hub.disclosures.refusing import sent_with_other_words
from sharewell_hub.logbook.actions import log
from sharewell_hub.outbox.actions import write_letter
from sharewell_hub.people.deputies import told_of
from sharewell_hub.people.models import Subject
from sharewell_hub.people.relating import relate
from sharewell_hub.vault.actions import seal
from sharewell_hub.vault.queries import open_content
from sharewell_hub.walls.waiting import one_at_a_time
from sharewell_hub.whereabouts.guarding import refuse_hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a recipient answers: what they will do, or why nothing."""

    submission: UUID
    kind: str
    words: str


@transaction.atomic
def accept_limits(viewer: Practitioner, disclosure: Disclosure) -> None:
    """Record that the viewer confirmed what it is for and accepted its limits; once is enough.

    Raises:  NotFound for what another agency received.
    Source:  Bromley checklist 12; London CPP 3.5.20.
    """
    own = received_for(viewer, disclosure.reference)
    one_at_a_time(own.pk)
    if accepted(viewer, own):
        return
    Acceptance.objects.create(disclosure=own, practitioner=viewer, accepted_at=timezone.now())
    log(
        "limits_accepted",
        object_id=own.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=own.purpose,
    )


@transaction.atomic
def hand_on(viewer: Practitioner, disclosure: Disclosure, colleague: Practitioner) -> None:
    """Give what was received to a colleague who is to see to it.

    Raises:  NotFound for what another agency received. NotAllowed for another agency's people.
    """
    own = received_for(viewer, disclosure.reference)
    relate(viewer, Subject(pk=own.subject_id), colleague, kind="receives_for")


@transaction.atomic
def read_disclosure(viewer: Practitioner, disclosure: Disclosure) -> Shown:
    """Open what was received, and record the first time that the viewer reads it.

    Raises:  NotFound. NotAllowed before its limits are accepted.
    """
    shown = shown_to_recipient(viewer, disclosure)
    one_at_a_time(disclosure.pk)
    if not Opening.objects.filter(disclosure=disclosure, practitioner=viewer).exists():
        Opening.objects.create(
            disclosure=disclosure, practitioner=viewer, role=_role(viewer), opened_at=timezone.now()
        )
        log(
            "opened",
            object_id=disclosure.pk,
            actor=viewer.pk,
            agency=viewer.agency_id,
            purpose=disclosure.purpose,
        )
    return shown


@transaction.atomic
def reply_to(viewer: Practitioner, disclosure: Disclosure, answer: Answered) -> Reply:
    """Answer what was received, for both ends; an answer is corrected by a further one.

    Returns:  the answer given before, when the same form is sent again.
    Raises:  NotFound. NotAllowed before its limits are accepted, or for other words; PlaceHidden
             where a hidden address stands in them.
    Source:  Bromley checklist 13: what will they do with it?
    """
    own = shown_to_recipient(viewer, disclosure).disclosure
    refuse_hidden(own.subject_id, {"your answer": answer.words})
    one_at_a_time(answer.submission)
    if before := Reply.objects.filter(submission=answer.submission).first():
        return _same_answer(viewer, own, before, answer)
    last = Reply.objects.filter(disclosure=own).order_by("-replied_at").first()
    row = _written(viewer, own, answer)
    _tell_the_sender(own)
    log(
        "replied",
        object_id=row.pk,
        actor=viewer.pk,
        agency=viewer.agency_id,
        purpose=answer.kind,
        contents=[row.words_content, row.words_for_sender],
        previous=last.pk if last else "",
    )
    return row


def _written(viewer: Practitioner, disclosure: Disclosure, answer: Answered) -> Reply:
    """Write an answer down, its words sealed for both ends."""
    subject = disclosure.subject_id
    ours, theirs = viewer.agency_id, disclosure.agency_id
    words = seal(answer.words, agency=ours, subject=subject, place="disclosures_reply.words")
    place = "disclosures_reply.words_for_sender"
    copy = seal(answer.words, agency=theirs, subject=subject, place=place)
    return Reply.objects.create(
        submission=answer.submission,
        disclosure=disclosure,
        kind=answer.kind,
        words_content=words,
        words_for_sender=copy,
        replied_by=viewer,
        role=_role(viewer),
        replied_at=timezone.now(),
    )


def rung_instead(disclosure: Disclosure) -> list[Destination]:
    """List whom to ring at the sender's agency, where nobody there may be told by letter."""
    if _told_at_the_sender(disclosure):
        return []
    return list(Destination.objects.filter(agency=disclosure.agency_id))


def _told_at_the_sender(disclosure: Disclosure) -> Practitioner | None:
    return told_of(disclosure.agency_id, disclosure.subject_id, disclosure.sent_by)


def _tell_the_sender(disclosure: Disclosure) -> None:
    """Write to whoever sent it, or to their deputy, that an answer has come."""
    told = _told_at_the_sender(disclosure)
    if told is None:
        return
    write_letter(
        destination_address=told.email,
        kind="answered",
        reference=disclosure.reference,
        link_path=f"/disclosures/{disclosure.pk}",
        agency=disclosure.recipient_agency_id,
        object_id=disclosure.pk,
    )


def _same_answer(
    viewer: Practitioner, disclosure: Disclosure, before: Reply, answer: Answered
) -> Reply:
    """Give the answer that this very form gave already; refuse another form under its id."""
    mine = before.disclosure_id == disclosure.pk and before.replied_by_id == viewer.pk
    same = (answer.kind, answer.words)
    if not mine or (before.kind, open_content(before.words_content)) != same:
        raise sent_with_other_words()
    return before


def _role(viewer: Practitioner) -> str:
    return viewer.roles[0] if viewer.roles else ""
