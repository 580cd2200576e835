"""`sharewell decide`: facts in, one answer a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import IO, Any, NoReturn

import click

from sharewell.cli.engines import DEFAULT_STACK, Engines, refusals, say, today
from sharewell.terms.errors import FactRefused, SharewellError

LONGEST_LINE = 1_000_000
LONGEST_SINGLE = 64_000
compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Situation:
    """One line to decide: its id, its facts and the stack it names."""

    id: str | int | None
    facts: dict[str, Any]
    stack: str | None


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--stack", help=f"The stack of packs to decide under; {DEFAULT_STACK} where none is named."
)
@click.option(
    "--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The day whose packs speak; today."
)
def decide(file: IO[bytes], stack: str | None, as_at: datetime | None) -> None:
    """Decide on one JSON object of facts, or on JSON lines of them.

    A line that cannot be read says so in its place and the others go on; the exit code is then 1.
    """
    with refusals():
        engines = Engines(as_at.date() if as_at else today())
        if stack:
            engines.of(stack)
    first: SharewellError | None = None
    for number, text in texts(file):
        id = None
        try:
            situation = read_situation(text, number)
            id = situation.id
            named = stack or situation.stack or DEFAULT_STACK
            said = {"id": id, **engines.of(named).decide(situation.facts).as_json()}
        except SharewellError as error:
            first = first or error
            said = {"id": id, "error": {**_three(error), "line": number}}
        click.echo(compact(said).encode())
    if first:
        say(first)
        sys.exit(1)


def _three(error: SharewellError) -> dict[str, str]:
    return {"what": error.what, "why": error.why, "next": error.next}


def texts(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give each line with its number; one object written over several lines is one text."""
    lines = _lines(file)
    head: list[bytes] = []
    for line in lines:
        head.append(line)
        if not _goes_on(b"".join(head)):
            break
    whole = b"".join(head)
    if len(head) > 1 and _fault_of(whole) is None:
        head = [whole]
    for number, line in enumerate(chain(head, lines), start=1):
        if line.strip():
            yield number, line


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Give lines of a bounded length: what is longer is cut, and so refused where it stands."""
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
        yield line


def _goes_on(text: bytes) -> bool:
    """Say whether an object has begun that may be complete some lines later."""
    fault = _fault_of(text)
    at_its_end = fault is not None and fault.pos >= len(fault.doc.rstrip())
    return at_its_end and len(text) < LONGEST_SINGLE


def _fault_of(text: bytes) -> json.JSONDecodeError | None:
    try:
        json.loads(text.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as fault:
        return fault
    except (ValueError, RecursionError):
        return None
    return None


def read_situation(text: bytes, number: int) -> Situation:
    """Read one situation: an envelope where it has the key `facts`, otherwise the facts themselves.

    Raises:  FactRefused, naming the line, when it is not a JSON object of facts.
    """
    value = parsed(text, number)
    if not isinstance(value, dict):
        raise _unreadable(number, "It is not an object of facts.")
    if "facts" not in value:
        return Situation(None, value, None)
    facts, id, stack = value["facts"], value.get("id"), value.get("stack")
    if not isinstance(facts, dict):
        raise _unreadable(number, "Its facts are not an object.")
    if not isinstance(stack, str | None):
        raise _unreadable(number, "Its stack is not a text.")
    if isinstance(id, bool) or not isinstance(id, str | int | None) or _half(id):
        raise _unreadable(number, "Its id is neither a text nor a whole number.")
    return Situation(id, facts, stack)


def _half(id: str | int | None) -> bool:
    """Say whether an id holds half a character, which no text can be written with."""
    return isinstance(id, str) and any("\ud800" <= letter <= "\udfff" for letter in id)


def parsed(text: bytes, number: int) -> Any:
    """Read one line of JSON.

    Raises:  FactRefused, naming the line, when it cannot be read in one way only.
    """
    if len(text) > LONGEST_LINE:
        raise _unreadable(number, f"It is longer than {LONGEST_LINE:,} bytes.")
    try:
        return json.loads(
            text.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        why = "It is not UTF-8."
    except json.JSONDecodeError as fault:
        why = f"It is not JSON: {fault.msg} at character {fault.pos + 1}."
    except RecursionError:
        why = "It is nested too deeply."
    except ValueError as fault:
        why = fault.args[0] if isinstance(fault, _NotPlain) else "A number in it is too long."
    raise _unreadable(number, why)


class _NotPlain(ValueError):
    """JSON that reads in more than one way, or that is none although it is often written."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotPlain("A name stands in it twice.")
    return found


def _no_number(word: str) -> NoReturn:
    raise _NotPlain(f"{word} is no number.")


def _unreadable(number: int, why: str) -> FactRefused:
    return FactRefused(
        what=f"Nothing was decided for line {number}.",
        why=why,
        next='Write one object a line, like {"risk_to_child": "immediate"}.',
    )
