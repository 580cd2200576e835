"""The library's commands: decide, ask, packs, verify, witness. They stand above its rooms."""

from __future__ import annotations

import click

from sharewell.cli.asking import ask
from sharewell.cli.breaking import mutate
from sharewell.cli.comparing import compare
from sharewell.cli.deciding import decide
from sharewell.cli.law import law
from sharewell.cli.packs import packs
from sharewell.cli.proving import prove
from sharewell.cli.replaying import replay
from sharewell.cli.verifying import verify
from sharewell.cli.witnessing import witness


@click.group()
def main() -> None:
    """Decide lawfully what to share to keep a child safe, with every reason cited."""


for command in (decide, ask, packs, replay, verify, witness):
    main.add_command(command)
for command in (prove, mutate, compare, law):
    packs.add_command(command)
