"""The tree: every act finds its place, once, under a signature; and any change is located."""

import threading
import time
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connections, transaction
from django.utils import timezone

from sharewell.ledger.checkpoint import PATH
from sharewell.ledger.proof import verify_receipt
from sharewell.ledger.trusting import read_keys
from sharewell_hub.demo.clock import it_is
from sharewell_hub.logbook import sequencing
from sharewell_hub.logbook.commands import group
from sharewell_hub.logbook.folder import Folder
from sharewell_hub.logbook.log_key import log_name
from sharewell_hub.logbook.models import Pending, Place, SignedCheckpoint
from sharewell_hub.logbook.queries import keys_file, last_checkpoint, receipt_of
from sharewell_hub.logbook.sequencing import integrate, publish
from sharewell_hub.logbook.tests.entries import INSIDERS, acts, as_a_superuser, broken


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
