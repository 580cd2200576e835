"""Verifying a whole log: nothing in what is whole, and every tampering found where it is."""

import pytest

from sharewell.ledger.checkpoint import PATH
from sharewell.ledger.shards import follows, opening_leaf, origin_of
from sharewell.ledger.tests import tampering
from sharewell.ledger.tests.publishing import ALONE, OAK, ORIGIN, POLICY, entry, published
from sharewell.ledger.verifying import Break, Kind, breaks, verify_log

SEED = 20261122


def found_in(log, policy=POLICY, **seen):
    return list(breaks(verify_log(log.read, ORIGIN, policy, **seen)))


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 512, 700])
def test_a_log_that_is_whole_has_no_break(size):
    log = published(size)
    steps = list(verify_log(log.read, ORIGIN, POLICY, kept=[log.seen()]))
    assert [each for step in steps for each in step.breaks] == []
    assert sum(step.entries for step in steps) == size
    assert {step.of for step in steps} == {size}


def test_three_years_that_are_whole_have_no_break():
    for shard in tampering.shards().values():
        assert shard.found(shard.log.files) == []


def test_every_tampering_is_found_and_located():
    print(f"seed {SEED}")
    tally = tampering.tamper(1000, SEED)
    assert tally.missed == []
    assert set(tally.tried) == {kind.__name__ for kind in tampering.KINDS}
    assert min(tally.tried.values()) > 50


def test_without_anything_seen_before_a_rewritten_log_looks_whole():
    """What the witnesses are for: the log's own key alone proves nothing about the past."""
    forged = published(300, what="another")
    assert found_in(forged, ALONE) == []
    assert [each.kind for each in found_in(forged, kept=[published(200).seen()])] == [
        Kind.REWRITTEN
    ]


def test_a_flipped_tile_is_found_and_named():
    log = published(700)
    held = log.files["tile/0/001"]
    log.files["tile/0/001"] = held[:32] + bytes(32) + held[64:]
    (broken,) = found_in(log)
    assert broken == Break(Kind.TILE, "tile/0/001", 257, 1)
    assert str(broken) == ("tile/0/001, entry 257: the hash is not that of what stands below it")


def test_a_changed_entry_is_found_and_named():
    log = published(700)
    log.files["tile/entries/001"] = log.files["tile/entries/001"].replace(entry(300), entry(301))
    (broken,) = found_in(log)
    assert broken == Break(Kind.ENTRY, "tile/entries/001", 300, 1)


@pytest.mark.parametrize("more", [b"\x00", b"\x00\x02x", b"\x00\x00"])
def test_bytes_behind_the_last_entry_are_found(more):
    log = published(300)
    log.files["tile/entries/001.p/44"] += more
    assert found_in(log) == [Break(Kind.ENTRY, "tile/entries/001.p/44", 300, 1)]


def forged_at_300(words):
    """Give a log whose entry 300 was changed, with those files that begin with these words."""
    log, forged = published(700), published(0)
    forged.add([entry(number + 1000 * (number == 300)) for number in range(700)])
    forged_files = {path: held for path, held in forged.files.items() if path.startswith(words)}
    log.files |= {path: held for path, held in forged_files.items() if path != PATH}
    return log


def test_entries_changed_with_their_tile_are_told_once():
    log = forged_at_300(("tile/entries", "tile/0"))
    assert found_in(log) == [Break(Kind.ENTRY, "tile/0/001", 256, 256)]


def test_tiles_changed_up_to_the_root_do_not_put_the_blame_on_an_entry():
    log = forged_at_300(("tile/0", "tile/1"))
    assert {(each.kind, each.path) for each in found_in(log)} == {
        (Kind.TILE, "tile/0/001"),
        (Kind.TILE, "tile/1/000.p/2"),
    }


def test_files_that_agree_and_do_not_lead_to_the_root_are_found():
    assert found_in(forged_at_300(("tile",))) == [Break(Kind.ROOT, PATH, 0, 700)]


def test_a_year_that_does_not_bind_the_one_before_is_found():
    log = published(300)
    before = published(5).seen()
    assert found_in(log, before=before) == [Break(Kind.UNBOUND, "tile/entries/000", 0, 1)]


def test_several_faults_are_told_apart():
    log = published(700)
    log.files["tile/entries/001"] = log.files["tile/entries/001"].replace(entry(300), entry(301))
    log.files["tile/0/000"] = bytes(32) + log.files["tile/0/000"][32:]
    del log.files["tile/entries/002.p/188"]
    assert [(each.kind, each.path, each.first) for each in found_in(log)] == [
        (Kind.TILE, "tile/0/000", 0),
        (Kind.ENTRY, "tile/entries/001", 300),
        (Kind.MISSING, "tile/entries/002.p/188", 512),
    ]


def test_a_change_since_a_checkpoint_already_seen_is_narrowed_to_the_entries_between():
    seen = [published(size).seen() for size in (100, 400, 600)]
    forged = published(0).add([entry(number) for number in range(450)])
    forged.add([entry(number, "another") for number in range(450, 700)])
    forged.files[PATH] = bytes(forged.note())
    assert Break(Kind.REWRITTEN, PATH, 400, 200) in found_in(forged, ALONE, kept=seen)


def test_a_log_without_a_checkpoint_that_can_be_read_stops_there():
    log = published(3)
    log.files[PATH] = b"nothing"
    assert found_in(log) == [Break(Kind.UNREADABLE, PATH)]
    assert str(Break(Kind.UNREADABLE, PATH)) == "checkpoint: the checkpoint cannot be read"


def test_a_size_that_the_log_did_not_sign_is_not_walked_through():
    log = published(3)
    log.files[PATH] = log.files[PATH].replace(b"\n3\n", b"\n4611686018427387904\n")
    assert found_in(log) == [Break(Kind.UNSIGNED, PATH)]


def test_a_log_that_too_few_have_witnessed_is_verified_all_the_same():
    log = published(300, OAK)
    log.files["tile/0/000"] = bytes(8192)
    assert [each.kind for each in found_in(log)] == [Kind.UNWITNESSED, Kind.TILE]


def test_a_year_names_its_log_and_begins_where_the_last_one_ended():
    final = published(5).seen()
    first = opening_leaf(1_798_761_600_000, final)
    assert origin_of("sharewell.example/marshland", 1_798_761_600_000).endswith("/2027")
    assert origin_of("sharewell.example/marshland", 1_798_761_599_999).endswith("/2026")
    assert follows(first, final)
    assert not follows(first, published(6).seen())
    assert not follows(entry(0), final)
