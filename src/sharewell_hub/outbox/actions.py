"""Writing a letter, sending it again, and recording how it ended."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from sharewell.terms.errors import NotAllowed
from sharewell_hub.logbook.actions import log
from sharewell_hub.outbox.models import FAILED, SENDING, UNKNOWN, WAITING, Letter
from sharewell_hub.outbox.queries import Viewer, letter_for
from sharewell_hub.outbox.words import refuse_other_words
from sharewell_hub.walls.seeing import served_by

DELIVER = "outbox.deliver"
DELIVER_LETTERS = "deliver_letters"
"""The identity under which the database shows the worker every agency's letters."""


@transaction.atomic
def write_letter(
    *,
    destination_address: str,
    kind: str,
    reference: str,
    link_path: str,
    agency: UUID,
    object_id: UUID,
) -> Letter:
    """Write a letter that leaves once the caller's transaction stands, and not otherwise.

    Shapes:  agency is the one that writes; object_id is what the letter tells of.
    Raises:  NotAllowed for any words but a kind's own, a reference and where the kind may lead.
    """
    refuse_other_words(kind=kind, reference=reference, link_path=link_path)
    now = timezone.now()
    letter = Letter(
        destination_address=destination_address,
        kind=kind,
        reference=reference,
        link_path=link_path,
        agency=agency,
        object_id=object_id,
        written_at=now,
        next_try_at=now,
    )
    letter.clean_fields()
    letter.save(force_insert=True)
    _queue(letter.pk)
    log("letter_written", object_id=letter.pk, actor=None, agency=agency, purpose=kind)
    return letter


@transaction.atomic
def send_again(viewer: Viewer, letter_id: UUID) -> Letter:
    """Send a letter once more, because a person says so.

    Raises:  NotFound. NotAllowed when it is on its way or has arrived.
    """
    letter = letter_for(viewer, letter_id)
    again = Letter.objects.filter(pk=letter.pk, state__in=(FAILED, UNKNOWN)).update(
        state=WAITING, tries=0, fault="", next_try_at=timezone.now(), settled_at=None
    )
    if not again:
        raise NotAllowed(
            what="Nothing was sent again: this letter is not one that did not arrive.",
            why="It is waiting to be sent, on its way, or was taken over by the other side.",
            next="Look at how far it has come now.",
        )
    _queue(letter.pk)
    log("letter_again", object_id=letter.pk, actor=viewer.pk, agency=viewer.agency_id)
    return letter_for(viewer, letter_id)


@transaction.atomic
@served_by(DELIVER_LETTERS)
def settle(letter: Letter, state: str, *, fault: str = "") -> None:
    """Record how this try ended, unless a person has begun another one since."""
    settled = Letter.objects.filter(
        pk=letter.pk, sending_since=letter.sending_since, state__in=(SENDING, UNKNOWN)
    ).update(state=state, fault=fault, settled_at=timezone.now())
    if settled:
        log(f"letter_{state}", object_id=letter.pk, actor=None, agency=letter.agency)


def _queue(id: UUID) -> None:
    """Have the worker try at once, if this transaction stands."""
    app.configure_task(DELIVER, allow_unknown=True).defer(letter=str(id))
