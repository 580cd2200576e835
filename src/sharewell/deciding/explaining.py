"""Explain an answer: its reasons, its duties, and the path to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from sharewell.deciding.weighing import Weighed
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import DutyOwed, Part, Reason
from sharewell.terms.conditions import (
    NOTHING,
    UNKNOWN,
    Condition,
    Facts,
    Literal,
    Truth,
    Value,
)

REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step to the answer: a question and what was said, or the rule at the end."""

    kind: str
    ask: str
    said: str
    cites: tuple[str, ...]


class Reasons:
    """Says why each rule of a stack speaks, each reason made once."""

    def __init__(self, stack: Stack) -> None:
        self._met_by = stack.vocabulary.met_by
        self._choosing = {
            rule.id: tuple(dict.fromkeys(literal.fact for literal in _either(rule.when)))
            for rule in (*stack.rules, *stack.ahead, *stack.defaults.values())
        }
        self._said: dict[tuple[object, ...], Reason] = {}

    def of(self, rule: Rule, facts: Facts, asked: Facts) -> Reason:
        """Say why a rule speaks, with the facts it relied on.

        Shapes:  facts has a value for every fact; asked are the answers themselves.
        """
        names = self._choosing[rule.id]
        key = (rule.id, *[facts[name] for name in names], *map(asked.get, names))
        reason = self._said.get(key)
        if reason is None:
            if len(self._said) >= REMEMBERED:
                self._said.clear()
            reason = self._said[key] = self._made(rule, facts, asked)
        return reason

    def _made(self, rule: Rule, facts: Facts, asked: Facts) -> Reason:
        relied = least(rule.when, facts, asked)
        if rule.part is Part.PRECONDITION:
            relied = tuple(dict.fromkeys((*relied, self._met_by[rule.sets])))
        return Reason(
            rule=rule.id,
            pack=rule.pack,
            part=rule.part,
            because=rule.because,
            cites=rule.cites,
            seen=rule.seen,
            facts=relied,
        )


def _either(when: Condition) -> tuple[Literal, ...]:
    """The comparisons of which one is enough, those of where its pack is picked among them."""
    return when.any + (_either(when.where) if when.where else ())


def least(when: Condition, facts: Facts, asked: Facts) -> tuple[str, ...]:
    """Name as few facts as make a condition true: without any one of them it would be open."""
    needed = list(when.relied_on(facts, asked))
    for name in needed[::-1]:
        rest = {other: facts[other] for other in needed if other != name}
        if when.truth(rest, asked):
            needed.remove(name)
    return tuple(needed)


class Duties:
    """Gathers the duties of a stack that hold or may still hold, each code once."""

    def __init__(self, stack: Stack) -> None:
        self.rules = stack.rules_of(Part.DUTY)
        self._codes = [
            (code, itemgetter(*places), places, dict[object, DutyOwed | None]())
            for code in dict.fromkeys(rule.sets for rule in self.rules)
            if (places := [i for i, rule in enumerate(self.rules) if rule.sets == code])
        ]

    def owed(self, truths: Sequence[Truth]) -> tuple[DutyOwed, ...]:
        """The duties owed.

        Shapes:  truths are those of `rules`, in their order.
        """
        found = []
        for code, pick, places, known in self._codes:
            picked = pick(truths)
            if picked not in known:
                known[picked] = self._duty(code, [(self.rules[i], truths[i]) for i in places])
            duty = known[picked]
            if duty is not None:
                found.append(duty)
        return tuple(found)

    def _duty(self, code: str, truths: list[tuple[Rule, Truth]]) -> DutyOwed | None:
        open_ = [rule for rule, truth in truths if truth is not False]
        if not open_:
            return None
        cites = dict.fromkeys(cite for rule in open_ for cite in rule.cites)
        certain = any(truth for _, truth in truths)
        return DutyOwed(code, open_[0].because, tuple(cites), certain)


def said(stack: Stack, name: str, value: Value) -> str:
    """Say an answer in the words of its question."""
    if value == UNKNOWN:
        return "I don't know"
    word = str(value).lower() if isinstance(value, bool) else str(value)
    plain = {"true": "Yes", "false": "No"}.get(word, word.replace("_", " "))
    return stack.questions[name].labels.get(word, plain)


def path(
    stack: Stack, weighed: Weighed, reasons: tuple[Reason, ...], facts: Facts, asked: Facts
) -> tuple[PathStep, ...]:
    """Trace the questions that led to the outcome, and end with the rule that set it.

    Where it is held back, what holds it comes last.
    """
    first, *others = zip(weighed.rules, reasons, strict=True)
    holding = [reason for rule, reason in others if rule.holds and weighed.held_back]
    relied = {name for reason in (first[1], *holding) for name in reason.facts}
    steps = [
        PathStep(
            "question" if name in asked else "presumed",
            stack.questions[name].ask,
            said(stack, name, asked.get(name, facts[name])),
            stack.questions[name].cites,
        )
        for name in stack.order
        if name in relied and facts[name] != NOTHING
    ]
    ends = [PathStep("rule", each.because, weighed.outcome, each.cites) for each in holding]
    return (*steps, PathStep("rule", first[1].because, first[0].sets, first[1].cites), *ends)
