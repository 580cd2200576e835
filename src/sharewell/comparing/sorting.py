"""Sort situations by what a stack tells apart: those with one key have one result."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from sharewell.deciding import Engine
from sharewell.deciding.domains import is_true
from sharewell.packs.pack import Stack
from sharewell.terms.answer import Part
from sharewell.terms.conditions import (
    ABOUT_THE_ASKING,
    UNKNOWN,
    Comparison,
    Facts,
    Literal,
    Value,
)

Said = tuple[str, type, Value]


class Sorting:
    """The answers to a stack's questions, those gathered that it never tells apart.

    An answer has a bit of its own, so that a situation is one number.
    """

    def __init__(self, engine: Engine) -> None:
        self._vocabulary = engine.stack.vocabulary
        self._bits: dict[Said, int] = {}
        literals = _literals_of(engine.stack)
        known = {*engine.used, *engine.forecast.domains, *engine.asker.defaulted}
        bearing = known | literals.keys() | {*self._vocabulary.protective}
        bits = (1 << place for place in count())
        for name, fact in self._vocabulary.facts.items():
            classes = dict[tuple[bool, ...], int]()
            for value in (*fact.values, UNKNOWN):
                told = (each.admits(value) for each in literals.get(name, ()) if value != UNKNOWN)
                key = (value == UNKNOWN, *told)
                if key not in classes:
                    classes[key] = next(bits) if name in bearing else 0
                self._bits[name, type(value), value] = classes[key]

    def key(self, facts: Facts) -> int:
        """Give the number of a situation.

        Raises:  FactRefused for a name or a value outside the vocabulary.
        """
        try:
            return sum([self._bits[name, type(said), said] for name, said in facts.items()])
        except (KeyError, TypeError):
            self._vocabulary.check(facts)
            raise


def _literals_of(stack: Stack) -> dict[str, list[Literal]]:
    """Every comparison that anything in a stack makes, by its fact."""
    found: dict[str, list[Literal]] = {}
    for literal in _every(stack):
        if literal.how not in ABOUT_THE_ASKING:
            found.setdefault(literal.fact, []).append(literal)
    return found


def _every(stack: Stack) -> Iterator[Literal]:
    protects = stack.vocabulary.groups["protectors"]
    yield Literal("recipient_role", Comparison.IN, protects, "protectors")
    for rule in stack.rules:
        yield from rule.when.literals
        if rule.part is Part.PRECONDITION:
            yield is_true(stack.vocabulary.met_by[rule.sets])
    for question in stack.questions.values():
        yield from question.ask_when.literals if question.ask_when else ()
    for pair in stack.vocabulary.constraints:
        yield from pair
