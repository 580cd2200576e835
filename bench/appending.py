"""Writers at work, each a process of its own: an act remembered in the log, and what it is beside.

Imported only once Django is set up.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, connections, transaction
from django.utils import timezone

from sharewell.ledger.leaf import leaf_bytes, leaf_hash, short
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.models import Place
from sharewell_hub.logbook.queries import last_checkpoint
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.worker import SECONDS_BETWEEN_STEPS, SHORTEST_PAUSE

WRITERS = 8
AGENCY, ACTOR = uuid4(), uuid4()
ROW = """
insert into logbook_entry (id, kind, object_id, at, leaf, leaf_hash)
values (%s, %s, %s, %s, %s, %s)
"""
CHAIN = "create table head_of_the_chain as select '\\x00'::bytea as hash"
LAST = "select hash from head_of_the_chain for update"
NEXT = "update head_of_the_chain set hash = %s"
Write = Callable[[], UUID]


@dataclass
class Written:
    """What the writers of one round did: when each stood, and how long each took.

    Shapes:  stood maps an entry to the moment of its commit; steps are moments and the size then.
    """

    seconds: float
    took: list[float] = field(default_factory=list)
    stood: dict[UUID, float] = field(default_factory=dict)
    steps: list[tuple[float, int]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """How many stood in a second."""
        return len(self.took) / self.seconds

    def lags(self) -> Iterator[float]:
        """Give how long each entry waited for a place under a signed checkpoint."""
        places = dict(Place.objects.values_list("entry_id", "index"))
        for entry, stood in self.stood.items():
            yield next(at for at, size in self.steps if size > places[entry]) - stood


def _row() -> tuple[Any, ...]:
    id, on, at = uuid4(), uuid4(), timezone.now()
    leaf = leaf_bytes(
        v=1, act="decided", id=short(id), on=short(on), at=round(at.timestamp() * 1000),
        by=short(ACTOR), of=short(AGENCY), to="", was="", binds="",
    )  # fmt: skip
    return id, "decided", on, at, leaf, leaf_hash(leaf)


def plain() -> UUID:
    """Insert the same row, and remember nothing about it."""
    row = _row()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROW, row)
    return UUID(str(row[0]))


def chained() -> UUID:
    """Insert the row with a hash over it and over the one before, as a chain wants it."""
    *row, hash = _row()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LAST)
        hash = sha256(cursor.fetchone()[0] + hash).digest()
        cursor.execute(ROW, (*row, hash))
        cursor.execute(NEXT, [hash])
    return UUID(str(row[0]))


def appended() -> UUID:
    """Remember an act, as every action does."""
    with transaction.atomic():
        return log("decided", object_id=uuid4(), actor=ACTOR, agency=AGENCY).pk


def written(write: Write, seconds: float, *, pace: float = 0) -> Written:
    """Let the writers write, with the sequencer beside them where there is something to place.

    Units:   pace is seconds from one act of a writer to its next; 0 is as fast as they can.
    """
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    done, stop, steps = fork.Queue(), fork.Event(), fork.Queue()
    sequencer = fork.Process(target=_sequence, args=(stop, steps))
    writers = [
        fork.Process(target=_write, args=(write, seconds, pace, done)) for _ in range(WRITERS)
    ]
    for each in (*writers, *([sequencer] if write is appended else [])):
        each.start()
    found = Written(seconds)
    for _ in writers:
        for id, stood, took in done.get():
            found.took.append(took)
            found.stood[id] = stood
    if write is appended:
        stop.set()
        found.steps = steps.get()
    return found


def _write(write: Write, seconds: float, pace: float, done: Any) -> None:
    write()
    end, noted = time.monotonic() + seconds, []
    while (began := time.monotonic()) < end:
        id = write()
        stood = time.monotonic()
        noted.append((id, stood, stood - began))
        time.sleep(max(0, began + pace - stood) if pace else 0)
    done.put(noted)
    connections.close_all()


def _sequence(stop: Any, steps: Any) -> None:
    """Place what waits, as the log's own worker does, and note when."""
    noted = []
    stopping = False
    while not stopping:
        stopping = stop.is_set()
        next_step = time.monotonic() + SECONDS_BETWEEN_STEPS
        if integrate():
            last = last_checkpoint()
            noted.append((time.monotonic(), last.size if last else 0))
        time.sleep(max(SHORTEST_PAUSE, next_step - time.monotonic()))
    steps.put(noted)
    connections.close_all()
