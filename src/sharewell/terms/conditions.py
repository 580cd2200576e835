"""Conditions: what must hold for a rule to speak, in three values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
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
        return value != NOTHING and ORDERED[self.how](value, self.values[0])

    def truth(self, facts: Facts, asked: Facts | None = None) -> Truth:
        """Weigh the literal on the facts given; None where it cannot be told.

        Shapes:  asked are the answers themselves, where the facts hold what stands in for them.
        """
        value = facts.get(self.fact)
        if self.how in (Comparison.IS_GIVEN, Comparison.IS_NOT_GIVEN):
            return (value not in (None, NOTHING)) is (self.how is Comparison.IS_GIVEN)
        if value is None:
            return None
        if self.how is Comparison.IS_UNKNOWN:
            return (facts if asked is None else asked).get(self.fact) == UNKNOWN
        return None if value == UNKNOWN else self.admits(value)

    def favoured(self, facts: Facts, wanted: bool) -> Truth:
        """Weigh the literal with the benefit of the doubt: an answer "unknown" counts as wanted.

        Returns:  None only where the fact was not asked.
        """
        value = facts.get(self.fact)
        if value is None:
            return None
        doubtful = value == UNKNOWN and self.how not in ABOUT_THE_ASKING
        return wanted if doubtful else self.truth(facts)


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
    `never` marks the condition that never holds. `where` must hold as well: a stack
    lets a pack speak only where it is picked.
    """

    all: tuple[Literal, ...] = ()
    any: tuple[Literal, ...] = ()
    none: tuple[Literal, ...] = ()
    never: bool = False
    where: Condition | None = None

    def __str__(self) -> str:
        if self.never:
            return "never"
        parts = [literal.written for literal in self.all]
        if self.any:
            parts.append("(" + " or ".join(literal.written for literal in self.any) + ")")
        parts += [f"not ({literal.written})" for literal in self.none]
        return " and ".join(parts) or "always"

    @property
    def literals(self) -> tuple[Literal, ...]:
        """Every literal, in the order it is written; where it is picked comes last."""
        return self.all + self.any + self.none + (self.where.literals if self.where else ())

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts it looks at."""
        return frozenset(literal.fact for literal in self.literals)

    def truth(self, facts: Facts, asked: Facts | None = None) -> Truth:
        """Weigh the condition on the facts given; None where it cannot be told."""
        return self._join(
            lambda literal: literal.truth(facts, asked),
            lambda literal: not_(literal.truth(facts, asked)),
        )

    def favoured(self, facts: Facts) -> Truth:
        """Weigh the condition with the benefit of the doubt: "unknown" never closes it."""
        return self._join(
            lambda literal: literal.favoured(facts, True),
            lambda literal: not_(literal.favoured(facts, False)),
        )

    def _join(self, holds: Callable[[Literal], Truth], fails: Callable[[Literal], Truth]) -> Truth:
        if self.never:
            return False
        parts = [holds(literal) for literal in self.all]
        if self.any:
            parts.append(any_of(holds(literal) for literal in self.any))
        if self.where:
            parts.append(self.where._join(holds, fails))
        return all_of([*parts, *(fails(literal) for literal in self.none)])

    def relied_on(self, facts: Facts, asked: Facts | None = None) -> tuple[str, ...]:
        """Name the facts that make it true: dropping any one would leave it open."""
        needed = [literal.fact for literal in self.all + self.none]
        any_ = sorted(self.any, key=lambda literal: literal.fact not in needed)
        first = (literal.fact for literal in any_ if literal.truth(facts, asked))
        picked = self.where.relied_on(facts, asked) if self.where else ()
        return tuple(dict.fromkeys([*needed, *islice(first, 1), *picked]))


ALWAYS = Condition()
