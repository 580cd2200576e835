"""Find the stack that a digest names: among those at hand, or in a folder of kept bytes."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from sharewell.deciding import Engine
from sharewell.packs import Library
from sharewell.packs.pack import Stack
from sharewell.packs.rebuilding import rebuild
from sharewell.terms.canonical import digest
from sharewell.terms.errors import PackRefused

LARGEST = 20_000_000


class Shelf:
    """Engines by the digest of their stack, each built once."""

    def __init__(self, library: Library, today: date, kept: Path | None = None) -> None:
        self._library, self._today, self._folder = library, today, kept
        self._engines: dict[str, Engine] = {}
        self._standing: dict[date, dict[str, Stack]] = {}

    def engine(self, named: str, as_at: date | None) -> Engine:
        """Give the engine of the stack with a digest.

        Raises:  PackRefused when no stack at hand has it, on that day or among the bytes kept.
        """
        engine = self._engines.get(named)
        if engine is None:
            engine = self._engines[named] = Engine(self._stack(named, as_at or self._today))
        return engine

    def _stack(self, named: str, day: date) -> Stack:
        if named in self._kept:
            return rebuild(self._kept[named].read_bytes())
        stack = self._on(day).get(named)
        if stack is None:
            raise PackRefused(
                what=f"It was not replayed: no stack at hand has the digest {named}.",
                why=f"None of the stacks has it as they stood on {day}, and no kept bytes do.",
                next="Name the folder in which its bytes were kept with --kept FOLDER.",
            )
        return stack

    def _on(self, day: date) -> dict[str, Stack]:
        """The library's stacks as they stood on a day, by their digests."""
        if day not in self._standing:
            found = (self._resolved(id, day) for id in self._library.stacks)
            self._standing[day] = {stack.digest: stack for stack in found if stack}
        return self._standing[day]

    def _resolved(self, id: str, day: date) -> Stack | None:
        try:
            return self._library.stack(id, day)
        except PackRefused:
            return None

    @cached_property
    def _kept(self) -> dict[str, Path]:
        """The files of the folder by the digest of what is in them, whatever they are called."""
        files = sorted(self._folder.iterdir()) if self._folder else []
        small = (each for each in files if each.is_file() and each.stat().st_size <= LARGEST)
        return {digest(each.read_bytes()): each for each in small}
