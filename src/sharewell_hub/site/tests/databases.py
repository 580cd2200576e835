"""Databases for tests: one template with every table, and clones of it in a moment."""

import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from sharewell_hub.keystore.router import ALIAS, OWNER_ALIAS
from sharewell_hub.site import database, postgres
from sharewell_hub.site.setting_up import bring_up_to_date
from sharewell_hub.site.settings.gathering import HUB

NOBODY_IS_LOOKING = """
    coalesce(current_setting('sharewell.practitioner', true), '') = ''
    and coalesce(current_setting('sharewell.test', true), '') <> 'off'
"""

_number = itertools.count()


def template() -> str:
    """Name the database with every table, making it when the migrations have changed."""
    name = f"template_{_digest_of_the_migrations()}"
    with postgres.connect() as server:
        server.execute("select pg_advisory_lock(hashtext('test template'))")
        if not _exists(server, name):
            database.make_roles(server)
            _drop(server, "template\\_%")
            half_done = f"{name}_half_done"
            database.make_databases(server, half_done)
            with pointed_at(half_done):
                bring_up_to_date()
            _let_tests_look(half_done)
            for make in (database.keys_name, str):
                server.execute(
                    sql.SQL("alter database {} rename to {}").format(
                        sql.Identifier(make(half_done)), sql.Identifier(make(name))
                    )
                )
        _drop_what_dead_runs_left(server)
    return name


@contextmanager
def clone() -> Iterator[str]:
    """Have a database of one's own and one for its keys, with every table and no rows."""
    origin = template()
    name = f"test_{os.getpid()}_{next(_number)}"
    with postgres.connect() as server:
        database.make_databases(server, name, template=origin)
    try:
        with pointed_at(name):
            yield name
    finally:
        with postgres.connect() as server:
            database.drop_databases(server, name)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Have every connection made meanwhile, in any thread, go to this database and its keys'."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in settings.DATABASES}
    _point({alias: _meant(alias, name) for alias in before})
    try:
        yield
    finally:
        _point(before)


def _meant(alias: str, name: str) -> str:
    return database.keys_name(name) if alias in (ALIAS, OWNER_ALIAS) else name


def _point(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        connections.settings[alias]["NAME"] = name


def _let_tests_look(name: str) -> None:
    """Let a test look at what was written, while nobody looks through a door."""
    with postgres.connect(name) as server:
        walled = server.execute("select oid::regclass::text from pg_class where relrowsecurity")
        for (table,) in walled.fetchall():
            server.execute(
                sql.SQL("create policy seen_by_tests on {} using ({})").format(
                    sql.Identifier(table), sql.SQL(NOBODY_IS_LOOKING)
                )
            )


def _digest_of_the_migrations() -> str:
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    made_from = [
        *HUB.glob("*/migrations/*.py"),
        HUB / "vault" / "append_only.py",
        HUB / "walls" / "policies.py",
        Path(__file__),
    ]
    for path in (*sorted(made_from), Path(HUB.parents[1] / "requirements" / "run.lock")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _exists(server: psycopg.Connection, name: str) -> bool:
    found = server.execute("select 1 from pg_database where datname = %s", [name])
    return found.fetchone() is not None


def _drop(server: psycopg.Connection, pattern: str) -> None:
    rows = server.execute("select datname from pg_database where datname like %s", [pattern])
    for (name,) in rows.fetchall():
        with suppress(psycopg.errors.ObjectInUse):
            server.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))


def _drop_what_dead_runs_left(server: psycopg.Connection) -> None:
    rows = server.execute("select datname from pg_database where datname like 'test\\_%'")
    for (name,) in rows.fetchall():
        if not Path(f"/proc/{name.split('_')[1]}").exists():
            _drop(server, name)
