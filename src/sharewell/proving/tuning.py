"""Find for each stack an order of levels in which its diagrams are small, and write it down.

`./run tune` does this after packs have changed; a stack without an order is only slower.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date

from sharewell.deciding.sifting import Sifter
from sharewell.deciding.situations import Situations
from sharewell.packs import load_library
from sharewell.packs.library import LEVELS
from sharewell.packs.pack import Stack
from sharewell.packs.vocabulary import LIBRARY

HEAD = """# The order in which diagrams look at facts, by `./run tune`: how fast, never what.
[levels]
"""


def tuned(stack: Stack) -> tuple[str, ...]:
    """Find an order of facts for a stack."""
    all_ = Situations(stack)
    sifter = Sifter(all_.diagrams, [all_.outcome()])
    names = (all_.names[level] for level in sifter.sift())
    return tuple(name for name in names if name in all_.domains)


def written(orders: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Write the orders down as TOML."""
    lines = (f"{id} = [{', '.join(map(_quoted, names))}]\n" for id, names in orders)
    return HEAD + "".join(lines)


def _quoted(name: str) -> str:
    return f'"{name}"'


def main(named: Sequence[str]) -> None:
    """Tune the stacks that are named, or every one that ships."""
    library = load_library()
    orders = {id: library.levels.get(id, ()) for id in library.stacks}
    for id in named or library.stacks:
        orders[id] = tuned(library.stack(id, date.today()))
        print(f"{id}: {len(orders[id])} levels", file=sys.stderr)
    (LIBRARY / LEVELS).write_text(written(orders.items()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
