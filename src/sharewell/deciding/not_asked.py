"""Facts that would not be asked: where they are, and what then stands in for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sharewell.deciding.diagram import Diagrams
from sharewell.deciding.domains import Domain
from sharewell.deciding.situations import Situations, both_ways
from sharewell.terms.conditions import ALWAYS, Comparison, Literal
from sharewell.terms.errors import PackRefused


@dataclass(frozen=True, slots=True)
class Gate:
    """Where a fact is asked, as a diagram, and the class that stands in for it elsewhere.

    `shifts` are classes that stand in instead where something holds that excludes the first.
    """

    fact: str
    level: int
    unknown: int | None
    asked: int
    stand_in: int
    shifts: tuple[tuple[int, int], ...]

    @property
    def diagrams(self) -> tuple[int, ...]:
        """The diagrams that it is made of."""
        return (self.asked, *(where for where, _ in self.shifts))

    def of(self, diagrams: Iterable[int]) -> Gate:
        """The same gate, made of these diagrams."""
        asked, *shifts = diagrams
        places = (to for _, to in self.shifts)
        return Gate(
            self.fact, self.level, self.unknown, asked, self.stand_in,
            tuple(zip(shifts, places, strict=True)),
        )  # fmt: skip

    def through(self, family: Diagrams, diagram: int) -> int:
        """Let the fact take what stands in for it wherever it is not asked."""
        if self.asked == family.true:
            return diagram
        known = diagram
        if self.unknown is not None:
            known = family.moved(diagram, self.unknown, {1: 0})
        found = self._set(family, known, self.stand_in)
        for where, to in self.shifts:
            found = family.choose(where, self._set(family, known, to), found)
        return family.choose(self.asked, diagram, found)

    def _set(self, family: Diagrams, diagram: int, to: int) -> int:
        every = range(family.widths[self.level])
        return family.moved(diagram, self.level, dict.fromkeys(every, to))


class Gates:
    """The gates of one stack, each before those that its own asking depends on.

    Raises:  PackRefused when some facts are asked only after each other.
    """

    def __init__(self, situations: Situations) -> None:
        self.all = situations
        self.latest_first = tuple(
            self._gate(situations.domains[name])
            for name in _latest_first(situations.domains)
            if situations.domains[name].asking.when is not None
        )

    def as_asked(self, diagram: int) -> int:
        """Let each fact that would not be asked take what stands in for it, unless it is given."""
        family = self.all.diagrams
        for gate in self.latest_first:
            given = self.all.flag(f"given {gate.fact}")
            free = family.either(given, gate.asked)
            diagram = gate.of((free, *gate.diagrams[1:])).through(family, diagram)
        return diagram

    def _gate(self, domain: Domain) -> Gate:
        return Gate(
            fact=domain.fact,
            level=self.all.level[domain.fact],
            unknown=self.all.level["?" + domain.fact] if domain.unknown_matters else None,
            asked=self._asked(domain),
            stand_in=domain.stand_in,
            shifts=tuple(self._shifts(domain)),
        )

    def _asked(self, domain: Domain) -> int:
        found = self.all.condition(
            domain.asking.when or ALWAYS,
            lambda literal: self._favoured(literal, True),
            lambda literal: self._favoured(literal, False),
        )
        for literal in domain.asking.only_unless:
            about_value = literal.how is Comparison.IN
            so = self.all.literal if about_value else self._not_given
            found = self.all.diagrams.but_not(found, so(literal))
        return found

    def _favoured(self, literal: Literal, wanted: bool) -> int:
        """Where a comparison counts as so with the benefit of the doubt."""
        found = self.all.literal(literal)
        if literal.how is Comparison.IS_UNKNOWN:
            return found
        join = self.all.diagrams.either if wanted else self.all.diagrams.but_not
        return join(found, self.all.flag("?" + literal.fact))

    def _not_given(self, literal: Literal) -> int:
        return self._favoured(literal, False)

    def _shifts(self, domain: Domain) -> Iterable[tuple[int, int]]:
        for own, other in both_ways(self.all.stack.vocabulary.constraints):
            mine = own.fact == domain.fact and own.how is Comparison.IN
            if mine and other.fact in self.all.domains and own.admits(domain.asking.presumed):
                yield self.all.stands(other), domain.beside(own)


def _latest_first(domains: Mapping[str, Domain]) -> list[str]:
    waiting, ordered = list(domains), list[str]()
    while waiting:
        ready = [
            name
            for name in waiting
            if not {gate.fact for gate in domains[name].asking.gates} & set(waiting)
        ]
        if not ready:
            raise PackRefused(
                what=f"The stack was not loaded: the question {waiting[0]} can never be reached.",
                why=f"Each of {', '.join(waiting)} is asked only after another of them.",
                next="Take one of these conditions (ask_when) out.",
            )
        ordered += ready
        waiting = [name for name in waiting if name not in ready]
    return ordered[::-1]
