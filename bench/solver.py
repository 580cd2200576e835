"""The rules of a stack written out for z3: enumerations, overrides and parts of the answer."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from sharewell.deciding.domains import askings_of
from sharewell.deciding.weighing import in_override_order
from sharewell.packs.pack import Invariant, Stack
from sharewell.proving.differing import told_by_being_asked
from sharewell.proving.invariants import PROMISE
from sharewell.terms.answer import NOTHING_LEAVES, Outcome, Part
from sharewell.terms.conditions import NOTHING, Comparison, Condition, Literal, Value
from sharewell.terms.facts import OLDEST, Kind

PARTS = (Part.OUTCOME, Part.CONSENT_NEEDED, Part.INFORM_SUBJECT)
SLOWEST = 20_000


class Formulas:
    """One stack as formulas over its facts; a fact that may not arise has "nothing" as a value."""

    def __init__(self, stack: Stack) -> None:
        self.z3 = import_module("z3")
        self.stack, self.askings = stack, askings_of(stack)
        self._facts: dict[str, tuple[Any, dict[Value, Any]]] = {}
        self._years = list[Any]()
        words = {part: stack.vocabulary.answers[part] for part in PARTS}
        self._words = {part: self._enumeration(part, some) for part, some in words.items()}
        self._speaks: dict[str, Any] = {}
        rules = in_override_order(stack)
        for rule in rules:
            over = [self._speaks[each.id] for each in rules if rule.id in each.overrides]
            own = self.condition(rule.when)
            self._speaks[rule.id] = self.z3.And(own, *[self.z3.Not(each) for each in over])
        self._parts = {part: self._part(part) for part in PARTS}
        self._parts[Part.OUTCOME] = self._held_back(self._parts[Part.OUTCOME])
        self._impossible = [self._stand_together(*pair) for pair in stack.vocabulary.constraints]

    def answer(self, formula: Any) -> str:
        """Ask whether a formula is so in some situation that can be: sat, unsat or unknown."""
        solver = self.z3.Solver()
        solver.set("timeout", SLOWEST)
        solver.add(formula, *self._years, *self._presumed())
        solver.add(*[self.z3.Not(each) for each in self._impossible])
        return str(solver.check())

    def broken(self, invariant: Invariant, but_for: tuple[str, Value] | None = None) -> Any:
        """Where an invariant does not hold; where one value of a fact would mend it, if given."""
        bad = self._bad(invariant)
        if but_for:
            constant, values = self._fact(but_for[0])
            mended = self.z3.substitute(bad, (constant, values[but_for[1]]))
            bad = self.z3.And(bad, self.z3.Not(mended))
        return self.z3.And(self.condition(invariant.when), bad)

    def speaks(self, rule: str) -> Any:
        """Where a rule speaks."""
        return self._speaks[rule]

    def owed(self, code: str) -> Any:
        """Where a duty is owed."""
        rules = self.stack.rules_of(Part.DUTY)
        return self.z3.Or(*[self._speaks[each.id] for each in rules if each.sets == code])

    def says(self, part: str, words: Iterable[str]) -> Any:
        """Where a part of the answer is one of these words."""
        part = Part.OUTCOME if part == "act_now" else Part(part)
        _, named = self._words[part]
        return self.z3.Or(*[self._parts[part] == named[word] for word in words])

    def condition(self, when: Condition) -> Any:
        """Where a condition holds."""
        parts = [self._literal(each) for each in when.all]
        if when.any:
            parts.append(self.z3.Or(*[self._literal(each) for each in when.any]))
        parts += [self.z3.Not(self._literal(each)) for each in when.none]
        if when.where:
            parts.append(self.condition(when.where))
        return self.z3.And(*parts)

    def _bad(self, invariant: Invariant) -> Any:
        never = [self._promised(each) for each in invariant.never]
        always = [self.z3.Not(self._promised(each)) for each in invariant.always]
        return self.z3.Or(*([self.z3.And(*never)] if never else []), *always)

    def _promised(self, written: str) -> Any:
        found = PROMISE.fullmatch(written)
        part, sign, rest, duty = found.groups(default="") if found else ("", "", "", "")
        if duty:
            return self.owed(duty)
        if part == "status":
            unknown = [self._flag("unknown", name) for name in self.stack.vocabulary.protective]
            return self.z3.Not(self.z3.Or(*unknown))
        if part == "preconditions":
            holds = self.z3.Or(*self._open())
            return holds if sign == "not empty" else self.z3.Not(holds)
        holds = self.says(part, [word.strip() for word in rest.strip("[]").split(",")])
        return holds if sign in ("=", "in") else self.z3.Not(holds)

    def _open(self, *, holding: bool = False) -> list[Any]:
        """Each precondition that is not met; only those that hold everything back, if so asked."""
        found = []
        for rule in self.stack.rules_of(Part.PRECONDITION):
            constant, values = self._fact(self.stack.vocabulary.met_by[rule.sets])
            if rule.holds or not holding:
                found.append(self.z3.And(self._speaks[rule.id], constant != values[True]))
        return found

    def _part(self, part: Part) -> Any:
        _, named = self._words[part]
        found = named[self.stack.defaults[part].sets]
        for rule in reversed(self.stack.rules_of(part)):
            found = self.z3.If(self._speaks[rule.id], named[rule.sets], found)
        return found

    def _held_back(self, outcome: Any) -> Any:
        _, named = self._words[Part.OUTCOME]
        stays = self.z3.Or(*[outcome == named[word] for word in NOTHING_LEAVES])
        held = self.z3.And(self.z3.Or(*self._open(holding=True)), self.z3.Not(stays))
        return self.z3.If(held, named[Outcome.DO_NOT_SHARE], outcome)

    def _literal(self, literal: Literal) -> Any:
        if literal.how is Comparison.IS_UNKNOWN:
            return self._flag("unknown", literal.fact)
        constant, values = self._fact(literal.fact)
        if literal.how in (Comparison.IN, Comparison.NOT_IN):
            found = self.z3.Or(*[constant == values[each] for each in literal.values])
            return found if literal.how is Comparison.IN else self.z3.Not(found)
        ordered = {"<": constant.__lt__, "<=": constant.__le__, ">": constant.__gt__}
        return ordered.get(literal.how, constant.__ge__)(literal.values[0])

    def _presumed(self) -> list[Any]:
        """What was not said has the value that is presumed of it."""
        by_asking = told_by_being_asked(self.stack)
        return [
            self.z3.Or(self._flag("given", name), constant == values[self.askings[name].presumed])
            for name, (constant, values) in self._facts.items()
            if self.askings[name].when is not None and name in by_asking
        ]

    def _stand_together(self, first: Literal, second: Literal) -> Any:
        return self.z3.And(*[self._stands(each) for each in (first, second)])

    def _stands(self, literal: Literal) -> Any:
        if literal.how is Comparison.IN:
            return self._literal(literal)
        given = self._flag("given", literal.fact)
        return given if literal.how is Comparison.IS_GIVEN else self.z3.Not(given)

    def _flag(self, what: str, fact: str) -> Any:
        return self.z3.Bool(f"{what} {fact}")

    def _fact(self, name: str) -> tuple[Any, dict[Value, Any]]:
        """The constant that stands for a fact, and each of its values."""
        if name not in self._facts:
            fact = self.stack.vocabulary.facts[name]
            if fact.kind is Kind.YEARS:
                constant = self.z3.Int(name)
                self._years += [constant >= 0, constant <= OLDEST]
                self._facts[name] = constant, {each: self.z3.IntVal(each) for each in fact.values}
            else:
                nothing = [NOTHING] if self.askings[name].presumed == NOTHING else []
                sort, named = self._enumeration(name, [*fact.values, *nothing])
                self._facts[name] = self.z3.Const(name, sort), named
        return self._facts[name]

    def _enumeration(self, name: str, values: Iterable[Value]) -> tuple[Any, dict[Value, Any]]:
        some = list(values)
        words = [f"{name} {str(each).lower()} in {self.stack.id}" for each in some]
        sort, constants = self.z3.EnumSort(f"{name} in {self.stack.id} {id(self)}", words)
        return sort, dict(zip(some, constants, strict=True))
