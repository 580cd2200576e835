"""Recorded decisions: the facts, the digest of the packs and the digest of the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sharewell.terms.conditions import Value
from sharewell.terms.errors import FactRefused

DIGESTED = (
    *("status", "outcome", "act_now", "presumed", "consent_needed", "inform_subject"),
    *("preconditions", "held_back", "possible", "reasons", "duties", "basis"),
)
"""The keys of an answer that its result digest is taken of."""
HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One decision as it was recorded: enough to weigh it again.

    `kept` is what was kept of its answer beside the digest, under the keys of an answer.
    """

    line: int
    id: str
    facts: Mapping[str, Value]
    pack_digest: str
    result_digest: str
    as_at: date | None
    engine_version: str
    kept: Mapping[str, Any]


def read_recorded(value: object, line: int) -> Recorded:
    """Read one recorded decision from what a line of JSON holds.

    Raises:  FactRefused, naming the line, when something of it is missing or is no digest.
    """
    if not isinstance(value, dict) or not isinstance(value.get("facts"), dict):
        raise _unreadable(line, "It is not an object with facts.")
    answer = value.get("answer", value)
    return Recorded(
        line=line,
        id=str(value.get("id") or f"line {line}"),
        facts=value["facts"],
        pack_digest=_digest(value, "pack_digest", line),
        result_digest=_digest(value, "result_digest", line),
        as_at=_day(value.get("as_at"), line),
        engine_version=str(value.get("engine_version") or ""),
        kept=answer if isinstance(answer, dict) else {},
    )


def _digest(value: Mapping[str, Any], key: str, line: int) -> str:
    found = value.get(key)
    if not isinstance(found, str) or len(found) != 64 or not HEX.issuperset(found):
        raise _unreadable(line, f"Its {key} is not 64 small hex digits.")
    return found


def _day(value: object, line: int) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _unreadable(line, "Its as_at is not a day like 2026-11-22.") from None


def _unreadable(line: int, why: str) -> FactRefused:
    return FactRefused(
        what=f"Line {line} was not replayed.",
        why=why,
        next="Write one recorded decision a line: facts, pack_digest, result_digest.",
    )
