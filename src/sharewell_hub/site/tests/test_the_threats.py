"""Each threat names the tests that prove its defence, or says plainly what is missing."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[4]
SECURITY = PROJECT / "docs" / "security"
THREATS = tomllib.loads((SECURITY / "threats.toml").read_text())["threat"]
MOST_PACKAGES = 25


@cache
def named_in(file: str) -> set[str]:
    tree = ast.parse((PROJECT / file).read_text())
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def test_every_threat_is_there_once():
    assert [threat["id"] for threat in THREATS] == list(range(1, 26))


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: str(threat["id"]))
def test_a_threat_names_tests_that_exist_or_says_what_is_missing(threat):
    assert threat["state"] in ("defended", "partly", "not yet")
    assert bool(threat["tests"]) == (threat["state"] != "not yet")
    assert bool(threat.get("missing")) == (threat["state"] != "defended")
    for each in threat["tests"]:
        file, _, name = each.partition("::")
        assert name in named_in(file), each


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: str(threat["id"]))
def test_the_page_says_what_the_table_says(threat):
    page = (SECURITY / "threats.md").read_text()
    (row,) = re.findall(rf"^\| {threat['id']} \|.*$", page, re.MULTILINE)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    missing = f". {threat['missing']}" if "missing" in threat else ""
    said = [threat["threat"], threat["who"], threat["defence"], f"{threat['state']}{missing}"]
    assert cells[1:] == said


@pytest.mark.parametrize("page", sorted(SECURITY.glob("*.md")), ids=lambda page: page.name)
def test_every_test_and_file_that_a_page_points_to_is_there(page):
    text = page.read_text()
    for file in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / file).exists(), file
    for file in re.findall(r"`((?:src|journeys|docs)/[^`*]+)`", text):
        assert (PROJECT / file.partition("::")[0]).exists(), file


def test_few_packages_are_taken_in_and_each_is_locked_by_its_hash():
    wanted = (PROJECT / "requirements" / "run.in").read_text().splitlines()
    wanted = [line for line in wanted if line and not line.startswith("#")]
    assert len(wanted) <= MOST_PACKAGES
    for lock in (PROJECT / "requirements").glob("*.lock"):
        packages = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert packages
        assert [each for each in packages if "--hash=sha256:" not in each] == []
