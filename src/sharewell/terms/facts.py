"""The one vocabulary: which facts a practitioner can state, and the only words for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from sharewell.terms.conditions import UNKNOWN, Condition, Facts, Literal, Value
from sharewell.terms.errors import FactRefused

OLDEST = 150
SHOWN = 40


class Kind(StrEnum):
    """What sort of answer a fact takes."""

    BOOL = "bool"
    ONE_OF = "one_of"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How a fact is asked, of whom, and what stands in while it is not.

    `presume` stands in where the fact is not asked, `dont_know` where the
    answer is "unknown"; None means that nothing stands in.
    """

    fact: str
    ask: str
    hint: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    featured: tuple[str, ...] = ()
    ask_when: Condition | None = None
    presume: Value | None = None
    dont_know: Value | None = None
    group: str | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact: its name, the answers it takes and the vocabulary's own question for it.

    `taken` holds the answers by their type, so that 1 is never read as true.
    """

    name: str
    kind: Kind
    says: str
    values: tuple[Value, ...]
    default: Value | None
    question: Question

    taken: Mapping[type, Collection[object]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = {each for each in self.values if isinstance(each, str)}
        taken: dict[type, Collection[object]] = {str: frozenset(words | {UNKNOWN})}
        if self.kind is Kind.BOOL:
            taken[bool] = (True, False)
        if self.kind is Kind.YEARS:
            taken[int] = range(OLDEST + 1)
        object.__setattr__(self, "taken", taken)

    def takes(self, value: object) -> bool:
        """Say whether a value is one of the answers; 1 is not true, and true is no age."""
        return value in self.taken.get(type(value), ())

    def answers(self) -> str:
        """Name the answers it takes, for an error."""
        if self.kind is Kind.BOOL:
            return "true, false or unknown"
        if self.kind is Kind.YEARS:
            return f"a whole number from 0 to {OLDEST}, or unknown"
        return ", ".join(str(value) for value in self.values) + " or unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every fact, the named groups of values, the words of an answer, and what excludes what."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]
    met_by: Mapping[str, str]
    constraints: tuple[tuple[Literal, Literal], ...]
    question_groups: Mapping[str, Question] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def protective(self) -> tuple[str, ...]:
        """The facts that must be asked before a refusal to those who protect is final."""
        return self.groups["protective_facts"]

    def check(self, facts: Mapping[str, Any]) -> None:
        """Refuse names and values outside the vocabulary, and facts that cannot stand together.

        Raises:  FactRefused, naming the fact and the nearest right word.
        """
        for name, value in facts.items():
            fact = self.facts.get(name)
            if fact is None:
                raise _no_such_fact(name, self.facts)
            if value not in fact.taken.get(type(value), ()):
                raise _no_such_value(fact, value)
        contradiction = self.contradiction(facts)
        if contradiction:
            raise _cannot_stand_together(contradiction)

    def contradiction(self, facts: Facts) -> tuple[Literal, Literal] | None:
        """Give the first pair that cannot stand together, and does; None where all is well."""
        for first, second in self.constraints:
            if first.truth(facts) and second.truth(facts):
                return first, second
        return None


def nearest(word: str, words: Mapping[str, object] | tuple[Value, ...]) -> str:
    """Suggest the nearest right word, as the end of a sentence; empty when none is near."""
    near = [each for each in words if isinstance(each, str)]
    close = get_close_matches(word[:SHOWN], near, n=1, cutoff=0.5)
    return f" Did you mean {close[0]}?" if close else ""


def _no_such_fact(name: str, facts: Mapping[str, Fact]) -> FactRefused:
    return FactRefused(
        what=f"Nothing was decided: {name[:SHOWN]!r} is not a fact.",
        why="One vocabulary names the facts, so that a misspelt one is never read as not asked.",
        next=f"Use a name of the vocabulary.{nearest(name, facts)}",
    )


def _no_such_value(fact: Fact, value: object) -> FactRefused:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return FactRefused(
        what=f"Nothing was decided: {fact.name} cannot be {shown[:SHOWN]!r}.",
        why=f"It takes {fact.answers()}.",
        next=f"Give one of these, or leave the fact out.{nearest(shown, fact.values)}",
    )


def _cannot_stand_together(constraint: tuple[Literal, Literal]) -> FactRefused:
    written = " and ".join(literal.written for literal in constraint)
    return FactRefused(
        what=f"Nothing was decided: the facts say {written}.",
        why="These cannot both be so; averaging them would hide a mistake.",
        next="Put one of them right, or leave it out.",
    )
