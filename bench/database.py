"""A database of the benchmark's own with every table, on the embedded server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def a_database() -> Iterator[str]:
    """Have an empty database for as long as this lasts."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sharewell_hub.site.tests.settings"
    import_module("django").setup()
    databases = import_module("sharewell_hub.site.tests.databases")
    with import_module("sharewell_hub.site.postgres").running(), databases.clone() as name:
        yield name
