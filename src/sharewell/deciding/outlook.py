"""The outlook of a stack: what is still possible, and which questions can still change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sharewell.deciding.diagram import Diagrams
from sharewell.deciding.domains import Domain, domains_of
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import UNKNOWN, Comparison, Condition, Facts, Literal
from sharewell.terms.errors import PackRefused

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
        levels = [level for domain in self.domains.values() for level in domain.levels()]
        self.level = {name: place for place, (name, _) in enumerate(levels)}
        self.diagrams = Diagrams([width for _, width in levels])
        self._speaking: dict[str, int] = {}
        self._consistent = self._what_can_stand_together()
        self.parts = {part: self._part(part) for part in EXCLUSIVE}
        final = self._held(self.parts[Part.OUTCOME])
        self.outcome = self._without_what_cannot_stand(self._as_asked(final))
        self.refusal = self.diagrams.both(
            self._is(self.outcome, Outcome.DO_NOT_SHARE), self._towards_protectors()
        )

    def outlook(self, facts: Facts) -> Outlook:
        """Say what is still possible on the facts given, exactly over consistent completions."""
        allowed = self._allowed(facts)
        residue = self.diagrams.residue(self.outcome, allowed)
        names = {place: name for name, place in self.level.items()}
        touched = {names[level].removeprefix("?") for level in residue.levels}
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
            if domain.asked_when is not None:
                allowed.append((1,) if value is not None else (0,))
            if domain.unknown_matters:
                allowed.append((0, 1) if value is None else (int(value == UNKNOWN),))
            open_ = value is None or value == UNKNOWN
            allowed.append(domain.real if open_ else (domain.of(value),))
        for fact, classes in self._ruled_out(facts):
            place = self.level[fact]
            left = tuple(each for each in allowed[place] if each not in classes)
            allowed[place] = left or allowed[place]
        return allowed

    def _ruled_out(self, facts: Facts) -> Iterable[tuple[str, frozenset[int]]]:
        for constraint in self.stack.vocabulary.constraints:
            for literal in constraint:
                rest = [each for each in constraint if each is not literal]
                if literal.fact in self.domains and all(each.truth(facts) for each in rest):
                    yield literal.fact, self.domains[literal.fact].admitted(literal)

    def _literal(self, literal: Literal) -> int:
        domain = self.domains[literal.fact]
        if literal.how is Comparison.IS_UNKNOWN:
            return self.diagrams.test(self.level["?" + literal.fact], (False, True))
        admitted = domain.admitted(literal)
        return self.diagrams.test(
            self.level[literal.fact], [place in admitted for place in range(domain.width)]
        )

    def _condition(self, condition: Condition) -> int:
        join = self.diagrams
        if condition.never:
            return join.false
        found = join.true
        for literal in condition.all:
            found = join.both(found, self._literal(literal))
        if condition.any:
            one = join.false
            for literal in condition.any:
                one = join.either(one, self._literal(literal))
            found = join.both(found, one)
        for literal in condition.none:
            found = join.but_not(found, self._literal(literal))
        return found

    def _speaks(self, rule: Rule, waiting: tuple[str, ...] = ()) -> int:
        if rule.id in waiting:
            raise PackRefused(
                what=f"The stack was not loaded: the rule {rule.id} cannot be used.",
                why=f"Its overrides go in a circle: {' overrides '.join((*waiting, rule.id))}.",
                next="Take one of these overrides out.",
            )
        if rule.id not in self._speaking:
            found = self._condition(rule.when)
            for other in self.stack.rules:
                if rule.id in other.overrides:
                    found = self.diagrams.but_not(found, self._speaks(other, (*waiting, rule.id)))
            self._speaking[rule.id] = found
        return self._speaking[rule.id]

    def _part(self, part: Part) -> int:
        rules = self.stack.rules_of(part)
        found = self.diagrams.leaf(self.stack.defaults[part].sets)
        for rule in reversed(rules):
            value = self.diagrams.leaf(rule.sets)
            found = self.diagrams.choose(self._speaks(rule), value, found)
        for place, rule in enumerate(rules):
            for other in rules[place + 1 :]:
                if rule.pack == other.pack and rule.sets != other.sets:
                    self._refuse_contradiction(rule, other)
        return found

    def _refuse_contradiction(self, rule: Rule, other: Rule) -> None:
        both = self.diagrams.both(self._speaks(rule), self._speaks(other))
        both = self.diagrams.both(both, self._consistent)
        if both == self.diagrams.false:
            return
        shown = self.situation(self.diagrams.example(both))
        raise PackRefused(
            what=f"The stack was not loaded: the rules {rule.id} and {other.id} contradict each other.",
            why=f"With {shown} one says {rule.sets}, the other {other.sets}.",
            next="Let one override the other, or narrow a condition.",
        )

    def situation(self, example: Mapping[int, int]) -> str:
        """Write a situation of the diagrams as the facts that make it."""
        names = {place: name for name, place in self.level.items()}
        said = [
            f"{names[place]} = {str(self.domains[names[place]].example(value)).lower()}"
            for place, value in sorted(example.items())
            if names[place] in self.domains
        ]
        return ", ".join(said) or "any facts"

    def _held(self, outcome: int) -> int:
        held = self.diagrams.false
        for rule in self.stack.rules_of(Part.PRECONDITION):
            if rule.holds:
                met = self.stack.vocabulary.met_by[rule.sets]
                unmet = self.diagrams.but_not(self._speaks(rule), self._true(met))
                held = self.diagrams.either(held, unmet)
        stop = Outcome.DO_NOT_SHARE.value
        return self.diagrams.combine(
            lambda waits, value: stop if waits and value not in NOTHING_LEAVES else value,
            held,
            outcome,
        )

    def _true(self, fact: str) -> int:
        return self._literal(Literal(fact, Comparison.IN, (True,), f"{fact} = true"))

    def _is(self, outcome: int, value: Outcome) -> int:
        return self.diagrams.combine(lambda leaf: leaf == value, outcome)

    def _towards_protectors(self) -> int:
        roles = self.stack.vocabulary.groups["protectors"]
        return self._literal(Literal("recipient_role", Comparison.IN, roles, "protectors"))

    def _as_asked(self, outcome: int) -> int:
        """Let each fact that would not be asked take its presumption, unless it is given."""
        for name in _latest_first(self.domains):
            domain = self.domains[name]
            if domain.asked_when is None:
                continue
            given = self.diagrams.test(self.level[f"given {name}"], (False, True))
            free = self.diagrams.either(given, self._asked(domain))
            stand_in = domain.of(domain.presumed)
            level = self.level[name]
            fixed = self.diagrams.moved(outcome, level, dict.fromkeys(range(domain.width), stand_in))
            if domain.unknown_matters:
                fixed = self.diagrams.moved(fixed, self.level["?" + name], {1: 0})
            outcome = self.diagrams.choose(free, outcome, fixed)
        return outcome

    def _asked(self, domain: Domain) -> int:
        assert domain.asked_when is not None
        found = self._condition(domain.asked_when)
        for literal in domain.only_unless:
            found = self.diagrams.but_not(found, self._literal(literal))
        return found

    def _what_can_stand_together(self) -> int:
        found = self.diagrams.true
        for first, second in self._pairs():
            both = self.diagrams.both(self._literal(first), self._literal(second))
            found = self.diagrams.but_not(found, both)
        return found

    def _without_what_cannot_stand(self, outcome: int) -> int:
        """Let situations that cannot be stand for the nearest that can."""
        for first, second in self._pairs():
            later = max((first, second), key=lambda each: self.level[each.fact])
            earlier = first if later is second else second
            domain = self.domains[later.fact]
            against = domain.admitted(later)
            instead = next(place for place in domain.real if place not in against)
            moved = self.diagrams.moved(
                outcome, self.level[later.fact], dict.fromkeys(against, instead)
            )
            outcome = self.diagrams.choose(self._literal(earlier), moved, outcome)
        return outcome

    def _pairs(self) -> Iterable[tuple[Literal, Literal]]:
        for constraint in self.stack.vocabulary.constraints:
            about_values = all(each.how is Comparison.IN for each in constraint)
            if about_values and all(each.fact in self.domains for each in constraint):
                yield constraint[0], constraint[1]


def _latest_first(domains: Mapping[str, Domain]) -> list[str]:
    """Order facts so that each comes before those its own asking depends on."""
    waiting, ordered = list(domains), list[str]()
    while waiting:
        ready = [name for name in waiting if not domains[name].gates & set(waiting)]
        if not ready:
            raise PackRefused(
                what=f"The stack was not loaded: the question {waiting[0]} can never be reached.",
                why=f"Each of {', '.join(waiting)} is asked only after another of them.",
                next="Take one of these conditions (ask_when) out.",
            )
        ordered += ready
        waiting = [name for name in waiting if name not in ready]
    return ordered[::-1]

