"""Who else has seen the log, and the page that says how it stands."""

import os
import threading
from uuid import uuid4

import pytest
from django.db import transaction

from sharewell.cli.remembering import Remembered
from sharewell.cli.serving import server
from sharewell.ledger.note import WITNESS, Signer
from sharewell.ledger.proof import verify_receipt
from sharewell.ledger.trusting import read_keys
from sharewell.ledger.witnessing import Witness
from sharewell_hub.logbook import sequencing
from sharewell_hub.logbook.log_key import log_name, signer
from sharewell_hub.logbook.models import Check, Cosignature
from sharewell_hub.logbook.queries import keys_file, last_checkpoint, receipt_of, whole
from sharewell_hub.logbook.sequencing import integrate
from sharewell_hub.logbook.tests.entries import INSIDERS, acts, as_a_superuser, broken
from sharewell_hub.logbook.verifying import check
from sharewell_hub.logbook.witnesses import ask_witnesses


@pytest.fixture
def two_witnesses(tmp_path, settings):
    """Run two agencies' witnesses, each a real server, and tell the log where they answer."""
    rows, running = [], []
    for agency in ("oak_school", "elm_surgery"):
        own = Signer.named(f"witness.{agency}.example", WITNESS, os.urandom(32))
        with transaction.atomic():
            known = Witness(own, (signer(sequencing.origin_of(log_name(), 1_795_000_000_000)).key,))
        memory = Remembered.at(tmp_path / agency)
        remembered = memory.__enter__()
        at = server(("127.0.0.1", 0), known, remembered, lambda: 1_795_000_000)
        listening = at.__enter__()
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        running += [(at, listening), (memory, None)]
        address = f"http://127.0.0.1:{listening.server_port}"
        rows.append(f'[[witness]]\nagency = "{agency}"\nkey = "{own.key}"\naddress = "{address}"\n')
    path = tmp_path / "witnesses.toml"
    path.write_text("".join(rows))
    settings.SHAREWELL_WITNESSES = str(path)
    yield
    for each, listening in running:
        if listening:
            listening.shutdown()
        each.__exit__(None, None, None)


def test_two_agencies_see_the_log_and_a_receipt_says_so(db, two_witnesses):
    entry = acts(3)[0]
    integrate()
    assert ask_witnesses() == 2
    assert ask_witnesses() == 0
    acts(300)
    integrate()
    assert ask_witnesses() == 2

    found = receipt_of(entry.pk)
    said = " ".join(verify_receipt(found.receipt, found.leaf, read_keys(keys_file())).sentences())
    assert "cosigned by 2 of 2 agencies" in said
    assert {each.agency for each in whole().last_seen} == {"oak_school", "elm_surgery"}


def test_a_log_written_anew_by_whoever_has_its_key_finds_no_witness(logged, two_witnesses):
    assert ask_witnesses() == 2
    as_a_superuser("truncate logbook_cosignature, logbook_signedcheckpoint, logbook_place")
    as_a_superuser(INSIDERS["deleted"], logged[7].pk)
    as_a_superuser("insert into logbook_pending select id from logbook_entry")
    with transaction.atomic():
        acts(5)
    integrate()

    assert broken() == []
    assert ask_witnesses() == 0
    assert not Cosignature.objects.exists()


def test_a_witness_that_does_not_answer_is_asked_again(db, tmp_path, settings):
    key = Signer.named("witness.gone.example", WITNESS, bytes(32)).key
    path = tmp_path / "witnesses.toml"
    path.write_text(f'[[witness]]\nagency = "gone"\nkey = "{key}"\naddress = "http://127.0.0.1:9"')
    settings.SHAREWELL_WITNESSES = str(path)
    acts(1)
    integrate()
    assert ask_witnesses() == 0
    assert whole().last_seen == ()


def test_the_page_says_how_the_log_stands(client, db):
    assert "Nothing has been logged yet" in client.get("/log").content.decode()
    entry = acts(2)[0]
    integrate()
    assert "has not been checked as a whole yet" in client.get("/log").content.decode()
    check()
    page = client.get("/log").content.decode()
    assert "The log is whole: all 2 entries" in page
    assert "whoever holds its key could write it anew" in page

    shown = client.get(f"/log/entries/{entry.pk}").content.decode()
    assert "byte for byte" in shown
    receipt = client.get(f"/log/entries/{entry.pk}.tlog-proof").content
    leaf = client.get(f"/log/entries/{entry.pk}.entry").content
    keys = client.get("/log/keys").content.decode()
    assert verify_receipt(receipt, leaf, read_keys(keys)).index in (0, 1)
    year = last_checkpoint().origin[-4:]
    assert client.get(f"/log/files/{year}/checkpoint").status_code == 200
    assert client.get(f"/log/files/{year}/tile/0/000.p/2").content
    for nowhere in (
        f"/log/files/{year}/../keys",
        f"/log/files/{year}/tile/0/999",
        f"/log/entries/{uuid4()}",
    ):
        assert client.get(nowhere).status_code == 404


def test_a_broken_log_says_so_on_its_page(client, db):
    Check.objects.create(entries=5, breaks=2, checked_at=acts(1)[0].at)
    integrate()
    assert "does not hold together" in client.get("/log").content.decode()
