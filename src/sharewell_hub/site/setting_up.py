"""Setting the service up: keys where there are none, tables as the rooms describe them."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from sharewell.terms.errors import StartRefused
from sharewell_hub.keystore.router import OWNER_ALIAS
from sharewell_hub.logbook.log_key import make_missing_key
from sharewell_hub.site import database, keys, postgres


def bring_up_to_date(*, alias: str = "owner") -> None:
    """Make missing keys and tables; the application's role may use tables, not change them.

    The keystore comes first: the vault's own tables may hand keys over to it.
    """
    with connections[OWNER_ALIAS].cursor() as keys_owner, connections[alias].cursor() as owner:
        refuse_a_second_root_key(owner, keys_owner)
        keys.make_missing_keys()
        make_missing_key(settings.SHAREWELL_LOG_NAME)
        role = connections["default"].settings_dict["USER"]
        keys_role = connections["keystore"].settings_dict["USER"]
        database.let_the_application_use_new_tables(owner, role)
        database.let_the_application_use_new_tables(keys_owner, keys_role)
        database.make_room_for_keys(keys_owner, keys_role)
    call_command("migrate", "keystore", database=OWNER_ALIAS, verbosity=0, interactive=False)
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    connections[OWNER_ALIAS].close()
    connections[alias].close()


def refuse_a_second_root_key(*owners: Any) -> None:
    """Refuse to make a root key while something is sealed under another.

    Raises:  StartRefused when the key file is gone and there are keys that it wrapped.
    """
    file = keys.root_file()
    if file is None or file.exists():
        return
    if any(_has_keys(owner) for owner in owners):
        raise StartRefused(
            what="Nothing was set up: the vault's root key is gone.",
            why=f"Words are sealed under a key that is no longer in {keys.folder()}, and no new "
            "key opens them.",
            next="Put the old key file back from where it is kept apart from the database.",
        )


def _has_keys(owner: Any) -> bool:
    """Say whether keys lie in this database, where they lie now or where they lay before."""
    for table in ("keystore_agencykey", "vault_agencykey"):
        owner.execute("select to_regclass(%s)", [table])
        if owner.fetchone() == (None,):
            continue
        owner.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(table)))
        if owner.fetchone() == (True,):
            return True
    return False


def gather_pages() -> None:
    """Copy styles and scripts to where they are served from, each named by its digest."""
    call_command("collectstatic", verbosity=0, interactive=False)


def start_anew() -> None:
    """Throw away every record and key of this home, and begin with an empty database."""
    with postgres.connect() as server:
        database.drop_databases(server, database.NAME)
        database.make_databases(server, database.NAME)
    shutil.rmtree(keys.folder(), ignore_errors=True)
    shutil.rmtree(settings.SHAREWELL_LOG_FILES, ignore_errors=True)
    shutil.rmtree(settings.SHAREWELL_DEMO_LETTERS, ignore_errors=True)
    shutil.rmtree(settings.SHAREWELL_DEMO_WITNESSES, ignore_errors=True)
