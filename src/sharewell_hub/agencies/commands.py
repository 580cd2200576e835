"""Agencies and accounts in a terminal: how the first people of a partnership come in."""

import click

from sharewell.terms.errors import NotFound, SharewellError
from sharewell_hub.agencies.actions import (
    add_agency,
    add_practitioner,
    change_roles,
    close_account,
    come_back,
    leave,
    open_account,
    set_password,
    sign_out_everywhere,
)
from sharewell_hub.agencies.models import Agency, Practitioner
from sharewell_hub.agencies.roles import KINDS, ROLES


@click.group("agencies")
def group() -> None:
    """Take agencies in, and open and close the accounts of their people."""


@group.command("add")
@click.argument("slug")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(list(KINDS)), metavar="KIND")
@click.option("--address-pattern", default="", help="The ending of its email addresses.")
def add(slug: str, name: str, kind: str, address_pattern: str) -> None:
    """Take an agency into the partnership. KIND is a sender, such as school or police.

    For whoever runs the service. Writes "agency_added" to the log.
    """
    if Agency.objects.filter(slug=slug).exists():
        raise SharewellError(
            what="Nothing was added.",
            why=f"The partnership already has an agency called {slug}.",
            next="Choose another short name.",
        )
    add_agency(slug=slug, name=name, kind=kind, address_pattern=address_pattern)
    click.echo(f"{slug} is in the partnership.")


@group.command("admit")
@click.argument("email")
@click.argument("name")
@click.option("--agency", required=True, help="The agency's short name.")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLES)), metavar="ROLE")
@click.password_option(help="Asked for when not given.")
def admit(email: str, name: str, agency: str, roles: tuple[str, ...], password: str) -> None:
    """Open an account. Give --role once for each role, such as teacher.

    For whoever runs the service. Writes "practitioner_added" to the log.
    """
    place = Agency.objects.filter(slug=agency).first()
    if place is None:
        raise not_found("agency")
    if Practitioner.objects.filter(email=email.lower()).exists():
        raise SharewellError(
            what="No account was opened.",
            why="There is one for this address.",
            next="Set a new password for it with `sharewell-hub agencies password`.",
        )
    add_practitioner(place, email=email, name=name, roles=roles, password=password)
    click.echo("The account is open.")


@group.command("password")
@click.argument("email")
@click.password_option(help="Asked for when not given.")
def password(email: str, password: str) -> None:
    """Set a new password for somebody who forgot theirs; every open sign-in of theirs ends.

    For whoever runs the service. Writes "password_set" to the log.
    """
    set_password(account(email), password)
    click.echo("The password is set.")


@group.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close an account; whoever is signed in with it is signed out at their next page.

    For whoever runs the service. Writes "account_closed" to the log.
    """
    close_account(account(email))
    click.echo("The account is closed.")


@group.command("open")
@click.argument("email")
def open_again(email: str) -> None:
    """Open an account again that was closed.

    For whoever runs the service. Writes "account_opened" to the log.
    """
    open_account(account(email))
    click.echo("The account is open.")


@group.command("roles")
@click.argument("email")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLES)), metavar="ROLE")
def roles(email: str, roles: tuple[str, ...]) -> None:
    """Give somebody these roles and no others; they sign in again.

    For whoever runs the service. Writes "roles_changed" to the log.
    """
    change_roles(account(email), roles)
    click.echo("The roles are set.")


@group.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End every sign-in of somebody, on every device, at its next page.

    For whoever runs the service. Writes "signed_out_everywhere" to the log.
    """
    sign_out_everywhere(account(email))
    click.echo("They are signed out everywhere.")


@group.command("leave")
@click.argument("slug")
@click.option("--undo", is_flag=True, help="The agency has come back.")
def leave_partnership(slug: str, undo: bool) -> None:
    """Take an agency out of the partnership: nobody of it can sign in. What it recorded stays.

    For whoever runs the service. Writes "agency_left" or "agency_came_back" to the log.
    """
    place = Agency.objects.filter(slug=slug).first()
    if place is None:
        raise not_found("agency")
    if undo:
        come_back(place)
    else:
        leave(place)
    click.echo(f"{slug} is {'in' if undo else 'out of'} the partnership.")


def account(email: str) -> Practitioner:
    """Find an account by its address."""
    found = Practitioner.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise not_found("account")
    return found


def not_found(what: str) -> NotFound:
    """Say that there is no such agency or account."""
    return NotFound(
        what="Nothing was changed.",
        why=f"There is no such {what} in this partnership.",
        next=f"Look at how the {what} is written, and run the command again.",
    )
