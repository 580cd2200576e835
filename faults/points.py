"""The points at which somebody is killed, and how a process stops exactly there.

Each is patched into the harness's own process; the service knows nothing of it.
"""

import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

PATIENCE = 40.0


class Gate:
    """Where a process says that it has come to its point, and waits to be killed or let on."""

    def __init__(self, skipped: int = 0, *, after: float = 0) -> None:
        self.left, self.opens_at = skipped, time.monotonic() + after
        self.there, self.on = os.pipe(), os.pipe()

    def reached(self) -> None:
        """Stop here once, when the point was passed as often as was to be skipped."""
        if time.monotonic() < self.opens_at:
            return
        self.left -= 1
        if self.left == -1:
            os.write(self.there[1], b"x")
            os.read(self.on[0], 1)

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait until a process stands at the point."""
        return bool(select.select([self.there[0]], [], [], seconds)[0])

    def let_on(self) -> None:
        """Let it go on."""
        os.write(self.on[1], b"x")

    def close(self) -> None:
        """Give the ends back."""
        for each in (*self.there, *self.on):
            os.close(each)


Patch = Callable[[Gate], None]


@dataclass(frozen=True)
class Point:
    """A point in somebody's work, by name; of several ways to come to it, rounds take turns."""

    name: str
    who: str
    ways: tuple[Patch, ...]


def nowhere(_gate: Gate) -> None:
    """Stop at no point."""


def before(module: str, name: str) -> Patch:
    """Have a function stop at the gate before it does anything."""
    return _around(module, name, first=True)


def after(module: str, name: str) -> Patch:
    """Have a function stop at the gate once it has done what it does."""
    return _around(module, name, first=False)


def _around(path: str, name: str, *, first: bool) -> Patch:

    def patch(gate: Gate) -> None:
        module, _, owner = path.partition(":")
        holder = import_module(module)
        holder = getattr(holder, owner) if owner else holder
        real = getattr(holder, name)

        def stopping(*given: Any, **named: Any) -> Any:
            if not _is_ours(given):
                return real(*given, **named)
            if first:
                gate.reached()
            answer = real(*given, **named)
            if not first:
                gate.reached()
            return answer

        setattr(holder, name, stopping)

    return patch


def _is_ours(given: tuple[Any, ...]) -> bool:
    """Say whether this is not a connection to the keys, whose commits are not an act's."""
    return getattr(given[0] if given else None, "alias", "default") == "default"


WRAPPER = "django.db.backends.base.base:BaseDatabaseWrapper"
DELIVERING, FOLDER = "sharewell_hub.outbox.delivering", "sharewell_hub.logbook.folder:Folder"
VAULT, ROTATION = "sharewell_hub.vault.actions", "sharewell_hub.keystore.rotation"
POINTS = (
    Point("before the commit", "actor", (before(WRAPPER, "commit"),)),
    Point("after the commit, before the answer", "actor", (after(WRAPPER, "commit"),)),
    Point("after the answer, before the letter", "outbox", (before(DELIVERING, "_taken_up"),)),
    Point("between the letter and its mark", "outbox", (before(DELIVERING, "settle"),)),
    Point(
        "in the sequencer's write",
        "sequencer",
        (after(FOLDER, "_half_done"), after(FOLDER, "write"),
         before(WRAPPER, "commit"), after(WRAPPER, "commit")),
    ),
    Point(
        "in an erasure",
        "eraser",
        (before(VAULT, "destroyed_keys"), before(WRAPPER, "commit"), after(WRAPPER, "commit")),
    ),
    Point(
        "in a rotation of keys",
        "rotator",
        (after(ROTATION, "_some_of_agency"), before(ROTATION, "drop_superseded_agency_keys"),
         before(WRAPPER, "commit")),
    ),
)  # fmt: skip
