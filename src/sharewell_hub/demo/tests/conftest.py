"""What this room's tests are given: the borough, loaded."""

import pytest

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.demo.borough import people
from sharewell_hub.demo.loading import load


@pytest.fixture
def borough(db):
    """Give everybody of the loaded borough by key."""
    load()
    found = {one.email: one for one in Practitioner.objects.select_related("agency")}
    return {key: found[told.email] for key, told in people().items()}
