"""A hidden address is found however it is typed, and other words are left alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.delivering.hidden import HiddenPlace, fields_with, stands_in

PLACE = HiddenPlace(
    address="Flat 3, 14 Wrenfield Rise\nMarlingford", postcode="ZO9 1QX", telephone="01632 960417"
)
BETWEEN = st.text(" \t\n.,-/_()·\u200b", max_size=3)
ALIKE = {"0": "0Oo", "O": "0Oo", "1": "1Il", "I": "1Il", "L": "1Il"}


@st.composite
def typed(draw, said, *, letter_by_letter):
    """Type something in any case, with anything between its parts."""
    parts = [*said.replace(" ", "")] if letter_by_letter else said.split()
    out = ""
    for part in parts:
        for each in part:
            out += draw(st.sampled_from(ALIKE.get(each.upper(), each.upper() + each.lower())))
        out += draw(BETWEEN)
    return out


@given(
    typed(PLACE.postcode, letter_by_letter=True)
    | typed(PLACE.telephone, letter_by_letter=True)
    | typed("14 Wrenfield Rise", letter_by_letter=True)
    | typed("Flat 3 14 Wrenfield Rise", letter_by_letter=False),
    st.text(string.ascii_letters + " \n", max_size=30),
)
def test_it_is_found_in_any_case_with_anything_between_its_letters(said, around):
    assert stands_in(f"{around} | {said} | {around}", PLACE)


@given(st.text(string.ascii_letters + string.punctuation + " \n"))
def test_words_without_a_figure_hold_no_address(text):
    place = HiddenPlace(address="14 Wrenfield Rise", postcode="ZZ9 4QX", telephone="01632 960417")
    folded = {"1": "il", "4": "", "9": "", "0": "o"}
    if not any(each in text for each in folded["1"] + folded["0"]):
        assert not stands_in(text, place)


@pytest.mark.parametrize(
    "said",
    [
        "They are at 14 Wrenfield Rise now.",
        "They are at 14, wrenfield\nrise.",
        "z09 IQX",
        "the end of her road is ZO91QX",
        "Ring +44 1632 960417.",
        "O1632-96O417",
        "１４ Wrénfield Rise",
    ],
)
def test_it_is_found(said):
    assert stands_in(said, PLACE)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "They live in Marlingford, in a flat.",
        "Flat 3 was mentioned.",
        "114 Wrenfield Rise",
        "14 Wrenfield Risers",
        "AZO9 1QXA",
        "Ring 01632 960418.",
        "[an address]",
    ],
)
def test_what_is_not_it_is_left_alone(said):
    assert not stands_in(said, PLACE)


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("14 Saint Mary’s Road", "at 14 St Mary's Rd"),
        ("Apt 2, 9 High St", "Flat 2, 9 High Street"),
        ("The Old Rectory, Church Lane", "at the old rectory"),
        ("Wren Court, Mill Lane", "WREN CT. MILL LN"),
        ("7 Elm Walk AB1 2CD", "post it to ab12cd"),
    ],
)
def test_short_forms_and_names_of_houses_are_known(recorded, said):
    assert stands_in(said, HiddenPlace(address=recorded))


@pytest.mark.parametrize("recorded", ["Marlingford", "Flat 3", "London\nLiverpool", ""])
def test_a_town_alone_stops_nobody(recorded):
    said = "Flat 3 in Liverpool, London or Marlingford"
    assert not stands_in(said, HiddenPlace(address=recorded))


def test_the_text_is_named_and_spread_over_two_both_are():
    texts = {"what it means": "Nothing", "what you ask": "Go to ZO9 1QX"}
    assert fields_with(texts, [PLACE]) == ["what you ask"]
    assert fields_with({"one": "14 Wrenfield", "two": "Rise"}, [PLACE]) == ["one", "two"]
    assert fields_with({"one": "Nothing"}, [PLACE]) == fields_with(texts, []) == []
