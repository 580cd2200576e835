"""Telling a situation that two stacks answer differently, with as few facts as show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.comparing.weighing import differences, known_to, parts_of, rules_of
from sharewell.deciding import Engine
from sharewell.deciding.weighing import Weighed
from sharewell.terms.answer import Part, Reason
from sharewell.terms.conditions import Value

SHOWN_CASES = 3
Facts = Mapping[str, Value]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of two stacks says of a situation, and by which rules it says what differs."""

    now: Weighed
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the four parts for JSON, with the rules."""
        return {
            "act_now": self.now.outcome,
            "consent_needed": self.now.consent_needed,
            "inform_subject": self.now.inform_subject,
            "preconditions": list(self.now.preconditions),
            "held_back": self.now.held_back,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation whose answer differs; without any of its facts it would not, or otherwise."""

    facts: Facts
    before: Side
    after: Side

    def as_json(self) -> dict[str, Any]:
        """Give the case for JSON."""
        sides = {"before": self.before.as_json(), "after": self.after.as_json()}
        return {"facts": dict(self.facts), **sides}


class Cases:
    """Tells what two stacks say of a situation, and by which rules."""

    def __init__(self, before: Engine, after: Engine) -> None:
        self.engines = (before, after)

    def told(self, part: Part, pair: Pair, facts: Facts) -> Case:
        """Tell a situation in which a part goes from one value to another."""
        facts = self._fewest(part, pair, dict(facts))
        before, after = (self._side(engine, facts, part, pair) for engine in self.engines)
        return Case(facts=facts, before=before, after=after)

    def some(self, part: Part, pair: Pair, situations: Iterable[Facts]) -> Iterator[Case]:
        """Tell a few of several situations, each with other rules than those before it."""
        known = set[tuple[str, ...]]()
        for facts in situations:
            case = self.told(part, pair, facts)
            rules = tuple(each.rule for side in (case.before, case.after) for each in side.reasons)
            if rules not in known:
                known.add(rules)
                yield case
            if len(known) == SHOWN_CASES:
                return

    def _side(self, engine: Engine, facts: Facts, part: Part, pair: Pair) -> Side:
        now, reasons = engine.now(known_to(engine, facts))
        ids = rules_of(engine, facts, part, pair)
        return Side(now=now, reasons=tuple(each for each in reasons if each.rule in ids))

    def _fewest(self, part: Part, pair: Pair, facts: dict[str, Value]) -> dict[str, Value]:
        """Leave out every fact without which the same rules make the same difference.

        Many are tried at once at first, then ever fewer: most facts do not matter.
        """
        whole, most = self._difference(part, pair, facts), len(facts)
        while most:
            names = list(facts)[::-1]
            for first in range(0, len(names), most):
                out = names[first : first + most]
                fewer = {name: value for name, value in facts.items() if name not in out}
                if self._can_stand(fewer) and self._difference(part, pair, fewer) == whole:
                    facts = fewer
            most //= 2
        return facts

    def _can_stand(self, facts: Facts) -> bool:
        return not any(engine.stack.vocabulary.contradiction(facts) for engine in self.engines)

    def _difference(self, part: Part, pair: Pair, facts: Facts) -> tuple[object, ...]:
        before, after = (parts_of(engine, facts) for engine in self.engines)
        rules = (rules_of(engine, facts, part, pair) for engine in self.engines)
        return (pair in differences(before, after)[part], *rules)
