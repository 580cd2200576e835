"""The invented days on which the story happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def it_is(moment: datetime) -> Iterator[None]:
    """Have it be another moment for everything that is done meanwhile in this thread's process.

    Only loading the demo does this: it runs alone, before anybody is served.
    """
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
