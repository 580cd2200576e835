"""What this room's tests are given: the borough, loaded once for all of them."""

import pytest
from django.db import connection

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.demo.borough import people
from sharewell_hub.demo.loading import load
from sharewell_hub.site.tests import databases


@pytest.fixture(scope="session")
def loaded(django_db_setup, django_db_blocker):
    """Name a database in which the borough was loaded; loading takes seconds."""
    elsewhere = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), databases.clone() as name:
        load()
        with databases.pointed_at(elsewhere):
            yield name


@pytest.fixture
def at_the_borough(loaded):
    """Have every connection go to the loaded database."""
    with databases.pointed_at(loaded):
        yield


@pytest.fixture
def borough(at_the_borough, db):
    """Give everybody of the loaded borough by key."""
    found = {one.email: one for one in Practitioner.objects.select_related("agency")}
    return {key: found[told.email] for key, told in people().items()}
