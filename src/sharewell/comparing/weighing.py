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
NOT_YET = "not yet: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The four parts of what to do now.

    `outcome` is what the rules say, `held` that it waits until a precondition is met.
    """

    outcome: str
    held: bool
    consent_needed: str
    inform_subject: str
    preconditions: frozenset[str]


def weighed_of(engine: Engine, facts: Facts) -> Weighed:
    """Weigh the facts that a stack knows, with what stands in for the others."""
    known = known_to(engine, facts)
    return engine.compiled.weigh(engine.resolve(known), known)


def parts_of(engine: Engine, facts: Facts) -> Parts:
    """Give the four parts of what to do now."""
    weighed = weighed_of(engine, facts)
    return Parts(
        outcome=weighed.held_back or weighed.outcome,
        held=weighed.held_back is not None,
        consent_needed=weighed.consent_needed,
        inform_subject=weighed.inform_subject,
        preconditions=frozenset(weighed.preconditions),
    )


def rules_of(engine: Engine, facts: Facts, part: Part, pair: Pair) -> tuple[str, ...]:
    """Name the rules that set a part; of the preconditions, those for what comes or goes."""
    rules = (rule for rule in weighed_of(engine, facts).rules if rule.part is part)
    return tuple(rule.id for rule in rules if part is not Part.PRECONDITION or rule.sets in pair)


def differences(before: Parts, after: Parts) -> dict[Part, frozenset[Pair]]:
    """Say for each part from what to what it goes; of preconditions, each that comes or goes.

    "Not yet" is not "no": an outcome that waits until something is met differs from one that
    does not, and where the outcomes themselves differ that is what is said.
    """
    was, becomes = before.outcome, after.outcome
    if was == becomes:
        was, becomes = outcome_in_full(was, before.held), outcome_in_full(becomes, after.held)
    gone = {(code, "") for code in before.preconditions - after.preconditions}
    new = {("", code) for code in after.preconditions - before.preconditions}
    return {
        Part.OUTCOME: _pair(was, becomes),
        Part.CONSENT_NEEDED: _pair(before.consent_needed, after.consent_needed),
        Part.INFORM_SUBJECT: _pair(before.inform_subject, after.inform_subject),
        Part.PRECONDITION: frozenset(gone | new),
    }


def outcome_in_full(outcome: str, held: bool) -> str:
    """Say an outcome, and whether it waits until something is met."""
    return NOT_YET + outcome if held else str(outcome)


def known_to(engine: Engine, facts: Facts) -> dict[str, Value]:
    """Leave out the facts that a stack has no word for: another pack's own."""
    words = engine.stack.vocabulary.facts
    return {name: value for name, value in facts.items() if name in words}


def _pair(was: str, becomes: str) -> frozenset[Pair]:
    return frozenset() if was == becomes else frozenset({(str(was), str(becomes))})
