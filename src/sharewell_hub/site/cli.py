"""The command `sharewell-hub`: the house's own commands, and each room's."""

import os
import sys
import webbrowser
from contextlib import ExitStack
from importlib import import_module

import click
import django
from django.conf import settings
from django.core.management import call_command

from sharewell.cli.witnessing import witness
from sharewell.terms.errors import SharewellError
from sharewell_hub.site import database
from sharewell_hub.site.checking import (
    keys_beside_the_data,
    refuse_a_demo_elsewhere,
    refuse_what_is_wrong,
)
from sharewell_hub.site.endpoints import LISTED_IN, endpoints
from sharewell_hub.site.home import private_file
from sharewell_hub.site.serving import Household, alone, refuse_taken_port
from sharewell_hub.site.setting_up import bring_up_to_date, gather_pages, start_anew
from sharewell_hub.site.settings.gathering import furnished


@click.group()
@click.pass_context
def hub(context: click.Context) -> None:
    """Run and look after a Sharewell service."""
    if "--help" not in sys.argv and context.invoked_subcommand != witness.name:
        context.with_resource(database.running())


@hub.command()
def migrate() -> None:
    """Bring tables, keys and pages up to date, as the role that owns the tables.

    For whoever runs the service. Writes nothing to the log.
    """
    bring_up_to_date()
    gather_pages()
    click.echo("The tables are up to date.")


@hub.command()
@click.option("--write-endpoints", is_flag=True, help="Write docs/reference/endpoints.txt anew.")
def check(write_endpoints: bool) -> None:
    """Check that the service could start, and say what stands in its way.

    For whoever runs the service. Writes nothing to the log.
    """
    if write_endpoints:
        LISTED_IN.parent.mkdir(parents=True, exist_ok=True)
        LISTED_IN.write_text(endpoints())
        return
    refuse_what_is_wrong()
    if warning := keys_beside_the_data():
        click.echo(warning, err=True)
    click.echo("Nothing stands in the way of starting.")


@hub.command()
@click.option("--port", default=8000, show_default=True, help="Where to listen.")
@click.option("--demo", is_flag=True, help="With invented people, over plain http.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--fresh", is_flag=True, help="Throw away the demo's records and start anew.")
@click.pass_context
def serve(context: click.Context, port: int, demo: bool, no_browser: bool, fresh: bool) -> None:
    """Serve the pages and send the letters, until stopped.

    For whoever runs the service. Writes nothing to the log.
    """
    with ExitStack() as stack:
        stack.enter_context(alone())
        refuse_taken_port(port)
        if demo:
            settings.SHAREWELL_ADDRESS = f"http://localhost:{port}"
            _prepare_demo(context, fresh=fresh)
        refuse_what_is_wrong()
        output = stack.enter_context(private_file("demo.log")) if demo else None
        household = Household(port=port, demo=demo, output=output)
        stack.callback(household.stop)
        household.start()
        click.echo(f"Sharewell is at http://localhost:{port}  (Ctrl-C stops it)")
        if not no_browser and demo:
            webbrowser.open(f"http://localhost:{port}")
        household.keep_going()


def _prepare_demo(context: click.Context, *, fresh: bool) -> None:
    refuse_a_demo_elsewhere()
    if fresh:
        start_anew()
    bring_up_to_date()
    gather_pages()
    demo = hub.commands.get("demo")
    if isinstance(demo, click.Group):
        context.invoke(demo.commands["load"])
        context.invoke(demo.commands["witnesses"])


@hub.command(hidden=True)
@click.argument("room", required=False)
def makemigrations(room: str | None) -> None:
    """Write the migration that a change to a room's tables needs.

    For developers. Writes nothing to the log.
    """
    call_command("makemigrations", *([room] if room else []))


def main() -> None:
    """Run the command; a refusal is told in three lines and ends with exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_hub.site.settings")
    if "--demo" in sys.argv:
        os.environ["SHAREWELL_DEMO"] = "1"
    django.setup()
    for room in settings.ROOMS:
        if furnished(room, "commands"):
            hub.add_command(import_module(f"sharewell_hub.{room}.commands").group)
    backing = import_module("sharewell_hub.site.backup_commands")
    hub.add_command(backing.backup)
    hub.add_command(backing.restore)
    hub.add_command(witness)
    try:
        hub()
    except SharewellError as refusal:
        click.echo(f"{refusal.what}\n{refusal.why}\n{refusal.next}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
