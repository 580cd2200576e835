"""`sharewell verify`: plain sentences when it is proved, three lines when it is not."""

import pytest
from click.testing import CliRunner

from sharewell.cli import main
from sharewell.ledger.proof import write_receipt
from sharewell.ledger.tests.publishing import ELM, OAK, POLICY, entry, published
from sharewell.ledger.trusting import write_keys

WORDS = ["verify", "one.tlog-proof", "--entry", "entry", "--keys", "keys"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Give the command in a folder with a receipt, its entry and the partnership's keys."""
    log = published(300)
    monkeypatch.chdir(tmp_path)
    receipt = write_receipt(41, log.note(OAK, ELM), log.hashes())
    (tmp_path / "one.tlog-proof").write_bytes(bytes(receipt))
    (tmp_path / "entry").write_bytes(entry(41))
    (tmp_path / "keys").write_text(write_keys(POLICY))
    return lambda *words: CliRunner().invoke(main, [*(words or WORDS)])


def test_an_entry_that_is_proved_is_told_in_sentences(run):
    done = run()
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "This entry is number 42 of a log of 300 entries."
    assert "elm_surgery saw it on 18 November 2026 at 11:06 UTC" in done.stdout


@pytest.mark.parametrize(
    ("file", "held", "told"),
    [
        ("entry", entry(42), "This entry is not the one that the receipt is about."),
        ("entry", entry(41) + b"\n", "This entry is not the one that the receipt is about."),
        ("one.tlog-proof", b"nothing", "The receipt was not taken."),
        ("keys", b"nothing", "The keys were not taken."),
        ("keys", b"\xff\xfe", "The keys were not taken."),
    ],
    ids=["another_entry", "a_line_end_too_many", "no_receipt", "no_keys", "keys_not_text"],
)
def test_what_is_not_proved_is_told_in_three_lines(run, tmp_path, file, held, told):
    (tmp_path / file).write_bytes(held)
    done = run()
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == told
    assert len(done.stderr.splitlines()) == 3


def test_a_missing_file_is_wrong_usage(run):
    assert run(*WORDS[:-1], "nowhere").exit_code == 2
    assert run("verify", "one.tlog-proof").exit_code == 2
