"""Another's program verifies a log that we wrote, and we verify what it signs."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import sharewell
from sharewell.ledger.note import Note
from sharewell.ledger.proof import write_receipt
from sharewell.ledger.tests.publishing import LOG_KEY, OAK, Published, entry
from sharewell.ledger.tree import prove_consistency
from sharewell.ledger.witnessing import ask_for

PROJECT = Path(sharewell.__file__).parents[2]
FOLDER = PROJECT / ".venv" / "go"
ROOT = FOLDER / "go"
SUMDB = ROOT / "src" / "cmd" / "vendor" / "golang.org" / "x" / "mod" / "sumdb"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def verifier(tmp_path_factory):
    """Build the program from Go's own source and ours, without a network."""
    assert SUMDB.exists(), "the Go toolchain is missing; ./run test --all installs it"
    source = tmp_path_factory.mktemp("verify")
    shutil.copy(Path(__file__).parent / "go" / "main.go", source)
    for package in ("note", "tlog"):
        shutil.copytree(SUMDB / package, source / package)
    (source / "go.mod").write_text("module verify\n\ngo 1.24\n")
    settings = {
        "PATH": os.environ["PATH"], "HOME": str(source), "GOROOT": str(ROOT),
        "GOCACHE": str(FOLDER / "cache"), "GOPROXY": "off", "GOTOOLCHAIN": "local",
        "GOFLAGS": "-mod=mod", "GOTELEMETRY": "off", "CGO_ENABLED": "0",
    }  # fmt: skip
    subprocess.run(
        [ROOT / "bin" / "go", "build", "-o", "verify", "."], cwd=source, env=settings, check=True
    )
    return source / "verify"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a log of 70,000 entries on disk, a receipt, and a proof that it grew from 12,345."""
    folder, log = tmp_path_factory.mktemp("log"), Published()
    log.add([entry(number) for number in range(12_345)])
    before = log.checkpoint()
    log.add([entry(number) for number in range(12_345, 70_000)]).publish(OAK)
    hashes = log.hashes()
    receipt = write_receipt(54_321, log.note(OAK), hashes)
    root = str(before).splitlines()[2]
    grown = f"{root}\n".encode() + bytes(ask_for(before.size, log.note(), hashes))
    beside = {"receipt.tlog-proof": bytes(receipt), "entry": entry(54_321), "grown": grown}
    assert prove_consistency(before.size, 70_000, hashes)
    for path, held in (log.files | beside).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(held)
    return folder


def ask(verifier, folder):
    words = [verifier, folder, str(LOG_KEY.key), str(OAK.key), LOG_KEY.secret()]
    return subprocess.run(words, capture_output=True, check=False)


def test_go_verifies_the_root_every_entry_both_proofs_and_both_signatures(verifier, folder):
    done = ask(verifier, folder)
    assert (done.returncode, done.stderr) == (0, b"")
    note = Note.parse(done.stdout)
    assert note.by(LOG_KEY.key) is not None
    assert note.text == Note.parse((folder / "checkpoint").read_bytes()).text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("checkpoint", b"malformed|invalid signature|no verifiable|signatures verified"),
        ("tile/0/100", b"downloaded inconsistent tile"),
        ("tile/entries/200", b"is not the one in its tile"),
        ("entry", b"malformed proof|invalid proof|invalid transparency proof"),
        ("grown", b"invalid transparency proof|malformed"),
    ],
    ids=["checkpoint", "tile", "bundle", "entry", "growth"],
)
def test_go_refuses_what_was_changed(verifier, folder, path, told):
    file = folder / path
    held = file.read_bytes()
    at = min(100, len(held) // 2)
    other = b"R" if held[at : at + 1] == b"Q" else b"Q"
    try:
        file.write_bytes(held[:at] + other + held[at + 1 :])
        done = ask(verifier, folder)
    finally:
        file.write_bytes(held)
    assert done.returncode != 0
    assert any(word in done.stderr for word in told.split(b"|")), done.stderr
