"""Commands of the demo."""

import click
from django.conf import settings

from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, agencies, people
from sharewell_hub.demo.loading import load
from sharewell_hub.demo.story import first_things
from sharewell_hub.demo.witnessing import make_ready


@click.group("demo")
def group() -> None:
    """The invented borough of Marlingford."""


@group.command("load")
def load_borough() -> None:
    """Load the borough, its people and one family's story, unless they are there.

    For whoever tries Sharewell out. Writes every invented act to the log, as a real one would be.
    """
    click.echo("Marlingford is loaded." if load() else "Marlingford stands as you left it.")
    click.echo(welcome())


@group.command("witnesses", hidden=True)
def make_witnesses_ready() -> None:
    """Give the witnesses of two agencies keys, and say where they will answer.

    For whoever tries Sharewell out, before it is served. Writes nothing to the log.
    """
    make_ready()


def welcome() -> str:
    """Say who one can be, and what to try first."""
    known = people()
    lines = ["", "Everybody and everything is invented. Everybody you can be:"]
    for agency in agencies():
        lines += ["", f"  {agency.name}"]
        lines += [f"    {one.email:<55} {one.name}, {one.title}" for one in agency.people]
    lines += ["", f"Every account opens with: {OPENS_EVERY_ACCOUNT}", "", "Try this first:"]
    for number, each in enumerate(first_things(), start=1):
        who = known[each.who]
        lines += [f"  {number}. You are {who.name}, {who.title}.", f"     {each.text}"]
    address = settings.SHAREWELL_ADDRESS
    return "\n".join(
        [*lines, "", f"Also: {address}/demo (all of this), {address}/outbox (letters)."]
    )
