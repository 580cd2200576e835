"""`sharewell packs prove` and `sharewell packs mutate`: prove what packs promise, break them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from sharewell.cli.engines import Engines, local_packs, refusals, today
from sharewell.packs import Library, load_library
from sharewell.packs.pack import Pack
from sharewell.proving.proof import Line, Proof
from sharewell.terms.errors import PackRefused

SEED = 20261122


@click.command()
@click.argument("names", nargs=-1, metavar="[PACK|STACK]...")
@click.option("--seed", default=SEED, show_default=True, help="Where what is drawn begins.")
@click.option("--quiet", is_flag=True, help="Only what fails, and the counts.")
def prove(names: tuple[str, ...], seed: int, quiet: bool) -> None:
    """Prove what every pack and every stack promises, over every situation.

    A line for each promise; where it fails, the facts of a situation in which it does. A text's
    exception to a promise of all stacks is shown beside it with its paragraph.
    """
    with refusals():
        engines = Engines(today(), load_library(local_packs()))
        stacks = _stacks(engines.library, names)
        lines = failed = 0
        for stack in stacks:
            for line in _proved(stack, Proof(engines.of(stack), seed=seed)):
                lines, failed = lines + 1, failed + (line.found is not None)
                if line.found or not quiet:
                    _say(stack, line)
    click.echo(f"{len(stacks)} stacks, {lines} promises: {lines - failed} hold, {failed} fail.")
    sys.exit(1 if failed else 0)


def _stacks(library: Library, names: Iterable[str]) -> tuple[str, ...]:
    """The stacks that some names of packs and stacks mean; every one where none is named."""
    named = [name if name in library.plans else library.stack_of(_pack(library, name).id)
             for name in names]  # fmt: skip
    return tuple(dict.fromkeys(named)) or library.stacks


def _pack(library: Library, name: str) -> Pack:
    if name not in library.packs:
        raise PackRefused(
            what=f"Nothing was proved: there is no pack or stack called {name[:40]!r}.",
            why=f"There are {', '.join(dict.fromkeys((*library.packs, *library.plans)))}.",
            next="Name one of these, or none for all.",
        )
    return library.packs[name]


def _proved(stack: str, proof: Proof) -> Iterator[Line]:
    with click.progressbar(
        proof.lines(),
        length=len(proof),
        label=stack,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as lines:
        yield from lines


def _say(stack: str, line: Line) -> None:
    verdict = f"FAILS ({line.how})" if line.found else line.how
    click.echo(f"{stack}, {line.id}: {verdict}. {line.says}")
    if line.exceptions:
        click.echo(f"  but for the exceptions of {'; '.join(line.exceptions)}")
    if line.found:
        click.echo(f"  not with {line.found.situation}")
