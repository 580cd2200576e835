"""Where two versions of a stack differ: every situation in which one answers otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sharewell.deciding.contradicting import opposed
from sharewell.deciding.domains import is_true
from sharewell.deciding.grounds import NOTHING_YET
from sharewell.deciding.situations import Situations
from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import BASIS, BESIDE, EXCLUSIVE, Outcome, Part
from sharewell.terms.conditions import NOTHING, UNKNOWN, Comparison, Condition, Value


class Whole(Situations):
    """Every situation of a stack, told apart finely enough for changed rules as well.

    What was not said has the value that is presumed of it. `unreal` are the situations in which
    an answer "unknown" does not stand for what its question says: no answer is given there.
    """

    def __init__(self, stack: Stack, beside: Iterable[Condition] = ()) -> None:
        also = (rule.when for rule in stack.rules if rule.part in BESIDE)
        promised = (each.when for pack in stack.packs for each in pack.invariants)
        super().__init__(stack, [*also, *promised, *beside])
        self.over = _silencers(stack)
        self.order = tuple(rule.id for rule in in_override_order(stack))
        self.unreal = self.diagrams.false
        by_asking = told_by_being_asked(stack)
        for name, domain in self.domains.items():
            if domain.unknown_matters:
                stands = self.at(name, domain.asking.dont_know)
                apart = self.diagrams.but_not(self.flag("?" + name), stands)
                self.unreal = self.diagrams.either(self.unreal, apart)
            if domain.asking.when is not None and name in by_asking:
                stands, given = self.at(name, domain.asking.presumed), self.flag(f"given {name}")
                unsaid = self.diagrams.but_not(
                    self.diagrams.but_not(self.diagrams.true, given), stands
                )
                self.impossible = self.diagrams.either(self.impossible, unsaid)
        for id in self.order:
            self.speaks(self._rules[id])

    def can_be(self, diagram: int) -> bool:
        """Say whether some situation that can be is in a diagram of truths."""
        return self.diagrams.but_not(diagram, self.impossible) != self.diagrams.false

    def at(self, fact: str, value: Value) -> int:
        """Where a fact has a value."""
        domain = self.domains[fact]
        place = domain.of(value)
        return self.diagrams.test(self.level[fact], [each == place for each in range(domain.width)])

    def speaks(self, rule: Rule) -> int:
        """Where a rule speaks: its condition holds, and nothing over it speaks."""
        if rule.id not in self._speaking:
            found = self.condition(rule.when)
            for id in self.over.get(rule.id, ()):
                found = self.diagrams.but_not(found, self.speaks(self._rules[id]))
            self._speaking[rule.id] = found
        return self._speaking[rule.id]

    def said(self, part: Part, word: str) -> int:
        """Where a duty is owed, or a precondition is named and not met."""
        found = self.diagrams.false
        for rule in self.stack.rules_of(part):
            if rule.sets == word:
                found = self.diagrams.either(found, self.speaks(rule))
        if part is Part.PRECONDITION:
            met = self.literal(is_true(self.stack.vocabulary.met_by[word]))
            return self.diagrams.but_not(found, met)
        return found

    def footing(self, part: Part) -> int:
        """What a part of the footing is; None where nothing leaves, or none is named."""
        found = self.diagrams.leaf(None)
        for rule in reversed(self.stack.rules_of(part)):
            found = self.diagrams.choose(self.speaks(rule), self.diagrams.leaf(rule.sets), found)
        outcome = self.outcome()
        named = self.domains.get("identifies_person")
        if named is not None:
            nobody = dict.fromkeys(range(named.width), named.of(False))
            without = self.diagrams.moved(found, self.level[named.fact], nobody)
            anonymous = self.where(outcome, [Outcome.SHARE_ANONYMISED])
            found = self.diagrams.choose(anonymous, without, found)
        stays = self.where(outcome, NOTHING_YET)
        return self.diagrams.choose(stays, self.diagrams.leaf(None), found)

    def apart(self, left: int, right: int) -> int:
        """Where two diagrams do not have the same value."""
        if left == right:
            return self.diagrams.false
        found = self.diagrams.true
        for value in self.diagrams.residue(left).leaves:
            both = self.diagrams.both(self.where(left, [value]), self.where(right, [value]))
            found = self.diagrams.choose(both, self.diagrams.false, found)
        return found

    def nearest(self, diagram: int) -> dict[str, Value]:
        """Write down one situation of a diagram of truths, as near as can be to what is presumed.

        Returns:  the facts that have to be said; all others are as presumed.
        """
        left = self.diagrams.but_not(diagram, self.impossible)
        real = self.diagrams.but_not(left, self.unreal)
        left, said = left if real == self.diagrams.false else real, dict[str, Value]()
        for name in self.domains:
            for here, value in self._ways(name):
                narrowed = self.diagrams.both(left, here)
                if narrowed != self.diagrams.false:
                    left = narrowed
                    if value is not None:
                        said[name] = value
                    break
        return said

    def _ways(self, name: str) -> Iterator[tuple[int, Value | None]]:
        """The ways in which a fact can be: as presumed, said otherwise, said, asked and unknown."""
        domain, false = self.domains[name], self.diagrams.false
        unsaid, said, known = self.diagrams.true, self.diagrams.true, self.diagrams.true
        unknown = false
        if f"given {name}" in self.level:
            said = self.flag(f"given {name}")
            unsaid = self.diagrams.but_not(self.diagrams.true, said)
        if f"?{name}" in self.level:
            unknown = self.flag(f"?{name}")
            known = self.diagrams.but_not(self.diagrams.true, unknown)
        presumed = self.at(name, domain.asking.presumed)
        yield self.diagrams.both(self.diagrams.both(presumed, unsaid), known), None
        said_known = self.diagrams.both(said, known)
        values = (each[0] for each in domain.classes if each[0] != NOTHING)
        for value in sorted(values, key=lambda each: domain.of(each) == domain.stand_in):
            yield self.diagrams.both(self.at(name, value), said_known), value
        yield self.diagrams.both(unknown, said), UNKNOWN


class Changed(Whole):
    """The same situations with one rule changed, laid out in the diagrams of the whole."""

    def __init__(self, whole: Whole, stack: Stack, changed: str) -> None:
        self.__dict__.update(whole.__dict__)
        self.whole, self.stack, self.changed = whole, stack, changed
        self._rules = {rule.id: rule for rule in stack.rules}
        self.over = _silencers(stack)
        self.touched = touched = _below(changed, whole)
        self._speaking = {id: found for id, found in whole._speaking.items() if id not in touched}
        rules = chain(stack.rules, whole.stack.rules, stack.defaults.values())
        self._parts = {(rule.part, rule.sets) for rule in rules if rule.id in touched}

    def died(self) -> Iterator[str]:
        """Name the rules that spoke in some situation and now speak in none."""
        for id in self.touched & self._rules.keys():
            if not self.can_be(self.speaks(self._rules[id])) and self.can_be(
                self.whole._speaking[id]
            ):
                yield id

    def contradictions(self) -> Iterator[tuple[Rule, Rule]]:
        """Give every two rules of a pack that now speak together and say different things."""
        for part in EXCLUSIVE:
            rules = self.stack.rules_of(part)
            for rule in rules:
                more = self._newly(rule)
                if more != self.diagrams.false:
                    for other in rules:
                        if opposed(rule, other) and self._together(more, other):
                            yield rule, other

    def _newly(self, rule: Rule) -> int:
        """Where a rule speaks and did not; everywhere it speaks where it is the one changed."""
        speaks = self.speaks(rule)
        if rule.id == self.changed or rule.id not in self.whole._speaking:
            return speaks
        return self.diagrams.but_not(speaks, self.whole._speaking[rule.id])

    def _together(self, more: int, other: Rule) -> bool:
        return self.can_be(self.diagrams.both(more, self.speaks(other)))

    def differs(self) -> int:
        """Where some part of the answer, a duty or the footing differs from that of the whole."""
        found = self.diagrams.false
        for ours, theirs in self._beside_each_other():
            found = self.diagrams.either(found, self.apart(ours, theirs))
        return self.diagrams.but_not(found, self.impossible)

    def _beside_each_other(self) -> Iterator[tuple[int, int]]:
        parts = {part for part, _ in self._parts}
        for part in parts & {*EXCLUSIVE}:
            yield self.part(part), self.whole.part(part)
        if parts & {Part.OUTCOME, Part.PRECONDITION}:
            yield self.outcome(), self.whole.outcome()
        for part, word in self._parts:
            if part in (Part.PRECONDITION, Part.DUTY):
                yield self.said(part, word), self.whole.said(part, word)
        for part in BASIS:
            if parts & {part, Part.OUTCOME, Part.PRECONDITION}:
                yield self.footing(part), self.whole.footing(part)


def told_by_being_asked(stack: Stack) -> frozenset[str]:
    """The facts of which it makes a difference whether they were said at all."""
    sides = chain.from_iterable(stack.vocabulary.constraints)
    return frozenset(each.fact for each in sides if each.how is not Comparison.IN)


def _silencers(stack: Stack) -> dict[str, list[str]]:
    there, found = {rule.id for rule in stack.rules}, dict[str, list[str]]()
    for rule in stack.rules:
        for id in rule.overrides:
            if id in there:
                found.setdefault(id, []).append(rule.id)
    return found


def _below(changed: str, whole: Whole) -> set[str]:
    """The rule changed, and all that speak or are silent because of it."""
    found = {changed}
    for id in whole.order:
        if found & set(whole.over.get(id, ())):
            found.add(id)
    return found
