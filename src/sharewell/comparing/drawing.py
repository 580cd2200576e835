"""Situations drawn at random under two stacks at once, where to lay out all takes too long."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sharewell.comparing.cases import Facts
from sharewell.comparing.weighing import differences, parts_of
from sharewell.deciding import Engine
from sharewell.terms.answer import Part
from sharewell.terms.conditions import UNKNOWN, Value

SITUATIONS = 5_000
SEED = 2_026
KEPT = 6
"""How many situations of each kind are kept, to tell a few of them."""


@dataclass(slots=True)
class Met:
    """How often a part went from one value to another, and the first situations in which it did."""

    count: int = 0
    met: list[Facts] = field(default_factory=list)


class Drawing:
    """Complete situations drawn from a seed: the same two stacks always meet the same ones."""

    def __init__(self, before: Engine, after: Engine) -> None:
        self.engines = (before, after)
        self.differing = 0
        self._met: dict[tuple[Part, str, str], Met] = {}
        used = (dict.fromkeys((*engine.forecast.domains, *engine.used)) for engine in self.engines)
        self._answers = {name: self._answers_to(name) for each in used for name in each}

    def count(self) -> int:
        """Draw the situations, note where the answers differ, and say how many were drawn."""
        dice = random.Random(SEED)
        for _ in range(SITUATIONS):
            facts = self._drawn(dice)
            before, after = (parts_of(engine, facts) for engine in self.engines)
            pairs = differences(before, after)
            self.differing += any(pairs.values())
            for part, some in pairs.items():
                for pair in some:
                    self._note((part, *pair), facts)
        return SITUATIONS

    def in_order(self) -> Iterator[tuple[Part, str, str, Met]]:
        """Give each kind of difference, part by part, the most frequent first."""
        order = list(Part)
        kinds = sorted(self._met, key=lambda kind: (order.index(kind[0]), -self._met[kind].count))
        for kind in kinds:
            yield (*kind, self._met[kind])

    def _note(self, kind: tuple[Part, str, str], facts: Facts) -> None:
        found = self._met.setdefault(kind, Met())
        found.count += 1
        if len(found.met) < KEPT:
            found.met.append(facts)

    def _drawn(self, dice: random.Random) -> dict[str, Value]:
        """Answer every question at random; what cannot stand beside the rest is left out."""
        facts = {name: dice.choice(answers) for name, answers in self._answers.items()}
        for engine in self.engines:
            while pair := engine.stack.vocabulary.contradiction(facts):
                del facts[next(each.fact for each in reversed(pair) if each.fact in facts)]
        return facts

    def _answers_to(self, name: str) -> list[Value]:
        words = (engine.stack.vocabulary.facts.get(name) for engine in self.engines)
        return [*next(word for word in words if word).values, UNKNOWN]
