"""A record as sheets of comma-separated cells, none of which a spreadsheet takes for a formula.

Source:  OWASP, CSV Injection: a cell that begins with = + - @, a tab or a carriage return can run.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sharewell_hub.disclosures.record_pdf import in_words

LIVE = re.compile(r"[^\w!-~]*[=+\-@\t\r\n\u2212]")
"""Signs that begin a formula, also behind blanks and what cannot be seen."""

SHEETS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "known": (("worry", "items"), ("standing", "words", "seen_on")),
    "answers": (("asked",), ("asked", "said", "by", "at", "how")),
    "reasons": (("reasons",), ("rule", "because", "cites")),
    "log": (("log",), ("id", "words", "at", "hash")),
}
"""Each sheet: where its rows stand in the record, and its columns."""

SHARED = ("reference", "at", "agency", "service", "standing", "words", "needed_because")


def as_text(value: object) -> str:
    """Write a cell so that it is text to every program: a formula gets an apostrophe before it.

    Full-width and small forms of the signs are taken for the signs themselves.
    """
    said = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{said}" if LIVE.match(unicodedata.normalize("NFKC", said)) else said


def sheets_of(record: Mapping[str, Any]) -> dict[str, bytes]:
    """Lay a record out in sheets, by the name of each file."""
    told = in_words(record)
    found = {
        name: _sheet(columns, _rows(told, path, columns))
        for name, (path, columns) in SHEETS.items()
    }
    found["shared"] = _sheet(SHARED, _shared(told))
    return {f"{name}.csv": held for name, held in found.items()}


def _rows(told: Any, path: Iterable[str], columns: Sequence[str]) -> Iterable[Sequence[object]]:
    for step in path:
        told = told[step]
    return ([one[column] for column in columns] for one in told)


def _shared(told: Any) -> Iterable[Sequence[object]]:
    for sent in told["disclosures"]:
        to = (sent["reference"], sent["at"], sent["to"]["agency"], sent["to"]["service"])
        for item in sent["items"]:
            yield *to, item["standing"], item["words"], item["needed_because"]


def _sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
