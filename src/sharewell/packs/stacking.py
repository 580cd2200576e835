"""Stacks: which packs stand together, in which order, and which of them speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sharewell.packs.loading import PARTS_WITH_A_DEFAULT
from sharewell.packs.pack import Pack, Rule, Stack
from sharewell.packs.reading import WORD, Place, read_toml
from sharewell.terms.answer import Part
from sharewell.terms.canonical import canonical, digest, plain
from sharewell.terms.facts import Question, Vocabulary, nearest

HARM_FIRST = ("risk_to_child", "risk_to_adult_serious_harm")


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPlan:
    """A stack as its file states it: packs in order, and for a part another order."""

    id: str
    title: str
    packs: tuple[str, ...]
    speaks: Mapping[Part, tuple[str, ...]]


def read_plan(path: Path) -> StackPlan:
    """Read a stack's file.

    Raises:  PackRefused when it is not well formed.
    """
    place = Place(f"stacks/{path.name}", "[stack]")
    table = place.table_of(read_toml(path, path.parent), "stack")
    place.only(table, frozenset({"id", "title", "packs", "speaks", "because"}))
    speaks, id = place.table_of(table, "speaks"), place.text(table, "id")
    place.only(speaks, frozenset(Part))
    if id != path.stem or not WORD.fullmatch(id):
        raise place.refuse(f"Its id is {id!r}.", "Name the file as its id, in plain small letters.")
    return StackPlan(
        id=id,
        title=place.text(table, "title"),
        packs=place.texts(table, "packs"),
        speaks={Part(part): place.texts(speaks, part) for part in speaks},
    )


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
    place = Place(f"stacks/{plan.id}.toml", "[stack]")
    chosen = _standing(plan, packs, as_at, place)
    speaks = {part: _speaking(plan, part, chosen) for part in Part}
    rules = _in_force(chosen, packs, place)
    document = {
        "stack": plan.id,
        "speaks": {part: list(order) for part, order in speaks.items()},
        "packs": [pack.canonical for pack in chosen],
        "vocabulary": vocabulary_table,
    }
    content = canonical(plain(document))
    merged = _with_own_facts(vocabulary, chosen)
    return Stack(
        id=plan.id,
        title=plan.title,
        packs=chosen,
        speaks=speaks,
        rules=rules,
        defaults=_defaults(chosen, speaks, place),
        questions=_questions(merged, chosen),
        groups=_groups(merged, chosen, place),
        order=_order(chosen, merged),
        vocabulary=merged,
        canonical=content,
        digest=digest(content),
    )


def _standing(
    plan: StackPlan, packs: Mapping[str, Pack], as_at: date, place: Place
) -> tuple[Pack, ...]:
    missing = [id for id in plan.packs if id not in packs]
    if missing:
        raise place.refuse(f"It names the pack {missing[0]!r}, which is not there.", "Add it.")
    joining = [
        pack for pack in packs.values() if plan.id in pack.joins and pack.id not in plan.packs
    ]
    named = [packs[id] for id in plan.packs]
    begun = [p for p in joining + named if p.in_force_from is None or p.in_force_from <= as_at]
    if not begun:
        raise place.refuse(f"None of its packs had begun on {as_at}.", "Name a later day.")
    return tuple(begun)


def _speaking(plan: StackPlan, part: Part, chosen: tuple[Pack, ...]) -> tuple[str, ...]:
    ids = tuple(pack.id for pack in chosen)
    first = tuple(id for id in plan.speaks.get(part, ()) if id in ids)
    joining = tuple(id for id in ids if id not in plan.packs)
    return tuple(dict.fromkeys(joining + first + ids))


def _in_force(
    chosen: tuple[Pack, ...], packs: Mapping[str, Pack], place: Place
) -> tuple[Rule, ...]:
    rules = [rule for pack in chosen if pack.decides for rule in pack.rules]
    known = {rule.id: rule for pack in packs.values() for rule in pack.rules}
    for rule in rules:
        for id in rule.overrides + rule.replaces:
            if id not in known:
                raise place.refuse(
                    f"The rule {rule.id} names {id}, which is not a rule.",
                    f"Put the name right.{nearest(id, known)}",
                )
            if rule.part is Part.DUTY and known[id].part is not Part.DUTY:
                raise place.refuse(
                    f"The duty {rule.id} would change the answer through {id}.",
                    "Let a rule that sets a part of the answer do so.",
                )
    replaced = {id for rule in rules for id in rule.replaces}
    return tuple(rule for rule in rules if rule.id not in replaced)


def _defaults(
    chosen: tuple[Pack, ...], speaks: Mapping[Part, tuple[str, ...]], place: Place
) -> dict[Part, Rule]:
    by_id = {pack.id: pack for pack in chosen}
    found = {}
    for part in PARTS_WITH_A_DEFAULT:
        holders = [by_id[id] for id in speaks[part] if part in by_id[id].defaults]
        if not holders:
            raise place.refuse(
                f"No pack of it has a default for {part}.", f"Add [defaults.{part}]."
            )
        found[part] = holders[0].defaults[part]
    return found


def _with_own_facts(vocabulary: Vocabulary, chosen: tuple[Pack, ...]) -> Vocabulary:
    own = {name: fact for pack in chosen for name, fact in pack.facts.items()}
    if not own:
        return vocabulary
    return replace(vocabulary, facts={**vocabulary.facts, **own})


def _questions(vocabulary: Vocabulary, chosen: tuple[Pack, ...]) -> dict[str, Question]:
    questions = {name: fact.question for name, fact in vocabulary.facts.items()}
    for pack in reversed(chosen):
        questions.update(pack.questions)
    return questions


def _groups(vocabulary: Vocabulary, chosen: tuple[Pack, ...], place: Place) -> dict[str, Question]:
    groups = dict(vocabulary.question_groups)
    for pack in reversed(chosen):
        groups.update(pack.groups)
    for name, question in _questions(vocabulary, chosen).items():
        if question.group and question.group not in groups:
            raise place.refuse(
                f"The question {name} names the group {question.group!r}, which is not there.",
                f"Add [groups.{question.group}] to its pack.{nearest(question.group, groups)}",
            )
    return groups


def _order(chosen: tuple[Pack, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    written = [name for pack in chosen for name in pack.order]
    return tuple(dict.fromkeys([*HARM_FIRST, *written, *vocabulary.facts]))
