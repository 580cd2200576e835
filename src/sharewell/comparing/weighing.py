"""The four parts that a stack gives a situation, in the words that two editions are compared in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.deciding import Engine
from sharewell.deciding.weighing import Weighed
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Value

Facts = Mapping[str, Value]
Pair = tuple[str, str]
HOLDS = ", nothing leaves before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The four parts of what to do now.

    `outcome` is what the rules say; a precondition that holds it back is named as doing so.
    """

    outcome: str
    consent_needed: str
    inform_subject: str
    preconditions: Mapping[str, str]


def weighed_of(engine: Engine, facts: Facts) -> Weighed:
    """Weigh the facts that a stack knows, with what stands in for the others."""
    known = known_to(engine, facts)
    return engine.compiled.weigh(engine.resolve(known), known)


def parts_of(engine: Engine, facts: Facts) -> Parts:
    """Give the four parts of what to do now."""
    known = known_to(engine, facts)
    resolved = engine.resolve(known)
    weighed = engine.compiled.weigh(resolved, known)
    open_ = [
        rule for rule in engine.compiled.speaking(resolved, known) if rule.part is Part.PRECONDITION
    ]
    holding = {rule.sets for rule in open_ if rule.holds}
    return Parts(
        outcome=weighed.held_back or weighed.outcome,
        consent_needed=weighed.consent_needed,
        inform_subject=weighed.inform_subject,
        preconditions={code: in_full(code, code in holding) for code in weighed.preconditions},
    )


def rules_of(engine: Engine, facts: Facts, part: Part, pair: Pair) -> tuple[str, ...]:
    """Name the rules that set a part; of the preconditions, those for what comes or goes."""
    rules = (rule for rule in weighed_of(engine, facts).rules if rule.part is part)
    return tuple(
        rule.id
        for rule in rules
        if part is not Part.PRECONDITION or {rule.sets, in_full(rule.sets, True)} & {*pair}
    )


def differences(before: Parts, after: Parts) -> dict[Part, frozenset[Pair]]:
    """Say for each part from what to what it goes; of preconditions, each that is otherwise."""
    codes = {**before.preconditions, **after.preconditions}
    pairs = ((before.preconditions.get(c, ""), after.preconditions.get(c, "")) for c in codes)
    return {
        Part.OUTCOME: _pair(before.outcome, after.outcome),
        Part.CONSENT_NEEDED: _pair(before.consent_needed, after.consent_needed),
        Part.INFORM_SUBJECT: _pair(before.inform_subject, after.inform_subject),
        Part.PRECONDITION: frozenset(pair for pair in pairs if pair[0] != pair[1]),
    }


def in_full(code: str, holds: bool) -> str:
    """Name a precondition, and whether nothing leaves before it is met."""
    return code + HOLDS if holds else code


def known_to(engine: Engine, facts: Facts) -> dict[str, Value]:
    """Leave out the facts that a stack has no word for: another pack's own."""
    words = engine.stack.vocabulary.facts
    return {name: value for name, value in facts.items() if name in words}


def _pair(was: str, becomes: str) -> frozenset[Pair]:
    return frozenset() if was == becomes else frozenset({(str(was), str(becomes))})
