"""Find an order of levels in which diagrams are small: each level is tried at every place.

After Rudell, Dynamic Variable Ordering for Ordered Binary Decision Diagrams (1993), with
branches for many values.
"""

from __future__ import annotations

from collections.abc import Sequence

from sharewell.deciding.diagram import Diagrams

ENOUGH = 0.99
"""A round that leaves more than this part of the nodes is the last."""
FAR_ENOUGH = 2
"""A level is moved no further where the diagrams have grown this many times."""


class Sifter:
    """Diagrams whose neighbouring levels can be exchanged in place; a number keeps its meaning."""

    def __init__(self, diagrams: Diagrams, roots: Sequence[int]) -> None:
        self._widths = diagrams.widths
        self.nodes = _below(diagrams, roots)
        self._next = max(self.nodes, default=0) + 1
        self.order = sorted({level for level, _ in self.nodes.values()})
        self._at: dict[int, dict[tuple[int, ...], int]] = {level: {} for level in self.order}
        self._held = dict.fromkeys(self.nodes, 0)
        for number, (level, branches) in self.nodes.items():
            self._at[level][branches] = number
            self._hold(branches)
        self._hold(roots)

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.nodes)

    def sift(self) -> tuple[int, ...]:
        """Move levels until it no longer helps; give their order."""
        before = 2 * self.size + 1
        while self.size < ENOUGH * before:
            before = self.size
            for level in sorted(self.order, key=lambda level: -len(self._at[level])):
                self._move(level)
        return tuple(self.order)

    def _move(self, level: int) -> None:
        """Move one level down and up, and leave it where the diagrams were smallest."""
        place = self.order.index(level)
        best, most = (self.size, place), FAR_ENOUGH * self.size
        while place < len(self.order) - 1 and self.size <= most:
            place = self._exchange(place)
            best = min(best, (self.size, place))
        while place > 0 and (self.size <= most or place > best[1]):
            place = self._exchange(place - 1) - 1
            best = min(best, (self.size, place))
        while place < best[1]:
            place = self._exchange(place)

    def _exchange(self, place: int) -> int:
        """Exchange the levels at a place and the next; give the place of what was there."""
        upper, lower = self.order[place : place + 2]
        self.order[place : place + 2] = lower, upper
        touched = [
            (branches, number)
            for branches, number in self._at[upper].items()
            if any(self._looks_at(each, lower) for each in branches)
        ]
        for branches, _ in touched:
            del self._at[upper][branches]
        for branches, number in touched:
            rows = [self._split(each, lower) for each in branches]
            turned = tuple(self._made(upper, column) for column in zip(*rows, strict=True))
            self._hold(turned)
            self.nodes[number] = lower, turned
            self._at[lower][turned] = number
            self._let_go(branches)
        return place + 1

    def _looks_at(self, number: int, level: int) -> bool:
        return number >= 0 and self.nodes[number][0] == level

    def _split(self, number: int, level: int) -> tuple[int, ...]:
        if self._looks_at(number, level):
            return self.nodes[number][1]
        return (number,) * self._widths[level]

    def _made(self, level: int, branches: tuple[int, ...]) -> int:
        if branches.count(branches[0]) == len(branches):
            return branches[0]
        number = self._at[level].get(branches)
        if number is None:
            number = self._at[level][branches] = self._next
            self._next += 1
            self.nodes[number] = level, branches
            self._held[number] = 0
            self._hold(branches)
        return number

    def _hold(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            if number >= 0:
                self._held[number] += 1

    def _let_go(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            if number >= 0:
                self._held[number] -= 1
                if not self._held[number]:
                    level, branches = self.nodes.pop(number)
                    del self._at[level][branches], self._held[number]
                    self._let_go(branches)


def _below(diagrams: Diagrams, roots: Sequence[int]) -> dict[int, tuple[int, tuple[int, ...]]]:
    found: dict[int, tuple[int, tuple[int, ...]]] = {}
    open_ = list(roots)
    while open_:
        number = open_.pop()
        if number >= 0 and number not in found:
            found[number] = diagrams.split(number)
            open_.extend(found[number][1])
    return found
