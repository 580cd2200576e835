"""Explain an answer: its reasons, its duties, what would change it, and the path to it."""

from __future__ import annotations

from dataclasses import dataclass

from sharewell.deciding.weighing import Weighed
from sharewell.packs.pack import ChecklistItem, Rule, Stack
from sharewell.terms.answer import DutyOwed, Part, Reason
from sharewell.terms.conditions import NOTHING, UNKNOWN, Facts, Truth, Value


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step to the answer: a question and what was said, or the rule at the end."""

    kind: str
    ask: str
    said: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a checklist: fulfilled, open or not applicable, and what shows it."""

    id: str
    text: str
    cites: tuple[str, ...]
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A protocol's checklist, ticked by the facts and the record themselves."""

    title: str
    cites: tuple[str, ...]
    items: tuple[Tick, ...]


def reason_of(stack: Stack, rule: Rule, facts: Facts, asked: Facts) -> Reason:
    """Say why a rule speaks, with the facts it relied on.

    Shapes:  facts has a value for every fact; asked are the answers themselves.
    """
    relied = rule.when.relied_on(facts, asked)
    if rule.part is Part.PRECONDITION:
        relied = tuple(dict.fromkeys((*relied, stack.vocabulary.met_by[rule.sets])))
    return Reason(
        rule=rule.id,
        pack=rule.pack,
        part=rule.part,
        because=rule.because,
        cites=rule.cites,
        seen=rule.seen,
        facts=relied,
    )


def duties_of(stack: Stack, truths: dict[str, Truth]) -> tuple[DutyOwed, ...]:
    """Gather the duties that hold or may still hold, each code once with all its paragraphs."""
    owed: dict[str, DutyOwed] = {}
    for rule in stack.rules_of(Part.DUTY):
        truth = truths.get(rule.id, False)
        if truth is False:
            continue
        known = owed.get(rule.sets, DutyOwed(rule.sets, rule.because, (), False))
        owed[rule.sets] = DutyOwed(
            rule.sets,
            known.do,
            tuple(dict.fromkeys(known.cites + rule.cites)),
            known.certain or truth is True,
        )
    return tuple(owed.values())


def said(stack: Stack, name: str, value: Value) -> str:
    """Say an answer in the words of its question."""
    if value == UNKNOWN:
        return "I don't know"
    word = str(value).lower() if isinstance(value, bool) else str(value)
    plain = {"true": "Yes", "false": "No"}.get(word, word.replace("_", " "))
    return stack.questions[name].labels.get(word, plain)


def path(stack: Stack, weighed: Weighed, facts: Facts, asked: Facts) -> tuple[PathStep, ...]:
    """Trace the questions that led to the outcome, and end with the rule that set it.

    Where it is held back, what holds it comes last.
    """
    first, *others = weighed.rules
    holding = [rule for rule in others if rule.holds] if weighed.held_back else []
    relied = {
        name
        for rule in (first, *holding)
        for name in reason_of(stack, rule, facts, asked).facts
        if facts[name] != NOTHING
    }
    steps = [
        PathStep(
            "question" if name in asked else "presumed",
            stack.questions[name].ask,
            said(stack, name, asked.get(name, facts[name])),
            stack.questions[name].cites,
        )
        for name in stack.order
        if name in relied
    ]
    ends = [PathStep("rule", each.because, weighed.outcome, each.cites) for each in holding]
    return (*steps, PathStep("rule", first.because, first.sets, first.cites), *ends)


def checklists(stack: Stack, facts: Facts, record: frozenset[str]) -> tuple[Checklist, ...]:
    """Tick the checklists of a stack's packs by what was answered and what the record holds."""
    return tuple(
        Checklist(each.title, each.cites, tuple(_tick(item, facts, record) for item in each.items))
        for pack in stack.packs
        for each in pack.checklists
    )


def _tick(item: ChecklistItem, facts: Facts, record: frozenset[str]) -> Tick:
    when = item.not_applicable_when
    if when is not None and when.truth(facts):
        because = "does not arise: " + ", ".join(literal.written for literal in when.literals)
        return Tick(item.id, item.text, item.cites, "not_applicable", because)
    open_facts = [name for name in item.facts if facts.get(name, UNKNOWN) == UNKNOWN]
    open_ = [*open_facts, *(key for key in item.record if key not in record)]
    state = "open" if open_ else "fulfilled"
    shown = open_ or [*item.facts, *item.record]
    return Tick(item.id, item.text, item.cites, state, ", ".join(shown))
