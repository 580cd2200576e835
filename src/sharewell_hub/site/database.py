"""How the service reaches its database, and as whom: the embedded one, or the one it is told of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg import Connection, sql

from sharewell_hub.site import postgres

NAME = "sharewell"
OWNER, APPLICATION = "sharewell_owner", "sharewell_app"
KEYS_OWNER, KEYS_APPLICATION = "sharewell_keys_owner", "sharewell_keys_app"
BACKUP = "sharewell_backup"
KEYS = "keystore"
"""The schema that keys lie in, so that they can be moved to a database of their own as a whole."""
KEEP_PLANS = {"server_side_binding": True, "prepare_threshold": 3}
"""Planning what is asked often takes longer than answering it."""


def embedded() -> bool:
    """Say whether the service uses its own server rather than one it is told of."""
    return "DATABASE_URL" not in os.environ


def keys_name(name: str = NAME) -> str:
    """Name the embedded database for the keys of another."""
    return f"{name}_keys"


def keys_apart() -> bool:
    """Say whether the keys lie in a database of their own."""
    return embedded() or _place(KEYS_APPLICATION) != _place(APPLICATION)


def _place(role: str) -> tuple[Any, ...]:
    found = address(role)
    return found["HOST"], found["PORT"], found["NAME"]


def _url(role: str) -> str | None:
    """Find the address that a role was given; without one of its own, keys lie beside the data."""
    given = os.environ.get
    if role in (KEYS_OWNER, KEYS_APPLICATION) and "KEYSTORE_URL" in os.environ:
        own = given("OWNER_KEYSTORE_URL") if role == KEYS_OWNER else None
        return own or given("KEYSTORE_URL")
    if role == BACKUP and "BACKUP_DATABASE_URL" in os.environ:
        return given("BACKUP_DATABASE_URL")
    own = given("OWNER_DATABASE_URL") if role in (OWNER, KEYS_OWNER, BACKUP) else None
    return own or given("DATABASE_URL")


def address(role: str = APPLICATION) -> dict[str, Any]:
    """Give the connection settings for a role; nothing is started or asked."""
    for_keys = role in (KEYS_OWNER, KEYS_APPLICATION)
    options: dict[str, Any] = dict(KEEP_PLANS)
    if for_keys:
        options["options"] = f"-c search_path={KEYS}"
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }
    given = _url(role)
    if embedded() or given is None:
        name = keys_name() if for_keys else NAME
        return settings | {"NAME": name, "USER": role, "HOST": str(postgres.socket_folder())}
    url = urlsplit(given)
    return settings | {
        "NAME": unquote(url.path.removeprefix("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": options | dict(parse_qsl(url.query)),
    }


@contextmanager
def running() -> Iterator[None]:
    """Have a database to talk to for as long as this lasts, with its roles in place."""
    with postgres.running() if embedded() else nullcontext():
        if embedded():
            with postgres.connect() as connection:
                make_roles(connection)
                make_databases(connection, NAME)
        yield


def make_roles(connection: Connection) -> None:
    """Make the roles that the service works as: one owns the tables, one only uses them.

    Keys have an owner and a user of their own.
    """
    connection.execute("select pg_advisory_lock(hashtext('sharewell roles'))")
    there = {name for (name,) in connection.execute("select rolname from pg_roles")}
    for role in {OWNER, APPLICATION, KEYS_OWNER, KEYS_APPLICATION} - there:
        connection.execute(
            sql.SQL(
                "create role {} login nosuperuser nocreatedb nocreaterole nobypassrls noreplication"
            ).format(sql.Identifier(role))
        )
    connection.execute("select pg_advisory_unlock(hashtext('sharewell roles'))")


def make_databases(connection: Connection, name: str, *, template: str = "") -> None:
    """Make a database and the one for its keys, which only the keys' roles may enter."""
    keys, keys_template = keys_name(name), keys_name(template) if template else ""
    _make_database(connection, name, owner=OWNER, template=template)
    _make_database(connection, keys, owner=KEYS_OWNER, template=keys_template)
    for words in (
        "revoke connect on database {} from public",
        "grant connect on database {} to {}",
    ):
        connection.execute(
            sql.SQL(words).format(sql.Identifier(keys), sql.Identifier(KEYS_APPLICATION))
        )


def _make_database(connection: Connection, name: str, *, owner: str, template: str) -> None:
    """Make a database that a role owns, unless it is there."""
    found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    if found is None:
        connection.execute(
            sql.SQL("create database {} owner {} template {}").format(
                *map(sql.Identifier, (name, owner, template or "template1"))
            )
        )


def drop_databases(connection: Connection, name: str) -> None:
    """Drop a database and that of its keys, with whoever is still connected to them."""
    for each in (name, keys_name(name)):
        drop_database(connection, each)


def drop_database(connection: Connection, name: str) -> None:
    """Drop one database, with whoever is still connected to it."""
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


def make_room_for_keys(owner: Any, role: str) -> None:
    """Make the schema that keys lie in, where the application's role may look."""
    owner.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(KEYS)))
    grant = "grant usage on schema {} to {}"
    owner.execute(sql.SQL(grant).format(sql.Identifier(KEYS), sql.Identifier(role)))
