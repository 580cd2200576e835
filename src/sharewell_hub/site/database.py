"""How the service reaches its database, and as whom: the embedded one, or the one it is told of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg import Connection, sql

from sharewell_hub.site import postgres

NAME = "sharewell"
OWNER = "sharewell_owner"
APPLICATION = "sharewell_app"
KEEP_PLANS = {"server_side_binding": True, "prepare_threshold": 3}
"""Planning what is asked often takes longer than answering it."""
ADDRESSES = {APPLICATION: "DATABASE_URL", OWNER: "OWNER_DATABASE_URL"}


def embedded() -> bool:
    """Say whether the service uses its own server rather than one it is told of."""
    return "DATABASE_URL" not in os.environ


def address(role: str = APPLICATION) -> dict[str, Any]:
    """Give the connection settings for a role; nothing is started or asked."""
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": KEEP_PLANS,
    }
    if embedded():
        return settings | {"NAME": NAME, "USER": role, "HOST": str(postgres.socket_folder())}
    url = urlsplit(os.environ.get(ADDRESSES[role]) or os.environ["DATABASE_URL"])
    return settings | {
        "NAME": unquote(url.path.removeprefix("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": KEEP_PLANS | dict(parse_qsl(url.query)),
    }


@contextmanager
def running() -> Iterator[None]:
    """Have a database to talk to for as long as this lasts, with its roles in place."""
    with postgres.running() if embedded() else nullcontext():
        if embedded():
            with postgres.connect() as connection:
                make_roles(connection)
                make_database(connection, NAME)
        yield


def make_roles(connection: Connection) -> None:
    """Make the two roles that the service works as: one owns the tables, one only uses them."""
    connection.execute("select pg_advisory_lock(hashtext('sharewell roles'))")
    there = {name for (name,) in connection.execute("select rolname from pg_roles")}
    for role in {OWNER, APPLICATION} - there:
        connection.execute(
            sql.SQL(
                "create role {} login nosuperuser nocreatedb nocreaterole nobypassrls noreplication"
            ).format(sql.Identifier(role))
        )
    connection.execute("select pg_advisory_unlock(hashtext('sharewell roles'))")


def make_database(connection: Connection, name: str, *, template: str = "template1") -> None:
    """Make a database that the owner owns, unless it is there."""
    found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    if found is None:
        connection.execute(
            sql.SQL("create database {} owner {} template {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
            )
        )


def drop_database(connection: Connection, name: str) -> None:
    """Drop a database and whoever is still connected to it."""
    connection.execute(
        sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    )


def let_the_application_use_new_tables(owner: Any, role: str) -> None:
    """Grant the application's role the use of what the owner makes from now on, and no more."""
    name = sql.Identifier(role)
    for words in (
        "alter default privileges grant select, insert, update, delete on tables to {}",
        "alter default privileges grant usage, select on sequences to {}",
    ):
        owner.execute(sql.SQL(words).format(name))
