"""The situations of two stacks at once: one set of levels, on which both can be laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sharewell.comparing.weighing import in_full
from sharewell.deciding.diagram import Diagrams
from sharewell.deciding.domains import Asking, askings_of, is_true
from sharewell.deciding.situations import Situations, both_ways
from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import BESIDE, Part
from sharewell.terms.conditions import (
    ABOUT_THE_ASKING,
    NOTHING,
    UNKNOWN,
    Comparison,
    Literal,
    Value,
)

LARGEST = 250_000
"""Nodes of what is laid out for two stacks: some ten seconds of one core."""
LEFT_OUT = NOTHING
"""Stands for a fact that is not stated, because it does not arise."""

Members = tuple[Value, ...]


class Common:
    """Every complete situation of two stacks: each fact that bears on either has an answer.

    An answer is a value or "unknown"; only a fact that may not arise can be left out. Values
    that neither stack tells apart are gathered in a class.
    """

    def __init__(self, before: Stack, after: Stack, most: int = LARGEST) -> None:
        self.stacks = (before, after)
        literals = _literals_of(self.stacks)
        tuned = (name.removeprefix("?") for name in (*after.levels, *before.levels))
        order = dict.fromkeys((*tuned, *before.order, *after.order))
        self.names = [name for name in order if name in literals]
        self.level = {name: place for place, name in enumerate(self.names)}
        self.classes = [self._classes(name, literals[name]) for name in self.names]
        self.diagrams = Diagrams([len(classes) for classes in self.classes], most)
        self.before, self.after = self.sides = Side(before, self), Side(after, self)
        contradicted = (side.contradicted() for side in self.sides)
        self.impossible = self.diagrams.either(*contradicted)

    def _classes(self, name: str, literals: list[Literal]) -> tuple[Members, ...]:
        facts = [each.vocabulary.facts for each in self.stacks]
        values = dict.fromkeys((type(v), v) for f in facts if name in f for v in f[name].values)
        gathered: dict[tuple[bool, ...], list[Value]] = {}
        for _, value in values:
            gathered.setdefault(tuple(each.admits(value) for each in literals), []).append(value)
        classes = (*map(tuple, gathered.values()), (UNKNOWN,))
        return (*classes, (LEFT_OUT,)) if self._may_not_arise(name) else classes

    def _may_not_arise(self, name: str) -> bool:
        askings = (askings_of(each).get(name) for each in self.stacks)
        return any(each and (each.presumed == NOTHING or each.only_unless) for each in askings)


class Side(Situations):
    """One of two stacks, laid out on the levels that it shares with the other."""

    def __init__(self, stack: Stack, common: Common) -> None:
        self.stack, self.common, self.diagrams = stack, common, common.diagrams
        self.level, self.names = common.level, common.names
        self.askings: dict[str, Asking] = askings_of(stack)
        self._rules = {rule.id: rule for rule in in_override_order(stack)}
        self._speaking: dict[str, int] = {}

    def literal(self, literal: Literal) -> int:
        """Where a comparison holds, with what stands in where there is no answer."""
        found = self._plainly(literal)
        for own, other in both_ways(self.stack.vocabulary.constraints):
            mine = own.fact == literal.fact and own.how is Comparison.IN
            if mine and literal.how is not Comparison.IS_UNKNOWN:
                values = self.stack.vocabulary.facts[own.fact].values
                instead = next(each for each in values if not own.admits(each))
                gives_way = [
                    literal.admits(instead) if own.admits(stand_in) else None
                    for stand_in in self._stand_ins(literal.fact)
                ]
                beside = self._plainly if other.how is Comparison.IN else self._stated
                found = self.diagrams.choose(
                    beside(other), self._plainly(literal, gives_way), found
                )
        return found

    def contradicted(self) -> int:
        """Where the answers are such as the vocabulary does not allow together."""
        found = self.diagrams.false
        for first, second in self.stack.vocabulary.constraints:
            if first.fact in self.level and second.fact in self.level:
                both = self.diagrams.both(self._stated(first), self._stated(second))
                found = self.diagrams.either(found, both)
        return found

    def rule(self, id: str) -> Rule | None:
        """Find a rule of this stack; a default is none."""
        return self._rules.get(id)

    def presumed(self, name: str) -> Value | None:
        """What this stack presumes of a fact; None where it does not know the fact."""
        return self.askings[name].presumed if name in self.askings else None

    def precondition(self, code: str) -> int:
        """What a precondition is: not asked for, to be met first, or holding everything back."""
        found = self.diagrams.leaf("")
        met = self.literal(is_true(self.stack.vocabulary.met_by[code]))
        rules = [rule for rule in self.stack.rules_of(Part.PRECONDITION) if rule.sets == code]
        for rule in sorted(rules, key=lambda rule: rule.holds):
            unmet = self.diagrams.but_not(self.speaks(rule), met)
            value = self.diagrams.leaf(in_full(code, rule.holds))
            found = self.diagrams.choose(unmet, value, found)
        return found

    def _stand_ins(self, fact: str) -> tuple[Value, Value]:
        """What stands in where a fact is not known, and where it is left out."""
        return self.askings[fact].dont_know, self.askings[fact].presumed

    def _plainly(self, literal: Literal, gives_way: Sequence[bool | None] = (None, None)) -> int:
        """Where a comparison holds, unless what stands in gives way to another value."""
        if literal.how is Comparison.IS_UNKNOWN:
            return self._where(literal.fact, lambda value: value == UNKNOWN)
        unknown, left_out = (
            literal.admits(value) if instead is None else instead
            for instead, value in zip(gives_way, self._stand_ins(literal.fact), strict=True)
        )
        without = {UNKNOWN: unknown, LEFT_OUT: left_out}
        return self._where(
            literal.fact,
            lambda value: without[str(value)] if value in without else literal.admits(value),
        )

    def _stated(self, literal: Literal) -> int:
        """Where one side of what cannot stand together was stated."""
        if literal.how is Comparison.IS_GIVEN:
            return self._where(literal.fact, lambda value: value != LEFT_OUT)
        if literal.how is Comparison.IS_NOT_GIVEN:
            return self._where(literal.fact, lambda value: value == LEFT_OUT)
        return self._where(
            literal.fact,
            lambda value: value not in (UNKNOWN, LEFT_OUT) and literal.admits(value),
        )

    def _where(self, fact: str, admits: Callable[[Value], bool]) -> int:
        place = self.level[fact]
        classes = self.common.classes[place]
        return self.diagrams.test(place, [admits(members[0]) for members in classes])


def _literals_of(stacks: Iterable[Stack]) -> dict[str, list[Literal]]:
    """Every comparison that bears on an answer of one of some stacks, by its fact."""
    found: dict[str, list[Literal]] = {}
    for stack in stacks:
        for literal in _answering(stack):
            found.setdefault(literal.fact, []).append(literal)
    for stack in stacks:
        for pair in stack.vocabulary.constraints:
            if any(each.fact in found for each in pair):
                for each in pair:
                    found.setdefault(each.fact, []).append(each)
    return {
        name: [each for each in literals if each.how not in ABOUT_THE_ASKING]
        for name, literals in found.items()
    }


def _answering(stack: Stack) -> Iterator[Literal]:
    for rule in stack.rules:
        if rule.part not in BESIDE:
            yield from rule.when.literals
        if rule.part is Part.PRECONDITION:
            yield is_true(stack.vocabulary.met_by[rule.sets])
