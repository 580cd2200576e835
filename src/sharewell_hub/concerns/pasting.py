"""Reading what was pasted: a longer text, or one row from a school's own system.

A row has the columns date, child, what was seen, what was thought, child's words, in this order,
or in any order under a line that names them; commas, semicolons or tabs part them.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

from sharewell_hub.look.forms import plain

COLUMNS = ("date", "child", "what was seen", "what was thought", "child's words")
STANDINGS = {"what was seen": "fact", "what was thought": "opinion", "child's words": "child_said"}
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
DIVIDERS = ",\t;"


class NotARow(ValueError):
    """What was pasted looks like rows of a system, and cannot be taken in as one row."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The items that were pasted, and the child's name where a row held one."""

    items: list[dict[str, Any]]
    child: str = ""


def new_item(
    text: str, standing: str = "", *, seen_on: date | None = None, somebody_else: bool = False
) -> dict[str, Any]:
    """Make one item of a draft; without a standing it still has to be marked."""
    return {
        "id": str(uuid4()),
        "standing": standing,
        "text": text,
        "seen_on": seen_on.isoformat() if seen_on else "",
        "about_somebody_else": somebody_else,
    }


def read_pasted(text: str) -> Pasted:
    """Take one row of a system apart, or split a longer text at its empty lines.

    Raises:  NotARow for more than one row, or a day that cannot be read.
    """
    rows = _rows(text)
    if rows is None:
        parts = [part.strip() for part in re.split(r"\n\s*\n", plain(text)) if part.strip()]
        return Pasted([new_item(part) for part in parts])
    if len(rows) != 1:
        raise NotARow(f"This holds {len(rows)} rows. Paste one row: one worry about one child.")
    return _from_row(rows[0])


def _rows(text: str) -> list[dict[str, str]] | None:
    """Read the rows under their columns' names; none when it is not a row at all."""
    for divider in DIVIDERS:
        lines = [line for line in csv.reader(StringIO(text), delimiter=divider) if any(line)]
        heads = [_named(cell) for cell in lines[0]] if lines else []
        if len(heads) > 1 and all(head in COLUMNS for head in heads):
            return [dict(zip(heads, line, strict=False)) for line in lines[1:]]
        if lines and all(len(line) == len(COLUMNS) and _day(line[0]) for line in lines):
            return [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    return None


def _named(cell: str) -> str:
    name = " ".join(plain(cell).replace("’", "'").lower().split())
    return "child's words" if name == "childs words" else name


def _from_row(row: dict[str, str]) -> Pasted:
    written = row.get("date", "").strip()
    seen_on = _day(written)
    if written and seen_on is None:
        raise NotARow(
            "The date in this row cannot be read. Write it like 2026-11-20 or 20/11/2026."
        )
    items = [
        new_item(plain(row[column]).strip(), standing, seen_on=seen_on)
        for column, standing in STANDINGS.items()
        if row.get(column, "").strip()
    ]
    return Pasted(items, child=plain(row.get("child", "")).strip())


def _day(written: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(written.strip(), form).date()
        except ValueError:
            continue
    return None
