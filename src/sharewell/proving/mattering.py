"""Where the value of one fact makes a difference: to any part of an answer, or to what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sharewell.proving.differing import Whole
from sharewell.terms.answer import BASIS, EXCLUSIVE, Part
from sharewell.terms.conditions import ALWAYS, Value


class Mattering:
    """One fact of a stack in all its situations, held against everything that could look at it."""

    def __init__(self, whole: Whole, name: str) -> None:
        self.whole, self.domain = whole, whole.domains[name]
        self._level = whole.level[name]

    def within(self, where: int) -> bool:
        """Say whether some value of the fact tells from another in some of these situations."""
        if not self.whole.can_be(where):
            return False
        others = range(1, self.domain.width)
        return any(self._tells(where, 0, each) for each in others) or self._unknown_tells(where)

    def between(self, one: Value, other: Value) -> bool:
        """Say whether one value of the fact tells from another anywhere."""
        places = self.domain.of(one), self.domain.of(other)
        return places[0] != places[1] and self._tells(self.whole.diagrams.true, *places)

    def _tells(self, where: int, one: int, other: int) -> bool:
        every = range(self.domain.width)
        for looked_at in self._looks:
            left, right = (
                self.whole.diagrams.moved(looked_at, self._level, dict.fromkeys(every, each))
                for each in (one, other)
            )
            if self._apart(where, left, right):
                return True
        return False

    def _unknown_tells(self, where: int) -> bool:
        level = self.whole.level.get(f"?{self.domain.fact}")
        if level is None:
            return False
        family = self.whole.diagrams
        return any(
            self._apart(where, family.moved(each, level, {0: 1}), family.moved(each, level, {1: 0}))
            for each in self._looks
        )

    def _apart(self, where: int, left: int, right: int) -> bool:
        differs = self.whole.apart(left, right)
        return self.whole.can_be(self.whole.diagrams.both(where, differs))

    @cached_property
    def _looks(self) -> tuple[int, ...]:
        """The diagrams that look at the fact."""
        own = {self._level, self.whole.level.get(f"?{self.domain.fact}")}
        residue = self.whole.diagrams.residue
        return tuple(each for each in dict.fromkeys(self._all()) if residue(each).levels & own)

    def _all(self) -> Iterator[int]:
        whole, rules = self.whole, self.whole.stack.rules
        yield whole.outcome()
        yield from (whole.part(part) for part in EXCLUSIVE)
        yield from (whole.footing(part) for part in BASIS)
        words = {(rule.part, rule.sets) for rule in rules}
        for part, word in sorted(words):
            if part in (Part.PRECONDITION, Part.DUTY):
                yield whole.said(part, word)
        for domain in whole.domains.values():
            yield whole.condition(domain.asking.when or ALWAYS)
            yield from (whole.stands(each) for each in domain.asking.only_unless)
