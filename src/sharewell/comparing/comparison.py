"""Compare two stacks: every situation whose answer differs, told as a few readable cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Any

from sharewell.comparing.counting import Counting
from sharewell.comparing.naming import Named, duties_of, questions_of
from sharewell.comparing.pairing import Pairing
from sharewell.comparing.side_by_side import Common
from sharewell.comparing.weighing import differences, known_to, parts_of, rules_of
from sharewell.deciding import Engine
from sharewell.packs.pack import Stack
from sharewell.terms.answer import EXCLUSIVE, Answer, Part, Reason
from sharewell.terms.conditions import Value

SHOWN_CASES = 3
FOUR_PARTS = ("act_now", "consent_needed", "inform_subject", "preconditions")
PARTS = (*EXCLUSIVE, Part.PRECONDITION)
Facts = Mapping[str, Value]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of two stacks says of a situation, and by which rules it says what differs."""

    answer: Answer
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the four parts for JSON, with the rules."""
        whole = self.answer.as_json()
        told = {key: whole[key] for key in (*FOUR_PARTS, "held_back")}
        return {**told, "reasons": [reason.as_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One situation whose answer differs; without any of its facts it would not, or otherwise."""

    facts: Facts
    before: Side
    after: Side

    def as_json(self) -> dict[str, Any]:
        """Give the case for JSON."""
        sides = {"before": self.before.as_json(), "after": self.after.as_json()}
        return {"facts": dict(self.facts), **sides}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Every situation in which one part of the answer goes from one value to another.

    Shapes:  share is of all situations that can be.
    """

    part: Part
    was: str
    becomes: str
    count: int
    share: float
    cases: tuple[Case, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the group for JSON; the count as text, for it may be longer than a number holds."""
        said = {"part": self.part.value, "from": self.was, "to": self.becomes}
        cases = [case.as_json() for case in self.cases]
        return {**said, "count": str(self.count), "share": self.share, "cases": cases}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How the answers of two stacks differ, over every complete situation."""

    before: Stack
    after: Stack
    situations: int
    differing: int
    groups: tuple[Group, ...]
    duties: Named
    questions: Named

    def as_json(self) -> dict[str, Any]:
        """Give the whole comparison for JSON."""
        return {
            "before": {"stack": self.before.id, "pack_digest": self.before.digest},
            "after": {"stack": self.after.id, "pack_digest": self.after.digest},
            "situations": str(self.situations),
            "differing": str(self.differing),
            "share": self.differing / self.situations,
            "groups": [group.as_json() for group in self.groups],
            "duties": self.duties.as_json(),
            "questions": self.questions.as_json(),
        }


def compare(before: Engine, after: Engine) -> Comparison:
    """Compare the answers of two stacks on every complete situation, exactly.

    Raises:  PackRefused when the two together are too entangled to be laid out.
    """
    return _Comparing(before, after).comparison()


class _Comparing:
    """Two stacks on their common levels, and what is counted there."""

    def __init__(self, before: Engine, after: Engine) -> None:
        self.engines = (before, after)
        self.common = Common(before.stack, after.stack)
        self.counting = Counting(self.common)
        self.pairing = Pairing(self.common)
        self.join = self.common.diagrams
        can_be = self.join.but_not(self.join.true, self.common.impossible)
        self.situations = self.counting.where(can_be)

    def comparison(self) -> Comparison:
        before, after = self.engines
        differing, groups = self.join.false, list[Group]()
        for part, pairs in self.pairing.parts():
            different = self.join.turned(pairs, lambda leaf: leaf is not None)
            differing = self.join.either(differing, different)
            groups += self._groups(part, pairs)
        return Comparison(
            before=before.stack,
            after=after.stack,
            situations=self.situations,
            differing=self.counting.where(differing),
            groups=tuple(sorted(groups, key=lambda group: PARTS.index(group.part))),
            duties=duties_of(before, after),
            questions=questions_of(before, after),
        )

    def _groups(self, part: Part, pairs: int) -> Iterator[Group]:
        for leaf, count in self.counting.of(pairs).most_common():
            if isinstance(leaf, tuple):
                was, becomes = leaf
                here = self.join.turned(pairs, partial(eq, leaf))
                yield Group(
                    part=part,
                    was=was,
                    becomes=becomes,
                    count=count,
                    share=count / self.situations,
                    cases=tuple(self._cases(part, (was, becomes), here)),
                )

    def _cases(self, part: Part, pair: Pair, here: int) -> Iterator[Case]:
        """Tell a few cases, each with other rules than those before it."""
        for _ in range(SHOWN_CASES):
            if here == self.join.false:
                return
            facts = self._fewest(part, pair, self.counting.simplest(here))
            case = Case(
                facts=facts,
                before=self._side(self.engines[0], facts, part, pair),
                after=self._side(self.engines[1], facts, part, pair),
            )
            yield case
            told = self._same_rules(case)
            if told == self.join.true:
                return
            here = self.join.but_not(here, told)

    def _side(self, engine: Engine, facts: Facts, part: Part, pair: Pair) -> Side:
        answer = engine.decide(known_to(engine, facts), would_change=False)
        ids = rules_of(engine, facts, part, pair)
        return Side(
            answer=answer,
            reasons=tuple(reason for reason in answer.reasons if reason.rule in ids),
        )

    def _fewest(self, part: Part, pair: Pair, facts: dict[str, Value]) -> dict[str, Value]:
        """Leave out every fact without which the same rules make the same difference."""
        whole = self._difference(part, pair, facts)
        for name in reversed(list(facts)):
            fewer = {each: value for each, value in facts.items() if each != name}
            if self._can_stand(fewer) and self._difference(part, pair, fewer) == whole:
                facts = fewer
        return facts

    def _can_stand(self, facts: Facts) -> bool:
        return not any(engine.stack.vocabulary.contradiction(facts) for engine in self.engines)

    def _difference(self, part: Part, pair: Pair, facts: Facts) -> tuple[object, ...]:
        before, after = (parts_of(engine, facts) for engine in self.engines)
        rules = (rules_of(engine, facts, part, pair) for engine in self.engines)
        return (pair in differences(before, after)[part], *rules)

    def _same_rules(self, case: Case) -> int:
        """Where the rules behind a case speak; a default speaks in no place of its own."""
        found = self.join.true
        for side, told in zip(self.common.sides, (case.before, case.after), strict=True):
            for rule in filter(None, (side.rule(reason.rule) for reason in told.reasons)):
                found = self.join.both(found, side.speaks(rule))
        return found
