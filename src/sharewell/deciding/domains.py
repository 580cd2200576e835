"""Domains: the values of a fact, gathered where no rule of a stack tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sharewell.packs.pack import Stack
from sharewell.terms.answer import BESIDE, Part
from sharewell.terms.conditions import (
    ABOUT_THE_ASKING,
    ALWAYS,
    NOTHING,
    Comparison,
    Condition,
    Facts,
    Literal,
    Truth,
    Value,
    all_of,
    not_,
)
from sharewell.terms.errors import PackRefused

NEVER = Condition(never=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """When a fact is asked, and what stands in for it while there is no answer.

    `when` is None where it is always asked; `only_unless` is what the vocabulary
    forbids beside it. "unknown" as the answer to a condition never closes it.
    """

    when: Condition | None
    only_unless: tuple[Literal, ...]
    presumed: Value
    dont_know: Value

    @property
    def gates(self) -> tuple[Literal, ...]:
        """The comparisons on which its being asked depends."""
        return (*(self.when.literals if self.when else ()), *self.only_unless)

    def truth(self, facts: Facts) -> Truth:
        """Say whether it is asked on these facts; None where that is still open."""
        unless = (not_(each.favoured(facts, False)) for each in self.only_unless)
        return all_of([(self.when or ALWAYS).favoured(facts), *unless])


def askings_of(stack: Stack) -> dict[str, Asking]:
    """Say for every fact of a stack when it is asked.

    What may not be given together with something else is not asked then, and what
    has a default is never asked.
    """
    return {name: _asking(stack, name) for name in stack.questions}


def _asking(stack: Stack, name: str) -> Asking:
    question, fact = stack.questions[name], stack.vocabulary.facts[name]
    only_unless = tuple(_only_unless(stack, name))
    when = question.ask_when or (ALWAYS if only_unless else None)
    presumed = NOTHING if question.presume is None else question.presume
    if fact.default is not None:
        when, presumed = NEVER, fact.default
    dont_know = presumed if question.dont_know is None else question.dont_know
    return Asking(when=when, only_unless=only_unless, presumed=presumed, dont_know=dont_know)


def _only_unless(stack: Stack, name: str) -> Iterator[Literal]:
    for constraint in stack.vocabulary.constraints:
        given = [each for each in constraint if each.how is Comparison.IS_GIVEN]
        if any(each.fact == name for each in given):
            yield from (each for each in constraint if each.fact != name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The classes of values of one fact that its stack tells apart.

    The last class may be "nothing": the fact does not arise. `unknown_matters`
    where it makes a difference that the answer was "unknown".
    """

    fact: str
    classes: tuple[tuple[Value, ...], ...]
    asking: Asking
    unknown_matters: bool

    @property
    def width(self) -> int:
        """How many classes there are, "nothing" included."""
        return len(self.classes)

    @property
    def stand_in(self) -> int:
        """The class of what stands in for it while it is not asked."""
        return self.of(self.asking.presumed)

    def levels(self) -> Iterator[tuple[str, int]]:
        """The levels it takes in a diagram, each with its width."""
        if self.asking.when is not None:
            yield f"given {self.fact}", 2
        if self.unknown_matters:
            yield f"?{self.fact}", 2
        yield self.fact, self.width

    def of(self, value: Value) -> int:
        """The class of a value."""
        return next(
            place
            for place, members in enumerate(self.classes)
            if any(type(value) is type(each) and value == each for each in members)
        )

    def admitted(self, literal: Literal) -> frozenset[int]:
        """The classes that a comparison admits."""
        if literal.how is Comparison.IS_NOT_GIVEN:
            return frozenset(i for i, each in enumerate(self.classes) if each == (NOTHING,))
        return frozenset(i for i, each in enumerate(self.classes) if literal.admits(each[0]))

    def beside(self, literal: Literal) -> int:
        """The first class that a comparison does not admit."""
        admitted = self.admitted(literal)
        return next(place for place in range(self.width) if place not in admitted)

    def example(self, place: int) -> Value:
        """One value of a class."""
        return self.classes[place][0]


def domains_of(stack: Stack, beside: Iterable[Condition] = ()) -> dict[str, Domain]:
    """Gather the domains of every fact that can bear on the answer, in asking order.

    Shapes:  beside are conditions of no rule, whose facts are wanted as well.
    Raises:  PackRefused when a fact that is always asked has no presumption, or when what
             stands in for two facts cannot stand together.
    """
    askings = askings_of(stack)
    literals = _literals_of(stack, beside)
    gates = _with_gates(literals, askings)
    for constraint in stack.vocabulary.constraints:
        for each in constraint:
            if each.fact in literals:
                literals[each.fact].append(each)
    domains = {
        name: _domain(stack, name, literals[name], askings[name], name in gates)
        for name in stack.order
        if name in literals
    }
    _refuse_impossible_stand_ins(stack, askings)
    return domains


def _literals_of(stack: Stack, beside: Iterable[Condition]) -> dict[str, list[Literal]]:
    protectors = stack.vocabulary.groups["protectors"]
    found: dict[str, list[Literal]] = {
        "recipient_role": [Literal("recipient_role", Comparison.IN, protectors, "protectors")]
    }
    answering = [rule for rule in stack.rules if rule.part not in BESIDE]
    for condition in (*(rule.when for rule in answering), *beside):
        for literal in condition.literals:
            found.setdefault(literal.fact, []).append(literal)
    for rule in stack.rules_of(Part.PRECONDITION):
        met = stack.vocabulary.met_by[rule.sets]
        found.setdefault(met, []).append(is_true(met))
    return found


def is_true(fact: str) -> Literal:
    """The comparison that a fact is so."""
    return Literal(fact, Comparison.IN, (True,), f"{fact} = true")


def _with_gates(literals: dict[str, list[Literal]], askings: dict[str, Asking]) -> frozenset[str]:
    """Add the facts on which the asking of others depends, and name them."""
    waiting, gates = list(literals), set[str]()
    while waiting:
        for literal in askings[waiting.pop()].gates:
            gates.add(literal.fact)
            if literal.fact not in literals:
                literals[literal.fact] = []
                waiting.append(literal.fact)
            literals[literal.fact].append(literal)
    return frozenset(gates)


def _domain(
    stack: Stack, name: str, literals: list[Literal], asking: Asking, is_gate: bool
) -> Domain:
    if asking.presumed == NOTHING and asking.when is None:
        raise PackRefused(
            what=f"The stack was not loaded: nothing stands in for {name} while it is not asked.",
            why="A fact that is always asked needs a presumption, so that there is an answer now.",
            next=f"Add presume = ... to the question {name}, or say when it is asked.",
        )
    telling = [each for each in literals if each.how not in ABOUT_THE_ASKING]
    gathered: dict[tuple[bool, ...], list[Value]] = {}
    for value in stack.vocabulary.facts[name].values:
        gathered.setdefault(tuple(each.admits(value) for each in telling), []).append(value)
    classes = tuple(tuple(values) for values in gathered.values())
    return Domain(
        fact=name,
        classes=(*classes, (NOTHING,)) if asking.presumed == NOTHING else classes,
        asking=asking,
        unknown_matters=is_gate or any(each.how is Comparison.IS_UNKNOWN for each in literals),
    )


def _refuse_impossible_stand_ins(stack: Stack, askings: dict[str, Asking]) -> None:
    for constraint in stack.vocabulary.constraints:
        if all(
            any(each.how is Comparison.IN and each.admits(value) for value in _stand_ins(asking))
            for each in constraint
            if (asking := askings[each.fact])
        ):
            written = " and ".join(each.written for each in constraint)
            raise PackRefused(
                what="The stack was not loaded: two of its presumptions cannot stand together.",
                why=f"With no answers at all it would presume {written}.",
                next="Change presume or dont_know in one of the two questions.",
            )


def _stand_ins(asking: Asking) -> tuple[Value, Value]:
    return asking.presumed, asking.dont_know
