"""Setting the service up: keys where there are none, tables as the rooms describe them."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from sharewell.terms.errors import StartRefused
from sharewell_hub.site import database, keys, postgres


def bring_up_to_date(*, alias: str = "owner") -> None:
    """Make missing keys and tables; the application's role may use tables, not change them."""
    with connections[alias].cursor() as owner:
        refuse_a_second_root_key(owner)
        keys.make_missing_keys()
        role = connections["default"].settings_dict["USER"]
        database.let_the_application_use_new_tables(owner, role)
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    connections[alias].close()


def refuse_a_second_root_key(owner: Any) -> None:
    """Refuse to make a root key while something is sealed under another.

    Raises:  StartRefused when the key file is gone and the vault is not empty.
    """
    if (keys.folder() / keys.ROOT).exists():
        return
    owner.execute("select to_regclass('vault_agencykey')")
    if owner.fetchone() == (None,):
        return
    owner.execute("select exists (select from vault_agencykey)")
    if owner.fetchone() == (True,):
        raise StartRefused(
            what="Nothing was set up: the vault's root key is gone.",
            why=f"Words are sealed under a key that is no longer in {keys.folder()}, and no new "
            "key opens them.",
            next="Put the old key file back from where it is kept apart from the database.",
        )


def gather_pages() -> None:
    """Copy styles and scripts to where they are served from, each named by its digest."""
    call_command("collectstatic", verbosity=0, interactive=False)


def start_anew() -> None:
    """Throw away every record and key of this home, and begin with an empty database."""
    with postgres.connect() as server:
        database.drop_database(server, database.NAME)
        database.make_database(server, database.NAME)
    shutil.rmtree(keys.folder(), ignore_errors=True)
    shutil.rmtree(settings.SHAREWELL_DEMO_LETTERS, ignore_errors=True)
