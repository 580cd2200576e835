"""How a room says what it keeps: the kind, its tables, and where its period begins."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Counted(NamedTuple):
    """From when to when an agency's records of one kind about one subject reach."""

    subject: UUID
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """One kind of record that a room keeps.

    What is about a person is counted, and goes only when somebody confirms it. What is nobody's
    record, such as a draft, is swept. What has neither belongs to a record and goes with it.

    Shapes:  kind is a code; says is what people call it; counted_from is in words; counted gives
             what one agency has, by the agency's id; sweep says how many it removed.
    Raises:  ValueError where a kind is both counted and swept.
    """

    kind: str
    says: str
    counted_from: str
    tables: tuple[str, ...]
    cites: tuple[str, ...]
    counted: Callable[[UUID], Iterable[Counted]] | None = None
    sweep: Callable[[], int] | None = None

    def __post_init__(self) -> None:
        if self.counted and self.sweep:
            raise ValueError(f"{self.kind} is about a person: it is counted, and never swept.")
