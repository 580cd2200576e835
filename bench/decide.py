"""How many answers a CPU-second, beside engines that give one allow/deny or one outcome."""

import gc
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench import peers
from bench.report import Report
from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.terms.conditions import Value

PROTOCOL = "bromley_2017"
CASES = 2_000
ROUNDS = 3
SLOWEST = {"four parts": 100_000, "whole answer": 10_000}
Facts = dict[str, Value]


def measure() -> Report:
    """Decide the same complete situations with every engine, see that they agree, and count."""
    engine = Engine(load_library().stack(PROTOCOL, date.today()))
    cases = situations(engine)
    ways = _ways(engine)
    _agree(engine, ways, cases)
    gc.collect()
    gc.freeze()
    rows = [_row(name, held, decide, cases) for name, (held, decide) in ways.items()]
    found = {row["engine"]: row["a CPU-second"] for row in rows}
    outside = [
        f"{name}: {found[f'Sharewell, {name}']:,} a CPU-second, wanted {least:,}"
        for name, least in SLOWEST.items()
        if found[f"Sharewell, {name}"] < least
    ]
    rules = sum(rule.part != "duty" for rule in engine.stack.rules)
    notes = [
        f"{PROTOCOL}: {rules} rules and {len(engine.stack.rules) - rules} duties; {len(cases):,} "
        f"situations in which all {len(cases[0])} facts are known, at random, the same for all.",
        "If and else, Cedar's policies and GoRules' table are written out from the same rules, "
        "and gave the same outcomes; none of the peers gives reasons, duties or questions.",
    ]
    return Report("Deciding: answers a CPU-second", rows, outside, notes)


def situations(engine: Engine) -> list[Facts]:
    """Draw situations in which every fact that bears on the answer is known."""
    dice, vocabulary = random.Random(20170301), engine.stack.vocabulary
    names = dict.fromkeys((*engine.forecast.domains, *engine.used))
    found: list[Facts] = []
    while len(found) < CASES:
        facts = {name: dice.choice(vocabulary.facts[name].values) for name in names}
        if not vocabulary.contradiction(facts):
            found.append(facts)
    return found


def _ways(engine: Engine) -> dict[str, tuple[str, Callable[[Facts], Any]]]:
    weigh = engine.compiled.weigh

    def four_parts(facts: Facts) -> tuple[object, ...]:
        weighed = weigh(facts)
        return weighed, weighed.rule_ids, weighed.cites

    def whole(facts: Facts) -> dict[str, Any]:
        return engine.decide(facts, would_change=False).as_json()

    peers.install()
    one, each = peers.cedar(engine.stack)
    return {
        "Sharewell, four parts": ("four parts, rule ids, paragraphs", four_parts),
        "Sharewell, whole answer": ("the whole object, with digests", whole),
        "if and else": ("four parts", peers.if_else(engine.stack)),
        "cedarpy, one call": ("allow or deny", one),
        "cedarpy, a call for each outcome": ("the outcome", each),
        "zen-engine": ("the outcome", peers.gorules(engine.stack)),
    }


def _agree(
    engine: Engine, ways: dict[str, tuple[str, Callable[[Facts], Any]]], cases: list[Facts]
) -> None:
    """See that every engine gives the outcome that ours gives before anything is held back."""
    for facts in cases:
        weighed = engine.compiled.weigh(facts)
        ours = weighed.held_back or weighed.outcome
        said = {
            "if and else": ways["if and else"][1](facts)[0],
            "cedarpy": ways["cedarpy, a call for each outcome"][1](facts),
            "zen-engine": ways["zen-engine"][1](facts),
        }
        wrong = {name: outcome for name, outcome in said.items() if outcome != ours}
        assert not wrong, f"{wrong} where ours is {ours}"
        assert ways["cedarpy, one call"][1](facts) is (ours in peers.RELEASES)


def _row(
    name: str, held: str, decide: Callable[[Facts], Any], cases: list[Facts]
) -> dict[str, Any]:
    fastest = min(_seconds(decide, cases) for _ in range(ROUNDS))
    return {
        "engine": name,
        "what it gives": held,
        "a CPU-second": round(len(cases) / fastest),
        "microseconds each": round(1e6 * fastest / len(cases), 1),
    }


def _seconds(decide: Callable[[Facts], Any], cases: list[Facts]) -> float:
    started = time.process_time()
    for facts in cases:
        decide(facts)
    return time.process_time() - started
