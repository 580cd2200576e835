"""The command `sharewell-hub`: the house's own commands, and each room's."""

import os
import sys
from importlib import import_module

import click
import django
from django.conf import settings
from django.core.management import call_command

from sharewell.terms.errors import SharewellError
from sharewell_hub.site import database
from sharewell_hub.site.setting_up import bring_up_to_date
from sharewell_hub.site.settings.gathering import furnished


@click.group()
@click.pass_context
def hub(context: click.Context) -> None:
    """Run and look after a Sharewell service."""
    context.with_resource(database.running())


@hub.command()
def migrate() -> None:
    """Bring the tables up to date, as the role that owns them.

    For whoever runs the service. Writes nothing to the log.
    """
    bring_up_to_date()
    click.echo("The tables are up to date.")


@hub.command()
@click.argument("room", required=False)
def makemigrations(room: str | None) -> None:
    """Write the migration that a change to a room's tables needs.

    For developers. Writes nothing to the log.
    """
    call_command("makemigrations", *([room] if room else []))


def main() -> None:
    """Run the command; a refusal is told in three lines and ends with exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_hub.site.settings")
    django.setup()
    for room in settings.ROOMS:
        if furnished(room, "commands"):
            hub.add_command(import_module(f"sharewell_hub.{room}.commands").group)
    try:
        hub()
    except SharewellError as refusal:
        click.echo(f"{refusal.what}\n{refusal.why}\n{refusal.next}", err=True)
        sys.exit(1)
