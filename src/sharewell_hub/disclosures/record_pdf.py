"""The record as a PDF that screen readers can read; the same record gives the same bytes."""

import json
import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from sharewell_hub.look.environment import day, moment

SHEET = Path(__file__).parent / "record.typ"
STANDINGS = {
    "fact": "Fact",
    "opinion": "Opinion",
    "hypothesis": "Hypothesis",
    "mixed": "Fact and opinion",
    "child_said": "The child’s words",
}
STATES = {"fulfilled": "Done", "open": "Still open", "not_applicable": "Does not apply"}
NOT_SHOWN = "\ufffd"
# Latin with its accents, Greek, Cyrillic, Hebrew, the Arabic letters, and common signs: what the
# fonts that come with the program can draw. Anything else would stop the whole file.
DRAWN = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02af\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff"
    "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u20a0-\u20bf"
    "\u2190-\u22ff]"
)
ENDLESS = re.compile(r"\S{40}(?=\S)")


def pdf_of(record: dict[str, Any]) -> bytes:
    """Set a record in type.

    The record is handed over as data and never becomes markup, so nothing that anybody typed can
    be a command. The file is dated by the last act in it, and its fonts come with the program.
    """
    told = drawable(
        {
            "record": in_words(record),
            "standings": STANDINGS,
            "states": STATES,
            "address": f"{settings.SHAREWELL_ADDRESS}/decisions/{record['id']}",
            "as_of": moment(last_act(record)),
        }
    )
    told["not_shown"] = json.dumps(told, ensure_ascii=False).count(NOT_SHOWN)
    made: bytes = typst.compile(
        SHEET,
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        timestamp=int(last_act(record).timestamp()),
    )
    return made


def in_words(value: Any) -> Any:
    """Write times and days as people say them, and nothing where there is nothing."""
    if isinstance(value, dict):
        return {key: in_words(each) for key, each in value.items()}
    if isinstance(value, list):
        return [in_words(each) for each in value]
    said = moment if isinstance(value, datetime) else day if isinstance(value, date) else None
    return said(value) if said else "" if value is None else value


def drawable(value: Any) -> Any:
    """Put a sign in place of every letter that no font here can draw, and let long words break."""
    if isinstance(value, dict):
        return {key: drawable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [drawable(each) for each in value]
    if not isinstance(value, str):
        return value
    drawn = DRAWN.sub(NOT_SHOWN, unicodedata.normalize("NFC", value).replace("\r\n", "\n"))
    return ENDLESS.sub(lambda run: run.group() + "\u200b", drawn)


def last_act(record: dict[str, Any]) -> datetime:
    """Give the moment of the last act that the log has of a record."""
    last: datetime = max([record["decided"]["at"], *(entry["at"] for entry in record["log"])])
    return last
