"""Witnessing: two agencies of the borough sign what the demo's log has signed."""

import pytest

from sharewell.ledger.proof import verify_receipt
from sharewell.ledger.trusting import read_keys
from sharewell_hub.demo import witnessing
from sharewell_hub.logbook.models import Entry
from sharewell_hub.logbook.queries import keys_file, receipt_of, whole
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.witnesses import ask_witnesses


@pytest.fixture
def witnesses(settings, tmp_path):
    settings.SHAREWELL_LOG_FILES = tmp_path / "log"
    settings.SHAREWELL_DEMO_WITNESSES = tmp_path / "witnesses"
    settings.SHAREWELL_WITNESSES = str(tmp_path / "witnesses" / "witnesses.toml")
    witnessing.make_ready()
    with witnessing.answering():
        yield tmp_path / "witnesses"


def test_receipts_of_the_demo_are_cosigned_by_two_agencies_and_the_page_names_them(
    borough, witnesses, client
):
    integrate()
    assert ask_witnesses() == len(witnessing.AGENCIES)
    assert {each.agency for each in whole().last_seen} == set(witnessing.AGENCIES)
    page = client.get("/log").content.decode()
    assert all(agency in page for agency in witnessing.AGENCIES)

    policy = read_keys(keys_file())
    assert policy.quorum == 2
    found = receipt_of(Entry.objects.first().pk)
    assert verify_receipt(found.receipt, found.leaf, policy).standing.by == 2


def test_each_keeps_its_key_and_tells_it_to_nobody_else(witnesses):
    before = {path.name: path.read_bytes() for path in witnesses.glob("*.key")}
    assert len(before) == len(witnessing.AGENCIES)
    assert {path.stat().st_mode & 0o077 for path in witnesses.glob("*.key")} == {0}
    witnessing.make_ready()
    assert {path.name: path.read_bytes() for path in witnesses.glob("*.key")} == before
