"""What is asked for: one record, disclosure, review or other thing, with what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Duty(StrEnum):
    """Why somebody must be told.

    Source:  London CPP 3.4.1, 3.5.9, 3.5.10, 3.6.9; Bromley 1.2, 7.10.
    """

    PROTECT = "protect"
    SHARE_MUST = "share_must"
    COURT_ORDER = "court_order"
    STATUTORY = "statutory"
    S47_ANSWER = "s47_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that an agency holds, as far as it bears on who may see it.

    The part of a thing that tells where somebody lives is asked for by itself, with `locate`.
    A thing about several people is as walled as the most walled of them: sealed where one of
    them is sealed, and then `named` is who stands on every one of their lists.

    Shapes:  child is whose case it belongs to; people are all whom it is about, the child too;
             recipient and limits (the purposes it was sent for) only where it was sent;
             duty is the duty that this very act fulfils.
    Units:   limits_until is an aware datetime in UTC; None where no end was set.
    """

    kind: str
    holder: str
    child: str = ""
    people: frozenset[str] = frozenset()
    tier: str = "ordinary"
    sealed: bool = False
    named: frozenset[str] = frozenset()
    location_shielded: bool = False
    may_locate: frozenset[str] = frozenset()
    sensitive_service: bool = False
    child_agrees: bool = False
    reasonable_cause: bool = False
    recipient: str = ""
    limits: frozenset[str] = frozenset()
    limits_until: datetime | None = None
    onward_agreed: bool = False
    form_owed: bool = False
    duty: Duty | None = None

    walled: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        walled = self.sealed or self.location_shielded or self.sensitive_service
        object.__setattr__(self, "walled", walled)
