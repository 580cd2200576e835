"""The register of law: what the texts name is in it, and a fault in it is refused."""

import json
from pathlib import Path

import pytest

from sharewell.packs import load_library
from sharewell.packs.register import FILE, load_register
from sharewell.packs.vocabulary import LIBRARY
from sharewell.terms.answer import BASIS
from sharewell.terms.errors import PackRefused

library = load_library()
register = load_register(library.vocabulary)
BY_NO_INSTRUMENT = {"none", "court_order", "statutory_duty"}


def register_in(folder: Path, *changes: tuple[str, str]):
    text = (LIBRARY / FILE).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_register(library.vocabulary, folder)


def test_every_basis_condition_and_power_comes_from_an_instrument():
    for part in BASIS:
        for code in library.vocabulary.answers[part]:
            assert bool(register.behind(code)) is (code not in BY_NO_INSTRUMENT), code


def test_each_comes_from_one_instrument_alone():
    given = [code for each in register.instruments.values() for code in each.gives]
    assert sorted(given) == sorted(set(given))


def test_the_bromley_protocols_own_list_is_whole():
    named = {place for each in register.instruments.values() for place in each.named}
    assert {f"bromley_2017 5.2.{number}" for number in range(1, 19)} <= named


def test_a_place_that_names_an_instrument_is_a_paragraph_of_its_text():
    for each in register.instruments.values():
        for place in each.named:
            pack = library.packs.get(place.partition(" ")[0])
            if pack and pack.paragraphs and " " in place:
                assert place in pack.paragraphs, (each.id, place)


@pytest.mark.parametrize(
    ("id", "standing", "by"),
    [
        ("dpa1998", "Replaced", "dpa2018"),
        ("ca2004_16la", "Reported, not verified", ""),
        ("crime_and_policing_bill", "Not in force yet", ""),
        ("cda1998", "Not verified", ""),
        ("duaa2025", "In force", ""),
    ],
)
def test_it_says_how_each_stands(id, standing, by):
    assert (register.instruments[id].standing, register.instruments[id].replaced_by) == (
        standing,
        by,
    )


def test_words_narrow_it_to_what_holds_them_all():
    assert {"cda1998"} == {each.id for each in register.holding("Section 115")}
    assert len(register.holding("")) == len(register.instruments)
    assert register.holding("unicorn") == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('gives = ["cda1998_s115"]', 'gives = ["cda1998_s116"]', "Did you mean cda1998_s115?"),
        ('named = ["bromley_2017 5.2.1"]', "named = []", "Nothing names it."),
        ('replaced_by = "dpa2018"', 'replaced_by = "dpa2019"', "which is not there"),
        ('replaced_by = "dpa2018"', "", "Only what is replaced"),
        ('status = "reported"', 'status = "rumoured"', "status is 'rumoured'"),
        ('seen = "not_seen"', 'sawn = "not_seen"', "unknown key sawn"),
        ("[instruments.mha1983]", "[instruments.MHA]", "not a plain word"),
        (
            'status = "in_force"\nseen = "primary"',
            'status = "in_force"\nseen = "secondary"',
            "no official text was seen",
        ),
    ],
    ids=[
        *("unknown_power", "named_nowhere", "replaced_by_nothing_there", "replaced_by_nothing"),
        *("unknown_status", "misspelt_key", "no_plain_id", "in_force_unseen"),
    ],
)
def test_a_fault_is_refused_in_three_lines(tmp_path, old, new, told):
    with pytest.raises(PackRefused) as refused:
        register_in(tmp_path, (old, new))
    assert told in f"{refused.value.why} {refused.value.next}"
    assert json.dumps(refused.value.as_json())
