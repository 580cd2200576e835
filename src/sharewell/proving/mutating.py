"""Plant one fault at a time in a pack: the changes that its examples and promises must notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sharewell.packs.pack import Pack, Rule, Stack
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Comparison, Condition, Literal, Value
from sharewell.terms.facts import Fact, Kind, Question

TURNED = {
    Comparison.IN: Comparison.NOT_IN,
    Comparison.NOT_IN: Comparison.IN,
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.MORE: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE,
}
EDGE = {
    Comparison.LESS: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.LESS,
    Comparison.MORE: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.MORE,
}
SWAPPED = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)
NEVER = Condition(never=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A pack with one fault: the rule or the fact whose question has it, and the stack with it."""

    where: str
    fault: str
    stack: Stack

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}"

    @property
    def about_a_rule(self) -> bool:
        """Say whether a rule has the fault; else a question has it."""
        return ":" in self.where

    @property
    def rule(self) -> Rule | None:
        """The rule with its fault; None where it was dropped, or a question has the fault."""
        rules = (*self.stack.rules, *self.stack.defaults.values())
        return next((each for each in rules if each.id == self.where), None)


def mutants(pack: Pack, stack: Stack) -> Iterator[Mutant]:
    """Plant every single fault in what a pack says in a stack."""
    for rule in stack.rules:
        if rule.pack == pack.id:
            yield from _in_rule(rule, stack)
    for part, rule in stack.defaults.items():
        if rule.pack == pack.id and part is not Part.OUTCOME:
            for fault, other in _swapped(rule, stack):
                changed = replace(stack, defaults={**stack.defaults, part: other})
                yield Mutant(where=rule.id, fault=fault, stack=changed)
    for name in _asked_by(pack, stack):
        for fault, question in faults_in_question(stack.questions[name], stack):
            changed = replace(stack, questions={**stack.questions, name: question})
            yield Mutant(where=name, fault=fault, stack=changed)


def _in_rule(rule: Rule, stack: Stack) -> Iterator[Mutant]:
    for fault, other in faults_in_rule(rule, stack):
        changed = (other if each.id == rule.id else each for each in stack.rules)
        rules = tuple(each for each in changed if each is not None)
        yield Mutant(where=rule.id, fault=fault, stack=replace(stack, rules=rules))


def faults_in_rule(rule: Rule, stack: Stack) -> Iterator[tuple[str, Rule | None]]:
    """Change a rule in every single way: its condition, what it sets, what it silences.

    Shapes:  the rule is None where it is dropped.
    """
    yield "dropped", None
    for fault, when in faults_in_condition(rule.when, stack):
        yield fault, replace(rule, when=when)
    yield from _swapped(rule, stack)
    there = {each.id for each in stack.rules}
    for place, id in enumerate(rule.overrides):
        if id in there:
            rest = rule.overrides[:place] + rule.overrides[place + 1 :]
            yield f"no longer over {id}", replace(rule, overrides=rest)
    if rule.part is Part.PRECONDITION:
        turned = "no longer holds back" if rule.holds else "holds back"
        yield turned, replace(rule, holds=not rule.holds)


def _swapped(rule: Rule, stack: Stack) -> Iterator[tuple[str, Rule]]:
    if rule.part in SWAPPED:
        for word in stack.vocabulary.answers[rule.part]:
            if word != rule.sets:
                yield f"{word} instead of {rule.sets}", replace(rule, sets=word)


def faults_in_condition(when: Condition, stack: Stack) -> Iterator[tuple[str, Condition]]:
    """Drop each comparison of a condition, and change it in every single way."""
    lists = {"all": when.all, "any": when.any, "none": when.none}
    for name, literals in lists.items():
        for place, literal in enumerate(literals):
            before, after = literals[:place], literals[place + 1 :]
            said = f"{'not ' * (name == 'none')}{literal.written!r}"
            yield f"without {said}", _with(when, name, (*before, *after))
            for other in faults_in_literal(literal, stack.vocabulary.facts[literal.fact]):
                changed = _with(when, name, (*before, other, *after))
                yield f"{other.written!r} instead of {said}", changed


def _with(when: Condition, name: str, literals: tuple[Literal, ...]) -> Condition:
    if name == "all":
        return replace(when, all=literals)
    return replace(when, any=literals) if name == "any" else replace(when, none=literals)


def faults_in_literal(literal: Literal, fact: Fact) -> Iterator[Literal]:
    """Turn a comparison round, move its edge, leave out each value of a list, put one more in."""
    if literal.how in EDGE:
        yield _compared(literal, EDGE[literal.how], literal.values)
    if literal.how in TURNED:
        yield _compared(literal, TURNED[literal.how], literal.values)
    if literal.how not in (Comparison.IN, Comparison.NOT_IN) or fact.kind is not Kind.ONE_OF:
        return
    if len(literal.values) > 1:
        for value in literal.values:
            rest = tuple(each for each in literal.values if each != value)
            yield _compared(literal, literal.how, rest, f"without {value}")
    for value in _beside(literal, fact):
        yield _compared(literal, literal.how, (*literal.values, value), f"and {value}")


def _beside(literal: Literal, fact: Fact) -> tuple[Value, ...]:
    """One value more: that which the vocabulary lists next, or first after the last."""
    place = fact.values.index(literal.values[-1])
    others = [*fact.values[place + 1 :], *fact.values[:place]]
    return tuple(each for each in others if each not in literal.values)[:1]


def _compared(
    literal: Literal, how: Comparison, values: tuple[Value, ...], said: str = ""
) -> Literal:
    if said:
        return Literal(literal.fact, how, values, f"{literal.written} {said}")
    sign, rest = _sign_and_rest(literal)
    signs = {"=": "!=", "!=": "="}
    written = f"{literal.fact} {signs.get(sign, how)} {rest}"
    return Literal(literal.fact, how, values, written)


def _sign_and_rest(literal: Literal) -> tuple[str, str]:
    _, sign, rest = literal.written.split(maxsplit=2)
    return ("not in", rest.partition(" ")[2]) if sign == "not" else (sign, rest)


def _asked_by(pack: Pack, stack: Stack) -> Iterable[str]:
    """The facts whose asking is the pack's own word."""
    tables = {**pack.canonical.get("questions", {}), **pack.canonical.get("facts", {})}
    for name, table in tables.items():
        speaks = stack.questions[name] == pack.questions[name]
        if speaks and table.keys() & {"presume", "dont_know", "ask_when"}:
            yield name


def faults_in_question(question: Question, stack: Stack) -> Iterator[tuple[str, Question]]:
    """Change what stands in for an answer, and when the question is asked."""
    fact = stack.vocabulary.facts[question.fact]
    for value in _other(fact, question.presume):
        yield f"presumes {value}", replace(question, presume=value)
    for value in _other(fact, question.dont_know):
        if question.dont_know is not None:
            yield f"takes unknown for {value}", replace(question, dont_know=value)
    if question.ask_when is not None:
        for fault, when in faults_in_condition(question.ask_when, stack):
            yield f"asked {fault}", replace(question, ask_when=when)
        yield "never asked", replace(question, ask_when=NEVER)


def _other(fact: Fact, value: Value | None) -> tuple[Value, ...]:
    """The values that a presumption may be mistaken for; of years, the nearest on either side."""
    if fact.kind is Kind.YEARS and isinstance(value, int):
        return tuple(each for each in (value - 1, value + 1) if each in fact.values)
    return tuple(each for each in fact.values if each is not value and each != value)
