"""Explain an answer: its reasons, its duties, what would change it, and the path to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from sharewell.deciding.weighing import Weighed
from sharewell.packs.pack import ChecklistItem, Rule, Stack
from sharewell.terms.answer import DutyOwed, Part, Reason
from sharewell.terms.conditions import NOTHING, UNKNOWN, Facts, Truth, Value

REMEMBERED = 65_536


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


class Reasons:
    """Says why each rule of a stack speaks, each reason made once."""

    def __init__(self, stack: Stack) -> None:
        self._met_by = stack.vocabulary.met_by
        self._choosing = {
            rule.id: tuple(dict.fromkeys(literal.fact for literal in rule.when.any))
            for rule in (*stack.rules, *stack.defaults.values())
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
        relied = rule.when.relied_on(facts, asked)
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
