"""The engine of the packs in force today, built once a day for each stack."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils import timezone

from sharewell.deciding import Engine
from sharewell.packs import load_library

KEPT = 8
"""How many engines are kept at hand: today's, yesterday's, and those of a few old decisions."""

_building = Lock()
"""Held while an engine is built, so that two visitors at once do not build it twice."""


def engine(stack_id: str | None = None, as_at: date | None = None) -> Engine:
    """Give the engine of a stack as it stands on a day; the service's own, today, unless said.

    Raises:  PackRefused when there is no such stack, or its packs contradict each other.
    """
    with _building:
        return _built(
            stack_id or settings.SHAREWELL_STACK,
            as_at or timezone.localdate(),
            settings.SHAREWELL_PACKS,
        )


@lru_cache(maxsize=KEPT)
def _built(stack_id: str, as_at: date, local: Path | None) -> Engine:
    return Engine(load_library(local).stack(stack_id, as_at))
