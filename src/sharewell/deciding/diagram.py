"""Decision diagrams: every situation of a stack at once, with equal parts shared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from sharewell.terms.errors import PackRefused

LARGEST = 1_000_000
Leaf = Hashable


@dataclass(frozen=True, slots=True)
class Residue:
    """What is left of a diagram once some levels are fixed: leaves, and levels that matter.

    `size` is how many nodes and leaves it has.
    """

    leaves: frozenset[Leaf]
    levels: frozenset[int]
    size: int


class Diagrams:
    """A family of multi-valued decision diagrams over the same ordered levels.

    A diagram is a number. Two diagrams that mean the same have the same number,
    so a level that does not matter is never found in one.
    """

    def __init__(self, widths: Sequence[int], largest: int = LARGEST) -> None:
        self.widths, self._largest = tuple(widths), largest
        self._nodes: list[tuple[int, tuple[int, ...]]] = []
        self._leaves: list[Leaf] = []
        self._by_node: dict[tuple[int, tuple[int, ...]], int] = {}
        self._by_leaf: dict[tuple[type, Leaf], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self.true, self.false = self.leaf(True), self.leaf(False)

    def leaf(self, value: Leaf) -> int:
        """The diagram that is this value in every situation."""
        number = self._by_leaf.get((type(value), value))
        if number is None:
            self._leaves.append(value)
            number = self._by_leaf[type(value), value] = -len(self._leaves)
        return number

    @property
    def size(self) -> int:
        """How many nodes have been made."""
        return len(self._nodes)

    def value(self, diagram: int) -> Leaf:
        """The value of a leaf."""
        return self._leaves[-diagram - 1]

    def split(self, diagram: int) -> tuple[int, tuple[int, ...]]:
        """The level that a diagram looks at first, and what follows each of its values."""
        return self._nodes[diagram]

    def node(self, level: int, branches: tuple[int, ...]) -> int:
        """The diagram that follows one branch for each value of a level.

        Raises:  PackRefused past the largest number of nodes: such a pack needs splitting.
        """
        if branches.count(branches[0]) == len(branches):
            return branches[0]
        key = (level, branches)
        number = self._by_node.get(key)
        if number is None:
            if len(self._nodes) >= self._largest:
                raise PackRefused(
                    what="The stack was not loaded: its rules are too entangled to be proved.",
                    why=f"Laying out every situation took more than {self._largest:,} steps.",
                    next="Split the pack, or let fewer rules look at many facts at once.",
                )
            number = self._by_node[key] = len(self._nodes)
            self._nodes.append(key)
        return number

    def test(self, level: int, admitted: Sequence[bool]) -> int:
        """The diagram that says whether a level's value is an admitted one."""
        return self.node(level, tuple(self.true if each else self.false for each in admitted))

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """Then where the condition holds, otherwise where it does not."""
        if then == otherwise or condition == self.true:
            return then
        if condition == self.false:
            return otherwise
        if then == self.true and otherwise == self.false:
            return condition
        key = (condition, then, otherwise)
        number = self._chosen.get(key)
        if number is None:
            nodes = self._nodes
            level = min([nodes[each][0] for each in key if each >= 0])
            split = [
                nodes[each][1]
                if each >= 0 and nodes[each][0] == level
                else (each,) * self.widths[level]
                for each in key
            ]
            branches = tuple(map(self.choose, *split))
            number = self._chosen[key] = self.node(level, branches)
        return number

    def kept(self, *diagrams: int) -> tuple[Diagrams, tuple[int, ...]]:
        """Copy these diagrams alone into a family of their own; give it, and them in it."""
        family = Diagrams(self.widths)
        done: dict[int, int] = {}
        return family, tuple(self._copied(each, family, done) for each in diagrams)

    def copy(self) -> Diagrams:
        """A family with the same diagrams, under the same numbers."""
        family = Diagrams(self.widths)
        family._nodes, family._by_node = self._nodes[:], self._by_node.copy()
        family._leaves, family._by_leaf = self._leaves[:], self._by_leaf.copy()
        return family

    def _copied(self, diagram: int, family: Diagrams, done: dict[int, int]) -> int:
        if diagram < 0:
            return family.leaf(self.value(diagram))
        number = done.get(diagram)
        if number is None:
            level, branches = self._nodes[diagram]
            copied = tuple(self._copied(each, family, done) for each in branches)
            number = done[diagram] = family.node(level, copied)
        return number

    def both(self, left: int, right: int) -> int:
        """Left and right."""
        return self.choose(left, right, self.false)

    def either(self, left: int, right: int) -> int:
        """Left or right."""
        return self.choose(left, self.true, right)

    def but_not(self, left: int, right: int) -> int:
        """Left and not right."""
        return self.choose(right, self.false, left)

    def turned(self, diagram: int, turn: Callable[[Leaf], Leaf]) -> int:
        """The diagram with each leaf's value turned into another."""
        return self._turned(diagram, turn, {})

    def _turned(self, diagram: int, turn: Callable[[Leaf], Leaf], done: dict[int, int]) -> int:
        if diagram < 0:
            return self.leaf(turn(self.value(diagram)))
        number = done.get(diagram)
        if number is None:
            level, branches = self._nodes[diagram]
            turned = tuple(self._turned(each, turn, done) for each in branches)
            number = done[diagram] = self.node(level, turned)
        return number

    def moved(self, diagram: int, level: int, to: Mapping[int, int]) -> int:
        """The diagram in which some values of a level stand for others."""
        return self._moved(diagram, level, to, {})

    def _moved(self, diagram: int, level: int, to: Mapping[int, int], done: dict[int, int]) -> int:
        if diagram < 0 or self._nodes[diagram][0] > level:
            return diagram
        number = done.get(diagram)
        if number is None:
            own, branches = self._nodes[diagram]
            if own == level:
                moved = tuple(branches[to.get(i, i)] for i in range(len(branches)))
            else:
                moved = tuple(self._moved(each, level, to, done) for each in branches)
            number = done[diagram] = self.node(own, moved)
        return number

    def restricted(
        self, diagrams: Sequence[int], allowed: Sequence[Sequence[int]]
    ) -> tuple[int, ...]:
        """What is left of diagrams when each level may only take some of its values.

        Shapes:  allowed has, for each level, the values it may still take. What it may not take
                 counts as the first that it may, so that the level is gone where it matters not.
        """
        within = _Within(self, allowed)
        return tuple(within.of(each) for each in diagrams)

    def residue(self, diagram: int, allowed: Sequence[Sequence[int]] | None = None) -> Residue:
        """The leaves that a diagram can lead to, and the levels it looks at.

        Shapes:  allowed as in `restricted`; without it a level may take every value.
        """
        if allowed is not None:
            (diagram,) = self.restricted([diagram], allowed)
        leaves, levels, seen, open_ = set(), set(), {diagram}, [diagram]
        while open_:
            number = open_.pop()
            if number < 0:
                leaves.add(self.value(number))
                continue
            level, branches = self._nodes[number]
            levels.add(level)
            fresh = set(branches) - seen
            seen |= fresh
            open_.extend(fresh)
        return Residue(frozenset(leaves), frozenset(levels), len(seen))

    def example(self, diagram: int) -> dict[int, int]:
        """One situation, as values by level, in which a diagram of truths is true."""
        found: dict[int, int] = {}
        while diagram >= 0:
            level, branches = self._nodes[diagram]
            value = next(i for i, each in enumerate(branches) if each != self.false)
            found[level] = value
            diagram = branches[value]
        return found


class _Within:
    """Diagrams of a family where each level may only take some of its values."""

    def __init__(self, family: Diagrams, allowed: Sequence[Sequence[int]]) -> None:
        self._family, self._allowed = family, allowed
        self._done: dict[int, int] = {}

    def of(self, diagram: int) -> int:
        """What is left of one diagram."""
        allowed = self._allowed
        while diagram >= 0:
            level, branches = self._family.split(diagram)
            values = allowed[level]
            if len(values) > 1:
                break
            diagram = branches[values[0]]
        else:
            return diagram
        number = self._done.get(diagram)
        if number is None:
            first = self.of(branches[values[0]])
            kept = [self.of(each) if i in values else first for i, each in enumerate(branches)]
            number = self._done[diagram] = self._family.node(level, tuple(kept))
        return number
