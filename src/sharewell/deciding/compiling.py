"""Compile a stack's rules to Python once, so that a million records can be weighed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any

from sharewell.deciding.weighing import Silenced, Weighed, settle, with_silencers
from sharewell.deciding.writing import Writer
from sharewell.packs.pack import Rule, Stack
from sharewell.terms.answer import BASIS, EXCLUSIVE, Part
from sharewell.terms.conditions import Facts, Truth

REMEMBERED = 65_536
Signs = tuple[tuple[bool, ...], ...]
Form = Callable[..., Any]


class Compiled:
    """The rules of one stack as functions; what it remembers are answers, never situations."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._rules = {part: stack.rules_of(part) for part in Part}
        self._place = {rule.id: place for place, rule in enumerate(stack.rules)}
        self._by = {each.rule.id: each.by for each in with_silencers(stack, stack.rules)}
        self._writer = Writer()
        self._grounds = [(*self._rules[part], None) for part in BASIS]
        self._answer = self._made(self.source)
        self._known: dict[tuple[object, ...], Weighed] = {}

    @cached_property
    def source(self) -> str:
        """The source of the function that answers."""
        return self._chains("answer", EXCLUSIVE, [Part.PRECONDITION])

    def weigh(self, facts: Facts, asked: Facts | None = None) -> Weighed:
        """Weigh a situation in which every fact the stack uses has a value.

        Shapes:  asked are the facts as they were answered, where "unknown" may stand.
        """
        key = self._answer(facts, asked or facts)
        weighed = self._known.get(key)
        if weighed is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            weighed = self._known[key] = settle(self.stack, self._holding(*key))
        return weighed

    def _holding(
        self, outcome: int, consent: int, inform: int, open_: tuple[bool, ...]
    ) -> tuple[Rule, ...]:
        """The rules that speak first for each part, and the preconditions that are open."""
        places = zip(EXCLUSIVE, (outcome, consent, inform), strict=True)
        first = (rule for part, place in places for rule in self._rules[part][place : place + 1])
        unmet = zip(self._rules[Part.PRECONDITION], open_, strict=True)
        return (*first, *(rule for rule, is_ in unmet if is_))

    def duties(self, facts: Facts, asked: Facts | None = None) -> tuple[bool, ...]:
        """Say of each rule that sets a duty, in the stack's order, whether it speaks."""
        found: tuple[bool, ...] = self._duties(facts, asked or facts)[0]
        return found

    def open_duties(self, facts: Facts) -> tuple[Truth, ...]:
        """Say the same where facts are missing or not known; None where that leaves it open."""
        found: tuple[Truth, ...] = self._open_duties(facts, facts)
        return found

    def basis(self, facts: Facts, asked: Facts | None = None) -> tuple[Rule | None, ...]:
        """Give the rules that name the lawful basis, the condition and the power; None for none."""
        places = self._basis(facts, asked or facts)
        return tuple([rules[place] for rules, place in zip(self._grounds, places, strict=False)])

    def speaking(self, facts: Facts, asked: Facts | None = None) -> tuple[Rule, ...]:
        """The rules that speak, of every part."""
        signs = self._every(facts, asked or facts)
        pairs = (
            (rule, speaks)
            for part, of_part in zip(Part, signs, strict=True)
            for rule, speaks in zip(self._rules[part], of_part, strict=True)
        )
        return tuple(rule for rule, speaks in pairs if speaks)

    @cached_property
    def _duties(self) -> Form:
        return self._made(self._signs("duties", [Part.DUTY]))

    @cached_property
    def _basis(self) -> Form:
        return self._made(self._chains("basis", BASIS, []))

    @cached_property
    def _every(self) -> Form:
        return self._made(self._signs("every", Part))

    @cached_property
    def _open_duties(self) -> Form:
        return self._made(self._open("open_duties", self._rules[Part.DUTY]))

    def _made(self, source: str) -> Form:
        return made(source, self._writer, f"{self.stack.id} {self.stack.digest[:12]}")

    def _chains(self, name: str, parts: Iterable[Part], all_of: Iterable[Part]) -> str:
        """Write a function that gives for each part the place of the rule that speaks first.

        For the parts of `all_of` it gives instead which of their rules speak.
        """
        parts, all_of = tuple(parts), tuple(all_of)
        whole = [rule for part in all_of for rule in self._rules[part]]
        for part in parts:
            before = set[str]()
            for rule in self._rules[part]:
                whole += [self._rule(id) for id in self._by[rule.id] if id not in before]
                before.add(rule.id)
        known = with_silencers(self.stack, whole) if whole else ()
        body = [f"    {self._assigned(each)}" for each in known]
        there = {each.rule.id for each in known}
        for part in parts:
            body += self._chain(part, there)
        given = [f"c_{part}" for part in parts]
        given += [self._tuple(self._rules[part]) for part in all_of]
        looked_at = [rule for part in (*parts, *all_of) for rule in self._rules[part]] + whole
        body = [*self._picked(looked_at), *body]
        return self._function(name, looked_at, body, f"({', '.join(given)},)")

    def _chain(self, part: Part, known: set[str]) -> Iterator[str]:
        """Write the rules of a part, the first to speak first, and leave at the one that does."""
        yield f"    c_{part} = {len(self._rules[part])}"
        yield "    while True:"
        before = set[str]()
        numbered = enumerate(self._rules[part])
        for where, rules in groupby(numbered, lambda each: each[1].when.where):
            indent = " " * 8
            if where:
                yield f"{indent}if {self._writer.pick(where)}:"
                indent += " " * 4
            for place, rule in rules:
                yield f"{indent}if {self._spoken(rule, known, before)}:"
                yield f"{indent}    c_{part} = {place}; break"
                before.add(rule.id)
        yield "        break"

    def _spoken(self, rule: Rule, known: set[str], before: set[str]) -> str:
        """Write whether a rule speaks, where none of those before it does."""
        if rule.id in known:
            return self._name(rule.id)
        over = [f"not {self._name(id)}" for id in self._by[rule.id] if id not in before]
        return " and ".join([self._writer.own(rule.when), *over])

    def _signs(self, name: str, parts: Iterable[Part]) -> str:
        """Write a function that says of each rule of some parts whether it speaks."""
        groups = [self._rules[part] for part in parts]
        rules = with_silencers(self.stack, (rule for group in groups for rule in group))
        body = [f"    {self._assigned(each)}" for each in rules]
        given = ", ".join(map(self._tuple, groups))
        looked_at = [each.rule for each in rules]
        body = [*self._picked(looked_at), *body]
        return self._function(name, looked_at, body, f"({given},)")

    def _open(self, name: str, rules: Iterable[Rule]) -> str:
        """Write a function that says the same in three values, of facts that may be missing."""
        known = with_silencers(self.stack, rules)
        body = []
        for rule, by in known:
            sure = [self._writer.sure(rule.when), *(f"not p{self._place[id]}" for id in by)]
            may = [self._writer.possible(rule.when), *(f"not {self._name(id)}" for id in by)]
            body.append(f"    {self._name(rule.id)} = {' and '.join(sure)}")
            body.append(f"    p{self._place[rule.id]} = {' and '.join(may)}")
        given = "".join(
            f"True if {self._name(rule.id)} else None if p{self._place[rule.id]} else False, "
            for rule in self._rules[Part.DUTY]
        )
        looked_at = [each.rule for each in known]
        return self._function(name, looked_at, body, f"({given})", found="facts.get({!r})")

    def _function(
        self, name: str, rules: Iterable[Rule], body: Iterable[str], given: str,
        found: str = "facts[{!r}]",
    ) -> str:  # fmt: skip
        facts = sorted({fact for rule in rules for fact in _looked_at(self.stack, rule)})
        first = [f"    f_{fact} = {found.format(fact)}" for fact in facts]
        return "\n".join([f"def {name}(facts, asked):", *first, *body, f"    return {given}", ""])

    def _picked(self, rules: Iterable[Rule]) -> Iterator[str]:
        """Say first, once for each, where the packs of some rules are picked."""
        for where in {rule.when.where: None for rule in rules if rule.when.where}:
            yield f"    {self._writer.pick(where)} = {self._writer.holds(where)}"

    def _assigned(self, silenced: Silenced) -> str:
        over = [f"not {self._name(id)}" for id in silenced.by]
        holds = " and ".join([self._writer.holds(silenced.rule.when), *over])
        return f"{self._name(silenced.rule.id)} = {holds}"

    def _tuple(self, rules: Iterable[Rule]) -> str:
        return "(" + "".join(f"{self._sign(rule)}, " for rule in rules) + ")"

    def _sign(self, rule: Rule) -> str:
        if rule.part is not Part.PRECONDITION:
            return self._name(rule.id)
        met = self.stack.vocabulary.met_by[rule.sets]
        return f"{self._name(rule.id)} and f_{met} is not True"

    def _name(self, id: str) -> str:
        return f"r{self._place[id]}"

    def _rule(self, id: str) -> Rule:
        return self.stack.rules[self._place[id]]


def made(source: str, writer: Writer, called: str) -> Form:
    """Make the one function that a source defines."""
    scope: dict[str, Any] = dict(writer.constants)
    exec(compile(source, f"<{called}>", "exec"), scope)
    found: Form = scope[source[4 : source.index("(")]]
    return found


def _looked_at(stack: Stack, rule: Rule) -> frozenset[str]:
    """The facts that a rule looks at, with the one that meets a precondition."""
    if rule.part is not Part.PRECONDITION:
        return rule.when.facts
    return rule.when.facts | {stack.vocabulary.met_by[rule.sets]}


def used_facts(stack: Stack) -> tuple[str, ...]:
    """Name every fact that a rule of a stack looks at, in asking order."""
    used = {fact for rule in stack.rules for fact in _looked_at(stack, rule)}
    return tuple(name for name in stack.order if name in used)
