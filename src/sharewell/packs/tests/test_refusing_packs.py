"""A pack that cannot be used is refused, and the refusal names file, place, fault and remedy."""

import os
import tomllib
from pathlib import Path

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.checking import check_pack
from sharewell.packs.tests.marshland import MARSH, TODAY, marshland, written_anew
from sharewell.terms.errors import PackRefused

PACK = "marsh_2020/pack.toml"


def refusal(folder, *changes, file="pack.toml"):
    with pytest.raises(PackRefused) as refused:
        library = load_library(shipped=written_anew(folder, *changes, file=file))
        tuple(library.packs["marsh_2020"].examples)
        check_pack(library.packs["marsh_2020"])
        for stack in library.stacks:
            Engine(library.stack(stack, TODAY))
    return refused.value


FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("wrong", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place_and_its_remedy(tmp_path, wrong):
    refused = refusal(tmp_path, (wrong["for"], wrong["write"]))
    assert wrong["place"] in refused.what
    assert refused.what.startswith(("The pack was not loaded", "The stack was not loaded"))
    assert wrong["fault"] in refused.why
    assert wrong["remedy"] in refused.next


CASES = {
    "a_fact_that_nobody_knows": (
        (
            'risk_to_child = "immediate", recipient_role = "police", request_based = false',
            'risk = "immediate"',
        ),
        "case 'immediate'",
        "'risk' is not a fact",
    ),
    "the_same_case_twice": (('id = "refused"', 'id = "immediate"'), "case 'immediate'", "twice"),
    "a_case_without_a_citation": (
        ('about = "A court orders it."\ncites = ["fen_1990 s1"]', 'about = "A court orders it."'),
        "case 'court'",
        "cites no paragraph",
    ),
    "a_case_with_another_key": (
        ('about = "A court orders it."', 'about = "A court orders it."\nnotes = "x"'),
        "case 'court'",
        "the unknown key notes",
    ),
}


@pytest.mark.parametrize(("change", "place", "fault"), CASES.values(), ids=CASES)
def test_a_fault_in_an_example_is_named(tmp_path, change, place, fault):
    refused = refusal(tmp_path, change, file="cases.toml")
    assert f"marsh_2020/cases.toml, {place}" in refused.what
    assert fault in refused.why


@pytest.mark.parametrize("row", ["{", "[]", '{"id": "marsh_2020 8"}', '"x"'])
def test_a_paragraph_that_is_none_is_named_by_its_line(tmp_path, row):
    copy = written_anew(tmp_path)
    path = copy / "protocols/marsh_2020/paragraphs.jsonl"
    path.write_text(path.read_text() + row + "\n")
    refused = refusal(tmp_path)
    assert "marsh_2020/paragraphs.jsonl, line 8" in refused.what


def test_sources_that_are_no_tables_are_refused(tmp_path):
    text = (MARSH / "protocols/marsh_2020/pack.toml").read_text()
    before, after = text.index("[[sources]]"), text.index("[defaults.outcome]")
    path = written_anew(tmp_path) / "protocols/marsh_2020/pack.toml"
    path.write_text('sources = "a book"\n' + text[:before] + text[after:])
    assert "sources is not a list of tables" in refusal(tmp_path).why


def test_a_library_without_a_vocabulary_is_refused(tmp_path):
    with pytest.raises(PackRefused) as refused:
        load_library(shipped=tmp_path)
    assert "There is no such file" in refused.value.why


def test_what_is_not_toml_is_named_with_its_line(tmp_path):
    refused = refusal(tmp_path, ("[asking]", "[asking"))
    assert PACK in refused.what
    assert "not TOML" in refused.why
    assert "line" in refused.why


def test_toml_nested_without_end_is_refused(tmp_path):
    refused = refusal(tmp_path, ("[asking]", "x = " + "[" * 50_000 + "\n[asking]"))
    assert "not TOML" in refused.why


def test_bytes_that_are_not_text_are_refused(tmp_path):
    path = written_anew(tmp_path) / "protocols/marsh_2020/pack.toml"
    path.write_bytes(b"\xff\xfe" + path.read_bytes())
    assert "cannot be read" in refusal(tmp_path).why


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = written_anew(tmp_path) / "protocols/marsh_2020/pack.toml"
    path.write_text(path.read_text() + "#" * 1_000_001)
    assert "larger than 1,000,000 bytes" in refusal(tmp_path).why


@pytest.mark.parametrize("file", ["pack.toml", "cases.toml", "paragraphs.jsonl"])
def test_a_link_out_of_the_folder_is_refused(tmp_path, file):
    path = written_anew(tmp_path) / "protocols/marsh_2020" / file
    outside = tmp_path / file
    path.rename(outside)
    os.symlink(outside, path)
    refused = refusal(tmp_path)
    assert "leads out of its folder" in refused.why
    assert "not a link" in refused.next


def test_a_stack_that_names_no_pack_or_part_is_refused(tmp_path):
    for change, fault in [
        (('["marsh_2020"]', '["fen_2020"]'), "names the pack 'fen_2020'"),
        (('packs = ["marsh_2020"]', "packs = []"), "None of its packs"),
        (('id = "marsh_2020"', 'id = "marsh"'), "Its id is 'marsh'"),
        (("title", 'speaks = { outcom = ["marsh_2020"] }\ntitle'), "the unknown key outcom"),
    ]:
        copy = written_anew(tmp_path / change[1][:9])
        path = copy / "stacks" / "marsh_2020.toml"
        path.write_text((MARSH / "stacks/marsh_2020.toml").read_text().replace(*change, 1))
        assert fault in refusal(tmp_path / change[1][:9]).why


def test_a_stack_that_nobody_has_is_refused_with_the_nearest():
    with pytest.raises(PackRefused) as refused:
        marshland().stack("marsh_2002", TODAY)
    assert "Did you mean marsh_2020?" in refused.value.next


def test_a_day_before_any_pack_began_is_refused():
    with pytest.raises(PackRefused) as refused:
        marshland().stack("marsh_2020", TODAY.replace(year=2019))
    assert "None of its packs stood on 2019-11-22" in refused.value.why
