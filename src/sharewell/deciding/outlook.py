"""The outlook of a stack: what is still possible, and which questions can still change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from sharewell.deciding.domains import Domain
from sharewell.deciding.situations import Situations, both_ways, by_level
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import Outcome, Part
from sharewell.terms.conditions import ALWAYS, UNKNOWN, Comparison, Facts, Literal, Value
from sharewell.terms.errors import PackRefused

EXCLUSIVE = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)
REMEMBERED = 4_096


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

    Raises:  PackRefused when two rules can hold together and contradict each other,
             when overrides go in a circle, or when an askable fact has no presumption.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        laid = _LaidOut(stack)
        self.domains, self.names, self._level = laid.domains, laid.all.names, laid.all.level
        self.diagrams, kept = laid.diagrams.kept(laid.outcome, laid.refusal)
        self.outcome, self.refusal = kept
        self._levels = {name: _levels(domain, self._level) for name, domain in self.domains.items()}
        self._known: dict[tuple[tuple[int, ...], ...], Outlook] = {}

    def outlook(self, facts: Facts) -> Outlook:
        """Say what is still possible on the facts given, exactly over consistent completions."""
        allowed = tuple(self._allowed(facts))
        whole = self._known.get(allowed)
        if whole is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            whole = self._known[allowed] = self._left(allowed)
        return replace(whole, relevant=whole.relevant - facts.keys())

    def _left(self, allowed: tuple[tuple[int, ...], ...]) -> Outlook:
        residue = self.diagrams.residue(self.outcome, allowed)
        refusal = self.diagrams.residue(self.refusal, allowed)
        touched = (self.names[level].removeprefix("?") for level in residue.levels)
        return Outlook(
            possible=frozenset(Outcome(str(leaf)) for leaf in residue.leaves),
            relevant=frozenset(touched),
            refusal_to_protectors=True in refusal.leaves,
        )

    def _allowed(self, facts: Facts) -> list[tuple[int, ...]]:
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
        return allowed

    def _ruled_out(self, facts: Facts) -> Iterable[tuple[str, frozenset[int]]]:
        for own, other in both_ways(self.stack.vocabulary.constraints):
            about_value = own.how is Comparison.IN and own.fact in self.domains
            if about_value and other.truth(facts):
                yield own.fact, self.domains[own.fact].admitted(own)


class _LaidOut:
    """Every situation of a stack as a person would be asked about it; only the result is kept."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.all = Situations(stack)
        self.domains, self.diagrams = self.all.domains, self.all.diagrams
        self._latest_first = _latest_first(self.domains)
        self._refuse_contradictions()
        outcome = self._without_what_cannot_stand(self.all.outcome())
        self.outcome = self._as_asked(outcome)
        roles = stack.vocabulary.groups["protectors"]
        protects = Literal("recipient_role", Comparison.IN, roles, "protectors")
        refused = self.all.where(self.outcome, [Outcome.DO_NOT_SHARE])
        self.refusal = self.diagrams.both(refused, self.all.literal(protects))

    def _refuse_contradictions(self) -> None:
        for part in EXCLUSIVE:
            for rule, other in combinations(self.stack.rules_of(part), 2):
                apart = rule.id in other.overrides or other.id in rule.overrides
                if rule.pack == other.pack and rule.sets != other.sets and not apart:
                    self._refuse_contradiction(rule, other)

    def _refuse_contradiction(self, rule: Rule, other: Rule) -> None:
        speaks = self.all.speaks
        both = self.diagrams.both(speaks(rule), speaks(other))
        for reached in (lambda diagram: diagram, self._as_asked):
            both = self.diagrams.but_not(reached(both), self.all.impossible)
            if both == self.diagrams.false:
                return
        shown = self.all.in_words(both)
        raise PackRefused(
            what=f"The stack was not loaded: {rule.id} and {other.id} contradict each other.",
            why=f"With {shown} one says {rule.sets}, the other {other.sets}.",
            next="Let one override the other, or narrow a condition.",
        )

    def _as_asked(self, diagram: int) -> int:
        """Let each fact that would not be asked take its presumption, unless it is given."""
        for name in self._latest_first:
            domain = self.domains[name]
            if domain.asking.when is not None:
                given = self.all.flag(f"given {name}")
                free = self.diagrams.either(given, self._asked(domain))
                diagram = self.diagrams.choose(free, diagram, self._standing_in(domain, diagram))
        return diagram

    def _asked(self, domain: Domain) -> int:
        found = self.all.condition(
            domain.asking.when or ALWAYS,
            lambda literal: self._favoured(literal, True),
            lambda literal: self._favoured(literal, False),
        )
        for literal in domain.asking.only_unless:
            about_value = literal.how is Comparison.IN
            so = self.all.literal if about_value else self._not_given
            found = self.diagrams.but_not(found, so(literal))
        return found

    def _favoured(self, literal: Literal, wanted: bool) -> int:
        """Where a comparison counts as so with the benefit of the doubt."""
        found = self.all.literal(literal)
        if literal.how is Comparison.IS_UNKNOWN:
            return found
        join = self.diagrams.either if wanted else self.diagrams.but_not
        return join(found, self.all.flag("?" + literal.fact))

    def _not_given(self, literal: Literal) -> int:
        return self._favoured(literal, False)

    def _standing_in(self, domain: Domain, diagram: int) -> int:
        """Put what is presumed in a fact's place; beside what excludes it, the next value."""
        level = self.all.level[domain.fact]
        if domain.unknown_matters:
            diagram = self.diagrams.moved(diagram, self.all.level["?" + domain.fact], {1: 0})
        found = self._set(diagram, level, range(domain.width), domain.stand_in)
        for own, other in both_ways(self.stack.vocabulary.constraints):
            mine = own.fact == domain.fact and own.how is Comparison.IN
            if mine and other.fact in self.domains and own.admits(domain.asking.presumed):
                instead = self._set(diagram, level, range(domain.width), domain.beside(own))
                found = self.diagrams.choose(self.all.stands(other), instead, found)
        return found

    def _set(self, diagram: int, level: int, values: Iterable[int], to: int) -> int:
        return self.diagrams.moved(diagram, level, dict.fromkeys(values, to))

    def _without_what_cannot_stand(self, outcome: int) -> int:
        """Let situations that cannot be stand for the nearest that can."""
        for pair in self.stack.vocabulary.constraints:
            if all(each.how is Comparison.IN and each.fact in self.domains for each in pair):
                earlier, later = by_level(pair, self.all.level)
                domain, level = self.domains[later.fact], self.all.level[later.fact]
                moved = self._set(outcome, level, domain.admitted(later), domain.beside(later))
                outcome = self.diagrams.choose(self.all.literal(earlier), moved, outcome)
        return outcome


def _levels(domain: Domain, level: Mapping[str, int]) -> _Levels:
    return _Levels(
        own=level[domain.fact],
        given=level.get(f"given {domain.fact}"),
        unknown=level.get(f"?{domain.fact}"),
        every=tuple(range(domain.width)),
        places={value: place for place, values in enumerate(domain.classes) for value in values},
    )


def _latest_first(domains: Mapping[str, Domain]) -> list[str]:
    """Order facts so that each comes before those its own asking depends on.

    Raises:  PackRefused when some are asked only after each other.
    """
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
