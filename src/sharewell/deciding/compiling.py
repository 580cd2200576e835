"""Compile a stack's rules to Python once, so that a million records can be weighed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sharewell.deciding.weighing import Silenced, Weighed, settle, with_silencers
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import BASIS, Part
from sharewell.terms.conditions import (
    NOTHING,
    ORDERED,
    UNKNOWN,
    Comparison,
    Condition,
    Facts,
    Literal,
)

REMEMBERED = 65_536
PARTS = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)
Signs = tuple[tuple[bool, ...], ...]


class Compiled:
    """The rules of one stack as three functions; what it remembers are answers, never situations.

    No word of a pack reaches the source but names of facts, which are plain words, and
    values, which are quoted: both are checked against the vocabulary when a pack loads.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._place = {rule.id: place for place, rule in enumerate(stack.rules)}
        self._constants: dict[str, Any] = {}
        self._rules = {part: stack.rules_of(part) for part in Part}
        self._grounds = [(*self._rules[part], None) for part in BASIS]
        answering = [self._rules[part] for part in (*PARTS, Part.PRECONDITION)]
        self.source = self._function("answer", answering)
        self.source += self._function("duties", [self._rules[Part.DUTY]])
        self.source += self._function("basis", [self._rules[part] for part in BASIS])
        self._answer = self._made("answer")
        self._duties = self._made("duties")
        self._basis = self._made("basis")
        self._known: dict[tuple[object, ...], Weighed] = {}

    def weigh(self, facts: Facts, asked: Facts | None = None) -> Weighed:
        """Weigh a situation in which every fact the stack uses has a value.

        Shapes:  asked are the facts as they were answered, where "unknown" may stand.
        """
        outcome, consent, inform, open_ = self._answer(facts, asked or facts)
        key = (outcome.index(True), consent.index(True), inform.index(True), open_)
        weighed = self._known.get(key)
        if weighed is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            weighed = self._known[key] = settle(self.stack, self._holding(key))
        return weighed

    def _holding(self, key: tuple[int, int, int, tuple[bool, ...]]) -> tuple[Rule, ...]:
        """The rules that speak first for each part, and the preconditions that are open."""
        *places, open_ = key
        first = [self._rules[part][p : p + 1] for part, p in zip(PARTS, places, strict=True)]
        unmet = zip(self._rules[Part.PRECONDITION], open_, strict=False)
        return (*(rule for some in first for rule in some), *(rule for rule, is_ in unmet if is_))

    def duties(self, facts: Facts, asked: Facts | None = None) -> tuple[bool, ...]:
        """Say of each rule that sets a duty, in the stack's order, whether it speaks."""
        return self._duties(facts, asked or facts)[0][:-1]

    def basis(self, facts: Facts, asked: Facts | None = None) -> tuple[Rule | None, ...]:
        """Give the rules that name the lawful basis, the condition and the power; None for none."""
        places = [signs.index(True) for signs in self._basis(facts, asked or facts)]
        return tuple([rules[place] for rules, place in zip(self._grounds, places, strict=True)])

    def speaking(self, facts: Facts, asked: Facts | None = None) -> tuple[Rule, ...]:
        """The rules that speak, of every part."""
        forms = (self._answer, self._duties, self._basis)
        signs = (each for form in forms for each in form(facts, asked or facts))
        rules = (self._rules[part] for part in (*PARTS, Part.PRECONDITION, Part.DUTY, *BASIS))
        pairs = (zip(some, signs_, strict=False) for some, signs_ in zip(rules, signs, strict=True))
        return tuple(rule for pair in pairs for rule, speaks in pair if speaks)

    def _function(self, name: str, groups: Iterable[tuple[Rule, ...]]) -> str:
        """Write a function that gives, for each group, the signs of its rules and a last True."""
        groups = list(groups)
        rules = with_silencers(self.stack, (rule for group in groups for rule in group))
        facts = {fact for rule, _ in rules for fact in _looked_at(self.stack, rule)}
        signs = (
            "(" + "".join(f"{self._sign(rule)}, " for rule in group) + "True,)" for group in groups
        )
        lines = [f"def {name}(facts, asked):"]
        lines += [f"    f_{fact} = facts[{fact!r}]" for fact in sorted(facts)]
        lines += [f"    r{self._place[each.rule.id]} = {self._rule(each)}" for each in rules]
        return "\n".join([*lines, f"    return ({', '.join(signs)},)", ""])

    def _made(self, name: str) -> Callable[[Facts, Facts], Signs]:
        scope: dict[str, Any] = dict(self._constants)
        exec(compile(self.source, f"<{self.stack.id} {self.stack.digest[:12]}>", "exec"), scope)
        made: Callable[[Facts, Facts], Signs] = scope[name]
        return made

    def _rule(self, silenced: Silenced) -> str:
        over = (f"not r{self._place[id]}" for id in silenced.by)
        return " and ".join([self._condition(silenced.rule.when), *over])

    def _sign(self, rule: Rule) -> str:
        sign = f"r{self._place[rule.id]}"
        if rule.part is not Part.PRECONDITION:
            return sign
        return f"{sign} and f_{self.stack.vocabulary.met_by[rule.sets]} is not True"

    def _condition(self, condition: Condition) -> str:
        parts = [self._literal(each) for each in condition.all]
        if condition.any:
            parts.append("(" + " or ".join(self._literal(each) for each in condition.any) + ")")
        parts += [f"not {self._literal(each)}" for each in condition.none]
        if condition.where:
            parts.insert(0, self._condition(condition.where))
        return " and ".join(parts) or "True"

    def _literal(self, literal: Literal) -> str:
        fact = f"f_{literal.fact}"
        if literal.how is Comparison.IS_UNKNOWN:
            return f"(asked.get({literal.fact!r}) == {UNKNOWN!r})"
        if literal.how in ORDERED:
            return f"({fact} != {NOTHING!r} and {fact} {literal.how} {literal.values[0]!r})"
        return self._membership(fact, literal)

    def _membership(self, fact: str, literal: Literal) -> str:
        sign = "" if literal.how is Comparison.IN else "not "
        if len(literal.values) == 1:
            value = literal.values[0]
            if isinstance(value, bool):
                return f"({fact} is {sign}{value})"
            return f"({fact} {'!=' if sign else '=='} {value!r})"
        return f"({fact} {sign}in {self._constant(literal)})"

    def _constant(self, literal: Literal) -> str:
        values = frozenset(literal.values)
        for name, each in self._constants.items():
            if each == values:
                return name
        name = f"s{len(self._constants)}"
        self._constants[name] = values
        return name


def _looked_at(stack: Stack, rule: Rule) -> frozenset[str]:
    """The facts that a rule looks at, with the one that meets a precondition."""
    if rule.part is not Part.PRECONDITION:
        return rule.when.facts
    return rule.when.facts | {stack.vocabulary.met_by[rule.sets]}


def used_facts(stack: Stack) -> tuple[str, ...]:
    """Name every fact that a rule of a stack looks at, in asking order."""
    used = {fact for rule in stack.rules for fact in _looked_at(stack, rule)}
    return tuple(name for name in stack.order if name in used)
