"""`sharewell packs mutate`: plant faults in packs, and see that something notices each."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool

import click

from sharewell.cli.engines import Engines, local_packs, refusals, today
from sharewell.deciding import Engine
from sharewell.packs import Library, load_library
from sharewell.proving.invariants import in_words
from sharewell.proving.proposing import in_toml, propose
from sharewell.proving.surviving import Ended, Fate, Trial, said_of
from sharewell.terms.conditions import Value
from sharewell.terms.errors import PackRefused

SHARE = 120
Found = tuple[int, Fate, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Shared:
    """Some of the faults of one pack, by their numbers: what one process tries at a time."""

    pack: str
    first: int
    last: int


@cache
def _engines() -> Engines:
    return Engines(today(), load_library(local_packs()))


@cache
def _trial(pack: str) -> Trial:
    engines = _engines()
    return Trial(engines.library.packs[pack], engines.of(engines.library.stack_of(pack)))


def _ends(shared: Shared) -> list[Found]:
    """Try some faults; what comes back names them by number, for a fault is a whole stack."""
    trial = _trial(shared.pack)
    planted = trial.planted()[shared.first : shared.last]
    number = {id(mutant): shared.first + place for place, mutant in enumerate(planted)}
    return [(number[id(end.mutant)], end.fate, dict(end.facts)) for end in trial.ends(planted)]


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK]...")
@click.option("--write-example", is_flag=True, help="Print examples that would notice the rest.")
@click.option("--cores", default=0, help="How many processes; as many as there are cores.")
def mutate(names: tuple[str, ...], write_example: bool, cores: int) -> None:
    """Plant single faults in packs, and see that each is noticed.

    A condition dropped, a comparison turned round, a word more or less in a list, another answer,
    an override or a presumption gone: an example or a promise must notice each, or it is proved
    to change nothing. A line for each that lives, with facts that tell it apart.
    """
    with refusals():
        library = _engines().library
        packs = [_named(library, name) for name in names] or [
            pack.id for pack in library.packs.values() if pack.decides
        ]
        shares = [share for pack in packs for share in _shares(pack)]
        fates = Counter[Fate]()
        alive: dict[str, list[Ended]] = {pack: [] for pack in packs}
        for share, ended in _tried(shares, cores or os.cpu_count() or 1):
            planted = _trial(share.pack).planted()
            for number, fate, facts in ended:
                fates[fate] += 1
                if fate is Fate.ALIVE:
                    alive[share.pack].append(Ended(planted[number], fate, facts))
    for pack, ends in alive.items():
        _say(pack, ends, write_example=write_example)
    counts = ", ".join(f"{fates[fate]:,} {fate}" for fate in Fate)
    click.echo(f"{len(packs)} packs, {fates.total():,} faults: {counts}.")
    sys.exit(1 if fates[Fate.ALIVE] else 0)


def _named(library: Library, name: str) -> str:
    if name not in library.packs:
        raise PackRefused(
            what=f"Nothing was planted: there is no pack called {name[:40]!r}.",
            why=f"The packs at hand are {', '.join(library.packs)}.",
            next="Name one of these, or none for all.",
        )
    if not library.packs[name].decides:
        raise PackRefused(
            what=f"Nothing was planted: {name} is {library.packs[name].status}.",
            why="It changes no answer yet, so no fault of it could.",
            next="Name a pack that is in force or historic.",
        )
    return name


def _shares(pack: str) -> Iterator[Shared]:
    total = len(_trial(pack).planted())
    return (Shared(pack, first, first + SHARE) for first in range(0, total, SHARE))


def _tried(shares: list[Shared], cores: int) -> Iterator[tuple[Shared, list[Found]]]:
    """Try all shares, in as many processes as there are cores; each has the packs already."""
    hidden = not sys.stderr.isatty()
    with (
        Pool(cores) as pool,
        click.progressbar(
            pool.imap(_ends, shares),
            length=len(shares),
            label="faults",
            file=sys.stderr,
            hidden=hidden,
        ) as ended,
    ):
        yield from zip(shares, ended, strict=True)


def _say(pack: str, alive: list[Ended], *, write_example: bool) -> None:
    """Print each fault that lives with its situation, or examples that would notice them."""
    engine = _trial(pack).engine
    if not write_example:
        for ended in alive:
            click.echo(f"{ended.mutant}\n  {_told_apart(ended, engine)}")
        return
    for place, proposal in enumerate(propose(alive, engine), start=1):
        click.echo(in_toml(proposal, f"to_judge_{place}"))


def _told_apart(ended: Ended, engine: Engine) -> str:
    """Say the facts, what the pack answers, and what it would answer with the fault."""
    before = said_of(ended.facts, engine, engine.stack)
    after = said_of(ended.facts, engine, ended.mutant.stack)
    apart = (
        f"{part} {before[part]}, not {after[part]}"
        for part in before
        if before[part] != after[part]
    )
    return f"with {in_words(ended.facts)}: {'; '.join(apart) or 'it goes on asking differently'}"
