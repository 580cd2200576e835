"""What the reference and the guides say of the log: their examples hold, word for word."""

import re
from pathlib import Path

import pytest

from sharewell.cli import main
from sharewell.ledger.tests.publishing import published

DOCS = Path(__file__).parents[4] / "docs"
REFERENCE = (DOCS / "reference" / "log.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "guides" / "verify-a-receipt.md").read_text(encoding="utf-8")
WITNESSING = (DOCS / "guides" / "be-a-witness.md").read_text(encoding="utf-8")
KEYS, RECEIPT, ENTRY = re.findall(r"^```\n(.*?)^```", REFERENCE, flags=re.DOTALL | re.MULTILINE)
COMMAND, SAID = re.findall(r"^```\n(.*?)^```", GUIDE, flags=re.DOTALL | re.MULTILINE)
PYTHON = re.findall(r"```python\n(.*?)```", REFERENCE, flags=re.DOTALL)[0]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Give the reference's example as files."""
    (tmp_path / "keys").write_text(KEYS)
    (tmp_path / "one.tlog-proof").write_text(RECEIPT)
    (tmp_path / "entry").write_text(ENTRY.removesuffix("\n"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_guides_command_says_what_the_guide_says(files, run):
    done = run(*COMMAND.split()[1:])
    assert (done.exit_code, done.stdout) == (0, SAID)


def test_the_references_python_finds_what_is_broken(files, capsys):
    log = published(300)
    for path, held in log.files.items():
        (files / "log" / path).parent.mkdir(parents=True, exist_ok=True)
        (files / "log" / path).write_bytes(held)
    exec(PYTHON, {})
    assert capsys.readouterr().out == ""
    (files / "log" / "tile/0/000").write_bytes(bytes(8192))
    exec(PYTHON, {})
    assert capsys.readouterr().out.startswith("tile/0/000, entries 0 to 255: ")


@pytest.mark.parametrize("line", re.findall(r"^sharewell witness .*", WITNESSING, re.MULTILINE))
def test_the_commands_of_the_guide_for_witnesses_exist(line, run):
    words = line.split()[1:3]
    said = run(*words, "--help").stdout
    assert all(option in said for option in re.findall(r"--\w+", line))


def test_the_commands_are_listed(run):
    assert {"verify", "witness"} <= set(main.commands)
    assert "verify" in run("--help").stdout
