"""Show what each paragraph is good for: take out what stands behind it and see what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sharewell.deciding import Engine
from sharewell.packs.pack import Pack, Stack
from sharewell.terms.answer import Answer
from sharewell.terms.errors import PackRefused
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


def example_that_changes(pack: Pack, stack: Stack, cite: str) -> str | None:
    """Name a worked example that differs when what stands behind a paragraph is taken out.

    Returns:  None when none does; a stack that can no longer be loaded counts as changed.
    """
    return next(_changed(pack, stack, cite), None)


def _changed(pack: Pack, stack: Stack, cite: str) -> Iterator[str]:
    if not pack.examples:
        return
    try:
        before, after = Engine(stack), Engine(without(stack, cite))
    except PackRefused:
        yield pack.examples[0].id
        return
    for example in pack.examples:
        if seen(before, example.facts) != seen(after, example.facts):
            yield example.id


def seen(engine: Engine, facts: Mapping[str, object]) -> tuple[object, ...]:
    """What a practitioner would notice: the answer's parts, the duties and the next question."""
    answer: Answer = engine.decide(facts, would_change=False)
    return (
        *(answer.status, answer.act_now, answer.consent_needed, answer.inform_subject),
        *(answer.preconditions, answer.held_back, answer.next),
        tuple((duty.code, duty.certain) for duty in answer.duties),
    )
