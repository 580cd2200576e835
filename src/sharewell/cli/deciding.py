"""`sharewell decide`: facts in, one answer a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import IO, Any

import click

from sharewell.cli.engines import DEFAULT_STACK, Engines, refusals, say, today
from sharewell.terms.errors import FactRefused, SharewellError

LONGEST_SINGLE = 1_000_000
compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Situation:
    """One line to decide: its id, its facts and the stack it names."""

    id: str | None
    facts: dict[str, Any]
    stack: str | None


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--stack", help=f"The stack of packs to decide under; {DEFAULT_STACK} where none is named.")
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The day whose packs speak; today.")
def decide(file: IO[str], stack: str | None, as_at: datetime | None) -> None:
    """Decide on one JSON object of facts, or on JSON lines of them.

    A line that cannot be read says so in its place and the others go on; the exit code is then 1.
    """
    with refusals():
        engines = Engines(as_at.date() if as_at else today())
        if stack:
            engines.of(stack)
    first: SharewellError | None = None
    for number, text in _texts(file):
        situation = None
        try:
            situation = read_situation(text, number)
            named = stack or situation.stack or DEFAULT_STACK
            answer = engines.of(named).decide(situation.facts).as_json()
            click.echo(compact({"id": situation.id, **answer}))
        except SharewellError as error:
            first = first or error
            id = situation.id if situation else None
            click.echo(compact({"id": id, "error": {**_three(error), "line": number}}))
    if first:
        say(first)
        sys.exit(1)


def _three(error: SharewellError) -> dict[str, str]:
    return {"what": error.what, "why": error.why, "next": error.next}


def _texts(file: IO[str]) -> Iterator[tuple[int, str]]:
    """Give each line with its number; one object written over several lines is one text."""
    head: list[str] = []
    size = 0
    for line in file:
        head.append(line)
        size += len(line)
        if len(head) == 1 and (_is_json(line) or not line.strip().startswith("{")):
            break
        if size > LONGEST_SINGLE or _is_json("".join(head)):
            break
    whole = "".join(head)
    rest: Iterable[str] = file
    if len(head) > 1 and _is_json(whole):
        head = [whole]
    for number, line in enumerate(chain(head, rest), start=1):
        if line.strip():
            yield number, line


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def read_situation(text: str, number: int) -> Situation:
    """Read one situation: an envelope where it has the key `facts`, otherwise the facts themselves.

    Raises:  FactRefused, naming the line, when it is not a JSON object of facts.
    """
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise _unreadable(number, f"It is not JSON: {_fault(fault)}.") from None
    if not isinstance(value, dict):
        raise _unreadable(number, "It is not an object of facts.")
    if "facts" not in value:
        return Situation(None, value, None)
    facts, id, stack = value["facts"], value.get("id"), value.get("stack")
    if not isinstance(facts, dict):
        raise _unreadable(number, "Its facts are not an object.")
    if stack is not None and not isinstance(stack, str):
        raise _unreadable(number, "Its stack is not a text.")
    return Situation(None if id is None else str(id), facts, stack)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _fault(fault: Exception) -> str:
    if isinstance(fault, json.JSONDecodeError):
        return f"{fault.msg} at character {fault.pos + 1}"
    return "it is nested too deeply" if isinstance(fault, RecursionError) else str(fault)


def _unreadable(number: int, why: str) -> FactRefused:
    return FactRefused(
        what=f"Nothing was decided for line {number}.",
        why=why,
        next='Write one object a line, like {"risk_to_child": "immediate"}.',
    )


