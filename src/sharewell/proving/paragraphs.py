"""Show what each paragraph is good for: take out what stands behind it and see what changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sharewell.deciding import Engine
from sharewell.deciding.asking import Asker
from sharewell.deciding.compiling import Compiled
from sharewell.deciding.weighing import speaking, with_silencers
from sharewell.packs.pack import Pack, Stack
from sharewell.terms.answer import NextQuestion, Part
from sharewell.terms.conditions import UNKNOWN, Facts
from sharewell.terms.facts import Question


def without(stack: Stack, cite: str) -> Stack:
    """The stack without the rules, duties and questions that cite a paragraph."""
    vocabulary = stack.vocabulary.facts

    def kept(name: str, question: Question) -> Question:
        return vocabulary[name].question if cite in question.cites else question

    return replace(
        stack,
        rules=tuple(rule for rule in stack.rules if cite not in rule.cites),
        questions={name: kept(name, question) for name, question in stack.questions.items()},
    )


class Holding:
    """A pack's worked examples, held against its stack with any one paragraph taken out."""

    def __init__(self, pack: Pack, engine: Engine) -> None:
        self.pack = pack
        self.stack = engine.stack
        self.next: Mapping[str, NextQuestion | None] = {
            example.id: engine.decide(example.facts, would_change=False).next
            for example in pack.examples
        }
        self._whole = self._all(self.stack)

    def example_that_changes(self, cite: str) -> str | None:
        """Name an example whose answer, duties or next question change; None when none does."""
        part = without(self.stack, cite)
        changed = self._all(part)
        for id, before in self._whole.items():
            if changed[id] != before or self._asked_otherwise(id, part):
                return id
        return None

    def _all(self, stack: Stack) -> dict[str, tuple[object, ...]]:
        seen = _Seen(stack)
        return {each.id: seen.of(each.facts) for each in self.pack.examples}

    def _asked_otherwise(self, id: str, part: Stack) -> bool:
        asked = self.next[id]
        names = asked.facts if asked else ()
        return any(part.questions[name] != self.stack.questions[name] for name in names)


class _Seen:
    """What a practitioner would notice now under a stack: the answer's four parts, the duties."""

    def __init__(self, stack: Stack) -> None:
        self._asker = Asker(stack)
        self._compiled = Compiled(stack)
        self._duties = stack.rules_of(Part.DUTY)
        self._owing = with_silencers(stack, self._duties)
        self._stand_ins = {name: self._asker.stand_in(name) for name in stack.order}

    def of(self, facts: Facts) -> tuple[object, ...]:
        resolved = {**self._stand_ins, **facts}
        for name, value in facts.items():
            if value == UNKNOWN:
                resolved[name] = self._asker.when_unknown(name)
        weighed = self._compiled.weigh(resolved, facts)
        truths = speaking(self._owing, self._asker.settled(facts))
        owed = {(rule.sets, truths[rule.id]) for rule in self._duties}
        parts = (weighed.outcome, weighed.consent_needed, weighed.inform_subject)
        open_ = frozenset((code, truth) for code, truth in owed if truth is not False)
        return (*parts, weighed.preconditions, weighed.held_back, open_)
