"""Sweep every situation of a slice at once: one bit of a long number stands for each situation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import prod

from sharewell.deciding.domains import is_true
from sharewell.packs.pack import Rule
from sharewell.proving.differing import Whole
from sharewell.terms.answer import EXCLUSIVE, NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import Comparison, Condition, Literal, Value

LARGEST = 1 << 20


class Sweep:
    """A slice of the situations of a stack: some facts take every value, the others what is
    presumed of them. All of them where there are few enough.

    It weighs rules by their conditions and overrides alone, and knows nothing of diagrams.
    """

    def __init__(self, laid_out: Whole, largest: int = LARGEST) -> None:
        self.all, self.stack = laid_out, laid_out.stack
        self.free = self._free(largest)
        self.size = prod(self.all.domains[name].width for name in self.free)
        self.every = (1 << self.size) - 1
        self._at = self._digits()
        self.speaks = self._speaking()

    def outcome(self) -> dict[object, int]:
        """Give the situations of each outcome, what holds it back counted."""
        holding = 0
        for rule in self.stack.rules_of(Part.PRECONDITION):
            met = self._literal(is_true(self.stack.vocabulary.met_by[rule.sets]))
            holding |= self.speaks[rule.id] & ~met * rule.holds
        found = self.part(Part.OUTCOME)
        for outcome in set(found) - NOTHING_LEAVES:
            held = found[outcome] & holding
            found[outcome] &= ~held
            found[Outcome.DO_NOT_SHARE] = found.get(Outcome.DO_NOT_SHARE, 0) | held
        return {word: bits for word, bits in found.items() if bits}

    def part(self, part: Part) -> dict[object, int]:
        """Give the situations of each word of a part: that of the first rule that speaks."""
        found, left = dict[object, int](), self.every
        for rule in (*self.stack.rules_of(part), self.stack.defaults[part]):
            first = self.speaks.get(rule.id, self.every) & left
            found[rule.sets] = found.get(rule.sets, 0) | first
            left &= ~first
        return {word: bits for word, bits in found.items() if bits}

    def read_off(self, diagram: int) -> dict[object, int]:
        """Give the situations of each value of a diagram."""
        return {
            value: bits
            for value in self.all.diagrams.residue(diagram).leaves
            if (bits := self._where(self.all.where(diagram, [value]), {}))
        }

    def facts(self, bits: int) -> dict[str, Value]:
        """Write down the first situation of some bits, the facts that are free alone."""
        place, found = (bits & -bits).bit_length() - 1, dict[str, Value]()
        for name in self.free:
            domain = self.all.domains[name]
            place, digit = divmod(place, domain.width)
            found[name] = domain.example(digit)
        return found

    def _where(self, diagram: int, done: dict[int, int]) -> int:
        """The situations in which a diagram of truths is true."""
        if diagram < 0:
            return self.every if diagram == self.all.diagrams.true else 0
        if diagram not in done:
            level, branches = self.all.diagrams.split(diagram)
            name, found = self.all.names[level], 0
            for value, branch in enumerate(branches):
                here = self._level(name, value)
                if here:
                    found |= here & self._where(branch, done)
            done[diagram] = found
        return done[diagram]

    def _level(self, name: str, value: int) -> int:
        if name in self.all.domains:
            return self._digit(name, value)
        return 0 if value else self.every

    def _free(self, largest: int) -> tuple[str, ...]:
        """Choose the facts that most conditions look at, as many as the slice holds."""
        answering = (rule for rule in self.stack.rules if rule.part in EXCLUSIVE)
        looked_at = Counter(fact for rule in answering for fact in rule.when.facts)
        chosen, size = list[str](), 1
        for name, _ in looked_at.most_common():
            width = self.all.domains[name].width
            if size * width <= largest:
                chosen.append(name)
                size *= width
        return tuple(chosen)

    def _digits(self) -> Mapping[str, tuple[int, int]]:
        """Where each free fact stands among the digits: its period, and how wide it is."""
        found, period = dict[str, tuple[int, int]](), 1
        for name in self.free:
            width = self.all.domains[name].width
            found[name] = (period, width)
            period *= width
        return found

    def _digit(self, name: str, value: int) -> int:
        """The situations in which a fact has the value of one class."""
        if name not in self._at:
            return self.every if value == self.all.domains[name].stand_in else 0
        period, width = self._at[name]
        found, reach = ((1 << period) - 1) << (value * period), period * width
        while reach < self.size:
            found |= found << reach
            reach *= 2
        return found & self.every

    def _speaking(self) -> dict[str, int]:
        rules = {rule.id: rule for rule in self.stack.rules}
        silenced, found = dict[str, int](), dict[str, int]()
        for id in self.all.order:
            rule: Rule = rules[id]
            here = self._condition(rule.when) & ~silenced.get(id, 0)
            found[id] = here
            for other in rule.overrides:
                silenced[other] = silenced.get(other, 0) | here
        return found

    def _condition(self, when: Condition) -> int:
        found = self._condition(when.where) if when.where else self.every
        for literal in when.all:
            found &= self._literal(literal)
        if when.any:
            some = 0
            for literal in when.any:
                some |= self._literal(literal)
            found &= some
        for literal in when.none:
            found &= ~self._literal(literal)
        return found

    def _literal(self, literal: Literal) -> int:
        if literal.how is Comparison.IS_UNKNOWN:
            return 0
        found = 0
        for value, members in enumerate(self.all.domains[literal.fact].classes):
            if literal.admits(members[0]):
                found |= self._digit(literal.fact, value)
        return found
