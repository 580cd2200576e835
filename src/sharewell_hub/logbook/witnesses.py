"""The partner agencies' witnesses: who they are, and asking them to sign what the log signed."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max

from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import Key, Note
from sharewell.ledger.tiles import Files
from sharewell.ledger.witnessing import ask_for, taken
from sharewell.terms.errors import LogFileRefused, NotProved, StartRefused
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.models import Cosignature, SignedCheckpoint

SECONDS_TO_ANSWER = 5
OK, CONFLICT = 200, 409
LONGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """A witness that a partner agency runs: its key, and where it answers."""

    agency: str
    key: Key
    address: str


def known_witnesses() -> tuple[Known, ...]:
    """Read who the witnesses are; none where no file names any.

    Raises:  StartRefused where the file cannot be used.
    """
    path = settings.SHAREWELL_WITNESSES
    return _read(path) if path else ()


def ask_witnesses() -> int:
    """Ask each witness that has not signed the last checkpoint yet.

    One that does not answer, or whose answer does not verify, is asked again next time.
    Returns: how many signed.
    """
    last = SignedCheckpoint.objects.order_by("-signed_at", "-size").first()
    if last is None:
        return 0
    signed = set(Cosignature.objects.filter(checkpoint=last).values_list("witness", flat=True))
    asked = [each for each in known_witnesses() if each.key.name not in signed]
    return sum(_asked(each, last) for each in asked)


def _asked(witness: Known, last: SignedCheckpoint) -> bool:
    note = Note.parse(last.note.encode())
    known = Cosignature.objects.filter(witness=witness.key.name, checkpoint__origin=last.origin)
    old = known.aggregate(size=Max("checkpoint__size"))["size"] or 0
    status, answer = _answer(witness, note, last, old)
    if status == CONFLICT and answer.strip().isdecimal() and int(answer) <= last.size:
        status, answer = _answer(witness, note, last, int(answer))
    try:
        signed = [each for each in _signatures(note, answer, witness)] if status == OK else []
    except (LogFileRefused, NotProved):
        return False
    return any(_kept(witness, last, each) for each in signed)


def _signatures(note: Note, answer: str, witness: Known) -> Iterable[tuple[str, int]]:
    own = taken(note, answer, (witness.key,)).by(witness.key)
    if own:
        yield str(own), own.time() or 0


def _kept(witness: Known, last: SignedCheckpoint, signed: tuple[str, int]) -> bool:
    line, at = signed
    row = Cosignature(
        checkpoint=last, witness=witness.key.name, agency=witness.agency, line=line,
        at=datetime.fromtimestamp(at, UTC),
    )  # fmt: skip
    return bool(Cosignature.objects.bulk_create([row], ignore_conflicts=True))


def _answer(witness: Known, note: Note, last: SignedCheckpoint, old: int) -> tuple[int, str]:
    hashes = Files(Folder(last.origin).read, Checkpoint.parse(note.text).size).hashes()
    body = bytes(ask_for(old, note, hashes))
    where = urlsplit(witness.address)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    connection = kind(where.netloc, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("POST", f"{where.path}/add-checkpoint", body)
        found = connection.getresponse()
        return found.status, found.read(LONGEST_ANSWER).decode(errors="replace")
    except (OSError, HTTPException):
        return 0, ""
    finally:
        connection.close()


@cache
def _read(path: str) -> tuple[Known, ...]:
    try:
        rows = tomllib.loads(Path(path).read_text())["witness"]
        found = [(row["agency"], Key.parse(row["key"]), row["address"]) for row in rows]
        refused = [at for _, _, at in found if not at.startswith(("https://", "http://"))]
    except (OSError, KeyError, TypeError, ValueError, LogFileRefused) as fault:
        raise _unusable(path) from fault
    if refused:
        raise _unusable(path)
    return tuple(Known(agency, key, at.rstrip("/")) for agency, key, at in found)


def _unusable(path: str) -> StartRefused:
    return StartRefused(
        what="The log was not shown to its witnesses: their list cannot be used.",
        why=f"{path} holds, for each, a [[witness]] with agency, key and address (https).",
        next="Put it right; the guide on being a witness says where each comes from.",
    )
