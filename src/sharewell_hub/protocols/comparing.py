"""Comparing two editions once and keeping what came out; weighing decisions again under both."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sharewell.comparing.comparison import compare
from sharewell.comparing.finding import stack_for
from sharewell.comparing.recounting import Recounting
from sharewell.comparing.weighing import Pair
from sharewell.deciding import Engine
from sharewell.deciding.engine import VERSION
from sharewell.packs.pack import Stack
from sharewell.terms.answer import Part
from sharewell.terms.errors import FactRefused, PackRefused
from sharewell_hub.decisions.engine import engine, library
from sharewell_hub.protocols.models import KeptComparison
from sharewell_hub.protocols.queries import Weighable
from sharewell_hub.walls.waiting import one_at_a_time

SMALLEST = 5
"""Of those one may not open no number below this is told, so that none points to a person."""
KEPT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Recorded decisions in which one part of the answer would change.

    `others` is None where there are fewer than five, none among them.
    """

    part: Part
    was: str
    becomes: str
    own: tuple[UUID, ...]
    others: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Every recorded decision weighed again: those one may open in full, others as numbers."""

    own: int
    others: int | None
    changed: tuple[Changed, ...]
    unread: int | None


def engine_for(named: str) -> Engine:
    """Give the engine of a stack, or of the stack in which a pack is compared, as it stands today.

    Raises:  PackRefused when there is none.
    """
    id = stack_for(library(), named)
    if id == settings.SHAREWELL_STACK:
        return engine()
    return _engine(id, timezone.localdate(), settings.SHAREWELL_PACKS)


@lru_cache(maxsize=KEPT)
def _engine(id: str, day: date, _packs: Path | None) -> Engine:
    return Engine(library().stack(id, day))


def standing() -> tuple[Stack, ...]:
    """Give every stack as it stands today; one of whose texts none does is left out."""
    return _standing(timezone.localdate(), settings.SHAREWELL_PACKS)


@lru_cache(maxsize=KEPT)
def _standing(day: date, _packs: Path | None) -> tuple[Stack, ...]:
    at_hand, found = library(), list[Stack]()
    for id in at_hand.stacks:
        with suppress(PackRefused):
            found.append(at_hand.stack(id, day))
    return tuple(found)


def comparison_of(before: Engine, after: Engine) -> dict[str, Any]:
    """Give how two stacks differ: worked out once for two digests, whoever asks, and kept."""
    pair = {"before": before.stack.digest, "after": after.stack.digest, "engine_version": VERSION}
    kept = KeptComparison.objects.filter(**pair).first()
    if kept is None:
        with transaction.atomic():
            one_at_a_time(f"{before.stack.digest} {after.stack.digest}")
            kept = KeptComparison.objects.filter(**pair).first()
            if kept is None:
                found = compare(before, after).as_json()
                kept = KeptComparison(**pair, comparison=found, made_at=timezone.now())
                kept.save(force_insert=True)
    return dict(kept.comparison)


def weighed_again(
    before: Engine, after: Engine, decisions: Iterable[Weighable], part: Part = Part.OUTCOME
) -> Weighed:
    """Weigh recorded decisions under both stacks, and say in how many a part would change."""
    both, sums = Recounting(before, after), {True: 0, False: 0, None: 0}
    own: dict[Pair, list[UUID]] = {}
    others: dict[Pair, int] = {}
    for each in decisions:
        try:
            pairs = both.differences(each.facts)[part]
        except FactRefused:
            sums[None] += 1
            continue
        sums[each.own] += 1
        for pair in pairs:
            own.setdefault(pair, [])
            others.setdefault(pair, 0)
            if each.own:
                own[pair].append(each.id)
            else:
                others[pair] += 1
    changed = (
        Changed(part=part, was=p[0], becomes=p[1], own=tuple(own[p]), others=_told(others[p]))
        for p in sorted(own)
    )
    told = tuple(each for each in changed if each.own or each.others)
    return Weighed(
        own=sums[True], others=_told(sums[False]), changed=told, unread=_told(sums[None])
    )


def _told(count: int) -> int | None:
    return count if count >= SMALLEST else None
