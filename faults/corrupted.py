"""Bytes that changed on the disk: what they were part of is named, and nothing of it is shown."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import psycopg

from faults.acting import told, way
from faults.finding import SEED, Finding
from faults.house import revive_database
from faults.twice import done
from sharewell.terms.errors import SealBroken
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.queries import last_checkpoint
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.verifying import verify
from sharewell_hub.site import database, postgres
from sharewell_hub.vault.models import Content
from sharewell_hub.vault.queries import KEEP_SEALED, open_content
from sharewell_hub.walls.seeing import served_by

TIMES, FEW = 25, 2
Flip = Callable[[random.Random], str]
"""Flips a byte and puts it back; says what did not hold, or nothing."""
PAGE, HEAD = 8192, 24
A_ROW = """
select pg_relation_filepath('vault_content'), (ctid::text::point)[0]::int, id
from vault_content order by random() limit 1
"""
CHANGED = """
update vault_content set sealed = set_byte(sealed, %s, get_byte(sealed, %s) # 1) where id = %s
"""
OTHERWISE = """
update logbook_entry set leaf = set_byte(leaf, %s, get_byte(leaf, %s) # 1) where id = %s
"""


def tried(_folder: Path, *, few: bool) -> list[Finding]:
    """Flip bytes of the database's own files, of sealed words and of the log's files."""
    dice, times = random.Random(SEED), FEW if few else TIMES
    known = told()
    for each in way("kitchen_meal", "corrupted"):
        done(known, each)
    integrate()
    kinds: dict[str, Flip] = {
        "a page of a table, on the disk": _a_page,
        "sealed words, in their row": _words,
        "a tile or a bundle of the log": _a_file,
        "an entry of the log, in its row": _an_entry,
    }
    return [_flipped(what, kind, dice, times) for what, kind in kinds.items()]


def _flipped(
    what: str, kind: Callable[[random.Random], str], dice: random.Random, times: int
) -> Finding:
    finding = Finding(f"one byte of {what}", times, "named, nothing of it shown")
    for _ in range(times):
        if wrong := kind(dice):
            finding.broken.append(wrong)
    return finding


def _a_page(dice: random.Random) -> str:
    """Flip a byte of a page while the server is down; its checksum must keep the page closed."""
    with postgres.connect(database.NAME) as server:
        name, page, id = server.execute(A_ROW).fetchone()
        server.execute("checkpoint")
    path, at = postgres.data_folder() / name, page * PAGE + dice.randrange(HEAD, PAGE)
    postgres.stop()
    before = _flip(path, at)
    postgres.start()
    try:
        with postgres.connect(database.NAME) as server:
            server.execute("select sealed from vault_content where id = %s", [id]).fetchone()
        return "a page was read that was changed"
    except psycopg.errors.DataCorrupted as refused:
        return "" if f"block {page}" in str(refused) else "the page was not named"
    finally:
        postgres.stop()
        _put_back(path, at, before)
        revive_database()


def _words(dice: random.Random) -> str:
    """Flip a byte of sealed words as somebody who owns the database can."""
    with postgres.connect(database.NAME) as server:
        server.execute("set session_replication_role = replica")
        _, _, id = server.execute(A_ROW).fetchone()
        with served_by(KEEP_SEALED):
            at = dice.randrange(len(bytes(Content.objects.get(pk=id).sealed)))
        server.execute(CHANGED, [at, at, id])
        try:
            with served_by(KEEP_SEALED):
                open_content(id)
            return "words were opened that were changed"
        except SealBroken as refused:
            return "" if f"{id} was changed" in str(refused) else "the words were not named"
        finally:
            server.execute(CHANGED, [at, at, id])


def _a_file(dice: random.Random) -> str:
    """Flip a byte of one of the files that the log is published as."""
    folder = Folder(last_checkpoint().origin).path
    path = dice.choice([each for each in _current(folder) if each.stat().st_size])
    at = dice.randrange(path.stat().st_size)
    before = _flip(path, at)
    found = [each for step in verify() for each in step.breaks]
    _put_back(path, at, before)
    named = any(str(path.relative_to(folder)) in each for each in found)
    return "" if named else f"{path.relative_to(folder)} was not named"


def _current(folder: Path) -> list[Path]:
    """Give the files that make up the log as it is now."""
    with postgres.connect(database.NAME) as server:
        (size,) = server.execute(
            "select max(size) from logbook_signedcheckpoint where origin = %s",
            [last_checkpoint().origin],
        ).fetchone()
    partial = f".p/{size % 256}"
    kept = [each for each in (folder / "tile").rglob("*") if each.is_file()]
    return [each for each in kept if ".p/" not in str(each) or str(each).endswith(partial)]


def _an_entry(dice: random.Random) -> str:
    """Flip a byte of an entry's row as somebody who owns the database can."""
    with postgres.connect(database.NAME) as server:
        server.execute("set session_replication_role = replica")
        id, index, size = server.execute(
            "select entry_id, index, length(leaf) from logbook_place join logbook_entry"
            " on entry_id = id order by random() limit 1"
        ).fetchone()
        at = dice.randrange(size)
        server.execute(OTHERWISE, [at, at, id])
        found = [each for step in verify() for each in step.breaks]
        server.execute(OTHERWISE, [at, at, id])
    return "" if any(f"entry {index:,}: its row" in each for each in found) else "not located"


def _flip(path: Path, at: int) -> bytes:
    """Change one byte of a file, and give what it was."""
    handle = os.open(path, os.O_RDWR)
    before = os.pread(handle, 1, at)
    os.pwrite(handle, bytes([before[0] ^ 1]), at)
    os.fsync(handle)
    os.close(handle)
    return before


def _put_back(path: Path, at: int, before: bytes) -> None:
    handle = os.open(path, os.O_RDWR)
    os.pwrite(handle, before, at)
    os.fsync(handle)
    os.close(handle)
