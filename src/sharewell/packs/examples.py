"""The worked examples of a pack: read when somebody first looks, for deciding needs none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

from sharewell.packs.elements import Elements
from sharewell.packs.pack import Example
from sharewell.packs.reading import Place, read_toml


class Examples(Sequence[Example]):
    """The examples of `cases.toml`, in its order.

    Raises:  PackRefused at the first look, where one of them cannot be read.
    """

    def __init__(self, folder: Path, elements: Elements) -> None:
        """Remember where they stand and how they are read."""
        self._folder, self._elements = folder, elements

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Example]: ...
    def __getitem__(self, index: int | slice) -> Example | Sequence[Example]:
        """Give one of them, or some."""
        return self._read[index]

    def __len__(self) -> int:
        """Count them."""
        return len(self._read)

    @cached_property
    def _read(self) -> tuple[Example, ...]:
        if not (self._folder / "cases.toml").exists():
            return ()
        place = Place(f"{self._folder.name}/cases.toml", "")
        raw = read_toml(self._folder / "cases.toml", self._folder)
        place.only(raw, frozenset({"case"}))
        rows = place.rows(raw, "case")
        found = {}
        for example in (each for row in rows for each in self._elements.examples(row, place)):
            if example.id in found:
                twice = place.at(f"case {example.id!r}")
                raise twice.refuse("It stands there twice.", "Rename one.")
            found[example.id] = example
        return tuple(found.values())
