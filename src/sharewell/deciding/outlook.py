"""The outlook of a stack: what is still possible, and which questions can still change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from sharewell.deciding.diagram import Diagrams
from sharewell.deciding.domains import Domain, domains_of, is_true
from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import ALWAYS, UNKNOWN, Comparison, Condition, Facts, Literal
from sharewell.terms.errors import PackRefused

Literals = Callable[[Literal], int]
EXCLUSIVE = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outcomes still possible, the facts not asked that can change them, and whether a
    refusal towards those who protect is among them."""

    possible: frozenset[Outcome]
    relevant: frozenset[str]
    refusal_to_protectors: bool


class Forecast:
    """Every situation of one stack, laid out once; asked for the outlook of each.

    Raises:  PackRefused when two rules can hold together and contradict each other,
             when overrides go in a circle, or when an askable fact has no presumption.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.domains = domains_of(stack)
        self._latest_first = _latest_first(self.domains)
        levels = [level for domain in self.domains.values() for level in domain.levels()]
        self.level = {name: place for place, (name, _) in enumerate(levels)}
        self._names = [name for name, _ in levels]
        self.diagrams = Diagrams([width for _, width in levels])
        self._impossible = self._what_cannot_stand()
        self.speaks = self._what_speaks()
        self.parts = {part: self._part(part) for part in EXCLUSIVE}
        held = self._held(self.parts[Part.OUTCOME])
        self.outcome = self._as_asked(self._without_what_cannot_stand(held))
        self.refusal = self.diagrams.both(
            self._is(self.outcome, Outcome.DO_NOT_SHARE), self._towards_protectors()
        )
        self.diagrams.forget()

    def outlook(self, facts: Facts) -> Outlook:
        """Say what is still possible on the facts given, exactly over consistent completions."""
        allowed = self._allowed(facts)
        residue = self.diagrams.residue(self.outcome, allowed)
        touched = {self._names[level].removeprefix("?") for level in residue.levels}
        refusal = self.diagrams.residue(self.refusal, allowed)
        return Outlook(
            possible=frozenset(Outcome(str(leaf)) for leaf in residue.leaves),
            relevant=frozenset(name for name in touched if name not in facts),
            refusal_to_protectors=True in refusal.leaves,
        )

    def _allowed(self, facts: Facts) -> list[tuple[int, ...]]:
        allowed: list[tuple[int, ...]] = []
        for name, domain in self.domains.items():
            value = facts.get(name)
            if domain.asking.when is not None:
                allowed.append((int(value is not None),))
            if domain.unknown_matters:
                allowed.append((0, 1) if value is None else (int(value == UNKNOWN),))
            if value is None or value == UNKNOWN:
                allowed.append(tuple(range(domain.width)))
            else:
                allowed.append((domain.of(value),))
        for fact, classes in self._ruled_out(facts):
            place = self.level[fact]
            allowed[place] = tuple(each for each in allowed[place] if each not in classes)
        return allowed

    def _ruled_out(self, facts: Facts) -> Iterable[tuple[str, frozenset[int]]]:
        for own, other in both_ways(self.stack.vocabulary.constraints):
            about_value = own.how is Comparison.IN and own.fact in self.domains
            if about_value and other.truth(facts):
                yield own.fact, self.domains[own.fact].admitted(own)

    def _literal(self, literal: Literal) -> int:
        if literal.how is Comparison.IS_UNKNOWN:
            return self._flag("?" + literal.fact)
        domain = self.domains[literal.fact]
        admitted = domain.admitted(literal)
        return self.diagrams.test(
            self.level[literal.fact], [place in admitted for place in range(domain.width)]
        )

    def _flag(self, level: str) -> int:
        return self.diagrams.test(self.level[level], (False, True))

    def _favoured(self, literal: Literal, wanted: bool) -> int:
        found = self._literal(literal)
        if literal.how is Comparison.IS_UNKNOWN:
            return found
        join = self.diagrams.either if wanted else self.diagrams.but_not
        return join(found, self._flag("?" + literal.fact))

    def _condition(self, condition: Condition, holds: Literals, fails: Literals) -> int:
        join = self.diagrams
        if condition.never:
            return join.false
        found = join.true
        for literal in condition.all:
            found = join.both(found, holds(literal))
        if condition.any:
            one = join.false
            for literal in condition.any:
                one = join.either(one, holds(literal))
            found = join.both(found, one)
        for literal in condition.none:
            found = join.but_not(found, fails(literal))
        return found

    def _what_cannot_stand(self) -> int:
        found = self.diagrams.false
        for first, second in self.stack.vocabulary.constraints:
            if {first.fact, second.fact} <= self.domains.keys():
                both = self.diagrams.both(self._stands(first), self._stands(second))
                found = self.diagrams.either(found, both)
        return found

    def _what_speaks(self) -> dict[str, int]:
        speaks: dict[str, int] = {}
        for rule in in_override_order(self.stack):
            if rule.part is Part.DUTY:
                continue
            found = self._condition(rule.when, self._literal, self._literal)
            for other in self.stack.rules:
                if rule.id in other.overrides:
                    found = self.diagrams.but_not(found, speaks[other.id])
            speaks[rule.id] = found
        return speaks

    def _part(self, part: Part) -> int:
        rules = self.stack.rules_of(part)
        found = self.diagrams.leaf(self.stack.defaults[part].sets)
        for rule in reversed(rules):
            value = self.diagrams.leaf(rule.sets)
            found = self.diagrams.choose(self.speaks[rule.id], value, found)
        for rule, other in combinations(rules, 2):
            apart = rule.id in other.overrides or other.id in rule.overrides
            if rule.pack == other.pack and rule.sets != other.sets and not apart:
                self._refuse_contradiction(rule, other)
        return found

    def _refuse_contradiction(self, rule: Rule, other: Rule) -> None:
        both = self.diagrams.both(self.speaks[rule.id], self.speaks[other.id])
        for reached in (lambda diagram: diagram, self._as_asked):
            both = self.diagrams.but_not(reached(both), self._impossible)
            if both == self.diagrams.false:
                return
        shown = self.situation(self.diagrams.example(both))
        raise PackRefused(
            what=f"The stack was not loaded: {rule.id} and {other.id} contradict each other.",
            why=f"With {shown} one says {rule.sets}, the other {other.sets}.",
            next="Let one override the other, or narrow a condition.",
        )

    def situation(self, example: Mapping[int, int]) -> str:
        """Write a situation of the diagrams as the facts that make it."""
        said = [
            f"{name} = {str(self.domains[name].example(value)).lower()}"
            for place, value in sorted(example.items())
            if (name := self._names[place]) in self.domains
        ]
        return ", ".join(said) or "any facts"

    def _held(self, outcome: int) -> int:
        held = self.diagrams.false
        for rule in self.stack.rules_of(Part.PRECONDITION):
            if rule.holds:
                met = self._literal(is_true(self.stack.vocabulary.met_by[rule.sets]))
                unmet = self.diagrams.but_not(self.speaks[rule.id], met)
                held = self.diagrams.either(held, unmet)
        stop = Outcome.DO_NOT_SHARE.value
        waits = self.diagrams.turned(
            outcome, lambda value: value if value in NOTHING_LEAVES else stop
        )
        return self.diagrams.choose(held, waits, outcome)

    def _is(self, outcome: int, value: Outcome) -> int:
        return self.diagrams.turned(outcome, lambda leaf: leaf == value)

    def _towards_protectors(self) -> int:
        roles = self.stack.vocabulary.groups["protectors"]
        return self._literal(Literal("recipient_role", Comparison.IN, roles, "protectors"))

    def _as_asked(self, diagram: int) -> int:
        """Let each fact that would not be asked take its presumption, unless it is given."""
        for name in self._latest_first:
            domain = self.domains[name]
            if domain.asking.when is not None:
                free = self.diagrams.either(self._flag(f"given {name}"), self._asked(domain))
                diagram = self.diagrams.choose(free, diagram, self._standing_in(domain, diagram))
        return diagram

    def _asked(self, domain: Domain) -> int:
        found = self._condition(
            domain.asking.when or ALWAYS,
            lambda literal: self._favoured(literal, True),
            lambda literal: self._favoured(literal, False),
        )
        for literal in domain.asking.only_unless:
            about_value = literal.how is Comparison.IN
            so = self._literal(literal) if about_value else self._favoured(literal, False)
            found = self.diagrams.but_not(found, so)
        return found

    def _standing_in(self, domain: Domain, diagram: int) -> int:
        """Put what is presumed in a fact's place; beside what excludes it, the next value."""
        level = self.level[domain.fact]
        if domain.unknown_matters:
            diagram = self.diagrams.moved(diagram, self.level["?" + domain.fact], {1: 0})
        found = self._set(diagram, level, range(domain.width), domain.stand_in)
        for own, other in both_ways(self.stack.vocabulary.constraints):
            mine = own.fact == domain.fact and own.how is Comparison.IN
            if mine and other.fact in self.domains and own.admits(domain.asking.presumed):
                instead = self._set(diagram, level, range(domain.width), domain.beside(own))
                found = self.diagrams.choose(self._stands(other), instead, found)
        return found

    def _set(self, diagram: int, level: int, values: Iterable[int], to: int) -> int:
        return self.diagrams.moved(diagram, level, dict.fromkeys(values, to))

    def _stands(self, literal: Literal) -> int:
        if literal.how is Comparison.IN:
            return self._literal(literal)
        given = "given " + literal.fact
        found = self._flag(given) if given in self.level else self.diagrams.true
        if literal.how is Comparison.IS_GIVEN:
            return found
        return self.diagrams.but_not(self.diagrams.true, found)

    def _without_what_cannot_stand(self, outcome: int) -> int:
        """Let situations that cannot be stand for the nearest that can."""
        for pair in self.stack.vocabulary.constraints:
            if not all(each.how is Comparison.IN and each.fact in self.domains for each in pair):
                continue
            earlier, later = sorted(pair, key=lambda each: self.level[each.fact])
            domain = self.domains[later.fact]
            moved = self._set(
                outcome, self.level[later.fact], domain.admitted(later), domain.beside(later)
            )
            outcome = self.diagrams.choose(self._literal(earlier), moved, outcome)
        return outcome


def both_ways(constraints: Iterable[tuple[Literal, Literal]]) -> Iterable[tuple[Literal, Literal]]:
    """Give each pair of what cannot stand together from either side."""
    for first, second in constraints:
        yield first, second
        yield second, first


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
