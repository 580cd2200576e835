"""Commands about who looked."""

import click

from sharewell_hub.access.digesting import altered_days, digest_days


@click.group("looks")
def group() -> None:
    """Digest who looked, and check that nobody took a look away."""


@group.command()
def digest() -> None:
    """Digest each day that is over, and write it into the log.

    The service does this each night by itself.
    """
    made = digest_days()
    click.echo(f"{len(made)} days digested.")


@group.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Compare each day's looks with the digest that the log holds; writes nothing."""
    altered = altered_days()
    for day in altered:
        click.echo(f"The looks of {day:%d %B %Y} are not those that were digested.")
    if altered:
        context.exit(1)
    click.echo("Every day's looks are those that were digested.")
