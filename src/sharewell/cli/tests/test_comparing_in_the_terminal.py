"""`sharewell packs compare` and `sharewell replay`, as a policy group types them."""

import json

import pytest

from sharewell.packs import load_library
from sharewell.packs.tests.marshland import TODAY


@pytest.fixture
def next_year(reeds):
    """A second edition of the Reeds' protocol, in which the youngest may be told of to more age."""
    folder = reeds / "reeds_27"
    folder.mkdir()
    text = (reeds / "reeds" / "pack.toml").read_text()
    text = text.replace('id = "reeds"', 'id = "reeds_27"').replace("child_age < 5", "child_age < 7")
    text = text.replace("Write it down.", "Write it down, and why.")
    (folder / "pack.toml").write_text(text)
    plan = '[stack]\nid = "reeds_27"\ntitle = "Next year"\npacks = ["reeds_27"]\n'
    (reeds / "stacks" / "reeds_27.toml").write_text(plan)
    return reeds


@pytest.fixture
def decided(reeds, run, tmp_path):
    """A file of decisions, recorded as `sharewell decide` gives them."""

    def written(*situations, **changes):
        lines = [json.dumps({"id": str(i), "facts": facts}) for i, facts in enumerate(situations)]
        said = run("decide", "--stack", "reeds", input="\n".join(lines)).stdout.splitlines()
        answers = [json.loads(each) for each in said]
        rows = [
            {**answer, "facts": facts} for answer, facts in zip(answers, situations, strict=True)
        ]
        rows[-1] |= changes
        path = tmp_path / "decided.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    return written


BABY = {"risk_to_child": "none", "request_based": False, "child_age": 0}
SIX = {**BABY, "child_age": 6}


def test_what_would_change_is_told_with_both_rules_and_their_paragraphs(next_year, run):
    said = run("packs", "compare", "reeds", "reeds_27").stdout

    assert "outcome: seek_advice -> share_may" in said
    assert "* child_age = 5" in said
    assert "reeds: In doubt the warden is asked. [reeds 1] (reeds:default_outcome)" in said
    assert "reeds_27: The youngest cannot ask. [reeds_27 2] (reeds_27:young)" in said
    assert "duty in other words: record_decision: Write it down. -> Write it down, and why." in said


def test_the_same_edition_twice_has_nothing_to_tell(reeds, run):
    said = run("packs", "compare", "reeds", "reeds").stdout

    assert "0.00% of all situations are answered otherwise: 0 of" in said
    assert "->" not in said


def test_recorded_decisions_are_weighed_under_both(next_year, run, decided):
    said = run("packs", "compare", "reeds", "reeds_27", "--records", decided(BABY, SIX)).stdout

    assert "2 recorded decisions weighed again; 1 would change." in said
    assert "outcome: seek_advice -> share_may: 1 (1)" in said


def test_a_comparison_is_given_as_json_with_the_records_counted(next_year, run, decided):
    path = decided(BABY, SIX)
    said = run("packs", "compare", "reeds", "reeds_27", "--json", "--records", path).stdout

    found = json.loads(said)
    assert found["before"]["stack"] == "reeds"
    assert found["records"]["changed"][0]["ids"] == ["1"]
    assert int(found["differing"]) > 0


def test_a_name_that_is_neither_pack_nor_stack_is_refused_with_the_nearest(reeds, run):
    said = run("packs", "compare", "reeds", "reedz")

    assert said.exit_code == 1
    assert "there is no pack or stack called 'reedz'" in said.stderr
    assert "Did you mean reeds?" in said.stderr


def test_decisions_that_come_out_as_recorded_are_counted(reeds, run, decided):
    said = run("replay", decided(BABY, SIX, BABY))

    assert said.exit_code == 0
    assert said.stdout == "3 decisions weighed again under 1 stack: all as they were recorded.\n"


def test_the_first_decision_that_differs_is_named_with_what_differs(reeds, run, decided):
    said = run("replay", decided(BABY, SIX, act_now="share_must", result_digest="1" * 64))

    assert said.exit_code == 1
    assert "Line 2 does not come out as it was recorded." in said.stderr
    assert 'act_now was recorded as "share_must", and is now "seek_advice".' in said.stderr
    assert len(said.stderr.splitlines()) == 3


def test_a_digest_that_no_stack_has_is_named(reeds, run, decided):
    said = run("replay", decided(BABY, pack_digest="a" * 64))

    assert said.exit_code == 1
    assert "Line 1 was not replayed." in said.stderr
    assert "no stack at hand has the digest aaaa" in said.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1"),
        ('{"facts": {}}', "Line 1 was not replayed."),
        ('{"facts": {}, "facts": {}}', "line 1"),
    ],
    ids=["half_a_line", "no_digest", "twice"],
)
def test_a_line_that_is_no_decision_is_named(reeds, run, line, told):
    said = run("replay", input=line + "\n")

    assert said.exit_code == 1
    assert told in said.stderr


def test_a_changed_pack_is_replayed_from_the_bytes_that_were_kept(reeds, run, decided, tmp_path):
    path = decided(BABY, SIX)
    stack = load_library(reeds).stack("reeds", TODAY)
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / stack.digest).write_bytes(stack.canonical)
    pack = reeds / "reeds" / "pack.toml"
    pack.write_text(pack.read_text().replace("child_age < 5", "child_age < 7"))

    assert run("replay", path).exit_code == 1
    assert run("replay", path, "--kept", kept).exit_code == 0
