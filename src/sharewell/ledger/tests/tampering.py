"""Ways to tamper with a log's files, each with the place where it must be found.

`./run faults` may ask for many more than the suite does: `tamper(count, seed)`.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from sharewell.ledger.checkpoint import PATH
from sharewell.ledger.note import LOG, Signer
from sharewell.ledger.proof import verify_receipt, write_receipt
from sharewell.ledger.shards import opening_leaf
from sharewell.ledger.tests.publishing import ELM, OAK, Published, entry
from sharewell.ledger.tiles import bundles, entries_in
from sharewell.ledger.trusting import Policy
from sharewell.ledger.verifying import Kind, breaks, verify_log
from sharewell.terms.errors import NotProved

SIZES = {2024: 300, 2025: 771, 2026: 520}
KEYS = {year: Signer.named(f"sharewell.example/marshland/{year}", LOG, b"l" * 32) for year in SIZES}
POLICY = Policy(tuple(signer.key for signer in KEYS.values()), {OAK.key: "oak", ELM.key: "elm"}, 2)


@dataclass
class Shard:
    """One year's log, and what a reader of it has seen."""

    year: int
    log: Published
    seen: list
    before: object = None

    @property
    def origin(self):
        return KEYS[self.year].key.name

    def entries(self):
        size = self.log.edge.size
        held = [self.log.files[path] for path in bundle_paths(size)]
        return [each for one in held for each in entries_in(one)]

    def found(self, files):
        steps = verify_log(files.get, self.origin, POLICY, kept=self.seen, before=self.before)
        return list(breaks(steps))


def bundle_paths(size):
    return list(bundles(0, b"", [b""] * size))


def shards():
    """Three years' logs, each bound to the one before, grown in parts and seen on the way."""
    made, before = {}, None
    for year, size in SIZES.items():
        log, seen = Published(KEYS[year]), []
        first = [opening_leaf(1_795_000_000_000, before)] if before else []
        entries = first + [entry(number, f"in_{year}") for number in range(size - len(first))]
        for start in range(0, size, 100):
            log.add(entries[start : start + 100])
            seen.append(log.publish(OAK, ELM).seen())
        made[year] = Shard(year, log, seen, before)
        before = log.seen()
    return made


@dataclass
class Tally:
    """What was tried of each kind, what was detected, and what was located."""

    seed: int
    tried: Counter = field(default_factory=Counter)
    missed: list = field(default_factory=list)


def tamper(count, seed, kinds=()):
    """Tamper so many times, one kind after another; note what was not found or not located."""
    kinds = kinds or KINDS
    random, years, tally = Random(seed), shards(), Tally(seed)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        shard = years[random.choice(list(years))]
        tally.tried[kind.__name__] += 1
        files, is_located = kind(random, shard, years)
        found = [] if files is None else shard.found(files)
        if not is_located(found):
            tally.missed.append((number, kind.__name__, shard.year, [str(each) for each in found]))
    return tally


def at_entry(*indexes, kinds=(Kind.ENTRY,)):
    """Every one of these entries lies in a break of such a kind."""
    return lambda found: all(
        any(each.kind in kinds and each.first <= at < each.first + each.count for each in found)
        for at in indexes
    )


def at_file(path, *kinds):
    """A break of such a kind names this file, and nothing else is blamed."""
    return lambda found: (
        found and {(each.kind in kinds, each.path) for each in found} == {(True, path)}
    )


def rebundled(shard, place, entries):
    path = bundle_paths(shard.log.edge.size)[place]
    written = b"".join(len(each).to_bytes(2) + each for each in entries)
    return shard.log.files | {path: written}


def one_bundle(random, shard):
    size = shard.log.edge.size
    place = random.randrange(-(-size // 256))
    entries = shard.entries()[place * 256 : (place + 1) * 256]
    return place, entries, random.randrange(len(entries))


def edited(random, held):
    at = random.randrange(len(held))
    return held[:at] + bytes([held[at] ^ random.randrange(1, 256)]) + held[at + 1 :]


def an_entry_edited(random, shard, years):
    place, entries, at = one_bundle(random, shard)
    entries[at] = edited(random, entries[at])
    return rebundled(shard, place, entries), at_entry(place * 256 + at)


def an_entry_deleted(random, shard, years):
    place, entries, at = one_bundle(random, shard)
    del entries[at]
    return rebundled(shard, place, entries), at_entry(place * 256 + at)


def an_entry_put_in(random, shard, years):
    place, entries, at = one_bundle(random, shard)
    entries.insert(at, entry(random.randrange(10**6), "put_in"))
    return rebundled(shard, place, entries), at_entry(place * 256 + at)


def two_entries_swapped(random, shard, years):
    place, entries, at = one_bundle(random, shard)
    other = random.choice([each for each in range(len(entries)) if each != at])
    entries[at], entries[other] = entries[other], entries[at]
    return rebundled(shard, place, entries), at_entry(place * 256 + at) if at < other else at_entry(
        place * 256 + other
    )


def another_rows_leaf(random, shard, years):
    place, entries, at = one_bundle(random, shard)
    mine = place * 256 + at
    rows = shard.entries()
    entries[at] = rows[random.choice([each for each in range(len(rows)) if each != mine])]
    return rebundled(shard, place, entries), at_entry(mine)


def a_length_changed(random, shard, years):
    place, entries, at = one_bundle(random, shard)
    path = bundle_paths(shard.log.edge.size)[place]
    held = bytearray(shard.log.files[path])
    held[sum(len(each) + 2 for each in entries[:at]) + 1] ^= random.randrange(1, 256)
    return shard.log.files | {path: bytes(held)}, at_entry(place * 256 + at)


def current_files(shard, word):
    size = shard.log.edge.size
    fresh = Published(shard.log.signer).add(shard.entries())
    assert fresh.edge.size == size
    return [path for path in fresh.files if path.startswith(word)]


def a_tile_flipped(random, shard, years):
    tiles = [path for path in current_files(shard, "tile/") if "entries" not in path]
    path = random.choice(tiles)
    return shard.log.files | {path: edited(random, shard.log.files[path])}, at_file(path, Kind.TILE)


def a_tile_of_another_year(random, shard, years):
    other = random.choice([each for each in years.values() if each is not shard])
    tiles = [path for path in current_files(shard, "tile/0") if path in other.log.files]
    path = random.choice(tiles)
    return shard.log.files | {path: other.log.files[path]}, at_file(path, Kind.TILE)


def a_bundle_of_another_year(random, shard, years):
    other = random.choice([each for each in years.values() if each is not shard])
    paths = current_files(shard, "tile/entries")
    path = random.choice([each for each in paths if each in other.log.files])
    kinds = [Kind.ENTRY] if path != "tile/entries/000" else [Kind.ENTRY, Kind.UNBOUND]
    return shard.log.files | {path: other.log.files[path]}, at_file(path, *kinds)


def a_file_missing(random, shard, years):
    path = random.choice(current_files(shard, "tile/"))
    kinds = [Kind.MISSING, Kind.UNBOUND]
    return {k: v for k, v in shard.log.files.items() if k != path}, at_file(path, *kinds)


def a_file_cut_off(random, shard, years):
    path = random.choice(current_files(shard, "tile/"))
    held = shard.log.files[path]
    kinds = [Kind.MISSING, Kind.ENTRY, Kind.UNBOUND]
    return shard.log.files | {path: held[: random.randrange(len(held))]}, at_file(path, *kinds)


def the_end_cut_off(random, shard, years):
    """The last entries are gone, tiles and all, and the checkpoint is the one they were under."""
    size = shard.log.edge.size
    left = random.randrange(1, size)
    shorter = Published(shard.log.signer).add(shard.entries()[:left])
    files = shorter.files | {PATH: shard.log.files[PATH]}
    return files, at_entry(size - 1, kinds=(Kind.MISSING, Kind.ENTRY))


def an_old_checkpoint(random, shard, years):
    old = random.randrange(1, shard.log.edge.size)
    shorter = Published(shard.log.signer).add(shard.entries()[:old]).publish(OAK, ELM)
    files = random.choice([shard.log.files | shorter.files, shorter.files])
    return files, at_file(PATH, Kind.REPLAYED)


def another_years_checkpoint(random, shard, years):
    other = random.choice([each for each in years.values() if each is not shard])
    return shard.log.files | {PATH: other.log.files[PATH]}, at_file(PATH, Kind.OTHER_LOG)


def a_checkpoint_edited(random, shard, years):
    files = shard.log.files | {PATH: edited(random, shard.log.files[PATH])}
    return files, at_file(PATH, Kind.UNSIGNED, Kind.UNREADABLE, Kind.UNWITNESSED)


def an_entry_edited_with_its_tile(random, shard, years):
    """Whoever holds the disk and not the key edits an entry, and every tile above it."""
    entries = shard.entries()
    at = random.randrange(len(entries))
    entries[at] = edited(random, entries[at])
    forged = Published(shard.log.signer).add(entries)
    how_high = random.randrange(3)
    tiles = {k: v for k, v in forged.files.items() if k[5] in ("e", *"012"[: how_high + 1])}
    kinds = (Kind.ENTRY, Kind.REWRITTEN, Kind.ROOT)
    return shard.log.files | tiles, at_entry(at, kinds=kinds)


def a_history_signed_again(random, shard, years):
    """Whoever holds the log's key rewrites it whole; the witnesses' older checkpoints tell."""
    entries = shard.entries()
    at = random.randrange(len(entries))
    entries[at] = edited(random, entries[at])
    forged = Published(shard.log.signer).add(entries)
    forged.files[PATH] = bytes(forged.note())

    def is_located(found):
        alone = any(each.kind is Kind.UNWITNESSED for each in found)
        return alone and at_entry(at, kinds=(Kind.REWRITTEN,))(found)

    return forged.files, is_located


def a_fork(random, shard, years):
    """Two readers were shown logs that part, each signed by the log and by fooled witnesses."""
    entries = shard.entries()
    at = random.randrange(len(entries))
    forked = Published(shard.log.signer).add(
        [*entries[:at], *(entry(number, "forked") for number in range(at, len(entries) + 7))]
    )
    forked.publish(OAK, ELM)
    return forked.files, at_entry(at, kinds=(Kind.REWRITTEN,))


def a_receipt_for_another_entry(random, shard, years):
    entries = shard.entries()
    at, other = random.sample(range(len(entries)), 2)
    written = bytes(write_receipt(at, shard.log.note(), shard.log.hashes()))
    try:
        verify_receipt(written, entries[other], Policy((shard.log.signer.key,)))
    except NotProved:
        return None, lambda found: True
    return None, lambda found: False


KINDS = (
    an_entry_edited, an_entry_deleted, an_entry_put_in, two_entries_swapped, another_rows_leaf,
    a_length_changed, a_tile_flipped, a_tile_of_another_year, a_bundle_of_another_year,
    a_file_missing, a_file_cut_off, the_end_cut_off, an_old_checkpoint, another_years_checkpoint,
    a_checkpoint_edited, an_entry_edited_with_its_tile, a_history_signed_again, a_fork,
    a_receipt_for_another_entry,
)  # fmt: skip
