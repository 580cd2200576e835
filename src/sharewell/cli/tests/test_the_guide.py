"""The guide "Encode a protocol", followed step by step: each command says what the guide says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[4] / "docs" / "guides" / "encode-a-protocol.md"
TEXT = GUIDE.read_text(encoding="utf-8")
PACK, STACK, CASES, NARROWER, MORE_CASES = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
BROKEN = re.findall(r"```\n(marsh_2026, .*?)```", TEXT, flags=re.DOTALL)[0]
ALL = next(line for line in PACK.splitlines(keepends=True) if "in protectors" in line)


@pytest.fixture
def marsh(tmp_path, monkeypatch):
    """Give the folder that the guide begins with, and its first three files."""
    folder = tmp_path / "our_packs" / "marsh_2026"
    folder.mkdir(parents=True)
    (folder.parent / "stacks").mkdir()
    (folder / "pack.toml").write_text(PACK)
    (folder / "cases.toml").write_text(CASES)
    (folder.parent / "stacks" / "marsh_2026.toml").write_text(STACK)
    monkeypatch.setenv("SHAREWELL_PACKS", str(folder.parent))
    return folder


def anew(*arguments):
    """Run a command in a process of its own: planting faults keeps what it has read."""
    command = [sys.executable, "-m", "sharewell.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_its_protocol_passes_the_check_and_is_shown(marsh, run):
    checked = run("packs", "check", marsh)
    assert checked.exit_code == 0, checked.output
    assert "2 rules, 0 without an example; 6 examples, 0 that differ" in checked.output
    assert "marsh_2026" in run("packs", "list").stdout
    table = run("packs", "show", "marsh_2026", "--table").stdout
    assert "| cut_off |" in table and "2.2" in table


@pytest.mark.slow
def test_its_further_steps_end_as_it_says(marsh, run):
    pack = marsh / "pack.toml"
    proved = run("packs", "prove", "marsh_2026")
    assert proved.exit_code == 1
    promise, _, situation = BROKEN.splitlines()
    assert promise in proved.stdout
    facts = sorted(situation.partition("not with ")[2].split(", "))
    shown = re.findall("not with (.*)", proved.stdout)
    assert facts in [sorted(each.split(", ")) for each in shown]

    pack.write_text(PACK.replace(ALL, ALL + NARROWER))
    assert run("packs", "prove", "marsh_2026").exit_code == 0

    compared = run("packs", "compare", "hmg_2018", "marsh_2026").stdout
    assert "outcome: share_must -> share_may" in compared and "statutory_duty = true" in compared
    narrowest = NARROWER.replace('"]', '", "statutory_duty = true"]')
    pack.write_text(PACK.replace(ALL, ALL + narrowest))

    (marsh / "cases.toml").write_text(CASES + "\n" + MORE_CASES)
    mutated = anew("packs", "mutate", "marsh_2026")
    assert mutated.splitlines()[-1].endswith(" 0 alive.")
    assert run("packs", "prove", "marsh_2026").exit_code == 0
