"""Stacks: which packs stand together, in which order, and which of them speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sharewell.packs.canonical import canonical, digest, plain
from sharewell.packs.loading import PARTS_WITH_A_DEFAULT
from sharewell.packs.pack import Pack, Rule, Stack
from sharewell.packs.reading import Place, read_toml
from sharewell.terms.answer import Part
from sharewell.terms.facts import Question, Vocabulary

HARM_FIRST = ("risk_to_child", "risk_to_adult_serious_harm")


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPlan:
    """A stack as its file states it: packs in order, and another order for a part where it says so."""

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
    speaks = place.table_of(table, "speaks")
    return StackPlan(
        id=place.text(table, "id"),
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
    rules = _in_force(chosen, place)
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
        groups={
            **vocabulary.question_groups,
            **{name: group for pack in reversed(chosen) for name, group in pack.groups.items()},
        },
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
    joining = [pack for pack in packs.values() if plan.id in pack.joins and pack.id not in plan.packs]
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


def _in_force(chosen: tuple[Pack, ...], place: Place) -> tuple[Rule, ...]:
    rules = [rule for pack in chosen if pack.decides for rule in pack.rules]
    known = {rule.id for rule in rules}
    replaced = {id for rule in rules for id in rule.replaces}
    standing = {pack.id for pack in chosen}
    named = {(rule.id, id) for rule in rules for id in rule.overrides + rule.replaces}
    for by, id in sorted(named):
        if id not in known and id.partition(":")[0] in standing:
            raise place.refuse(
                f"The rule {by} names {id}, which is not a rule.", "Put the name right."
            )
    return tuple(rule for rule in rules if rule.id not in replaced)


def _defaults(
    chosen: tuple[Pack, ...], speaks: Mapping[Part, tuple[str, ...]], place: Place
) -> dict[Part, Rule]:
    by_id = {pack.id: pack for pack in chosen}
    found = {}
    for part in PARTS_WITH_A_DEFAULT:
        holders = [by_id[id] for id in speaks[part] if part in by_id[id].defaults]
        if not holders:
            raise place.refuse(f"No pack of it has a default for {part}.", f"Add [defaults.{part}].")
        found[part] = holders[0].defaults[part]
    return found


def _with_own_facts(vocabulary: Vocabulary, chosen: tuple[Pack, ...]) -> Vocabulary:
    own = {name: fact for pack in chosen for name, fact in pack.facts.items()}
    if not own:
        return vocabulary
    return Vocabulary(
        facts={**vocabulary.facts, **own},
        groups=vocabulary.groups,
        answers=vocabulary.answers,
        met_by=vocabulary.met_by,
        constraints=vocabulary.constraints,
        question_groups=vocabulary.question_groups,
    )


def _questions(vocabulary: Vocabulary, chosen: tuple[Pack, ...]) -> dict[str, Question]:
    questions = {name: fact.question for name, fact in vocabulary.facts.items()}
    for pack in reversed(chosen):
        questions.update(pack.questions)
    return questions


def _order(chosen: tuple[Pack, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    written = [name for pack in chosen for name in pack.order]
    return tuple(dict.fromkeys([*HARM_FIRST, *written, *vocabulary.facts]))
