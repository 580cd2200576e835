"""The outlook of a stack: what is still possible, and which questions can still change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sharewell.deciding.contradicting import refuse_contradictions
from sharewell.deciding.diagram import Residue
from sharewell.deciding.domains import Domain
from sharewell.deciding.not_asked import Gate, Gates
from sharewell.deciding.situations import Situations, both_ways, by_level
from sharewell.packs.pack import Stack
from sharewell.terms.answer import EXCLUSIVE, Outcome
from sharewell.terms.conditions import UNKNOWN, Comparison, Facts, Literal, Value

REMEMBERED = 4_096
MOST_LAID_OUT = 50_000
MOST_SETTLED = 27_000
"""Nodes times facts that may not be asked: beyond this, all of them count as asked."""
Allowed = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outcomes still possible, the facts not asked that can change them, and whether a
    refusal towards those who protect is among them."""

    possible: frozenset[Outcome]
    relevant: frozenset[str]
    refusal_to_protectors: bool


@dataclass(frozen=True, slots=True)
class _Levels:
    """Where a fact stands in the diagrams, and the class of each of its values."""

    own: int
    given: int | None
    unknown: int | None
    every: tuple[int, ...]
    places: Mapping[Value, int]


class Forecast:
    """Every situation of one stack, laid out once; asked for the outlook of each.

    Laid out are the outcomes as if every fact had a value. Which facts would not be asked is
    settled for each outlook anew, when most of it is fixed and little is left.

    Raises:  PackRefused when two rules can hold together and contradict each other,
             when overrides go in a circle, or when an askable fact has no presumption.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        all_ = Situations(stack)
        gates = Gates(all_)
        refuse_contradictions(all_, EXCLUSIVE, gates.as_asked)
        self.domains, self.names = all_.domains, all_.names
        self._level = all_.level
        self._levels = {name: _levels(each, self._level) for name, each in self.domains.items()}
        roles = stack.vocabulary.groups["protectors"]
        protects = Literal("recipient_role", Comparison.IN, roles, "protectors")
        outcome = _without_what_cannot_stand(all_, all_.outcome())
        parts = [part for gate in gates.latest_first for part in gate.diagrams]
        self._whole, kept = all_.diagrams.kept(outcome, all_.literal(protects), *parts)
        self._roots, self._gates = kept[:2], _of(gates.latest_first, kept[2:])
        self._begin()

    @property
    def outcome(self) -> int:
        """The outcome, as if every fact had a value, among `diagrams`."""
        return self._roots[0]

    def _begin(self) -> None:
        """Begin with what is laid out for good; forget what was worked out since."""
        self.diagrams = self._whole.copy()
        self._known: dict[object, Outlook] = {}

    def outlook(self, facts: Facts, settled: Facts | None = None) -> Outlook:
        """Say what is still possible on the facts given, exactly over consistent completions.

        While next to nothing is known of a large stack, a fact that may not be asked counts as
        asked: no outcome and no question is missing, and some may be there too long.
        Shapes:  settled are the facts with what stands in for those that would not be asked.
        """
        open_, allowed = self._open(facts, facts if settled is None else settled)
        key = (allowed, tuple([gate.fact for gate in open_]))
        whole = self._known.get(key)
        if whole is None:
            if len(self._known) >= REMEMBERED or self.diagrams.size >= MOST_LAID_OUT:
                self._begin()
            whole = self._known[key] = self._left(allowed, open_)
        return replace(whole, relevant=whole.relevant - facts.keys())

    def _left(self, allowed: Allowed, open_: list[Gate]) -> Outlook:
        parts = [part for gate in open_ for part in gate.diagrams]
        left = self.diagrams.restricted([*self._roots, *parts], allowed)
        outcome, protects = left[:2]
        residue, gates = self.diagrams.residue(outcome), _of(open_, left[2:])
        levels = self._looked_at(residue, gates)
        if residue.size * len(open_) <= MOST_SETTLED:
            for gate in gates:
                if levels & {gate.level, gate.unknown}:
                    outcome = gate.through(self.diagrams, outcome)
            residue = self.diagrams.residue(outcome)
            levels = residue.levels
        possible = frozenset(Outcome(str(leaf)) for leaf in residue.leaves)
        touched = frozenset(self.names[level].removeprefix("?") for level in levels)
        return Outlook(possible, touched, self._refused(outcome, protects, possible))

    def _looked_at(self, residue: Residue, gates: tuple[Gate, ...]) -> frozenset[int]:
        """Give the levels that matter, with those that decide whether one of them is asked."""
        levels = residue.levels
        for gate in gates:
            if levels & {gate.level, gate.unknown}:
                levels = levels.union(*map(self._levels_of, gate.diagrams))
        return levels

    def _levels_of(self, diagram: int) -> frozenset[int]:
        return self.diagrams.residue(diagram).levels

    def _refused(self, outcome: int, protects: int, possible: frozenset[Outcome]) -> bool:
        """Say whether a refusal towards those who protect is possible."""
        if Outcome.DO_NOT_SHARE not in possible or protects == self.diagrams.false:
            return False
        refused = self.diagrams.turned(outcome, lambda leaf: leaf == Outcome.DO_NOT_SHARE)
        return self.diagrams.both(refused, protects) != self.diagrams.false

    def _open(self, facts: Facts, settled: Facts) -> tuple[list[Gate], Allowed]:
        """Give the facts that may be asked or not, and the values each level may take."""
        allowed: list[tuple[int, ...]] = [(0,)] * len(self.names)
        for name, levels in self._levels.items():
            value = facts.get(name)
            if levels.given is not None and value is not None:
                allowed[levels.given] = (1,)
            if levels.unknown is not None:
                allowed[levels.unknown] = (0, 1) if value is None else (int(value == UNKNOWN),)
            allowed[levels.own] = levels.every
            if value is not None and value != UNKNOWN:
                allowed[levels.own] = (levels.places[value],)
        for fact, classes in self._ruled_out(facts):
            place = self._level[fact]
            allowed[place] = tuple(each for each in allowed[place] if each not in classes)
        return self._not_settled(facts, settled, allowed), tuple(allowed)

    def _not_settled(
        self, facts: Facts, settled: Facts, allowed: list[tuple[int, ...]]
    ) -> list[Gate]:
        """Fix in `allowed` what would surely not be asked; give what may be asked or not."""
        open_ = []
        for gate in self._gates:
            if gate.fact in facts:
                continue
            if gate.shifts or gate.fact not in settled:
                open_.append(gate)
                continue
            allowed[gate.level] = (gate.stand_in,)
            if gate.unknown is not None:
                allowed[gate.unknown] = (0,)
        return open_

    def _ruled_out(self, facts: Facts) -> Iterable[tuple[str, frozenset[int]]]:
        for own, other in both_ways(self.stack.vocabulary.constraints):
            about_value = own.how is Comparison.IN and own.fact in self.domains
            if about_value and other.truth(facts):
                yield own.fact, self.domains[own.fact].admitted(own)


def _without_what_cannot_stand(all_: Situations, outcome: int) -> int:
    """Let situations that cannot be stand for the nearest that can."""
    family = all_.diagrams
    for pair in all_.stack.vocabulary.constraints:
        if all(each.how is Comparison.IN and each.fact in all_.domains for each in pair):
            earlier, later = by_level(pair, all_.level)
            domain, level = all_.domains[later.fact], all_.level[later.fact]
            to = dict.fromkeys(domain.admitted(later), domain.beside(later))
            moved = family.moved(outcome, level, to)
            outcome = family.choose(all_.literal(earlier), moved, outcome)
    return outcome


def _levels(domain: Domain, level: Mapping[str, int]) -> _Levels:
    return _Levels(
        own=level[domain.fact],
        given=level.get(f"given {domain.fact}"),
        unknown=level.get(f"?{domain.fact}"),
        every=tuple(range(domain.width)),
        places={value: place for place, values in enumerate(domain.classes) for value in values},
    )


def _of(gates: Iterable[Gate], parts: Iterable[int]) -> tuple[Gate, ...]:
    """Give each gate its diagrams, of which there are as many as it has parts."""
    left = iter(parts)
    return tuple(gate.of([next(left) for _ in gate.diagrams]) for gate in gates)
