"""Making ready what leaves: every check passed, every word sealed for both ends, nothing stored."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.crypto import salted_hmac

from sharewell.delivering.channels import check_channel
from sharewell.delivering.sending import Covered, Sending, Ticked, check_sending, too_much
from sharewell.delivering.verifying import How, Verified, check_recipient
from sharewell_hub.agencies.knowing import known_until
from sharewell_hub.agencies.models import Destination, Practitioner
from sharewell_hub.agencies.queries import destination_for
from sharewell_hub.decisions.duties import duty_of, shown_outside
from sharewell_hub.decisions.models import Decision
from sharewell_hub.disclosures.agreeing import said_of_sending
from sharewell_hub.disclosures.covering import (
    Tellable,
    call_in_words,
    covered_by,
    last_call,
    reaches,
    tellable,
)
from sharewell_hub.disclosures.models import CallBack, DisclosedItem, Disclosure, Row
from sharewell_hub.disclosures.placing import refuse_places
from sharewell_hub.disclosures.refusing import kept_in_confidence, tells_of_a_service
from sharewell_hub.outbox.words import new_reference
from sharewell_hub.vault.actions import Sealer, seal
from sharewell_hub.vault.queries import open_many
from sharewell_hub.whereabouts.guarding import refuse_hidden


def packed(
    viewer: Practitioner, decision: Decision, sending: Sending
) -> tuple[Disclosure, list[DisclosedItem]]:
    """Check a sending against its decision and its recipient, and make the rows that hold it.

    Raises:  NotAllowed, TooMuch, RecipientNotVerified.
    """
    things = {one.key: one for one in tellable(viewer, decision)}
    covered = covered_by(viewer, decision, things.values())
    destination = refuse_unready(viewer, decision, sending, covered)
    row = _addressed(viewer, decision, sending, destination)
    said = said_of_sending(viewer, decision, sending, covered, destination.agency)
    row.covered, row.agreement = said.covered, said.agreement
    ends = _Ends(row)
    _seal_message(row, sending, covered, ends)
    items = [
        _item(row, things[ticked.item], (ticked, place), ends)
        for place, ticked in enumerate(sending.items)
    ]
    ends.keep()
    return row, items


def refuse_unready(
    viewer: Practitioner, decision: Decision, sending: Sending, covered: Covered
) -> Destination:
    """Refuse what the decision does not cover, and a destination that it does not reach.

    Raises:  NotAllowed, TooMuch; PlaceHidden where a hidden address stands in what would leave.
    """
    check_sending(sending, covered, today=timezone.localdate())
    refuse_hidden(decision.subject_id, texts_of(sending))
    destination = destination_for(viewer, sending.destination)
    if not reaches(viewer, decision, destination.recipient_role):
        raise too_much(
            "The answer is another one for this recipient.", "Decide again for this recipient."
        )
    check_channel(destination.channel)
    if tells_of_a_service(viewer, destination) and not any(shown_outside(decision.facts)):
        raise kept_in_confidence()
    refuse_places(viewer, decision, sending, covered, destination)
    return destination


def texts_of(sending: Sending) -> dict[str, str]:
    """Name every text that would leave, as the page calls it."""
    texts = {"what it means": sending.means, "what you ask": sending.asks}
    for number, ticked in enumerate(sending.items, 1):
        texts[f"the words of item {number}"] = ticked.words
        texts[f"what you say of item {number}"] = "\n".join(
            (ticked.needed_because, ticked.checked_with, ticked.age_means, ticked.affects)
        )
    for number, place in enumerate(sending.places, 1):
        texts[f"what you say of address {number}"] = place.needed_because
    return texts | {"who did it before it leaves": "\n".join(sending.done_by.values())}


def verified(
    viewer: Practitioner, decision: Decision, destination: Destination
) -> tuple[Verified, CallBack | None]:
    """Say how a destination is verified now, and by which call.

    Raises:  RecipientNotVerified.
    """
    call = last_call(viewer, decision, destination)
    how = check_recipient(
        known_until=known_until(destination),
        called_back=call_in_words(viewer, call),
        now=timezone.localtime(),
    )
    return how, call if how.how is How.CALL_BACK else None


def mark_of(decision: Decision, sending: Sending) -> str:
    """Mark a form so that the same one sent twice is known, and nothing can be read from it."""
    said = repr((decision.pk, sending))
    return salted_hmac(str(sending.submission), said, algorithm="sha256").hexdigest()


def sealed(text: str, decision: Decision, place: str) -> UUID:
    """Seal words of the sender's own record."""
    return seal(text, agency=decision.agency_id, subject=decision.subject_id, place=place)


def contents_of(row: Row) -> list[UUID]:
    """Name the sealed contents that a row points to."""
    ends = ("_content", "_for_recipient")
    names = [field.name for field in row._meta.fields if field.name.endswith(ends)]
    return [found for name in names if (found := getattr(row, name))]


def _addressed(
    viewer: Practitioner, decision: Decision, sending: Sending, destination: Destination
) -> Disclosure:
    """Make the row that says to whom, how verified, what for and by when to answer."""
    now = timezone.now()
    how, call = verified(viewer, decision, destination)
    child_agrees, reasonable_cause = shown_outside(decision.facts)
    return Disclosure(
        id=uuid4(),
        submission=sending.submission,
        submission_mark=mark_of(decision, sending),
        reference=new_reference(),
        decision=decision,
        subject=decision.subject,
        agreed=decision.position.state == "obtained",
        told=decision.telling == "told",
        duty=duty_of(decision.facts, decision.answer["act_now"]) or "",
        sensitive_service=tells_of_a_service(viewer, destination),
        child_agrees=child_agrees,
        reasonable_cause=reasonable_cause,
        agency=viewer.agency,
        destination=destination,
        recipient_agency=destination.agency,
        recipient_role=destination.recipient_role,
        sent_by=viewer,
        sent_at=now,
        purpose=sending.purpose,
        onward=sending.onward,
        urgent=sending.urgent,
        answer_by=sending.answer_by,
        channel=destination.channel,
        verified_how=how.how,
        known_until=None if call else known_until(destination),
        call_back=call,
        precautions=sorted(sending.done_by),
    )


class _Ends:
    """Seals words for both ends of a disclosure, each under its own key."""

    def __init__(self, row: Disclosure) -> None:
        subject = row.subject_id
        self._ours = Sealer(agency=row.agency_id, subject=subject)
        self._theirs = Sealer(agency=row.recipient_agency_id, subject=subject)

    def ours(self, words: str, place: str) -> UUID:
        """Seal words for the sender's own record."""
        return self._ours.seal(words, f"disclosures_{place}")

    def theirs(self, words: str, place: str) -> UUID:
        """Seal the same words for the recipient."""
        return self._theirs.seal(words, f"disclosures_{place}_for_recipient")

    def keep(self) -> None:
        """Store what was sealed."""
        self._ours.keep()
        self._theirs.keep()


def _seal_message(row: Disclosure, sending: Sending, covered: Covered, ends: _Ends) -> None:
    """Seal what is said beside the items, and whom it is about unless nobody may be named."""
    message = json.dumps({"asks": sending.asks, "means": sending.means}, ensure_ascii=False)
    row.message_content = ends.ours(message, "disclosure.message")
    row.message_for_recipient = ends.theirs(message, "disclosure.message")
    if sending.done_by:
        said = json.dumps(dict(sending.done_by), ensure_ascii=False)
        row.done_by_content = ends.ours(said, "disclosure.done_by")
    if covered.anonymised:
        return
    subject = row.subject
    words = open_many(id for id in (subject.name_content, subject.born_on_content) if id)
    row.name_for_recipient = ends.theirs(words[subject.name_content], "disclosure.name")
    if subject.born_on_content:
        born_on = words[subject.born_on_content]
        row.born_on_for_recipient = ends.theirs(born_on, "disclosure.born_on")


def _item(
    row: Disclosure, thing: Tellable, placed: tuple[Ticked, int], ends: _Ends
) -> DisclosedItem:
    """Make the row of one item, its words sealed for both ends."""
    ticked, place = placed
    taken_out = ticked.words.split() != thing.held.words.split()
    words, content = thing.held.words, thing.content
    if taken_out:
        words, content = ticked.words, ends.ours(ticked.words, "discloseditem.words")
    about: Mapping[str, str] = {
        "needed_because": ticked.needed_because,
        "checked_with": ticked.checked_with,
        "age_means": ticked.age_means,
        "affects": ticked.affects,
    }
    said = json.dumps(about, ensure_ascii=False)
    return DisclosedItem(
        id=uuid4(),
        disclosure=row,
        told_as=thing.told_as,
        item_id=UUID(thing.key) if thing.told_as == "item" else None,
        place=place,
        standing=thing.standing,
        seen_on=thing.held.seen_on,
        certain=ticked.certain,
        taken_out=taken_out,
        words_content=content,
        about_content=ends.ours(said, "discloseditem.about"),
        words_for_recipient=ends.theirs(words, "discloseditem.words"),
        about_for_recipient=ends.theirs(said, "discloseditem.about"),
    )
