"""The engine of the packs in force today, built once for each form the packs take."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils import timezone

from sharewell.deciding import Engine
from sharewell.packs import Library, load_library
from sharewell.packs.pack import Pack, Stack

KEPT = 8
"""How many engines are kept at hand: today's, and those of a few old decisions."""

DAYS_KEPT = 400
"""For how many days it is remembered how the packs stood on them."""

_building = Lock()
"""Held while an engine is built, so that two visitors at once do not build it twice."""

_engines: dict[str, Engine] = {}
"""Engines by the digest of their stack, the one used last at the end."""


def engine(stack_id: str | None = None, as_at: date | None = None) -> Engine:
    """Give the engine of a stack as it stands on a day; the service's own, today, unless said.

    Days on which the same packs stood share an engine, because building one takes seconds.

    Raises:  PackRefused when there is no such stack, or its packs contradict each other.
    """
    with _building:
        stack = _stack(
            stack_id or settings.SHAREWELL_STACK,
            as_at or timezone.localdate(),
            settings.SHAREWELL_PACKS,
        )
        kept: Engine | None = _engines.pop(stack.digest, None)
        _engines[stack.digest] = kept or Engine(stack)
        while len(_engines) > KEPT:
            del _engines[next(iter(_engines))]
        return _engines[stack.digest]


def library() -> Library:
    """Give every pack and stack at hand: those that ship, and the partnership's own."""
    return _library(settings.SHAREWELL_PACKS)


def companions() -> tuple[Pack, ...]:
    """Give the packs that only accompany others: their words of help stand beside every stack."""
    packs = library().packs.values()
    return tuple(pack for pack in packs if pack.kind == "companion")


@lru_cache(maxsize=DAYS_KEPT)
def _stack(stack_id: str, as_at: date, local: Path | None) -> Stack:
    return _library(local).stack(stack_id, as_at)


@lru_cache(maxsize=KEPT)
def _library(local: Path | None) -> Library:
    return load_library(local)
