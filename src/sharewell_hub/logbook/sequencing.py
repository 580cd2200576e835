"""The sequencer: gives what waits its place in the tree, and signs what the tree then is."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from sharewell.ledger.checkpoint import PATH, Checkpoint
from sharewell.ledger.leaf import leaf_hash
from sharewell.ledger.note import Note
from sharewell.ledger.shards import OPENED, opening_leaf, origin_of
from sharewell.ledger.tiles import WIDTH, Edge, Files, bundles, grow
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import log_name, signer
from sharewell_hub.logbook.models import Entry, Pending, Place, SignedCheckpoint
from sharewell_hub.logbook.queries import last_checkpoint, note_of

MOST_AT_ONCE = 10_000
A_TICK = timedelta(microseconds=1)
ALONE = "select pg_try_advisory_xact_lock(hashtext('the sequencer of the log'))"
ONE_BY_ONE = "select pg_advisory_xact_lock(hashtext('the checkpoint of the log'))"
PLACED = """
with taken as (
    delete from logbook_pending
    where entry_id in (select entry_id from logbook_pending limit %(most)s)
    returning entry_id
), numbered as materialized (
    select entry.id, entry.leaf,
           %(size)s - 1 + row_number() over (order by entry.at, entry.id) as index
    from taken cross join lateral (
        select id, at, leaf from logbook_entry where id = taken.entry_id limit 1
    ) entry
), placed as (
    insert into logbook_place (entry_id, origin, index)
    select id, %(origin)s, index from numbered
)
select leaf from numbered order by index
"""
"""Each entry is fetched by its id: however long the log has grown, a step reads only its own."""


def integrate() -> int:
    """Give each entry that waits the next place, in one step with a checkpoint that covers it.

    Two at once do no harm: one of them does nothing. The files are written before the step
    stands, and the checkpoint that vouches for them after it.

    Returns: how many entries found their place.
    """
    with transaction.atomic():
        if not _alone() or not Pending.objects.exists():
            placed = 0
        else:
            now = _latest_time()
            origin = origin_of(log_name(), _milliseconds(now))
            _open_the_year(origin, now)
            placed = _place(origin, now)
    if placed:
        publish()
    return placed


def publish() -> None:
    """Put the last checkpoint, with every signature, where readers look for it.

    One at a time: whoever read it a moment ago would otherwise write it over a later one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ONE_BY_ONE)
        last = last_checkpoint()
        if last is None:
            return
        folder, note = Folder(last.origin), bytes(note_of(last))
        if folder.read(PATH) != note:
            folder.write({PATH: note})


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        return bool(cursor.fetchone()[0])


def _latest_time() -> datetime:
    """Give the time, or the latest that the log has seen where the machine's clock went back.

    Otherwise a clock that was once in another year would have two years take turns in the log.
    """
    last, now = last_checkpoint(), timezone.now()
    return max(now, last.signed_at + A_TICK) if last else now


def _open_the_year(origin: str, now: datetime) -> None:
    """Let a new year's log begin with an entry that binds the end of the last."""
    last = last_checkpoint()
    if last is None or last.origin == origin:
        return
    final = Checkpoint.parse(Note.parse(last.note.encode()).text)
    leaf = opening_leaf(_milliseconds(now), final)
    opening = Entry(kind=OPENED, object_id=last.pk, at=now, leaf=leaf, leaf_hash=leaf_hash(leaf))
    opening.save(force_insert=True)
    Place(entry=opening, origin=origin, index=0).save(force_insert=True)
    _sign(origin, [leaf], now)


def _place(origin: str, now: datetime) -> int:
    last = last_checkpoint(origin)
    with connection.cursor() as cursor:
        size = last.size if last else 0
        cursor.execute(PLACED, {"most": MOST_AT_ONCE, "origin": origin, "size": size})
        leaves = [bytes(leaf) for (leaf,) in cursor.fetchall()]
    _sign(origin, leaves, now)
    return len(leaves)


def _sign(origin: str, leaves: list[bytes], now: datetime) -> None:
    """Let the tree grow, write its files, and sign what it then is."""
    last, folder = last_checkpoint(origin), Folder(origin)
    size = last.size if last else 0
    files = Files(folder.read, size)
    growth = grow(_edge(files, origin), [leaf_hash(leaf) for leaf in leaves])
    held = files.bundle(size // WIDTH) if size % WIDTH else b""
    folder.write(bundles(size, held or _bundle(origin, size), leaves) | growth.tiles)
    checkpoint = Checkpoint(origin, growth.edge.size, growth.edge.root())
    note = bytes(checkpoint.signed_by(signer(origin))).decode()
    SignedCheckpoint(origin=origin, size=checkpoint.size, note=note, signed_at=now).save(
        force_insert=True
    )


def _edge(files: Files, origin: str) -> Edge:
    """Read the right edge of the tree; where its files are gone, hash every entry again."""
    try:
        return files.edge()
    except FileNotFoundError:
        return grow(Edge(), [leaf_hash(leaf) for leaf in _leaves(origin, 0, files.size)]).edge


def _bundle(origin: str, size: int) -> bytes:
    """Write the partial bundle before a size again, from the rows."""
    held = _leaves(origin, size - size % WIDTH, size)
    return b"".join(bundles(0, b"", held).values())


def _leaves(origin: str, start: int, end: int) -> list[bytes]:
    placed = Place.objects.filter(origin=origin, index__gte=start, index__lt=end)
    return [bytes(leaf) for leaf in placed.order_by("index").values_list("entry__leaf", flat=True)]


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
