"""Every row of the source texts is built and tested, or says when it comes or why not."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[4]
ROWS = tomllib.loads((PROJECT / "docs" / "coverage.toml").read_text())["row"]
ROAD = {"engine", "trust", "exchange", "child", "partnership"}
BUILT = [row for row in ROWS if "place" in row]


@cache
def named_in(file: str) -> set[str]:
    tree = ast.parse((PROJECT / file).read_text())
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def test_every_row_of_the_texts_is_there_once():
    assert [row["id"] for row in ROWS] == list(range(1, 236))


def test_every_row_says_what_becomes_of_it():
    for row in ROWS:
        assert {"place", "arrives_with", "cannot"} & row.keys(), f"row {row['id']} says nothing"
        assert set(row.get("arrives_with", [])) <= ROAD, f"row {row['id']} comes from nowhere"


@pytest.mark.parametrize("row", BUILT, ids=lambda row: str(row["id"]))
def test_what_is_built_names_a_test_that_exists(row):
    file, _, name = row["test"].partition("::")

    assert row["place"].strip()
    assert name in named_in(file)
