"""Weigh a stack's rules on the facts of one situation, in three values: the reference form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import Facts, Truth, all_of, not_
from sharewell.terms.errors import PackRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The parts of an answer, with the rules that set them.

    `rules` are one for each part that is set, the outcome's first, and `cites` the paragraphs
    behind them, each once.
    """

    outcome: Outcome
    held_back: Outcome | None
    consent_needed: str
    inform_subject: str
    preconditions: tuple[str, ...]
    rules: tuple[Rule, ...]
    rule_ids: tuple[str, ...]
    cites: tuple[str, ...]


def in_override_order(stack: Stack) -> tuple[Rule, ...]:
    """Order rules so that whatever overrides a rule comes before it.

    Raises:  PackRefused when overrides go in a circle.
    """
    ordered: list[Rule] = []
    waiting = list(stack.rules)
    while waiting:
        silenced = {id for rule in waiting for id in rule.overrides}
        free = [rule for rule in waiting if rule.id not in silenced]
        if not free:
            raise _circle(waiting)
        ordered += free
        waiting = [rule for rule in waiting if rule.id in silenced]
    return tuple(ordered)


def _circle(rules: list[Rule]) -> PackRefused:
    by_id = {rule.id: rule for rule in rules}
    over = {id: rule.id for rule in rules for id in rule.overrides if id in by_id}
    walked = [rules[0].id]
    while walked[-1] not in walked[:-1]:
        walked.append(over[walked[-1]])
    circle = walked[walked.index(walked[-1]) :]
    return PackRefused(
        what=f"The stack was not loaded: the rule {circle[0]} cannot be used.",
        why=f"Its overrides go in a circle: {' overrides '.join(circle[::-1])}.",
        next="Take one of these overrides out.",
    )


class Silenced(NamedTuple):
    """A rule, with the rules that silence it while they speak."""

    rule: Rule
    by: tuple[str, ...]


def with_silencers(stack: Stack, rules: Iterable[Rule]) -> tuple[Silenced, ...]:
    """Give these rules and all that bear on whether they speak, each after what silences it.

    Raises:  PackRefused when overrides go in a circle.
    """
    in_order = in_override_order(stack)
    wanted = {rule.id for rule in rules}
    for rule in reversed(in_order):
        if wanted & set(rule.overrides):
            wanted.add(rule.id)
    kept = [rule for rule in in_order if rule.id in wanted]
    return tuple(
        Silenced(rule, tuple(other.id for other in kept if rule.id in other.overrides))
        for rule in kept
    )


def speaking(
    rules: Iterable[Silenced], facts: Facts, asked: Facts | None = None
) -> dict[str, Truth]:
    """Say of each rule whether it speaks; None where facts not asked, or not known, leave it open.

    A rule is silent while another that overrides it speaks; a silenced rule silences nothing.
    Shapes:  rules stand in the order in which `with_silencers` gives them.
    """
    truths: dict[str, Truth] = {}
    for rule, by in rules:
        own = rule.when.truth(facts, asked)
        truths[rule.id] = all_of([own, *(not_(truths[id]) for id in by)]) if by else own
    return truths


def weigh(stack: Stack, facts: Facts, asked: Facts | None = None) -> Weighed:
    """Weigh a situation in which every fact has a value, or "nothing" where it does not arise.

    Shapes:  asked are the facts as they were answered, where "unknown" may stand.
    Source:  contract: conflicts within a part are settled by overrides, between packs by the
             stack's precedence; where no rule speaks, the outcome is to seek advice.
    """
    truths = speaking(with_silencers(stack, stack.rules), facts, asked)
    met = {code for code, fact in stack.vocabulary.met_by.items() if facts.get(fact) is True}
    holding = tuple(
        rule
        for rule in stack.rules
        if truths[rule.id] and not (rule.part is Part.PRECONDITION and rule.sets in met)
    )
    return settle(stack, holding)


def settle(stack: Stack, holding: tuple[Rule, ...]) -> Weighed:
    """Make the parts of the answer from the rules that hold."""
    first = {part: _first(stack, part, holding) for part in stack.defaults}
    outcome = Outcome(first[Part.OUTCOME].sets)
    open_ = _in_turn(stack, Part.PRECONDITION, holding)
    held = outcome not in NOTHING_LEAVES and any(rule.holds for rule in open_)
    codes = {rule.sets: rule for rule in reversed(open_)}
    listed = [code for code in stack.vocabulary.answers["preconditions"] if code in codes]
    rules = (*first.values(), *(codes[code] for code in listed))
    return Weighed(
        outcome=Outcome.DO_NOT_SHARE if held else outcome,
        held_back=outcome if held else None,
        consent_needed=first[Part.CONSENT_NEEDED].sets,
        inform_subject=first[Part.INFORM_SUBJECT].sets,
        preconditions=tuple(listed),
        rules=rules,
        rule_ids=tuple(rule.id for rule in rules),
        cites=tuple(dict.fromkeys(cite for rule in rules for cite in rule.cites)),
    )


def _first(stack: Stack, part: Part, holding: tuple[Rule, ...]) -> Rule:
    return next(iter(_in_turn(stack, part, holding)), stack.defaults[part])


def _in_turn(stack: Stack, part: Part, holding: tuple[Rule, ...]) -> list[Rule]:
    """Order the rules of a part as their packs speak."""
    rank = {pack: place for place, pack in enumerate(stack.speaks[part])}
    own = (rule for rule in holding if rule.part is part)
    return sorted(own, key=lambda rule: rank[rule.pack])
