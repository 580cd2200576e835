"""Setting the service up: keys where there are none, tables as the rooms describe them."""

from django.core.management import call_command
from django.db import connections

from sharewell_hub.site import database, keys


def bring_up_to_date(*, alias: str = "owner") -> None:
    """Make missing keys and tables; the application's role may use tables, not change them."""
    keys.make_missing_keys()
    with connections[alias].cursor() as owner:
        role = connections["default"].settings_dict["USER"]
        database.let_the_application_use_new_tables(owner, role)
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    connections[alias].close()
