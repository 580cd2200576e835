"""Conditions: what must hold for a rule to speak, in three values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import eq, ge, gt, le, lt

Value = str | bool | int
Facts = Mapping[str, Value]
Truth = bool | None

UNKNOWN = "unknown"
NOTHING = "nothing"
"""Stands in for a fact that does not arise: no value, so no comparison but `not in` holds."""


class Comparison(StrEnum):
    """How a literal compares a fact with its values."""

    IN = "in"
    NOT_IN = "not in"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IS_UNKNOWN = "is unknown"
    IS_GIVEN = "is given"
    IS_NOT_GIVEN = "is not given"


ORDERED: dict[Comparison, Callable[[Value, Value], bool]] = {
    Comparison.LESS: lt,
    Comparison.AT_MOST: le,
    Comparison.MORE: gt,
    Comparison.AT_LEAST: ge,
}
ABOUT_THE_ASKING = {Comparison.IS_UNKNOWN, Comparison.IS_GIVEN, Comparison.IS_NOT_GIVEN}


def same(left: Value, right: Value) -> bool:
    """Say whether two values are the same answer: 1 is not true, 0 is not false."""
    return type(left) is type(right) and eq(left, right)


@dataclass(frozen=True, slots=True)
class Literal:
    """One comparison of one fact, as a pack writes it: `risk_to_child = immediate`.

    A fact not asked leaves it undefined; so does the answer "unknown",
    except to `is unknown`.
    """

    fact: str
    how: Comparison
    values: tuple[Value, ...]
    written: str

    def admits(self, value: Value) -> bool:
        """Say whether a known value satisfies the comparison."""
        if self.how is Comparison.IN:
            return any(same(value, each) for each in self.values)
        if self.how is Comparison.NOT_IN:
            return not any(same(value, each) for each in self.values)
        if self.how in ORDERED:
            return value != NOTHING and ORDERED[self.how](value, self.values[0])
        return self.how is Comparison.IS_GIVEN

    def truth(self, facts: Facts) -> Truth:
        """Weigh the literal on the facts given; None where it cannot be told."""
        value = facts.get(self.fact)
        if self.how in (Comparison.IS_GIVEN, Comparison.IS_NOT_GIVEN):
            return (value is not None) is (self.how is Comparison.IS_GIVEN)
        if value is None:
            return None
        if self.how is Comparison.IS_UNKNOWN:
            return value == UNKNOWN
        return None if value == UNKNOWN else self.admits(value)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Join truths with "and": false beats undefined, undefined beats true."""
    undefined = False
    for truth in truths:
        if truth is False:
            return False
        undefined = undefined or truth is None
    return None if undefined else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Join truths with "or": true beats undefined, undefined beats false."""
    undefined = False
    for truth in truths:
        if truth is True:
            return True
        undefined = undefined or truth is None
    return None if undefined else False


def not_(truth: Truth) -> Truth:
    """Turn a truth round; undefined stays undefined."""
    return None if truth is None else not truth


@dataclass(frozen=True, slots=True)
class Condition:
    """All of these, at least one of those, and none of the others.

    Empty lists ask for nothing: the empty condition always holds.
    `never` marks the condition that never holds.
    """

    all: tuple[Literal, ...] = ()
    any: tuple[Literal, ...] = ()
    none: tuple[Literal, ...] = ()
    never: bool = False

    @property
    def literals(self) -> tuple[Literal, ...]:
        """Every literal, in the order it is written."""
        return self.all + self.any + self.none

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts it looks at."""
        return frozenset(literal.fact for literal in self.literals)

    def truth(self, facts: Facts) -> Truth:
        """Weigh the condition on the facts given; None where it cannot be told."""
        if self.never:
            return False
        parts: list[Truth] = [literal.truth(facts) for literal in self.all]
        if self.any:
            parts.append(any_of(literal.truth(facts) for literal in self.any))
        parts.extend(not_(literal.truth(facts)) for literal in self.none)
        return all_of(parts)

    def relied_on(self, facts: Facts) -> tuple[str, ...]:
        """Name the facts that make it true: dropping any one would leave it open."""
        chosen = [literal.fact for literal in self.all]
        holding = [literal.fact for literal in self.any if literal.truth(facts)]
        if holding and not set(holding) & set(chosen):
            chosen.append(holding[0])
        chosen += [literal.fact for literal in self.none]
        return tuple(dict.fromkeys(chosen))


ALWAYS = Condition()
