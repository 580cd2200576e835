"""The story as story.toml tells it: who did what, when, in the order in which it happened."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

NAMESPACE = UUID("5ba4e1f2-2f6f-4d0c-9d2a-0c7d6a3c8e11")
MORNING_IS_OVER = timedelta(hours=9)
FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that somebody of the borough did; `told` holds what story.toml says besides."""

    id: str
    failures: tuple[int, ...]
    days_ago: int
    at: time
    who: str
    act: str
    told: dict[str, Any]

    @property
    def submission(self) -> UUID:
        """Give the id under which the form of this act is sent, always the same."""
        return uuid5(NAMESPACE, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Something to try first, and as whom."""

    who: str
    text: str


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "story.toml").read_text(encoding="utf-8"))


def family() -> dict[str, dict[str, Any]]:
    """Give the children by key: name and birthday."""
    found: dict[str, dict[str, Any]] = _read()["family"]
    return found


def acts() -> tuple[Act, ...]:
    """Give every act, in its order."""
    return tuple(_act(dict(each)) for each in _read()["acts"])


def first_things() -> tuple[Try, ...]:
    """Give what to try first."""
    return tuple(Try(**each) for each in _read()["tries"])


def day_of(days_ago: int, now: datetime) -> date:
    """Give the day that lies some working days back; today counts once the morning is over."""
    day = timezone.localdate(now - MORNING_IS_OVER)
    while day.weekday() > FRIDAY:
        day -= timedelta(days=1)
    weeks, rest = divmod(days_ago, 5)
    day -= timedelta(weeks=weeks)
    for _ in range(rest):
        day -= timedelta(days=3 if day.weekday() == 0 else 1)
    return day


def moment_of(act: Act, now: datetime) -> datetime:
    """Give the moment of an act, counted back from now."""
    return timezone.make_aware(datetime.combine(day_of(act.days_ago, now), act.at))


def _act(read: dict[str, Any]) -> Act:
    return Act(
        id=read.pop("id"),
        failures=tuple(read.pop("failures")),
        days_ago=read.pop("days_ago"),
        at=time.fromisoformat(read.pop("at")),
        who=read.pop("who"),
        act=read.pop("act"),
        told=read,
    )
