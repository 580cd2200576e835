"""Weigh a stack's rules on the facts of one situation, in three values: the reference form."""

from __future__ import annotations

from dataclasses import dataclass

from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import Facts, Truth, all_of, not_


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The parts of an answer, with the rules that set them.

    `rules` are one for each part that is set, the outcome's first; `speaking` are all that hold.
    """

    outcome: Outcome
    held_back: Outcome | None
    consent_needed: str
    inform_subject: str
    preconditions: tuple[str, ...]
    rules: tuple[Rule, ...]
    speaking: tuple[Rule, ...]

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of the rules that set the answer."""
        return tuple(rule.id for rule in self.rules)

    @property
    def cites(self) -> tuple[str, ...]:
        """The paragraphs behind the answer, each once."""
        return tuple(dict.fromkeys(cite for rule in self.rules for cite in rule.cites))


def in_override_order(stack: Stack) -> tuple[Rule, ...]:
    """Order rules so that whatever overrides a rule comes before it."""
    ordered: dict[str, Rule] = {}
    waiting = list(stack.rules)
    while waiting:
        left = {rule.id for rule in waiting}
        silencers = {id for rule in waiting for id in rule.overrides if id in left}
        ordered.update((rule.id, rule) for rule in waiting if rule.id not in silencers)
        waiting = [rule for rule in waiting if rule.id in silencers]
    return tuple(ordered.values())


def speaking(stack: Stack, facts: Facts) -> dict[str, Truth]:
    """Say of each rule whether it speaks; None where facts not asked, or not known, leave it open.

    A rule is silent while another that overrides it speaks; a silenced rule silences nothing.
    """
    truths: dict[str, Truth] = {}
    for rule in in_override_order(stack):
        over = [other.id for other in stack.rules if rule.id in other.overrides]
        truths[rule.id] = all_of([rule.when.truth(facts), *(not_(truths[id]) for id in over)])
    return truths


def weigh(stack: Stack, facts: Facts) -> Weighed:
    """Weigh a situation in which every fact has a value, or "nothing" where it does not arise.

    Source:  contract: conflicts within a part are settled by overrides, between packs by the
             stack's precedence; where no rule speaks, the outcome is to seek advice.
    """
    truths = speaking(stack, facts)
    met = {
        code: facts.get(fact) is True for code, fact in stack.vocabulary.met_by.items()
    }
    holding = tuple(
        rule
        for rule in stack.rules
        if truths[rule.id] and not (rule.part is Part.PRECONDITION and met[rule.sets])
    )
    return settle(stack, holding)


def settle(stack: Stack, holding: tuple[Rule, ...]) -> Weighed:
    """Make the parts of the answer from the rules that hold."""
    first = {part: _first(stack, part, holding) for part in stack.defaults}
    outcome = Outcome(first[Part.OUTCOME].sets)
    open_ = [rule for rule in holding if rule.part is Part.PRECONDITION]
    held = outcome not in NOTHING_LEAVES and any(rule.holds for rule in open_)
    codes = {rule.sets: rule for rule in reversed(open_)}
    listed = [code for code in stack.vocabulary.answers["preconditions"] if code in codes]
    return Weighed(
        outcome=Outcome.DO_NOT_SHARE if held else outcome,
        held_back=outcome if held else None,
        consent_needed=first[Part.CONSENT_NEEDED].sets,
        inform_subject=first[Part.INFORM_SUBJECT].sets,
        preconditions=tuple(listed),
        rules=(*first.values(), *(codes[code] for code in listed)),
        speaking=holding,
    )


def _first(stack: Stack, part: Part, holding: tuple[Rule, ...]) -> Rule:
    rank = {pack: place for place, pack in enumerate(stack.speaks[part])}
    own = [rule for rule in holding if rule.part is part]
    return min(own, key=lambda rule: rank[rule.pack], default=stack.defaults[part])
