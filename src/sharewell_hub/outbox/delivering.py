"""Delivering letters once, and saying of some that nobody can tell."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone

from sharewell_hub.outbox.actions import DELIVER_LETTERS, settle
from sharewell_hub.outbox.drivers import Envelope, NotSent, Refused, Unsure, driver
from sharewell_hub.outbox.models import FAILED, SENDING, SENT, UNKNOWN, WAITING, Letter
from sharewell_hub.outbox.words import worded
from sharewell_hub.walls.seeing import served_by

MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_SENDING = timedelta(minutes=15)


def deliver(letter_id: UUID) -> None:
    """Send a letter that waits, unless somebody else has taken it up."""
    letter = _taken_up(letter_id)
    if letter is None:
        return
    try:
        driver().send(_envelope(letter))
    except Unsure as error:
        settle(letter, UNKNOWN, fault=error.fault)
    except Refused as error:
        settle(letter, FAILED, fault=error.fault)
    except NotSent as error:
        _put_back(letter, fault=error.fault)
    else:
        settle(letter, SENT)


def deliver_waiting() -> int:
    """Send every letter whose time has come; the queue's own try may have been lost.

    Returns: how many were tried.
    """
    with served_by(DELIVER_LETTERS):
        due = Letter.objects.filter(state=WAITING, next_try_at__lte=timezone.now())
        ids = list(due.values_list("pk", flat=True))
    for id in ids:
        deliver(id)
    return len(ids)


def say_unknown() -> int:
    """Say of letters whose sending was broken off that nobody can tell whether they arrived.

    Returns: how many there were.
    """
    with served_by(DELIVER_LETTERS):
        broken_off = Letter.objects.filter(
            state=SENDING, sending_since__lt=timezone.now() - LONGEST_SENDING
        )
        letters = list(broken_off)
    for letter in letters:
        settle(letter, UNKNOWN, fault="broke_off")
    return len(letters)


@served_by(DELIVER_LETTERS, durable=True)
def _taken_up(id: UUID) -> Letter | None:
    """Take a letter up before anything is sent: of several senders, one gets it."""
    now = timezone.now()
    taken = Letter.objects.filter(pk=id, state=WAITING, next_try_at__lte=now).update(
        state=SENDING, sending_since=now, tries=models.F("tries") + 1
    )
    return Letter.objects.get(pk=id) if taken else None


def _envelope(letter: Letter) -> Envelope:
    subject, body = worded(
        kind=letter.kind,
        reference=letter.reference,
        link=settings.SHAREWELL_ADDRESS + letter.link_path,
    )
    return Envelope(id=str(letter.pk), to=letter.destination_address, subject=subject, body=body)


@served_by(DELIVER_LETTERS)
def _put_back(letter: Letter, *, fault: str) -> None:
    """Let a letter wait, longer each time, or give it up."""
    if letter.tries >= MOST_TRIES:
        return settle(letter, FAILED, fault=fault)
    pause = min(FIRST_PAUSE * 3 ** (letter.tries - 1), LONGEST_PAUSE)
    Letter.objects.filter(pk=letter.pk, sending_since=letter.sending_since, state=SENDING).update(
        state=WAITING, fault=fault, next_try_at=timezone.now() + pause
    )
    return None
