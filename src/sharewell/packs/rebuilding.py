"""Build a stack again from the bytes that were kept of it, years after its packs have changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sharewell.packs.loading import read_pack
from sharewell.packs.pack import Pack, Rule, Stack
from sharewell.packs.plans import StackPlan
from sharewell.packs.stacking import resolve
from sharewell.packs.vocabulary import build_vocabulary
from sharewell.terms.answer import Part
from sharewell.terms.errors import PackRefused
from sharewell.terms.facts import Vocabulary

DAYS = ("in_force_from", "in_force_to", "review_due")


def rebuild(content: bytes) -> Stack:
    """Build a stack from its canonical bytes alone; its digest is theirs.

    Raises:  PackRefused when they are not the bytes of a stack.
    """
    try:
        document = json.loads(content)
        stack = _resolved(document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise PackRefused(
            what="A stack was not rebuilt from the bytes that were kept of it.",
            why=f"They are not the bytes of a stack: {type(fault).__name__}.",
            next="Take them again from the record or the backup they were kept in.",
        ) from fault
    if stack.canonical != content:
        raise PackRefused(
            what=f"The stack {stack.id} was not rebuilt from the bytes that were kept of it.",
            why="Read and written again they are other bytes, so other answers might be meant.",
            next="Use the release of Sharewell that wrote them.",
        )
    return stack


def _resolved(document: Mapping[str, Any]) -> Stack:
    vocabulary = build_vocabulary(document["vocabulary"])
    packs = [_pack(table, document["rules"], vocabulary) for table in document["packs"]]
    known = {rule.id for pack in packs for rule in pack.rules}
    plan = StackPlan(
        id=document["stack"],
        title=document["stack"],
        packs=tuple(pack.id for pack in packs),
        speaks={Part(part): tuple(order) for part, order in document["speaks"].items()},
        picks=document["picks"],
        order=tuple(document["order"]),
        treats_as_in_force=tuple(document["deciding"]),
    )
    whole = {pack.id: _naming_only(known, pack) for pack in packs}
    return resolve(plan, whole, vocabulary, document["vocabulary"], _a_day(packs))


def _pack(table: Mapping[str, Any], rules: list[str], vocabulary: Vocabulary) -> Pack:
    """Read a pack with its days as days, and its rules in the order in which they stood."""
    id, names = table["pack"]["id"], (each.partition(":") for each in rules)
    days = {key: date.fromisoformat(table["pack"][key]) for key in DAYS if key in table["pack"]}
    told = table.get("rules", {})
    in_order = {name: told[name] for pack, _, name in names if pack == id}
    raw = {**table, "pack": {**table["pack"], **days}}
    return read_pack(id, {**raw, "rules": in_order} if told else raw, vocabulary)


def _naming_only(known: set[str], pack: Pack) -> Pack:
    """Let rules name no rule of a pack that does not stand here: it is silent as it is."""

    def naming(rule: Rule) -> Rule:
        over = tuple(id for id in rule.overrides if id in known)
        return replace(rule, overrides=over, replaces=tuple(i for i in rule.replaces if i in known))

    return replace(pack, rules=tuple(map(naming, pack.rules)))


def _a_day(packs: list[Pack]) -> date:
    """A day on which all of them stood."""
    last = min((pack.in_force_to for pack in packs if pack.in_force_to), default=date.max)
    return max((pack.in_force_from for pack in packs if pack.in_force_from), default=last)
