"""How many questions until the answer stands, beside London's eight in their printed order."""

import json
import statistics
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bench.report import Report
from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.terms.answer import Answer

CASES = Path(__file__).parents[1] / "src/sharewell/proving/tests/open_cases.jsonl"
AT_THE_START = ("sender", "jurisdiction", "act", "request_based", "recipient_role")
PRINTED = (
    ("legitimate_purpose",),
    ("identifies_person",),
    ("confidential", "confidential_relationship", "public_knowledge"),
    ("consent", "consent_by", "consent_covers"),
    ("statutory_duty", "court_order"),
    ("risk_to_child", "risk_to_adult_serious_harm", "serious_crime", "concern_of"),
    ("need_to_know", "requester_verified", "accuracy_checked", "third_party_data"),
)
"""London 3.5.1, questions 1 to 7, each with the facts it asks for; the eighth is to record."""
MOST, MEDIAN = 8, 4
Facts = dict[str, Any]
Next = Callable[[Engine, Answer, Facts], tuple[str, ...]]


def measure() -> Report:
    """Let a scripted person answer every published case twice: as asked here, and as printed."""
    cases = [json.loads(line) for line in CASES.read_text().splitlines()]
    ours = [_asked(case, _next) for case in cases]
    printed = [_asked(case, _as_printed) for case in cases]
    rows = [_row("Sharewell: what still matters, harm first", ours)]
    rows.append(_row("London's questions as printed, then what is left", printed))
    outside = [f"at most {max(ours)} questions, limit {MOST}"] if max(ours) > MOST else []
    if statistics.median(ours) > MEDIAN:
        outside.append(f"median {statistics.median(ours)} questions, limit {MEDIAN}")
    notes = [
        f"{len(cases)} published cases. A question is a page: one fact, or those of a group.",
        "Asked until no question can change the outcome any more.",
    ]
    return Report("Asking: questions until the answer stands", rows, outside, notes)


@cache
def _engine(stack: str) -> Engine:
    return Engine(load_library().stack(stack, date.today()))


def _asked(case: dict[str, Any], following: Next) -> int:
    engine, known = _engine(case["stack"]), case["facts"]
    facts = {name: known[name] for name in AT_THE_START if name in known}
    answer, pages = engine.decide(facts, would_change=False), 0
    while answer.next is not None:
        for name in following(engine, answer, facts):
            facts[name] = known.get(name, engine.asker.stand_in(name))
            if engine.stack.vocabulary.contradiction(facts):
                del facts[name]
        answer, pages = engine.decide(facts, would_change=False), pages + 1
    return pages


def _next(engine: Engine, answer: Answer, facts: Facts) -> tuple[str, ...]:
    return answer.next.facts if answer.next else ()


def _as_printed(engine: Engine, answer: Answer, facts: Facts) -> tuple[str, ...]:
    """Give the first printed question of which something is not answered yet."""
    for question in PRINTED:
        left = tuple(_askable(engine, question, facts))
        if left:
            return left
    return _next(engine, answer, facts)


def _askable(engine: Engine, question: Iterable[str], facts: Facts) -> Iterable[str]:
    for name in question:
        stands_in = engine.asker.askings.get(name)
        if stands_in and name not in facts and stands_in.presumed != "nothing":
            told = {**facts, name: stands_in.presumed}
            if not engine.stack.vocabulary.contradiction(told):
                yield name


def _row(who: str, pages: list[int]) -> dict[str, Any]:
    return {
        "Asked": who,
        "Mean": round(statistics.mean(pages), 1),
        "Median": int(statistics.median(pages)),
        "Most": max(pages),
    }
