"""Looking at everything once somebody was killed: acknowledged acts, halves, the log, letters."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.note import Note
from sharewell.ledger.trusting import Policy
from sharewell.ledger.verifying import breaks, verify_log
from sharewell.terms.errors import SealBroken
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import signer
from sharewell_hub.logbook.queries import last_checkpoint
from sharewell_hub.logbook.sequencing import integrate, publish
from sharewell_hub.logbook.verifying import verify
from sharewell_hub.outbox import delivering
from sharewell_hub.site import database, postgres
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import KEEP_SEALED, open_content
from sharewell_hub.walls.seeing import served_by

ACKNOWLEDGED = {
    "worry_recorded": "select id from concerns_concern",
    "decided": "select id from decisions_decision",
    "disclosed": "select id from disclosures_disclosure",
    "limits_accepted": "select disclosure_id from disclosures_acceptance",
    "opened": "select disclosure_id from disclosures_opening",
    "submitted": "select submission from disclosures_reply",
}
"""Where the row of each kind of act stands that somebody was told of."""

HALVES = {
    "a worry without its entry": ("concerns_concern", "worry_recorded"),
    "a decision without its entry": ("decisions_decision", "decided"),
    "a disclosure without its entry": ("disclosures_disclosure", "disclosed"),
    "an answer without its entry": ("disclosures_reply", "replied"),
    "a letter without its entry": ("outbox_letter", "letter_written"),
}
WITHOUT_ENTRY = """
select count(*) from {table} row where not exists (
    select from logbook_entry where kind in ('{kind}', '{kind}_again') and object_id = row.id)
"""
WITHOUT_ROW = """
select count(*) from logbook_entry entry where kind = '{kind}'
and not exists (select from {table} row where row.id = entry.object_id)
"""
UNLOGGED = """
or not exists (select from logbook_entry where kind = '{kind}' and object_id = told.id)
"""
UNSENT = """
select count(*) from disclosures_disclosure row
where not exists (select from outbox_letter where object_id = row.id and kind = 'shared')
"""
GAPS = "select coalesce(sum(many), 0) from (select max(index) + 1 - count(*) as many \
from logbook_place group by origin) places"
ANSWERED = """
select sent.agency_id, sent.subject_id from disclosures_disclosure sent
join disclosures_reply reply on reply.disclosure_id = sent.id
order by reply.replied_at desc limit 50
"""
SEEN: list[Checkpoint] = []
OPENED_AFTER_A_KILL = 200
SECONDS_TO_SEND_ALL = 120


def broken(folder: Path, erased: list[tuple[Any, Any]]) -> list[str]:
    """Say what does not hold: acknowledged acts, halves, the log whole, words that should open.

    First what the log's worker does when it begins: it places what waits, and publishes the last.
    """
    integrate()
    publish()
    with as_a_superuser() as server:
        found = [*_lost(server, folder), *_halves(server), *erased_and_readable(server, erased)]
    found += [each for step in verify() for each in step.breaks] + list(_parted())
    return found + list(_closed())


def as_a_superuser() -> Any:
    """Look past every wall."""
    return postgres.connect(database.NAME)


def see_the_log() -> None:
    """Read the checkpoint that is published now, as anybody may who keeps it and comes back."""
    last = last_checkpoint()
    held = Folder(last.origin).read(PATH) if last else None
    if held:
        SEEN.append(Checkpoint.parse(Note.parse(held).text))


def _parted() -> Iterator[str]:
    """Say where the log did not grow out of a checkpoint that somebody has seen."""
    for origin in {each.origin for each in SEEN}:
        policy = Policy((signer(origin).key,))
        for each in breaks(verify_log(Folder(origin).read, origin, policy, kept=SEEN)):
            yield f"seen before: {each}"


def acts() -> int:
    """Count what was logged so far."""
    return _number("select count(*) from logbook_entry")


def somebody_done_with(dice: random.Random) -> tuple[UUID, UUID]:
    """Choose an agency and a child about whom everything was said and answered."""
    with as_a_superuser() as server:
        rows = server.execute(ANSWERED).fetchall()
    agency, subject = dice.choice(sorted(rows))
    return agency, subject


def letters_broken(taken: Path) -> Iterator[str]:
    """Send what waits, say of the rest that nobody can tell, and compare with the mail server."""
    ends = time.monotonic() + SECONDS_TO_SEND_ALL
    while _number("select count(*) from outbox_letter where state = 'waiting'"):
        with as_a_superuser() as server:
            server.execute("update outbox_letter set next_try_at = now() where state = 'waiting'")
        delivering.deliver_waiting()
        if time.monotonic() > ends:
            yield "letters still wait"
            return
    real, delivering.LONGEST_SENDING = delivering.LONGEST_SENDING, timedelta(0)
    delivering.say_unknown()
    delivering.LONGEST_SENDING = real
    times = Counter(taken.read_text().split())
    with as_a_superuser() as server:
        states = dict(server.execute("select id::text, state from outbox_letter").fetchall())
    twice = sum(many > 1 for many in times.values())
    lost = sum(state == "sent" and not times[id] for id, state in states.items())
    open_still = sum(state in ("waiting", "sending") for state in states.values())
    if twice or lost or open_still:
        yield f"letters: {twice} twice, {lost} marked but not sent, {open_still} without an end"


def _acknowledged(journals: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for journal in journals.glob("*.jsonl"):
        for line in journal.read_text().splitlines():
            for kind, id in json.loads(line):
                found.setdefault(kind, []).append(id)
    return found


def _lost(server: Any, folder: Path) -> Iterator[str]:
    """Name what somebody was told is done, and is not there; what was found is not asked again."""
    journals = folder / "journals"
    for kind, ids in _acknowledged(journals).items():
        there = ACKNOWLEDGED[kind]
        words = f"select count(*) from unnest(%s::uuid[]) told(id) where told.id not in ({there})"
        words += "" if kind == "submitted" else UNLOGGED.format(kind=kind)
        (many,) = server.execute(words, [ids]).fetchone()
        if many:
            yield f"{many} acknowledged and lost ({kind})"
    for journal in journals.glob("*.jsonl"):
        journal.unlink()


def _halves(server: Any) -> Iterator[str]:
    asked = {"a disclosure without its letter": UNSENT, "a gap in the log": GAPS}
    for what, (table, kind) in HALVES.items():
        asked[what] = WITHOUT_ENTRY.format(table=table, kind=kind)
        asked[what.replace("without its", "missing under an")] = WITHOUT_ROW.format(
            table=table, kind=kind
        )
    for what, words in asked.items():
        (many,) = server.execute(words).fetchone()
        if many:
            yield f"{many} times {what}"


def erased_and_readable(server: Any, erased: list[tuple[Any, Any]]) -> Iterator[str]:
    """Say whether any word about somebody who was erased is there, or any key."""
    for agency, subject in erased:
        rows = server.execute(
            "select name_content from people_subject where id = %s and agency_id = %s",
            [subject, agency],
        ).fetchall()
        for (content,) in rows:
            with suppress(SealBroken), served_by(KEEP_SEALED):
                open_content(content)
                yield "an erased name can be read"


def _closed() -> Iterator[str]:
    """Open words as they lie, some of each; those whose key was destroyed on purpose are gone."""
    closed = 0
    with served_by(KEEP_SEALED):
        ids = Content.objects.order_by("?").values_list("pk", flat=True)[:OPENED_AFTER_A_KILL]
        for id in ids:
            try:
                open_content(id)
            except SealBroken:
                closed += 1
    if closed:
        yield f"{closed} of {OPENED_AFTER_A_KILL} words do not open"


def _number(words: str) -> int:
    with as_a_superuser() as server:
        row = server.execute(words.encode()).fetchone()
    return int(row[0]) if row else 0
