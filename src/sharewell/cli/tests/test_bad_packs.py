"""A pack that cannot be used is refused in three lines, and nothing of it is loaded."""

import json
import os
from pathlib import Path
from shutil import copytree

import pytest

from sharewell.packs.tests.marshland import MARSH

UNCITED = 'cites = ["2"]\n[rules.young]'
CONTRADICTING = """
[rules.old]
outcome = "seek_advice"
when = { all = ["risk_to_child = immediate"] }
because = "Another says otherwise."
cites = ["2"]
"""
CIRCLE = """
[rules.first]
duty = "first"
when = { always = true }
do = "First this."
cites = ["4"]
overrides = ["second"]
[rules.second]
duty = "second"
when = { always = true }
do = "Then that."
cites = ["4"]
overrides = ["first"]
"""
TEXT = [{"id": f"reeds {number}", "starts": "All", "sha256": str(number) * 64} for number in "1234"]
FAULTS = {
    "a_cycle": (lambda text: text + CIRCLE, "go in a circle"),
    "an_unknown_fact": (
        lambda text: text.replace("risk_to_child = immediate", "risk_to_chid = immediate", 1),
        "'risk_to_chid', which the vocabulary does not define",
    ),
    "an_uncited_rule": (
        lambda text: text.replace(UNCITED, "[rules.young]", 1),
        "cites no paragraph",
    ),
    "a_contradiction": (lambda text: text + CONTRADICTING, "one says share_must, the other"),
    "ten_megabytes": (lambda text: text + "#" * 10_000_000, "larger than 1,000,000 bytes"),
    "not_toml": (lambda text: text + "[", "not TOML"),
}


def refused(ended, fault):
    """Say that a command ended with three lines, which name the fault, and gave nothing else."""
    assert ended.exit_code == 1, ended.output
    assert len(ended.stderr.splitlines()) == 3
    assert fault in ended.stderr
    return not ended.stdout


def spoilt(folder, change):
    path = folder / "reeds" / "pack.toml"
    text = path.read_text()
    assert change(text) != text
    path.write_text(change(text))


@pytest.mark.parametrize(("change", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_bad_pack_is_refused_by_every_command_that_would_use_it(reeds, run, change, fault):
    spoilt(reeds, change)
    assert refused(run("packs", "check", reeds / "reeds"), fault)
    facts = json.dumps({"risk_to_child": "immediate"})
    assert refused(run("decide", "-", "--stack", "reeds", input=facts), fault)
    assert refused(run("ask", "--stack", "reeds", input="1\n" * 40), fault)


@pytest.mark.slow
def test_a_paragraph_that_changed_since_it_was_encoded_is_refused(reeds, run):
    rows = reeds / "reeds" / "paragraphs.jsonl"
    rows.write_text("\n".join(map(json.dumps, TEXT)))
    spoilt(reeds, lambda text: text.replace('seen = "text"', 'seen = "text"\ndigest = "?"', 1))
    ended = run("packs", "check", reeds / "reeds")
    assert refused(ended, "A paragraph changed since it was encoded")
    right = ended.stderr.split('digest = "')[1].split('"')[0]
    spoilt(reeds, lambda text: text.replace('digest = "?"', f'digest = "{right}"'))
    assert run("packs", "list").exit_code == 0

    rows.write_text(rows.read_text().replace("3" * 64, "5" * 64))
    assert refused(run("packs", "check", reeds / "reeds"), "reeds/pack.toml, [[sources]]")
    assert refused(run("packs", "list"), "A paragraph changed since it was encoded")


def test_a_pack_that_is_a_link_out_of_its_folder_is_refused(reeds, run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (reeds / "reeds").rename(elsewhere / "reeds")
    os.symlink(elsewhere / "reeds", reeds / "reeds")
    assert refused(run("packs", "check", reeds / "reeds"), "leads out of the folder of packs")
    assert refused(run("packs", "list"), "Put the folder itself there, not a link.")


@pytest.mark.slow
def test_an_invariant_that_fails_is_named_with_the_facts_that_break_it(reeds, run):
    spoilt(
        reeds,
        lambda text: (
            text + '[invariants.never]\nsays = "It is never shared."\nwhen = { always = true }\n'
            'never = ["act_now = share_must"]\ncites = ["2"]\n'
        ),
    )
    ended = run("packs", "check", reeds / "reeds")
    assert ended.exit_code == 1
    assert "never is broken by" in ended.stdout and "risk_to_child" in ended.stdout
    assert "1 faults." in ended.stdout


def test_one_bad_pack_among_good_ones_loads_none(reeds, run):
    good = Path(MARSH) / "protocols" / "marsh_2020"
    copytree(good, reeds / "marsh_2020")
    spoilt(reeds, FAULTS["not_toml"][0])
    assert refused(run("packs", "list"), "reeds/pack.toml")
