"""From which day a whole record may go: when the period of its last kind has run out."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = 12


class State(StrEnum):
    """How a record stands to its periods."""

    UNTIL = "until"
    FOR_EVER = "for_ever"
    UNSET = "unset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long an agency keeps one kind of record.

    Shapes:  months is None for "for ever", which review_months then makes come back; until_age is 0
             where the person's age plays no part.
    Raises:  ValueError for one that neither ends nor comes back for review.
    """

    months: int | None
    until_age: int = 0
    review_months: int | None = None

    def __post_init__(self) -> None:
        if self.months is None and not self.review_months:
            raise ValueError("What is kept for ever has a day on which it is reviewed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which kind decides how long a record is kept, and the day on which it is looked at."""

    state: State
    kind: str
    day: date | None


def after(day: date, months: int) -> date:
    """Give the same day so many months later, or that month's last where there is none."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stands(
    reach: Mapping[str, tuple[date, date]],
    periods: Mapping[str, Period],
    *,
    born_on: date | None = None,
    reviewed: tuple[date, date] | None = None,
) -> Standing:
    """Say when a record is looked at again: never before the period of any of its kinds is over.

    Shapes:  reach gives the first and the last day of each kind, one kind at least; reviewed is
             the day somebody last reviewed the record, and the day until which they keep it.
    Returns: UNSET, without a day, where a kind has no period. Whose birthday is not known counts
             as born on the first day of the record: it is kept rather too long than too short.
    """
    without = sorted(reach.keys() - periods.keys())
    if without:
        return Standing(state=State.UNSET, kind=without[0], day=None)
    for_ever = sorted(kind for kind in reach if periods[kind].months is None)
    born = born_on or min(first for first, _ in reach.values())
    if for_ever:
        days = {kind: _reviewed_again(reach[kind][1], periods[kind], reviewed) for kind in for_ever}
        kind = min(days, key=lambda each: days[each])
        return Standing(state=State.FOR_EVER, kind=kind, day=_later(days[kind], reviewed))
    ends = {kind: _end(last, periods[kind], born) for kind, (_, last) in reach.items()}
    kind = max(sorted(ends), key=lambda each: ends[each])
    return Standing(state=State.UNTIL, kind=kind, day=_later(ends[kind], reviewed))


def _end(last: date, period: Period, born: date) -> date:
    """Give the end of a period, and of the age to which it lasts at least."""
    end = after(last, period.months or 0)
    return max(end, after(born, period.until_age * MONTHS)) if period.until_age else end


def _reviewed_again(last: date, period: Period, reviewed: tuple[date, date] | None) -> date:
    return after(max(last, reviewed[0]) if reviewed else last, period.review_months or 0)


def _later(day: date, reviewed: tuple[date, date] | None) -> date:
    return max(day, reviewed[1]) if reviewed else day
