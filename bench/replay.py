"""How fast recorded decisions are weighed again and compared, beside deciding each one anew."""

import gc
import json
import random
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from bench.report import Report
from sharewell.cli.deciding import parsed
from sharewell.comparing.records import read_recorded
from sharewell.comparing.replaying import Replayer
from sharewell.comparing.sorting import Sorting
from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.terms.conditions import UNKNOWN, Value

STACK = "current"
DECISIONS = 1_000_000
DIFFERENT = 200_000
AT_ONCE = 50_000
ONE_BY_ONE = 2_000
MOST_QUESTIONS = 8
NOT_KNOWN = 0.08
PLANTED_IN = 9_973
SECONDS = 60
STATED_FIRST = ("sender", "recipient_role", "request_based", "child_age")
Facts = dict[str, Value]


def measure(decisions: int = DECISIONS, different: int = DIFFERENT) -> Report:
    """Record decisions as people make them, weigh them again, and see that each comes out."""
    stack = load_library().stack(STACK, date.today())
    people = People(Engine(stack))
    known = list(islice(people.different(), different))
    rows = [
        _row(f"{different:,} different situations", people.drawn(known, decisions), stack),
        _row("every situation different", iter(known), stack),
        _one_by_one(known[:ONE_BY_ONE], Engine(stack)),
    ]
    seconds = rows[0]["seconds for a million"]
    outside = [f"a million took {seconds} s, wanted {SECONDS}"] if seconds > SECONDS else []
    notes = [
        f"Stack {STACK}, {len(stack.rules)} rules; processor seconds of one core, reading each "
        "line of JSON included, building the engine not.",
        "Invented people state who they are and whom they would tell, then answer what is asked, "
        f"{NOT_KNOWN:.0%} of it with “I don’t know”, up to {MOST_QUESTIONS} questions. Common "
        f"situations come more often. One record in {PLANTED_IN:,} was falsified; each was found.",
        "Told apart: situations that some rule, question or duty of the stack can tell from "
        "another; the rest share a result.",
    ]
    return Report("Replaying: recorded decisions weighed again", rows, outside, notes)


class People:
    """Invented people who are asked and answer; what each was asked before is remembered."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.dice = engine, random.Random(20261122)
        self._sorting = Sorting(engine)
        self._known: dict[int, tuple[tuple[str, ...], str]] = {}

    def different(self) -> Iterator[bytes]:
        """Record decisions, no two on the same facts."""
        met: set[frozenset[tuple[str, Value]]] = set()
        while True:
            facts = self._answered()
            key = frozenset(facts.items())
            if key not in met:
                met.add(key)
                yield self._line(facts)

    def drawn(self, lines: list[bytes], count: int) -> Iterator[bytes]:
        """Draw recorded decisions, the first of them more often than the last."""
        weights = [1 / (place + 50) for place in range(len(lines))]
        while count > 0:
            yield from self.dice.choices(lines, weights, k=min(count, AT_ONCE))
            count -= AT_ONCE

    def _answered(self) -> Facts:
        facts: Facts = {}
        for name in STATED_FIRST:
            self._say(facts, name)
        for _ in range(MOST_QUESTIONS):
            following, _digest = self._state(facts)
            for name in following:
                self._say(facts, name)
            if not following:
                break
        return facts

    def _say(self, facts: Facts, name: str) -> None:
        vocabulary = self.engine.stack.vocabulary
        values = range(18) if name == "child_age" else vocabulary.facts[name].values
        said = UNKNOWN if self.dice.random() < NOT_KNOWN else self.dice.choice(values)
        together = {**facts, name: said}
        facts[name] = UNKNOWN if vocabulary.contradiction(together) else said

    def _state(self, facts: Facts) -> tuple[tuple[str, ...], str]:
        key = self._sorting.key(facts)
        if key not in self._known:
            answer = self.engine.decide(facts, would_change=False)
            following = answer.next.facts if answer.next else ()
            self._known[key] = following, answer.result_digest
        return self._known[key]

    def _line(self, facts: Facts) -> bytes:
        digests = {"pack_digest": self.engine.stack.digest, "result_digest": self._state(facts)[1]}
        return json.dumps({"facts": facts, **digests, "as_at": "2026-11-22"}).encode()


def _row(name: str, lines: Iterator[bytes], stack: Any) -> dict[str, Any]:
    replayer = Replayer(Engine(stack))
    count, found, seconds = 0, 0, 0.0
    while batch := list(islice(lines, AT_ONCE)):
        planted = _planted(batch, count)
        gc.collect()
        started = time.process_time()
        for number, line in enumerate(batch, start=count + 1):
            recorded = read_recorded(parsed(line, number), number)
            found += replayer.difference(recorded) is not None
        seconds += time.process_time() - started
        count += len(batch)
        assert found == planted, f"{found} differences found, and {planted} planted"
    return _figures(name, count, seconds, replayer.situations)


def _planted(batch: list[bytes], before: int) -> int:
    """Falsify a few records of a batch; give how many have been by then."""
    for place in range(len(batch)):
        if (before + place + 1) % PLANTED_IN == 0:
            row = json.loads(batch[place])
            row["result_digest"] = row["result_digest"][::-1]
            batch[place] = json.dumps(row).encode()
    return (before + len(batch)) // PLANTED_IN


def _one_by_one(lines: list[bytes], engine: Engine) -> dict[str, Any]:
    started = time.process_time()
    for number, line in enumerate(lines, start=1):
        recorded = read_recorded(parsed(line, number), number)
        digest = engine.decide(recorded.facts, would_change=False).result_digest
        assert digest == recorded.result_digest
    seconds = time.process_time() - started
    return _figures("Engine.decide, each one anew", len(lines), seconds, len(lines))


def _figures(name: str, count: int, seconds: float, apart: int) -> dict[str, Any]:
    return {
        "decisions": name,
        "weighed again": count,
        "told apart": apart,
        "seconds": round(seconds, 1),
        "seconds for a million": round(1e6 * seconds / count, 1),
    }
