"""The files of a log: where they stand, how wide they are, and what they hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sharewell.ledger.leaf import leaf_hash
from sharewell.ledger.tests.publishing import Published, entry, published
from sharewell.ledger.tiles import (
    Edge,
    Files,
    bundles,
    entries_in,
    grow,
    leaf_hashes,
    tile_path,
    width_at,
)
from sharewell.ledger.tree import over, prove_consistency, prove_inclusion, root
from sharewell.terms.errors import LogFileRefused


@pytest.mark.parametrize(
    ("level", "place", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1, 5, "tile/0/001.p/5"),
        (1, 1000, 256, "tile/1/x001/000"),
        (3, 1_234_067, 256, "tile/3/x001/x234/067"),
        ("entries", 1_234_067, 17, "tile/entries/x001/x234/067.p/17"),
    ],
)
def test_paths_are_those_of_the_specification(level, place, width, path):
    assert tile_path(level, place, width) == path


def test_seventy_thousand_entries_have_the_tiles_that_the_specification_counts():
    grown = grow(Edge(), [leaf_hash(b"%d" % number) for number in range(70_000)])
    at = {level: [path for path in grown.tiles if path.startswith(f"tile/{level}/")]
          for level in range(3)}  # fmt: skip
    assert [len(at[level]) for level in range(3)] == [274, 2, 1]
    assert at[0][-1] == "tile/0/273.p/112"
    assert at[1] == ["tile/1/000", "tile/1/001.p/17"]
    assert at[2] == ["tile/2/000.p/1"]
    assert {len(grown.tiles[path]) for path in at[0][:-1]} == {8192}
    assert [width_at(level, 70_000) for level in range(4)] == [112, 17, 1, 0]


def test_a_full_tile_has_its_hash_above_it():
    assert grow(Edge(), [bytes(32)] * 256).tiles.keys() == {"tile/0/000", "tile/1/000.p/1"}


@settings(max_examples=40)
@given(some.lists(some.integers(0, 300), min_size=1, max_size=5))
def test_a_log_written_in_parts_reads_back_entry_by_entry(parts):
    log, wanted = Published(), []
    for part in parts:
        added = [entry(len(wanted) + number) for number in range(part)]
        wanted += added
        log.add(added)
        files = Files(log.read, len(wanted))
        assert len(wanted) == 0 or files.edge() == log.edge
    held = [files.bundle(place) for place in range(-(-len(wanted) // 256))]
    assert [each for one in held for each in entries_in(one)] == wanted


@settings(max_examples=40)
@given(some.integers(1, 1200).flatmap(lambda n: some.tuples(some.integers(1, n), some.just(n))))
def test_a_log_proves_from_its_files_what_its_leaves_prove_at_every_size_it_had(sizes):
    small, large = sizes
    held = [leaf_hash(entry(number)) for number in range(large)]
    now = Published().add([entry(number) for number in range(large)]).hashes()
    assert root(small, now) == root(small, over(held))
    assert prove_inclusion(small - 1, small, now) == prove_inclusion(small - 1, small, over(held))
    assert prove_consistency(small, large, now) == prove_consistency(small, large, over(held))


def test_a_partial_tile_is_found_in_the_full_one_once_that_is_there():
    log = published(300)
    then = Files(log.read, 200)
    assert then.tile(0, 0) == log.files["tile/0/000"][: 200 * 32]
    assert entries_in(then.bundle(0)) == [entry(number) for number in range(200)]


def test_a_missing_tile_is_named():
    log = published(300)
    del log.files["tile/1/000.p/1"]
    with pytest.raises(FileNotFoundError, match=r"tile/1/000.p/1"):
        Files(log.read, 300).edge()
    assert Files(log.read, 300).tile(0, 2) is None
    assert Files(log.read, 300).bundle(2) is None


def test_a_bundle_holds_each_length_in_two_bytes_before_its_entry():
    assert bundles(0, b"", [b"ab", b""]) == {"tile/entries/000.p/2": b"\x00\x02ab\x00\x00"}
    assert bundles(0, b"", []) == {}
    with pytest.raises(OverflowError):
        bundles(0, b"", [bytes(65_536)])


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_bundle_that_is_cut_off_is_refused(cut):
    whole = b"\x00\x02ab\x00\x02cd"
    with pytest.raises(LogFileRefused, match="ends within an entry"):
        entries_in(whole[:-cut])
    assert not leaf_hashes(whole[:-cut])[1]
    assert leaf_hashes(whole) == ([leaf_hash(b"ab"), leaf_hash(b"cd")], True)
