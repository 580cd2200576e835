"""Two rules of one pack that can speak together and say different things: refused, with a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from sharewell.deciding.situations import Situations
from sharewell.packs.pack import Rule
from sharewell.terms.answer import Part
from sharewell.terms.errors import PackRefused

Reached = Callable[[int], int]


def opposed(rule: Rule, other: Rule) -> bool:
    """Say whether two rules of a part may not speak together: nothing settles which prevails."""
    over = rule.id in other.overrides or other.id in rule.overrides
    return rule.pack == other.pack and rule.sets != other.sets and not over


def refuse_contradictions(
    all_: Situations, parts: Iterable[Part], as_asked: Reached | None = None
) -> None:
    """Refuse a stack in which two rules contradict each other.

    Shapes:  as_asked lets facts that would not be asked take what stands in for them.
    Raises:  PackRefused, with a situation in which they do.
    """
    for part in parts:
        for rule, other in combinations(all_.stack.rules_of(part), 2):
            if opposed(rule, other):
                _refuse(all_, rule, other, as_asked)


def _refuse(all_: Situations, rule: Rule, other: Rule, as_asked: Reached | None) -> None:
    join = all_.diagrams
    both = join.but_not(join.both(all_.speaks(rule), all_.speaks(other)), all_.impossible)
    if as_asked and both != join.false:
        both = join.but_not(as_asked(both), all_.impossible)
    if both != join.false:
        raise PackRefused(
            what=f"The stack was not loaded: {rule.id} and {other.id} contradict each other.",
            why=f"With {all_.in_words(both)} one says {rule.sets}, the other {other.sets}.",
            next="Let one override the other, or narrow a condition.",
        )
