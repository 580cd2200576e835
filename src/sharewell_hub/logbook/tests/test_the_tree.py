"""The tree: every act finds its place, once, under a signature; and any change is located."""

import os
import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection, connections, transaction
from django.utils import timezone

from sharewell.cli.remembering import Remembered
from sharewell.cli.serving import server
from sharewell.ledger.checkpoint import PATH
from sharewell.ledger.note import WITNESS, Signer
from sharewell.ledger.proof import verify_receipt
from sharewell.ledger.trusting import read_keys
from sharewell.ledger.witnessing import Witness
from sharewell_hub.demo.clock import it_is
from sharewell_hub.logbook import sequencing
from sharewell_hub.logbook.actions import log
from sharewell_hub.logbook.commands import group
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import log_name, signer
from sharewell_hub.logbook.models import Check, Cosignature, Pending, Place, SignedCheckpoint
from sharewell_hub.logbook.queries import keys_file, last_checkpoint, receipt_of, whole
from sharewell_hub.logbook.sequencing import integrate, publish
from sharewell_hub.logbook.verifying import check, verify
from sharewell_hub.logbook.witnesses import ask_witnesses
from sharewell_hub.site import postgres

WHO = {"actor": uuid4(), "agency": uuid4()}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    settings.SHAREWELL_LOG_FILES = tmp_path / "log"


def acts(count):
    return [log("decided", object_id=uuid4(), **WHO) for _ in range(count)]


def broken():
    return [each for done in verify() for each in done.breaks]


def test_each_act_finds_the_next_place_under_one_signature(db):
    acts(300)
    assert integrate() == 300
    assert integrate() == 0
    acts(7)
    assert integrate() == 7

    assert not Pending.objects.exists()
    assert sorted(Place.objects.values_list("index", flat=True)) == list(range(307))
    assert [each.size for each in SignedCheckpoint.objects.order_by("size")] == [300, 307]
    assert broken() == []


def test_a_receipt_is_verified_with_the_published_keys_and_nothing_else(db):
    entry = acts(5)[2]
    assert receipt_of(entry.pk) is None
    integrate()
    acts(400)
    integrate()

    found = receipt_of(entry.pk)
    proved = verify_receipt(found.receipt, found.leaf, read_keys(keys_file()))
    assert proved.index == found.index
    assert "signed by the log only" in " ".join(proved.sentences())


def test_a_new_year_opens_with_the_end_of_the_last(db, monkeypatch):
    acts(3)
    integrate()
    monkeypatch.setattr(sequencing, "origin_of", lambda name, at: f"{name}/2031")
    acts(2)
    integrate()

    first = Place.objects.get(origin=f"{log_name()}/2031", index=0)
    assert first.entry.kind == "shard_opened"
    assert Place.objects.filter(origin=f"{log_name()}/2031").count() == 3
    assert broken() == []


@pytest.mark.parametrize("days", [2, 400], ids=["within_a_year", "into_another"])
def test_a_clock_that_went_back_keeps_nobody_waiting(db, days):
    acts(3)
    with it_is(timezone.now() + timedelta(days=days)):
        integrate()
    later = acts(4)
    assert integrate() == 4
    acts(1)
    integrate()

    assert not Pending.objects.exists()
    places = dict(Place.objects.values_list("entry_id", "index"))
    assert sorted(places[each.pk] for each in later) == [3, 4, 5, 6]
    assert broken() == []


def test_of_two_sequencers_one_does_nothing_and_no_place_is_given_twice(committed_db):
    with transaction.atomic():
        acts(2_000)

    def work():
        for _ in range(20):
            integrate()
        connections.close_all()

    both = [threading.Thread(target=work) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(Place.objects.values_list("index", flat=True)) == list(range(2_000))
    assert broken() == []


def test_an_older_checkpoint_is_never_put_over_a_later_one(committed_db, monkeypatch):
    with transaction.atomic():
        acts(3)
    integrate()
    folder, write, at_it = Folder(last_checkpoint().origin), Folder.write, threading.Event()
    (folder.path / PATH).unlink()

    def slowly(folder, files):
        if threading.current_thread() is slow:
            at_it.set()
            time.sleep(0.5)
        write(folder, files)

    monkeypatch.setattr(Folder, "write", slowly)
    slow = threading.Thread(target=lambda: (publish(), connections.close_all()))
    slow.start()
    at_it.wait()
    with transaction.atomic():
        acts(2)
    integrate()
    slow.join()

    assert folder.read(PATH).decode() == last_checkpoint().note
    assert last_checkpoint().size == 5


def test_what_was_broken_off_before_it_stood_is_done_again(db, monkeypatch):
    acts(10)
    write = Folder.write

    def power_fails_after(folder, files):
        write(folder, files)
        raise OSError

    monkeypatch.setattr(Folder, "write", power_fails_after)
    with pytest.raises(OSError), transaction.atomic():
        integrate()
    monkeypatch.setattr(Folder, "write", write)

    acts(4)
    assert integrate() == 14
    assert broken() == []


def test_a_lost_folder_is_no_lost_log(db, settings, tmp_path):
    acts(260)
    integrate()
    settings.SHAREWELL_LOG_FILES = tmp_path / "another"
    publish()
    acts(3)
    integrate()
    assert [each.size for each in SignedCheckpoint.objects.order_by("size")] == [260, 263]
    assert Folder(last_checkpoint().origin).read("checkpoint")


def as_a_superuser(words, *values):
    """Change what nobody may change, as somebody could who runs the server."""
    with postgres.connect(connection.settings_dict["NAME"]) as server:
        server.execute("set session_replication_role = replica")
        server.execute(words, values)


@pytest.fixture
def logged(committed_db):
    with transaction.atomic():
        entries = acts(600)
    integrate()
    return entries


INSIDERS = {
    "edited": "update logbook_entry set leaf = leaf || ' '::bytea where id = %s",
    "deleted": "delete from logbook_entry where id = %s",
    "taken out of the tree": "delete from logbook_place where entry_id = %s",
    "put elsewhere": "update logbook_place set index = 10000 where entry_id = %s",
}


@pytest.mark.parametrize("change", INSIDERS)
def test_a_row_that_an_insider_changed_is_located(logged, change):
    index = Place.objects.get(entry=logged[411].pk).index
    as_a_superuser(INSIDERS[change], logged[411].pk)
    assert any(f"entry {index:,}:" in each for each in broken())


def test_an_entry_that_lost_its_turn_is_missed(logged):
    with transaction.atomic():
        (entry,) = acts(1)
        Pending.objects.all().delete()
    assert any(f"entry {entry.pk}:" in each for each in broken())


def test_a_flipped_byte_in_a_file_is_located(logged):
    folder = Folder(last_checkpoint().origin)
    path = folder.path / "tile" / "entries" / "001"
    held = bytearray(path.read_bytes())
    held[5000] ^= 1
    path.write_bytes(held)
    assert any(each.startswith("tile/entries/001, entry") for each in broken())


def test_the_command_says_whole_or_where_it_is_broken(logged):
    said = CliRunner().invoke(group, ["verify"])
    assert (said.exit_code, said.stdout) == (0, "Whole: 600 entries, none changed.\n")
    as_a_superuser(INSIDERS["edited"], logged[3].pk)
    said = CliRunner().invoke(group, ["verify"])
    assert said.exit_code == 1
    assert "Change nothing in this database" in said.stderr


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
