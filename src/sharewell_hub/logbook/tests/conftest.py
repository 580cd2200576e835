"""A log of its own for each test."""

import pytest
from django.db import transaction

from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.tests.entries import acts


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    settings.SHAREWELL_LOG_FILES = tmp_path / "log"


@pytest.fixture
def logged(committed_db):
    with transaction.atomic():
        entries = acts(600)
    integrate()
    return entries
