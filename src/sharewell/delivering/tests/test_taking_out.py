"""Taking out: words may go, none may come, and a name that must be gone is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.delivering.taking_out import MARKS, only_takes_out, still_names

SAID = "Amina’s mother said that Mr O'Hara, of 4 Elm Road, hit Amina on Sunday."


@pytest.mark.parametrize(
    "left",
    [SAID, "", "Amina's mother said that Mr O’Hara hit Amina on Sunday",
     "[The child] [an adult] said that Mr O'Hara, of [an address], hit [the child] on Sunday."],
    ids=["nothing", "everything", "an_address", "names"],
)  # fmt: skip
def test_words_may_be_taken_out(left):
    assert only_takes_out(SAID, left)


@pytest.mark.parametrize(
    "left",
    [SAID + " Again.", "Amina hit Mr O'Hara", "Amina hit hit", "[the stranger] hit Amina"],
    ids=["a_word_added", "words_turned_round", "a_word_doubled", "a_mark_of_ones_own"],
)
def test_nothing_can_be_put_in(left):
    assert not only_takes_out(SAID, left)


@given(some.lists(some.sampled_from(SAID.split())), some.sampled_from(MARKS), some.data())
def test_any_part_of_the_words_in_their_order_is_left(words, mark, data):
    kept = [word for word in words if data.draw(some.booleans())]
    assert only_takes_out(" ".join(words), f" {mark} ".join(kept))


@pytest.mark.parametrize(
    "text", ["Amina cried.", "AMINA’S arm", "aminas arm", "Mrs Example-Khan rang", "khan"]
)
def test_a_part_of_a_name_is_found_however_it_is_written(text):
    assert still_names(text, ["Amina Example-Khan"])


@pytest.mark.parametrize("text", ["A girl cried.", "[the child] cried", ""])
def test_words_without_the_name_are_free_of_it(text):
    assert not still_names(text, ["Amina Example-Khan", ""])
