"""Count the situations of a diagram, and find the one that is told in the fewest words."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from operator import mul

from sharewell.comparing.side_by_side import LEFT_OUT, Common
from sharewell.deciding.diagram import Leaf
from sharewell.terms.conditions import UNKNOWN, Value

UNSAID, SAID, NOT_KNOWN = 0, 2, 3
"""What an answer costs in the telling: nothing where it is what both stacks presume."""


class Counting:
    """Counts over every complete situation of two stacks, value by value and not by class."""

    def __init__(self, common: Common) -> None:
        self.common = common
        self._weights = [[len(members) for members in classes] for classes in common.classes]
        sums = [sum(weights) for weights in self._weights]
        self._before = list(accumulate(sums, mul, initial=1))
        self._costs = [
            [self._cost(name, members) for members in classes]
            for name, classes in zip(common.names, common.classes, strict=True)
        ]
        self._counted: dict[int, Counter[Leaf]] = {}

    def of(self, diagram: int) -> Counter[Leaf]:
        """Count the situations that lead to each leaf of a diagram, those that cannot be too."""
        scale = self._span(0, self._level(diagram))
        return Counter({leaf: count * scale for leaf, count in self._below(diagram).items()})

    def where(self, diagram: int) -> int:
        """Count the situations in which a diagram of truths is true."""
        return self.of(diagram)[True]

    def simplest(self, diagram: int) -> dict[str, Value]:
        """Give the answers of a situation in which a diagram of truths is true, in few words.

        What both stacks presume is stated where the diagram looks at it; the rest is left out.
        """
        common, known, said = self.common, dict[int, tuple[float, int]](), dict[str, Value]()
        self._cheapest(diagram, known)
        while diagram >= 0:
            level, branches = common.diagrams.split(diagram)
            place = known[diagram][1]
            value = self._spoken(common.names[level], common.classes[level][place])
            if value != LEFT_OUT:
                said[common.names[level]] = value
            diagram = branches[place]
        return said

    def _level(self, diagram: int) -> int:
        return self.common.diagrams.split(diagram)[0] if diagram >= 0 else len(self._weights)

    def _span(self, above: int, below: int) -> int:
        """How many ways there are to fill the levels between two."""
        return self._before[below] // self._before[above]

    def _below(self, diagram: int) -> Counter[Leaf]:
        if diagram < 0:
            return Counter({self.common.diagrams.value(diagram): 1})
        found = self._counted.get(diagram)
        if found is None:
            level, branches = self.common.diagrams.split(diagram)
            found = Counter[Leaf]()
            for weight, branch in zip(self._weights[level], branches, strict=True):
                scale = weight * self._span(level + 1, self._level(branch))
                for leaf, count in self._below(branch).items():
                    found[leaf] += count * scale
            self._counted[diagram] = found
        return found

    def _cheapest(self, diagram: int, known: dict[int, tuple[float, int]]) -> float:
        if diagram < 0:
            return UNSAID if diagram == self.common.diagrams.true else float("inf")
        if diagram not in known:
            level, branches = self.common.diagrams.split(diagram)
            costs = zip(self._costs[level], branches, strict=True)
            totals = [cost + self._cheapest(branch, known) for cost, branch in costs]
            known[diagram] = min(totals), totals.index(min(totals))
        return known[diagram][0]

    def _cost(self, name: str, members: tuple[Value, ...]) -> int:
        if members == (UNKNOWN,):
            return NOT_KNOWN
        presumed = [side.presumed(name) for side in self.common.sides]
        unsaid = members == (LEFT_OUT,) or all(
            each is None or any(type(each) is type(v) and each == v for v in members)
            for each in presumed
        )
        return UNSAID if unsaid else SAID

    def _spoken(self, name: str, members: tuple[Value, ...]) -> Value:
        """The member of a class that would be presumed, or else its first."""
        presumed = (side.presumed(name) for side in self.common.sides)
        return next((each for each in presumed if each is not None and each in members), members[0])
