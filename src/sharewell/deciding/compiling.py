"""Compile a stack's rules to Python once, so that a million records can be weighed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sharewell.deciding.weighing import Weighed, in_override_order, settle
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import Part
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


class Compiled:
    """The rules of one stack as one function; what it remembers are answers, never situations."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.rules = in_override_order(stack)
        self._place = {rule.id: place for place, rule in enumerate(self.rules)}
        self._constants: dict[str, Any] = {}
        self.source = self._source()
        self._signs = self._run()
        self._known: dict[int, Weighed] = {}

    def weigh(self, facts: Facts, asked: Facts | None = None) -> Weighed:
        """Weigh a situation in which every fact the stack uses has a value.

        Shapes:  asked are the facts as they were answered, where "unknown" may stand.
        """
        signs = self._signs(facts, asked or facts)
        weighed = self._known.get(signs)
        if weighed is None:
            holding = {rule.id for rule in self.rules if signs >> self._place[rule.id] & 1}
            in_order = tuple(rule for rule in self.stack.rules if rule.id in holding)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            weighed = self._known[signs] = settle(self.stack, in_order)
        return weighed

    def _source(self) -> str:
        facts = sorted({literal.fact for rule in self.rules for literal in rule.when.literals})
        met = self.stack.vocabulary.met_by
        unmet = sorted({met[rule.sets] for rule in self.rules if rule.part is Part.PRECONDITION})
        lines = ["def signs(facts, asked):"]
        lines += [f"    f_{name} = facts[{name!r}]" for name in sorted({*facts, *unmet})]
        lines += [f"    r{place} = {self._rule(rule)}" for place, rule in enumerate(self.rules)]
        signs = " | ".join(f"r{place} << {place}" for place in range(len(self.rules)))
        return "\n".join([*lines, f"    return {signs or 0}"])

    def _run(self) -> Callable[[Facts, Facts], int]:
        scope: dict[str, Any] = dict(self._constants)
        exec(compile(self.source, f"<{self.stack.id} {self.stack.digest[:12]}>", "exec"), scope)
        made: Callable[[Facts, Facts], int] = scope["signs"]
        return made

    def _rule(self, rule: Rule) -> str:
        silencers = [each.id for each in self.rules if rule.id in each.overrides]
        parts = [self._condition(rule.when), *(f"not r{self._place[id]}" for id in silencers)]
        if rule.part is Part.PRECONDITION:
            parts.append(f"f_{self.stack.vocabulary.met_by[rule.sets]} is not True")
        return " and ".join(parts)

    def _condition(self, condition: Condition) -> str:
        if condition.never:
            return "False"
        parts = [self._literal(each) for each in condition.all]
        if condition.any:
            parts.append("(" + " or ".join(self._literal(each) for each in condition.any) + ")")
        parts += [f"not {self._literal(each)}" for each in condition.none]
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
        if literal.values in ((True,), (False,)):
            return f"({fact} is {sign}{literal.values[0]})"
        if len(literal.values) == 1:
            return f"({fact} {'!=' if sign else '=='} {literal.values[0]!r})"
        return f"({fact} {sign}in {self._constant(literal)})"

    def _constant(self, literal: Literal) -> str:
        values = frozenset(literal.values)
        for name, each in self._constants.items():
            if each == values:
                return name
        name = f"s{len(self._constants)}"
        self._constants[name] = values
        return name


def used_facts(stack: Stack) -> tuple[str, ...]:
    """Name every fact that a rule of a stack looks at, in asking order."""
    met: Mapping[str, str] = stack.vocabulary.met_by
    used = {fact for rule in stack.rules for fact in rule.when.facts}
    used |= {met[rule.sets] for rule in stack.rules if rule.part is Part.PRECONDITION}
    return tuple(name for name in stack.order if name in used)
