"""The README's examples do what it says of them."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from sharewell.cli import main

PROJECT = Path(__file__).resolve().parents[4]
README = (PROJECT / "README.md").read_text()
EXAMPLE = re.compile(r"^\$ echo '(\{.*\})' \| sharewell (.*)$", re.MULTILINE)


def decided(example):
    facts, command = example
    return json.loads(CliRunner().invoke(main, command.split(), input=facts).output)


def test_the_examples_answer_as_the_readme_says():
    must, open_ = map(decided, EXAMPLE.findall(README))

    assert must["outcome"] == "share_must"
    assert must["consent_needed"] == "false"
    assert must["reasons"][0]["cites"]
    assert open_["outcome"] is None
    assert "risk_to_child" in open_["missing"]


def test_every_file_the_readme_points_to_is_there():
    for path in re.findall(r"\]\(([^)#]+)\)", README):
        assert (PROJECT / path).exists(), f"README points to {path}"
