"""Weigh recorded decisions again: each different situation once, however often it was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.comparing.records import DIGESTED, Recorded
from sharewell.comparing.sorting import Sorting
from sharewell.deciding import Engine
from sharewell.deciding.engine import VERSION
from sharewell.terms.answer import Outcome, Status
from sharewell.terms.canonical import canonical, digest
from sharewell.terms.conditions import Facts

REMEMBERED = 500_000
NOT_KEPT = "Only the digest of the answer was kept, and it is that of no answer near this one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A recorded decision that does not come out as it was recorded, and what differs in it.

    Shapes:  keys maps a key of the answer to what was recorded and what comes out now; empty
             where only a digest was kept and no answer near this one has it.
    """

    recorded: Recorded
    keys: Mapping[str, tuple[Any, Any]]

    def __str__(self) -> str:
        said = (
            f"{key} was recorded as {_said(was)}, and is now {_said(now)}"
            for key, (was, now) in self.keys.items()
        )
        return "; ".join(said) or NOT_KEPT


class Replayer:
    """Weighs recorded decisions again under one stack, and says which do not come out the same."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sorting = Sorting(engine)
        self._digests: dict[int, str] = {}

    @property
    def situations(self) -> int:
        """How many situations that the stack tells apart are remembered."""
        return len(self._digests)

    def result_digest(self, facts: Facts) -> str:
        """Give the digest of the result, weighing only a situation not met before.

        Raises:  FactRefused for facts outside the vocabulary, or that contradict each other.
        """
        key = self._sorting.key(facts)
        found = self._digests.get(key)
        if found is None:
            if len(self._digests) >= REMEMBERED:
                self._digests.clear()
            found = self.engine.decide(facts, would_change=False).result_digest
            self._digests[key] = found
        return found

    def difference(self, recorded: Recorded) -> Difference | None:
        """Say what differs from what was recorded; None where all is the same.

        Raises:  FactRefused for facts outside the vocabulary, or that contradict each other.
        """
        if self.result_digest(recorded.facts) == recorded.result_digest:
            return None
        now = self.engine.decide(recorded.facts, would_change=False).digested()
        keys = {key: (was, now[key]) for key, was in _kept(recorded) if not _same(was, now[key])}
        return Difference(recorded=recorded, keys=keys or self._nearest(recorded, now))

    def _nearest(self, recorded: Recorded, now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        """Find the one change of the answer that has the recorded digest, where there is one."""
        for key, value in self._near(now):
            if digest(canonical({**now, key: value})) == recorded.result_digest:
                return {key: (value, now[key])}
        return {}

    def _near(self, now: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        words = self.engine.stack.vocabulary.answers
        outcomes: list[str | None] = [None, *Outcome]
        closed: dict[str, list[Any]] = {"status": [*Status], "outcome": outcomes}
        closed |= {"act_now": outcomes[1:], "held_back": outcomes}
        closed |= {key: [*words[key]] for key in ("consent_needed", "inform_subject")}
        for key, values in closed.items():
            yield from ((key, value) for value in values)
        for code in words["preconditions"]:
            listed = set(now["preconditions"]) ^ {code}
            yield "preconditions", [each for each in words["preconditions"] if each in listed]
        for gone in now["duties"]:
            yield "duties", [code for code in now["duties"] if code != gone]


def versions(recorded: Recorded) -> str:
    """Say that another engine recorded it, where that is so."""
    if recorded.engine_version in ("", VERSION):
        return ""
    return f" It was recorded by engine version {recorded.engine_version}; this is {VERSION}."


def _kept(recorded: Recorded) -> Iterator[tuple[str, Any]]:
    """What was kept of an answer, in the shape that its digest is taken of."""
    for key in DIGESTED:
        if key in recorded.kept:
            value = recorded.kept[key]
            of = {"reasons": "rule", "duties": "code"}.get(key)
            whole = of and isinstance(value, list)
            yield key, [_named(each, of) for each in value] if whole else value


def _named(each: Any, of: str | None) -> Any:
    return each.get(of) if isinstance(each, dict) else each


def _same(was: object, now: object) -> bool:
    return canonical(was) == canonical(now)


def _said(value: object) -> str:
    return canonical(value).decode()
