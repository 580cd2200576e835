"""The rules of a stack as one Rego module, for Microsoft's interpreter."""

import json
from collections.abc import Mapping
from importlib import import_module

from bench.peers import Decide, in_turn
from sharewell.packs.pack import Stack
from sharewell.terms.answer import Part
from sharewell.terms.conditions import Comparison, Condition, Literal, Value


def rego(stack: Stack) -> Decide:
    """Write the outcome as one rule with an else for each rule of the stack.

    Rego has no "or": what is enough for one stands as rules of one name.
    """
    written = _Module()
    branches = [
        f"{json.dumps(rule.sets)} if {{ {written.body(rule.when)} }}"
        for rule in in_turn(stack, Part.OUTCOME)
    ]
    default = json.dumps(stack.defaults[Part.OUTCOME].sets)
    chain = " else := ".join([*branches, f"{default} if {{ true }}"])
    text = "\n".join(["package p", "import rego.v1", *written.rules, f"outcome := {chain}", ""])
    interpreter = import_module("regopy").Interpreter()
    interpreter.add_module("p", text)

    def decide(facts: Mapping[str, Value]) -> str:
        interpreter.set_input(dict(facts))
        outcome: str = interpreter.query("data.p.outcome").results[0].expressions[0]
        return outcome

    return decide


class _Module:
    """The rules that stand beside the outcome: one name for each choice."""

    def __init__(self) -> None:
        self.rules: list[str] = []
        self._names: dict[Condition | tuple[Literal, ...], str] = {}

    def body(self, condition: Condition) -> str:
        """Write a condition as the body of a rule."""
        parts = [_rego(each) for each in condition.all]
        parts += [f"not {self._named((each,))}" for each in condition.none]
        if condition.any:
            parts.append(self._named(condition.any))
        if condition.where:
            parts.append(self.body(condition.where))
        return "; ".join(parts) or "true"

    def _named(self, choice: tuple[Literal, ...]) -> str:
        if choice not in self._names:
            name = self._names[choice] = f"one_of_{len(self._names)}"
            self.rules += [f"{name} if {{ {_rego(each)} }}" for each in choice]
        return self._names[choice]


def _rego(literal: Literal) -> str:
    fact, values = f"input.{literal.fact}", [json.dumps(value) for value in literal.values]
    if literal.how is Comparison.IS_UNKNOWN:
        return f'{fact} == "unknown"'
    if literal.how is Comparison.IN:
        return f"{fact} in {{{', '.join(values)}}}"
    if literal.how is Comparison.NOT_IN:
        return f"not {fact} in {{{', '.join(values)}}}"
    return f"{fact} {literal.how} {values[0]}"
