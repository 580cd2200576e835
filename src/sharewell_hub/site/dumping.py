"""Writing a database into a file and reading it back, by the programs that come with the server."""

import subprocess
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg import sql

from sharewell.terms.errors import StartRefused
from sharewell_hub.site import database, postgres

HALF_RESTORED = "being restored"
MARKED = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"


def mark(words: str) -> None:
    """Write on the records' database itself what is being done to it; no dump holds that."""
    with connections["owner"].cursor() as cursor:
        name = sql.Identifier(connections["owner"].settings_dict["NAME"])
        cursor.execute(sql.SQL("comment on database {} is {}").format(name, sql.Literal(words)))


def is_half_restored() -> bool:
    """Say whether a restore was cut off before it closed the service by itself."""
    with connections["default"].cursor() as cursor:
        cursor.execute(MARKED, [connections["default"].settings_dict["NAME"]])
        return bool(cursor.fetchone() == (HALF_RESTORED,))


def dump(target: Path, alias: str, *which: str) -> None:
    """Dump a database; a half-done dump never has its name.

    Raises:  StartRefused where it fails.
    """
    half_done = target.with_suffix(".half")
    half_done.touch(mode=0o600)
    try:
        _run("pg_dump", _reading(alias), "--format=custom", f"--file={half_done}", *which)
        half_done.replace(target)
    finally:
        half_done.unlink(missing_ok=True)


def load(source: Path, alias: str) -> None:
    """Load a dump into an empty database as its owner, all of it or nothing.

    Raises:  StartRefused where it fails.
    """
    way: dict[str, Any] = connections[alias].settings_dict
    how = ("--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={way['NAME']}")
    _run("pg_restore", way, *how, str(source))
    connections[alias].close()


def tables(alias: str) -> int:
    """Count the tables of a database."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_tables where schemaname = any(current_schemas(false))"
        )
        return int(cursor.fetchone()[0])


def _reading(alias: str) -> dict[str, Any]:
    """Say as whom a database is read whole: the tables' owner does not pass the walls."""
    way: dict[str, Any] = connections[alias].settings_dict
    if database.embedded():
        return way | {"USER": postgres.SUPERUSER}
    return database.address(database.BACKUP) if alias == "owner" else way


def _run(name: str, way: dict[str, Any], *arguments: str) -> None:
    """Run one of the server's own programs; a password stands in no list of processes."""
    options: dict[str, Any] = way.get("OPTIONS", {})
    surroundings = {
        "PGHOST": options.get("host", way["HOST"]), "PGPORT": way.get("PORT"),
        "PGUSER": way["USER"], "PGPASSWORD": way.get("PASSWORD"), "PGDATABASE": way["NAME"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "LC_ALL": "C", "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    done = subprocess.run(
        [postgres.programs() / name, *arguments],
        check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL, umask=0o077,
        env={key: str(value) for key, value in surroundings.items() if value},
    )  # fmt: skip
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        raise StartRefused(
            what=f"The backup was not made or brought back: {name} ended with an error.",
            why=said[0][:200] if said else "It gave no reason.",
            next="See docs/guides/back-up-and-restore.md, put that right, and begin anew.",
        )
