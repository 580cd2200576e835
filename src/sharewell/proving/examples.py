"""Try a pack's worked examples, and find the rules that none of them uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.deciding import Engine
from sharewell.packs.pack import Example, Pack
from sharewell.terms.answer import Answer

READ: Mapping[str, Callable[[Answer], Any]] = {
    "status": lambda answer: answer.status,
    "act_now": lambda answer: answer.act_now,
    "outcome": lambda answer: answer.outcome,
    "consent_needed": lambda answer: answer.consent_needed,
    "inform_subject": lambda answer: answer.inform_subject,
    "preconditions": lambda answer: sorted(answer.preconditions),
    "article_6": lambda answer: answer.basis.as_json()["article_6"] or "",
    "article_9": lambda answer: answer.basis.as_json()["article_9"] or "",
    "gateway": lambda answer: answer.basis.as_json()["gateway"] or "",
    "held_back": lambda answer: answer.held_back or "",
    "possible": lambda answer: sorted(answer.possible),
    "next": lambda answer: answer.next.facts[0] if answer.next else "",
}
CERTAIN = {
    "duties": lambda answer: {duty.code for duty in answer.duties if duty.certain},
    "reasons": lambda answer: {reason.rule.partition(":")[2] for reason in answer.reasons},
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One part of one worked example that did not come out as expected."""

    example: str
    part: str
    got: str
    expected: str


def try_examples(pack: Pack, engine: Engine) -> Iterator[Shortfall]:
    """Decide every worked example of a pack and yield what differs."""
    for example in pack.examples:
        yield from try_example(example, engine)


def try_example(example: Example, engine: Engine) -> Iterator[Shortfall]:
    """Decide one worked example and yield what differs."""
    answer = engine.decide(example.facts, would_change=False)
    for part, expected in example.expect.items():
        got, right = _compared(part, expected, answer)
        if not right:
            yield Shortfall(example.id, part, str(got), str(expected))


def _compared(part: str, expected: Any, answer: Answer) -> tuple[object, bool]:
    if part == "no_duties":
        owed = {duty.code for duty in answer.duties}
        return sorted(owed & set(expected)), not owed & set(expected)
    if part in CERTAIN:
        there = CERTAIN[part](answer)
        return sorted(there), set(expected) <= there
    if part in READ:
        got = READ[part](answer)
        return got, got == (sorted(expected) if isinstance(expected, list) else expected)
    return "no part of an answer", False


def rules_without_example(pack: Pack, engine: Engine) -> tuple[str, ...]:
    """Name the rules that speak in none of the pack's worked examples."""
    used: set[str] = set()
    for example in pack.examples:
        facts = engine.resolve(example.facts)
        used |= {rule.id for rule in engine.compiled.speaking(facts, example.facts)}
    return tuple(rule.id for rule in pack.rules if rule.id not in used)
