"""`sharewell packs law`: the register of law, as a table."""

from __future__ import annotations

from textwrap import fill

import click

from sharewell.cli.engines import local_packs, refusals
from sharewell.packs import load_library
from sharewell.packs.register import KINDS, SEEN, Instrument, load_register


@click.command()
@click.argument("words", nargs=-1)
def law(words: tuple[str, ...]) -> None:
    """Print the register of law: every instrument, how it stands, and what it gives.

    Words narrow it to the instruments in which all of them stand.
    """
    with refusals():
        register = load_register(load_library(local_packs()).vocabulary)
    found = register.holding(" ".join(words))
    for each in found:
        _show(each)
    click.echo(f"{len(found)} of {len(register.instruments)} instruments.")


def _show(each: Instrument) -> None:
    stands = f"{each.standing} by {each.replaced_by}" if each.replaced_by else each.standing
    year = f" ({each.year})" if each.year and each.year not in each.title else ""
    click.echo(f"{each.id:24} {stands}; {SEEN[each.seen]}")
    lines = [f"{KINDS[each.kind]}: {each.title}{year}", each.address, each.note]
    lines.append(f"Named in: {'; '.join(each.named)}")
    lines.append(f"Gives: {', '.join(each.gives)}" if each.gives else "")
    for line in filter(None, lines):
        click.echo(fill(line, 96, initial_indent="    ", subsequent_indent="    "))
