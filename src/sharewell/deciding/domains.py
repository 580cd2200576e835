"""Domains: the values of a fact, gathered where no rule of a stack tells them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell.packs.pack import Stack
from sharewell.terms.answer import Part
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
from sharewell.terms.facts import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The classes of values of one fact that its stack tells apart.

    The last class may be "nothing": the fact does not arise. `asked_when` and
    `only_unless` say when it is asked at all; both are None and empty where it always is.
    """

    fact: str
    classes: tuple[tuple[Value, ...], ...]
    presumed: Value
    asked_when: Condition | None
    only_unless: tuple[Literal, ...]
    unknown_matters: bool

    @property
    def width(self) -> int:
        """How many classes there are, "nothing" included."""
        return len(self.classes)

    @property
    def real(self) -> tuple[int, ...]:
        """The classes that somebody could answer with."""
        return tuple(i for i, each in enumerate(self.classes) if each != (NOTHING,))

    @property
    def gates(self) -> frozenset[str]:
        """The facts on which its being asked depends."""
        when = self.asked_when.facts if self.asked_when else frozenset()
        return when | {literal.fact for literal in self.only_unless}

    def levels(self) -> Iterator[tuple[str, int]]:
        """The levels it takes in a diagram, each with its width."""
        if self.asked_when is not None:
            yield f"given {self.fact}", 2
        if self.unknown_matters:
            yield f"?{self.fact}", 2
        yield self.fact, self.width

    def of(self, value: Value) -> int:
        """The class of a value."""
        for place, members in enumerate(self.classes):
            if any(type(value) is type(each) and value == each for each in members):
                return place
        return self.classes.index((NOTHING,))

    def admitted(self, literal: Literal) -> frozenset[int]:
        """The classes that a comparison admits."""
        if literal.how is Comparison.IS_GIVEN:
            return frozenset(self.real)
        if literal.how is Comparison.IS_NOT_GIVEN:
            return frozenset(range(self.width)) - set(self.real)
        return frozenset(i for i, each in enumerate(self.classes) if literal.admits(each[0]))

    def example(self, place: int) -> Value:
        """One value of a class."""
        return self.classes[place][0]


@dataclass(frozen=True, slots=True)
class Asking:
    """When a fact is asked: its question's own condition, and what the vocabulary forbids."""

    question: Question
    only_unless: tuple[Literal, ...]

    @property
    def conditional(self) -> bool:
        """Say whether there are situations in which it is not asked."""
        return self.question.ask_when is not None or bool(self.only_unless)

    def truth(self, facts: Facts) -> Truth:
        """Say whether it is asked on these facts; None where that is still open."""
        when = self.question.ask_when or ALWAYS
        return all_of([when.truth(facts), *(not_(each.truth(facts)) for each in self.only_unless)])


def askings_of(stack: Stack) -> dict[str, Asking]:
    """Say for every fact of a stack when it is asked.

    What may not be given together with something else is not asked then.
    """
    return {
        name: Asking(question, tuple(_only_unless(stack, name)))
        for name, question in stack.questions.items()
    }


def _only_unless(stack: Stack, name: str) -> Iterator[Literal]:
    for constraint in stack.vocabulary.constraints:
        given = [each for each in constraint if each.how is Comparison.IS_GIVEN]
        if any(each.fact == name for each in given):
            yield from (each for each in constraint if each.fact != name)


def domains_of(stack: Stack) -> dict[str, Domain]:
    """Gather the domains of every fact that can bear on the answer, in asking order.

    Raises:  PackRefused when a fact that can always be asked has no presumption.
    """
    askings = askings_of(stack)
    literals = _literals_of(stack)
    _add_gates(literals, askings)
    for constraint in stack.vocabulary.constraints:
        if all(each.fact in literals for each in constraint):
            for each in constraint:
                literals[each.fact].append(each)
    return {
        name: _domain(stack, name, literals[name], askings[name])
        for name in stack.order
        if name in literals
    }


def _literals_of(stack: Stack) -> dict[str, list[Literal]]:
    protectors = stack.vocabulary.groups["protectors"]
    found: dict[str, list[Literal]] = {
        "recipient_role": [Literal("recipient_role", Comparison.IN, protectors, "protectors")]
    }
    for rule in stack.rules:
        if rule.part is Part.DUTY:
            continue
        for literal in rule.when.literals:
            found.setdefault(literal.fact, []).append(literal)
        if rule.part is Part.PRECONDITION:
            met = stack.vocabulary.met_by[rule.sets]
            found.setdefault(met, []).append(Literal(met, Comparison.IN, (True,), f"{met} = true"))
    return found


def _add_gates(literals: dict[str, list[Literal]], askings: dict[str, Asking]) -> None:
    waiting = list(literals)
    while waiting:
        asking = askings[waiting.pop()]
        when = asking.question.ask_when
        for literal in (*(when.literals if when else ()), *asking.only_unless):
            if literal.fact not in literals:
                literals[literal.fact] = []
                waiting.append(literal.fact)
            literals[literal.fact].append(literal)


def _domain(stack: Stack, name: str, literals: list[Literal], asking: Asking) -> Domain:
    presume = asking.question.presume
    if presume is None and not asking.conditional:
        raise PackRefused(
            what=f"The stack was not loaded: nothing stands in for {name} while it is not asked.",
            why="A fact that can always be asked needs a presumption, so that there is an answer now.",
            next=f"Add presume = ... to the question {name}, or say when it is asked.",
        )
    telling = [each for each in literals if each.how not in ABOUT_THE_ASKING]
    gathered: dict[tuple[bool, ...], list[Value]] = {}
    for value in stack.vocabulary.facts[name].values:
        gathered.setdefault(tuple(each.admits(value) for each in telling), []).append(value)
    classes = tuple(tuple(values) for values in gathered.values())
    nothing: tuple[tuple[Value, ...], ...] = ((NOTHING,),) if presume is None else ()
    return Domain(
        fact=name,
        classes=classes + nothing,
        presumed=NOTHING if presume is None else presume,
        asked_when=(asking.question.ask_when or ALWAYS) if asking.conditional else None,
        only_unless=asking.only_unless,
        unknown_matters=any(each.how is Comparison.IS_UNKNOWN for each in literals),
    )
