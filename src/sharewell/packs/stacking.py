"""Stacks: which packs stand together, in which order, and which of them speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sharewell.packs.pack import Pack, Rule, Stack
from sharewell.packs.plans import StackPlan
from sharewell.packs.reading import ConditionReader, Place
from sharewell.terms.answer import BESIDE, EXCLUSIVE, Part
from sharewell.terms.canonical import canonical, digest, plain
from sharewell.terms.conditions import Condition
from sharewell.terms.facts import Question, Vocabulary, nearest

HARM_FIRST = ("risk_to_child", "risk_to_adult_serious_harm")


def resolve(
    plan: StackPlan,
    packs: Mapping[str, Pack],
    vocabulary: Vocabulary,
    vocabulary_table: Mapping[str, Any],
    as_at: date,
) -> Stack:
    """Put the packs of a plan on top of each other as they stood on a day.

    Raises:  PackRefused when a pack is missing, or a rule names one that is not there.
    """
    place = plan.place
    chosen = _standing(plan, packs, as_at)
    deciding = [pack for pack in chosen if pack.decides or pack.id in plan.treats_as_in_force]
    merged = _with_own_facts(vocabulary, chosen)
    picks = _picks(plan, chosen, merged)
    _refuse_wrong_names(chosen, packs, place)
    speaks = {part: _speaking(plan, part, chosen) for part in Part}
    questions = _questions(merged, chosen, picks)
    stack = Stack(
        id=plan.id,
        title=plan.title,
        packs=chosen,
        speaks=speaks,
        picks=picks,
        rules=_in_force(deciding, picks),
        ahead=_in_force(chosen, picks) if len(deciding) < len(chosen) else (),
        defaults=_defaults(deciding, speaks, picks, place),
        questions=questions,
        groups=_groups(merged, chosen, questions, place),
        order=_order(plan, chosen, merged),
        vocabulary=merged,
        canonical=b"",
        digest="",
    )
    written = _written(plan, stack, deciding, vocabulary_table)
    return replace(stack, canonical=written, digest=digest(written))


def _written(
    plan: StackPlan, stack: Stack, deciding: Iterable[Pack], vocabulary_table: Mapping[str, Any]
) -> bytes:
    """Write all that is needed to build a stack again, its rules and questions in their order."""
    document = {
        "stack": plan.id,
        "speaks": {part: list(order) for part, order in stack.speaks.items()},
        "picks": {id: plan.picks[id] for id in stack.picks},
        "order": list(stack.order),
        "rules": [rule.id for pack in stack.packs for rule in pack.rules],
        "deciding": [pack.id for pack in deciding],
        "packs": [pack.canonical for pack in stack.packs],
        "vocabulary": vocabulary_table,
    }
    return canonical(plain(document))


def _standing(plan: StackPlan, packs: Mapping[str, Pack], as_at: date) -> tuple[Pack, ...]:
    for id in (*plan.packs, *plan.picks, *plan.treats_as_in_force):
        if id not in packs:
            raise plan.place.refuse(
                f"It names the pack {id!r}, which is not there.", f"Add it.{nearest(id, packs)}"
            )
    joining = [
        pack for pack in packs.values() if plan.id in pack.joins and pack.id not in plan.packs
    ]
    named = [packs[id] for id in plan.packs]
    standing = [pack for pack in joining + named if pack.stands(as_at)]
    if not standing:
        raise plan.place.refuse(f"None of its packs stood on {as_at}.", "Name another day.")
    return tuple(standing)


def _picks(
    plan: StackPlan, chosen: tuple[Pack, ...], vocabulary: Vocabulary
) -> dict[str, Condition]:
    reader = ConditionReader(vocabulary.facts, vocabulary.groups)
    standing = {pack.id for pack in chosen}
    return {
        id: reader.read(table, plan.place.at(f"[picks.{id}]"))
        for id, table in plan.picks.items()
        if id in standing
    }


def _speaking(plan: StackPlan, part: Part, chosen: tuple[Pack, ...]) -> tuple[str, ...]:
    ids = tuple(pack.id for pack in chosen)
    first = tuple(id for id in plan.speaks.get(part, ()) if id in ids)
    joining = tuple(id for id in ids if id not in plan.packs)
    return tuple(dict.fromkeys(joining + first + ids))


def _refuse_wrong_names(chosen: tuple[Pack, ...], packs: Mapping[str, Pack], place: Place) -> None:
    known = {rule.id: rule for pack in packs.values() for rule in pack.rules}
    for rule in (rule for pack in chosen for rule in pack.rules):
        for id in rule.overrides + rule.replaces:
            if id not in known:
                raise place.refuse(
                    f"The rule {rule.id} names {id}, which is not a rule.",
                    f"Put the name right.{nearest(id, known)}",
                )
            if rule.part in BESIDE and known[id].part is not rule.part:
                raise place.refuse(
                    f"The {rule.part} {rule.id} would change the answer through {id}.",
                    "Let a rule that sets a part of the answer do so.",
                )


def _in_force(packs: Iterable[Pack], picks: Mapping[str, Condition]) -> tuple[Rule, ...]:
    """The rules left after replacement, each speaking only where its pack is picked."""
    rules = [rule for pack in packs for rule in pack.rules]
    replaced = {id for rule in rules for id in rule.replaces}
    return tuple(_picked(rule, picks.get(rule.pack)) for rule in rules if rule.id not in replaced)


def _picked(rule: Rule, where: Condition | None) -> Rule:
    return replace(rule, when=replace(rule.when, where=where)) if where else rule


def _defaults(
    packs: Iterable[Pack],
    speaks: Mapping[Part, tuple[str, ...]],
    picks: Mapping[str, Condition],
    place: Place,
) -> dict[Part, Rule]:
    """What is said where no rule speaks: by a pack that speaks everywhere, where there is one."""
    by_id = {pack.id: pack for pack in packs}
    found = {}
    for part in EXCLUSIVE:
        holders = [by_id[id] for id in speaks[part] if id in by_id and part in by_id[id].defaults]
        if not holders:
            raise place.refuse(
                f"No pack of it has a default for {part}.", f"Add [defaults.{part}]."
            )
        found[part] = min(holders, key=lambda pack: pack.id in picks).defaults[part]
    return found


def _with_own_facts(vocabulary: Vocabulary, chosen: tuple[Pack, ...]) -> Vocabulary:
    own = {name: fact for pack in chosen for name, fact in pack.facts.items()}
    if not own:
        return vocabulary
    return replace(vocabulary, facts={**vocabulary.facts, **own})


def _questions(
    vocabulary: Vocabulary, chosen: tuple[Pack, ...], picks: Mapping[str, Condition]
) -> dict[str, Question]:
    """Give each question as its highest pack asks it.

    The words are those of a pack that speaks everywhere, where one has the question: nobody has
    been picked yet when it is asked.
    """
    questions = {name: fact.question for name, fact in vocabulary.facts.items()}
    everywhere = dict[str, Question]()
    for pack in reversed(chosen):
        questions.update(pack.questions)
        if pack.id not in picks:
            everywhere.update(pack.questions)
    return {name: _in_words_of(everywhere.get(name), each) for name, each in questions.items()}


def _in_words_of(worded: Question | None, question: Question) -> Question:
    """Ask a question in the words of another about the same fact."""
    if worded is None:
        return question
    return replace(
        question,
        ask=worded.ask,
        hint=worded.hint,
        labels=worded.labels,
        featured=worded.featured,
        cites=worded.cites,
    )


def _groups(
    vocabulary: Vocabulary,
    chosen: tuple[Pack, ...],
    questions: Mapping[str, Question],
    place: Place,
) -> dict[str, Question]:
    groups = dict(vocabulary.question_groups)
    for pack in reversed(chosen):
        groups.update(pack.groups)
    for name, question in questions.items():
        if question.group and question.group not in groups:
            raise place.refuse(
                f"The question {name} names the group {question.group!r}, which is not there.",
                f"Add [groups.{question.group}] to its pack.{nearest(question.group, groups)}",
            )
    return groups


def _order(plan: StackPlan, chosen: tuple[Pack, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    written = [*plan.order, *(name for pack in chosen for name in pack.order)]
    for name in plan.order:
        if name not in vocabulary.facts:
            raise plan.place.no_such_fact(name, vocabulary.facts)
    return tuple(dict.fromkeys([*HARM_FIRST, *written, *vocabulary.facts]))
