"""The process that keeps the log: places what waits, asks the witnesses, checks all of it."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections
from django.db.utils import DatabaseError
from django.utils import timezone

from sharewell.terms.errors import SharewellError
from sharewell_hub.logbook.models import Check
from sharewell_hub.logbook.queries import last_checkpoint
from sharewell_hub.logbook.sequencing import integrate, publish
from sharewell_hub.logbook.verifying import check
from sharewell_hub.logbook.witnesses import ask_witnesses

SECONDS_BETWEEN_STEPS = 0.2
SHORTEST_PAUSE = 0.02
SECONDS_BETWEEN_ASKINGS = 10
SECONDS_BETWEEN_LOOKS = 60
CHECKED_EVERY = timedelta(hours=24)


def run() -> None:
    """Work until asked to stop; what is cut off half way is done again."""
    publish()
    for work, pause in ((_ask, SECONDS_BETWEEN_ASKINGS), (_check, SECONDS_BETWEEN_LOOKS)):
        threading.Thread(target=_again_and_again, args=(work, pause), daemon=True).start()
    _again_and_again(integrate, SECONDS_BETWEEN_STEPS)


def _again_and_again(work: Callable[[], object], pause: float) -> None:
    """Begin at even steps, so that what waits is not kept longer by what the work itself takes."""
    while True:
        next_step = time.monotonic() + pause
        try:
            work()
        except (DatabaseError, OSError, SharewellError):
            time.sleep(pause)
        close_old_connections()
        time.sleep(max(SHORTEST_PAUSE, next_step - time.monotonic()))


def _ask() -> None:
    """Have the witnesses sign what they have not seen, and publish it with their signatures."""
    if ask_witnesses():
        publish()


def _check() -> None:
    """Hash every entry again once a day, and when the service starts after longer."""
    last = Check.objects.order_by("-checked_at").first()
    due = last is None or timezone.now() - last.checked_at >= CHECKED_EVERY
    if due and last_checkpoint():
        check()
