"""Every situation of a stack at once: where each rule speaks, and what each part then is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sharewell.deciding.diagram import Diagrams
from sharewell.deciding.domains import Domain, domains_of, is_true
from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import Comparison, Condition, Literal

Literals = Callable[[Literal], int]


class Situations:
    """The diagrams of one stack: a situation gives every fact a value, or "nothing".

    `beside` are conditions of no rule that diagrams are wanted of as well.
    """

    def __init__(self, stack: Stack, beside: Iterable[Condition] = ()) -> None:
        self.stack = stack
        self.domains = domains_of(stack, beside)
        widths = _in_order(stack.levels, self.domains)
        self.names = list(widths)
        self.level = {name: place for place, name in enumerate(self.names)}
        self.diagrams = Diagrams(list(widths.values()))
        self._rules = {rule.id: rule for rule in in_override_order(stack)}
        self._speaking: dict[str, int] = {}
        self.impossible = self._what_cannot_stand()

    def literal(self, literal: Literal) -> int:
        """Where a comparison holds."""
        if literal.how is Comparison.IS_UNKNOWN:
            return self.flag("?" + literal.fact)
        domain = self.domains[literal.fact]
        admitted = domain.admitted(literal)
        return self.diagrams.test(
            self.level[literal.fact], [place in admitted for place in range(domain.width)]
        )

    def flag(self, level: str) -> int:
        """Where a level of two values has the second."""
        return self.diagrams.test(self.level[level], (False, True))

    def stands(self, literal: Literal) -> int:
        """Where one side of what cannot stand together is so."""
        if literal.how is Comparison.IN:
            return self.literal(literal)
        given = "given " + literal.fact
        found = self.flag(given) if given in self.level else self.diagrams.true
        if literal.how is Comparison.IS_GIVEN:
            return found
        return self.diagrams.but_not(self.diagrams.true, found)

    def condition(
        self, condition: Condition, holds: Literals | None = None, fails: Literals | None = None
    ) -> int:
        """Where a condition holds.

        Shapes:  holds and fails say where a comparison counts as so, in its favour and against.
        """
        holds, fails, join = holds or self.literal, fails or self.literal, self.diagrams
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
        if condition.where:
            found = join.both(self.condition(condition.where, holds, fails), found)
        return found

    def speaks(self, rule: Rule) -> int:
        """Where a rule speaks: its condition holds, and nothing over it speaks."""
        if rule.id not in self._speaking:
            found = self.condition(rule.when)
            for other in self._rules.values():
                if rule.id in other.overrides:
                    found = self.diagrams.but_not(found, self.speaks(other))
            self._speaking[rule.id] = found
        return self._speaking[rule.id]

    def part(self, part: Part) -> int:
        """What a part is: that of the first rule that speaks, or the default."""
        found = self.diagrams.leaf(self.stack.defaults[part].sets)
        for rule in reversed(self.stack.rules_of(part)):
            value = self.diagrams.leaf(rule.sets)
            found = self.diagrams.choose(self.speaks(rule), value, found)
        return found

    def outcome(self) -> int:
        """What the outcome is, once what holds it back is counted."""
        outcome, stop = self.part(Part.OUTCOME), Outcome.DO_NOT_SHARE.value
        waiting = self.diagrams.turned(
            outcome, lambda value: value if value in NOTHING_LEAVES else stop
        )
        return self.diagrams.choose(self.open_preconditions(holding=True), waiting, outcome)

    def open_preconditions(self, *, holding: bool = False) -> int:
        """Where some precondition is not met: any, or only those that hold everything back."""
        found = self.diagrams.false
        for rule in self.stack.rules_of(Part.PRECONDITION):
            if rule.holds or not holding:
                met = self.literal(is_true(self.stack.vocabulary.met_by[rule.sets]))
                unmet = self.diagrams.but_not(self.speaks(rule), met)
                found = self.diagrams.either(found, unmet)
        return found

    def where(self, diagram: int, values: Iterable[object]) -> int:
        """Where a diagram has one of these values."""
        wanted = frozenset(values)
        return self.diagrams.turned(diagram, lambda leaf: leaf in wanted)

    def in_words(self, diagram: int) -> str:
        """Write one situation in which a diagram of truths is true, as the facts that make it."""
        said = [
            f"{name} = {str(self.domains[name].example(value)).lower()}"
            for place, value in sorted(self.diagrams.example(diagram).items())
            if (name := self.names[place]) in self.domains
        ]
        return ", ".join(said) or "any facts"

    def _what_cannot_stand(self) -> int:
        found = self.diagrams.false
        for first, second in self.stack.vocabulary.constraints:
            if {first.fact, second.fact} <= self.domains.keys():
                both = self.diagrams.both(self.stands(first), self.stands(second))
                found = self.diagrams.either(found, both)
        return found


def _in_order(tuned: Sequence[str], domains: Mapping[str, Domain]) -> dict[str, int]:
    """Give the levels with their widths, facts in the order that was tuned, others after them."""
    rank = {name: place for place, name in enumerate(tuned)}
    facts = sorted(domains, key=lambda name: rank.get(name, len(rank)))
    return dict(level for name in facts for level in domains[name].levels())


def both_ways(constraints: Iterable[tuple[Literal, Literal]]) -> Iterable[tuple[Literal, Literal]]:
    """Give each pair of what cannot stand together from either side."""
    for first, second in constraints:
        yield first, second
        yield second, first


def by_level(pair: tuple[Literal, Literal], level: Mapping[str, int]) -> list[Literal]:
    """Order a pair by where its facts stand in the diagrams."""
    return sorted(pair, key=lambda literal: level[literal.fact])
