"""The permission: yes or no, the rules for the record, what is marked, and the one thing shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sharewell.permitting.table import RULES

SHOWN = (
    "Nothing can be shown here. This does not mean that nothing is known. "
    "Ring this number, day or night:"
)
"""What every refusal shows, and what is shown where nothing is held: the same, byte for byte."""


class Mark(StrEnum):
    """What the service must do besides."""

    REVIEW = "review"
    TELL_GUARDIAN = "tell_guardian"
    TELL_ON_CALL = "tell_on_call"


class GoesTo(StrEnum):
    """Who fulfils a duty that a wall keeps from this practitioner.

    ON_CALL is whoever is on call for the sealed list, NAMED_OFFICER an officer who may unshield.
    """

    ON_CALL = "on_call"
    DEPUTY = "deputy"
    NAMED_OFFICER = "named_officer"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether it may be done, and why.

    `rules`, `marks` and `goes_to` are for the record and the service: none of them is shown to
    whoever asks. `asks_for` may be: it names the gates that the asker can open, and only where
    nothing else stands in the way.
    """

    allowed: bool
    rules: tuple[str, ...]
    marks: frozenset[Mark]
    goes_to: GoesTo | None
    asks_for: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Say in sentences, for the record, which rules spoke."""
        return " ".join(RULES[rule].says for rule in self.rules)

    @property
    def shown(self) -> str:
        """Say what the asker is shown instead: the same for every refusal, nothing for a yes."""
        return "" if self.allowed else SHOWN


STOPS = [rule.id for rule in RULES.values() if rule.of_class != "pass"]
BIT = {id: 1 << place for place, id in enumerate(STOPS)}
OWED, GLASS, TELLS = (1 << len(STOPS) + place for place in range(3))
WALLS = sum(BIT[id] for id in STOPS if RULES[id].of_class == "wall")
GLASS_PASSES = BIT["relationship"] | BIT["sensitivity"]
ASKER_OPENS = ("purpose", "form", "step_up")
PAST = {
    "seal": GoesTo.ON_CALL,
    "exclusion": GoesTo.DEPUTY,
    "shield": GoesTo.NAMED_OFFICER,
    "sensitive_service": GoesTo.DESK,
    "operator": GoesTo.DESK,
}
_known: dict[int, Permission] = {}


def permission(found: int) -> Permission:
    """Give the permission that follows from the rules not met and what lets through.

    Shapes:  found is a sum of bits: BIT of each rule not met, and OWED, GLASS or TELLS.
    """
    known = _known.get(found)
    if known is None:
        known = _known[found] = _follow(found)
    return known


def _follow(found: int) -> Permission:
    left = found & ~(OWED | GLASS | TELLS)
    if found & GLASS:
        left &= ~GLASS_PASSES
    passes_gates = bool(found & (OWED | TELLS))
    allowed = bool(found & TELLS) or not (left & WALLS or (left and not passes_gates))
    spoke = [id for id in STOPS if found & BIT[id]]
    return Permission(
        allowed=allowed,
        rules=(*spoke, *_let_through(found, left, allowed)),
        marks=_marks(found, left, allowed),
        goes_to=next((PAST[id] for id in PAST if passes_gates and found & BIT[id]), None),
        asks_for=() if allowed else _asks_for(spoke, left),
    )


def _let_through(found: int, left: int, allowed: bool) -> tuple[str, ...]:
    if not allowed:
        return ()
    by_glass, by_duty = bool(found & GLASS), bool(left) or bool(found & TELLS)
    if not (by_glass or by_duty):
        return ("need_to_know",)
    return ("glass",) * by_glass + ("duty",) * by_duty


def _marks(found: int, left: int, allowed: bool) -> frozenset[Mark]:
    marks = set()
    if found & BIT["seal"]:
        marks.add(Mark.TELL_ON_CALL)
    if allowed and found & GLASS:
        marks |= {Mark.REVIEW, Mark.TELL_GUARDIAN}
    if allowed and left and not found & TELLS:
        marks.add(Mark.REVIEW)
    return frozenset(marks)


def _asks_for(spoke: list[str], left: int) -> tuple[str, ...]:
    opened = sum(BIT[id] for id in ASKER_OPENS)
    return () if left & ~opened else tuple(id for id in spoke if id in ASKER_OPENS)
