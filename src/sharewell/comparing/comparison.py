"""Compare two stacks: every situation whose answer differs, told as a few readable cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Any

from sharewell.comparing.cases import SHOWN_CASES, Case, Cases, Pair
from sharewell.comparing.counting import Counting
from sharewell.comparing.drawing import Drawing
from sharewell.comparing.naming import Named, duties_of, questions_of
from sharewell.comparing.pairing import Pairing
from sharewell.comparing.side_by_side import LARGEST, Common
from sharewell.deciding import Engine
from sharewell.packs.pack import Stack
from sharewell.terms.answer import EXCLUSIVE, Part
from sharewell.terms.errors import PackRefused

PARTS = (*EXCLUSIVE, Part.PRECONDITION)


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
    """How the answers of two stacks differ, over every complete situation or over some of them.

    Shapes:  drawn says that the situations were drawn at random, because all were too many.
    """

    before: Stack
    after: Stack
    situations: int
    drawn: bool = False
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
            "drawn": self.drawn,
            "groups": [group.as_json() for group in self.groups],
            "duties": self.duties.as_json(),
            "questions": self.questions.as_json(),
        }


def compare(before: Engine, after: Engine, *, most: int = LARGEST) -> Comparison:
    """Compare the answers of two stacks on every complete situation, exactly.

    Where the two together take more steps to lay out than `most`, situations drawn at random
    stand for all, and the comparison says so.
    """
    try:
        return _Comparing(before, after, most).comparison()
    except PackRefused:
        return _drawn(before, after)


def _drawn(before: Engine, after: Engine) -> Comparison:
    found = Drawing(before, after)
    total, cases = found.count(), Cases(before, after)
    return Comparison(
        before=before.stack,
        after=after.stack,
        situations=total,
        drawn=True,
        differing=found.differing,
        groups=tuple(
            Group(
                part=part,
                was=was,
                becomes=becomes,
                count=drawn.count,
                share=drawn.count / total,
                cases=tuple(cases.some(part, (was, becomes), drawn.met)),
            )
            for part, was, becomes, drawn in found.in_order()
        ),
        duties=duties_of(before, after),
        questions=questions_of(before, after),
    )


class _Comparing:
    """Two stacks on their common levels, and what is counted there."""

    def __init__(self, before: Engine, after: Engine, most: int) -> None:
        self.engines = (before, after)
        self.cases = Cases(before, after)
        self.common = Common(before.stack, after.stack, most)
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
            case = self.cases.told(part, pair, self.counting.simplest(here))
            yield case
            told = self._same_rules(case)
            if told == self.join.true:
                return
            here = self.join.but_not(here, told)

    def _same_rules(self, case: Case) -> int:
        """Where the rules behind a case speak; a default speaks in no place of its own."""
        found = self.join.true
        for side, told in zip(self.common.sides, (case.before, case.after), strict=True):
            for rule in filter(None, (side.rule(reason.rule) for reason in told.reasons)):
                found = self.join.both(found, side.speaks(rule))
        return found
