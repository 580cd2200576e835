"""Lay two stacks' answers beside each other: in each situation from what to what a part goes."""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.comparing.side_by_side import Common
from sharewell.terms.answer import Part

SAME = None
"""The leaf of every situation in which both stacks say the same, or which cannot be."""


class Pairing:
    """The diagrams of two stacks in pairs, part by part."""

    def __init__(self, common: Common) -> None:
        self.common, self.join = common, common.diagrams
        self.same = self.join.leaf(SAME)
        self._paired: dict[tuple[int, int], int] = {}

    def parts(self) -> Iterator[tuple[Part, int]]:
        """Give each part with the diagram of its pairs; preconditions code by code."""
        sides = self.common.sides
        for part in (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT):
            yield part, self._possible(*(side.part(part) for side in sides))
        codes = (rule.sets for side in sides for rule in side.stack.rules_of(Part.PRECONDITION))
        for code in dict.fromkeys(codes):
            yield Part.PRECONDITION, self._possible(*(side.precondition(code) for side in sides))

    def _possible(self, left: int, right: int) -> int:
        return self.join.choose(self.common.impossible, self.same, self._pair(left, right))

    def _pair(self, left: int, right: int) -> int:
        if left == right:
            return self.same
        number = self._paired.get((left, right))
        if number is None:
            number = self._paired[left, right] = self._split(left, right)
        return number

    def _split(self, left: int, right: int) -> int:
        join, both = self.join, (left, right)
        if left < 0 and right < 0:
            return join.leaf((join.value(left), join.value(right)))
        level = min(join.split(each)[0] for each in both if each >= 0)
        width = join.widths[level]
        branches = (
            join.split(each)[1] if each >= 0 and join.split(each)[0] == level else (each,) * width
            for each in both
        )
        return join.node(level, tuple(map(self._pair, *branches)))
