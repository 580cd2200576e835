"""Write conditions as Python: for facts that all have a value, and for facts that have not.

No word of a pack reaches the source but names of facts, which are plain words, and values,
which are quoted: both are checked against the vocabulary when a pack loads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sharewell.terms.conditions import (
    NOTHING,
    ORDERED,
    UNKNOWN,
    Comparison,
    Condition,
    Literal,
    Value,
)

OPEN = (None, UNKNOWN)
Says = Callable[[Literal], str]


class Writer:
    """Writes comparisons and conditions; `constants` are the lists of values that they name.

    A fact's value stands in the variable `f_` and its name, the answers themselves in `asked`.
    """

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self._picks: dict[Condition, str] = {}

    def holds(self, condition: Condition) -> str:
        """Where a condition holds, when every fact has a value."""
        own = self.own(condition)
        return f"{self.pick(condition.where)} and {own}" if condition.where else own

    def own(self, condition: Condition) -> str:
        """Where a condition holds, where its pack is picked already."""
        own = replace(condition, where=None)
        return self._joined(own, self._exact, lambda each: f"not {self._exact(each)}")

    def pick(self, where: Condition) -> str:
        """Name the variable that says whether a pack is picked."""
        return self._picks.setdefault(where, f"w{len(self._picks)}")

    def sure(self, condition: Condition) -> str:
        """Where a condition holds whatever is still open."""
        return self._joined(condition, self.surely, lambda each: f"not {self._possible(each)}")

    def possible(self, condition: Condition) -> str:
        """Where a condition may still hold."""
        return self._joined(condition, self._possible, lambda each: f"not {self.surely(each)}")

    def _joined(self, condition: Condition, says: Says, fails: Says) -> str:
        if condition.never:
            return "False"
        parts = [says(each) for each in condition.all]
        if condition.any:
            parts.append("(" + " or ".join(says(each) for each in condition.any) + ")")
        parts += [fails(each) for each in condition.none]
        if condition.where:
            parts.insert(0, self._joined(condition.where, says, fails))
        return " and ".join(parts) or "True"

    def _exact(self, literal: Literal) -> str:
        fact = f"f_{literal.fact}"
        if literal.how is Comparison.IS_UNKNOWN:
            return f"(asked.get({literal.fact!r}) == {UNKNOWN!r})"
        if literal.how in ORDERED:
            return f"({fact} != {NOTHING!r} and {fact} {literal.how} {literal.values[0]!r})"
        return self._among(fact, literal.values, literal.how is Comparison.IN)

    def surely(self, literal: Literal) -> str:
        """Where a comparison holds whatever is still open."""
        fact, values = f"f_{literal.fact}", literal.values
        if literal.how in ORDERED:
            return f"({self._among(fact, (*OPEN, NOTHING), False)} and {self._compared(literal)})"
        among: dict[Comparison, tuple[tuple[Value | None, ...], bool]] = {
            Comparison.IN: (values, True),
            Comparison.NOT_IN: ((*OPEN, *values), False),
            Comparison.IS_UNKNOWN: ((UNKNOWN,), True),
            Comparison.IS_GIVEN: ((None, NOTHING), False),
            Comparison.IS_NOT_GIVEN: ((NOTHING,), True),
        }
        return self._among(fact, *among[literal.how])

    def _possible(self, literal: Literal) -> str:
        fact, values = f"f_{literal.fact}", literal.values
        if literal.how in ORDERED:
            open_ = self._among(fact, OPEN, True)
            return f"({open_} or {fact} != {NOTHING!r} and {self._compared(literal)})"
        among: dict[Comparison, tuple[tuple[Value | None, ...], bool]] = {
            Comparison.IN: ((*OPEN, *values), True),
            Comparison.NOT_IN: (values, False),
            Comparison.IS_UNKNOWN: (OPEN, True),
        }
        if literal.how not in among:
            return self.surely(literal)
        return self._among(fact, *among[literal.how])

    def _compared(self, literal: Literal) -> str:
        return f"f_{literal.fact} {literal.how} {literal.values[0]!r}"

    def _among(self, fact: str, values: tuple[Value | None, ...], wanted: bool) -> str:
        sign = "" if wanted else "not "
        if len(values) > 1:
            return f"({fact} {sign}in {self._constant(values)})"
        if isinstance(values[0], bool):
            return f"({fact} is {sign}{values[0]})"
        return f"({fact} {'==' if wanted else '!='} {values[0]!r})"

    def _constant(self, values: tuple[Value | None, ...]) -> str:
        wanted = frozenset(values)
        for name, each in self.constants.items():
            if each == wanted:
                return name
        name = f"s{len(self.constants)}"
        self.constants[name] = wanted
        return name
