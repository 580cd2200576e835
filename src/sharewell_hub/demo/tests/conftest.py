"""What this room's tests are given: everybody of the borough."""

import pytest

from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.demo.borough import people


@pytest.fixture
def borough(at_the_borough, db):
    """Give everybody of the loaded borough by key."""
    found = {one.email: one for one in Practitioner.objects.select_related("agency")}
    return {key: found[told.email] for key, told in people().items()}
