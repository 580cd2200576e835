"""A child's record of long ago, and who keeps the periods of its school."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharewell_hub.demo.clock import it_is
from sharewell_hub.disclosures.tests.conftest import decide
from sharewell_hub.people.models import Subject
from sharewell_hub.retention.actions import HowLong, set_period
from sharewell_hub.retention.gathering import about_people

UNDER = "Records schedule, 4.2"


@pytest.fixture
def years_ago():
    """Set the clock back for as long as it lasts."""
    return lambda years: it_is(timezone.now() - timedelta(days=round(365.25 * years)))


@pytest.fixture
def child(teacher, years_ago):
    """A child of the school, of whom there was one worry eight years ago."""
    with years_ago(8):
        decide(teacher)
    return Subject.objects.get()


@pytest.fixture
def seven_years(guardian):
    """Everything is kept for seven years."""
    return periods_of(guardian, months=84)


def periods_of(guardian, **how):
    return {
        kind: set_period(guardian, HowLong(kind=kind, under=UNDER, **how))
        for kind in about_people()
    }
