"""Weigh recorded decisions under two stacks, and count what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sharewell.comparing.weighing import Pair, Parts, differences, known_to, parts_of
from sharewell.deciding import Engine
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Value
from sharewell.terms.errors import FactRefused

Facts = Mapping[str, Value]


@dataclass(slots=True)
class Recount:
    """How many recorded decisions there are, and which would change, by part and from what to what.

    Shapes:  changed holds the ids of the decisions; refused those that one stack cannot weigh.
    """

    decisions: int = 0
    differing: int = 0
    changed: dict[tuple[Part, Pair], list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give the counts for JSON, each with the ids of its decisions."""
        return {
            "decisions": self.decisions,
            "differing": self.differing,
            "changed": [
                {"part": part.value, "from": was, "to": becomes, "count": len(ids), "ids": ids}
                for (part, (was, becomes)), ids in self.changed.items()
            ],
            "refused": self.refused,
        }


class Recounting:
    """Two stacks under which the same facts are weighed; equal facts are weighed once."""

    def __init__(self, before: Engine, after: Engine) -> None:
        self._engines = (before, after)
        self._known: dict[frozenset[tuple[str, type, Value]], dict[Part, frozenset[Pair]]] = {}

    def count(self, decisions: Iterable[tuple[str, Facts]]) -> Recount:
        """Weigh decisions, each with its id, under both stacks and count what differs."""
        found = Recount()
        for id, facts in decisions:
            found.decisions += 1
            try:
                pairs = self.differences(facts)
            except FactRefused:
                found.refused.append(id)
                continue
            found.differing += any(pairs.values())
            for part, some in pairs.items():
                for pair in sorted(some):
                    found.changed.setdefault((part, pair), []).append(id)
        return found

    def differences(self, facts: Facts) -> dict[Part, frozenset[Pair]]:
        """Say for each part from what to what it goes.

        Raises:  FactRefused where one of the two has no word for an answer.
        """
        key = frozenset((name, type(value), value) for name, value in facts.items())
        if key not in self._known:
            before, after = (self._parts(engine, facts) for engine in self._engines)
            self._known[key] = differences(before, after)
        return self._known[key]

    def _parts(self, engine: Engine, facts: Facts) -> Parts:
        engine.stack.vocabulary.check(known_to(engine, facts))
        return parts_of(engine, facts)
