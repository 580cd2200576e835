"""Receipts: what one proves, what it cannot be made to prove, and that it stays small."""

import base64
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import sharewell
from sharewell.ledger.__main__ import main
from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import LOG, WITNESS, Signer
from sharewell.ledger.proof import LONGEST, Receipt, verify_receipt, write_receipt
from sharewell.ledger.tests.publishing import (
    AGENCIES,
    ALONE,
    ELM,
    OAK,
    OAK_TOO,
    POLICY,
    entry,
    published,
)
from sharewell.ledger.tree import root_by_inclusion
from sharewell.ledger.trusting import Policy, write_keys
from sharewell.terms.errors import LogFileRefused, NotProved

LOGGED = published(300)


def receipt_of(index, log=LOGGED, *witnesses):
    return bytes(write_receipt(index, log.note(*(witnesses or (OAK, ELM))), log.hashes()))


def test_a_receipt_says_in_sentences_what_it_proves():
    proved = verify_receipt(receipt_of(41), entry(41), POLICY)
    assert list(proved.sentences()) == [
        "This entry is number 42 of a log of 300 entries.",
        "The log sharewell.example/marshland/2026 signed that.",
        "It is cosigned by 2 of 2 agencies.",
        "oak_school saw it on 18 November 2026 at 11:06 UTC (witness.oak.example).",
        "elm_surgery saw it on 18 November 2026 at 11:06 UTC (witness.elm.example).",
    ]


def test_a_receipt_is_laid_out_as_the_specification_says():
    lines = receipt_of(1, published(3)).decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 1"]
    assert [len(base64.b64decode(each)) for each in lines[2:4]] == [32, 32]
    assert lines[4:7] == ["", "sharewell.example/marshland/2026", "3"]


def test_extra_data_is_carried_and_vouched_for_by_nobody():
    receipt = write_receipt(1, LOGGED.note(OAK, ELM), LOGGED.hashes(), extra=b"version 1")
    written = bytes(receipt)
    assert written.split(b"\n")[1] == b"extra " + base64.b64encode(b"version 1")
    assert Receipt.parse(written) == receipt
    assert verify_receipt(written, entry(1), POLICY).index == 1
    with pytest.raises(ValueError, match="leaves no room"):
        write_receipt(1, LOGGED.note(), LOGGED.hashes(), extra=bytes(LONGEST))


@settings(max_examples=50)
@given(some.integers(1, 600).flatmap(lambda n: some.tuples(some.integers(0, n - 1), some.just(n))))
def test_every_entry_of_every_log_has_a_receipt_that_holds_for_it_alone(place):
    index, size = place
    log = published(size)
    written = receipt_of(index, log)
    assert Receipt.parse(written).index == verify_receipt(written, entry(index), POLICY).index
    with pytest.raises(NotProved, match="not the one"):
        verify_receipt(written, entry(index + 1), POLICY)


@settings(max_examples=200)
@given(some.data())
def test_a_byte_changed_anywhere_in_a_receipt_is_noticed_or_changes_nothing(data):
    written = receipt_of(41)
    at, change = data.draw(some.integers(0, len(written) - 1)), data.draw(some.integers(1, 255))
    bent = bytearray(written)
    bent[at] ^= change
    with pytest.raises((LogFileRefused, NotProved)):
        verify_receipt(bytes(bent), entry(41), POLICY)


def test_a_receipt_for_another_place_proves_nothing():
    written = receipt_of(41).replace(b"index 41", b"index 40")
    with pytest.raises(NotProved, match="do not lead to the root"):
        verify_receipt(written, entry(41), POLICY)


def test_a_receipt_that_too_few_agencies_have_seen_proves_nothing_yet():
    with pytest.raises(NotProved, match="cosigned by 1 of 2 agencies"):
        verify_receipt(receipt_of(41, LOGGED, OAK, OAK_TOO), entry(41), POLICY)
    alone = verify_receipt(receipt_of(41), entry(41), ALONE)
    assert list(alone.sentences())[-1] == "It is signed by the log only."


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\n",
        b"c2sp.org/tlog-proof@v1\n\n",
        b"c2sp.org/tlog-proof@v2\n" + receipt_of(1).partition(b"\n")[2],
        receipt_of(1).replace(b"index 1\n", b""),
        receipt_of(1).replace(b"index 1", b"index 01"),
        receipt_of(1).replace(b"index 1", b"extra AAAA"),
        receipt_of(1).replace(b"index 1", b"extra !!\nindex 1"),
        receipt_of(1).replace(b"\n", b"\r\n"),
        receipt_of(1).replace(b"index 1\n", b"index 1\n" + (b"A" * 43 + b"=\n") * 65),
        receipt_of(1)[:-1],
        b"\xff" + receipt_of(1),
    ],
    ids=["nothing", "only_the_name", "an_empty_line", "another_version", "no_index",
         "a_zero_before", "extra_alone", "extra_not_base64", "other_line_ends",
         "too_many_hashes", "cut_off", "not_text"],
)  # fmt: skip
def test_a_receipt_that_is_not_written_as_it_must_be_is_not_taken(written):
    with pytest.raises(LogFileRefused):
        verify_receipt(written, entry(1), POLICY)


@given(some.binary(max_size=400))
def test_bytes_from_anywhere_prove_nothing(written):
    with pytest.raises((LogFileRefused, NotProved)):
        verify_receipt(written, entry(1), POLICY)


def test_a_receipt_stays_small_and_keeps_a_voice_of_each_agency():
    """At a million entries; the tree is not built, for the length needs no true hashes."""
    log = Signer.named("sharewell.example/marshland/2026", LOG, b"l" * 32)
    checkpoint = Checkpoint(log.key.name, 1_000_000, bytes(32))
    note = checkpoint.signed_by(log)
    oaks = [Signer.named(f"w{n}.oak.example", WITNESS, bytes([n]) * 32) for n in range(1, 4)]
    note = note.signed_too([each.sign(note.text, 1) for each in (*oaks, ELM)])
    agencies = {each.key: "oak" for each in oaks} | {ELM.key: "elm"}
    receipt = write_receipt(
        123_456, note, lambda level, place: sha256(b"%d %d" % (level, place)).digest(),
        witnesses=agencies,
    )  # fmt: skip
    assert len(receipt.hashes) == 20
    assert len(bytes(receipt)) <= LONGEST
    names = {each.name for each in receipt.note.signatures}
    assert {log.key.name, "w1.oak.example", ELM.key.name} <= names
    assert len(names) < 5
    assert root_by_inclusion(123_456, 1_000_000, bytes(32), receipt.hashes)
    assert AGENCIES[ELM.key] in Policy((log.key,), AGENCIES, 2).agencies


@pytest.fixture
def files(tmp_path):
    """Give a receipt, its entry and the keys, as their holder has them."""
    held = {"receipt.tlog-proof": receipt_of(41), "entry": entry(41), "keys": write_keys(POLICY)}
    for name, each in held.items():
        (tmp_path / name).write_bytes(each if isinstance(each, bytes) else each.encode())
    return tmp_path


BARE = """
import importlib.metadata, sys, sysconfig
sys.path[:] = [sys.argv.pop(1), *(p for p in sys.path if "site-packages" not in p)]
packages = sysconfig.get_path("purelib")

class OnlyCryptography:
    def find_spec(self, name, path=None, target=None):
        first = name.partition(".")[0]
        if first in ("cryptography", "_cffi_backend", "cffi"):
            from importlib.machinery import PathFinder
            return PathFinder.find_spec(name, path or [packages], target)
        if first not in sys.stdlib_module_names and first != "sharewell":
            raise ImportError(f"{name} is not here")

sys.meta_path.insert(0, OnlyCryptography())
import runpy
runpy.run_module("sharewell.ledger", run_name="__main__")
"""


def bare(files, *more):
    words = ["receipt.tlog-proof", "--entry", "entry", "--keys", "keys", *more]
    source = str(Path(sharewell.__file__).parents[1])
    command = [sys.executable, "-I", "-c", BARE, source, *words]
    return subprocess.run(
        command, cwd=files, capture_output=True, text=True, check=False, env={**os.environ}
    )


def test_a_receipt_is_verified_where_nothing_but_python_and_cryptography_is(files):
    done = bare(files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("This entry is number 42 of a log of 300 entries.\n")
    (files / "entry").write_bytes(entry(42))
    refused = bare(files)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 3
    assert refused.stderr.startswith("This entry is not the one that the receipt is about.")


def test_the_bare_place_really_is_bare(files):
    shut = BARE.replace('"sharewell.ledger"', '"sharewell.cli"')
    command = [sys.executable, "-I", "-c", shut, str(Path(sharewell.__file__).parents[1])]
    done = subprocess.run(command, cwd=files, capture_output=True, text=True, check=False)
    assert "click is not here" in done.stderr


def test_a_file_that_is_missing_is_wrong_usage(files, capsys, monkeypatch):
    monkeypatch.chdir(files)
    with pytest.raises(SystemExit) as left:
        main(["nowhere.tlog-proof", "--entry", "entry", "--keys", "keys"])
    assert left.value.code == 2
    assert "nowhere.tlog-proof cannot be read" in capsys.readouterr().err
    assert main(["receipt.tlog-proof", "--entry", "entry", "--keys", "keys"]) == 0
    (files / "keys").write_bytes(b"\xff")
    assert main(["receipt.tlog-proof", "--entry", "entry", "--keys", "keys"]) == 1
