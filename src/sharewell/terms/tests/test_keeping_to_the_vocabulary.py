"""The vocabulary: what is not in it is refused by name, with the nearest that is."""

import pytest

from sharewell.packs.tests.marshland import marshland
from sharewell.terms.errors import FactRefused, SharewellError
from sharewell.terms.facts import nearest

vocabulary = marshland().vocabulary


@pytest.mark.parametrize(
    ("facts", "what", "next_"),
    [
        ({"risk_to_chid": "none"}, "'risk_to_chid' is not a fact", "Did you mean risk_to_child?"),
        (
            {"risk_to_child": "imediate"},
            "risk_to_child cannot be 'imediate'",
            "Did you mean immediate?",
        ),
        ({"request_based": "yes"}, "request_based cannot be 'yes'", "Give one of these"),
        ({"request_based": 1}, "request_based cannot be '1'", "Give one of these"),
        ({"child_age": True}, "child_age cannot be 'true'", "Give one of these"),
        ({"child_age": 151}, "child_age cannot be '151'", "Give one of these"),
        ({"child_age": -1}, "child_age cannot be '-1'", "Give one of these"),
        ({"child_age": 3.0}, "child_age cannot be '3.0'", "Give one of these"),
        ({"consent": None}, "consent cannot be 'None'", "Give one of these"),
        ({"consent": ["refused"]}, "consent cannot be", "Give one of these"),
        ({"consent": {}}, "consent cannot be", "Give one of these"),
        ({"consent": "nothing"}, "consent cannot be 'nothing'", "Give one of these"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused_by_name(facts, what, next_):
    with pytest.raises(FactRefused) as refusal:
        vocabulary.check(facts)
    assert what in refusal.value.what
    assert next_ in refusal.value.next


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"consent": "not_sought", "consent_written": True},
            "consent = not_sought and consent_written = true",
        ),
        ({"public_knowledge": True, "confidential": True}, "public_knowledge = true"),
        ({"applicant": "parent"}, "applicant is given and scheme is not given"),
        ({"concern_of": "unmet_need", "risk_to_child": "none"}, "concern_of is given"),
        ({"concern_of": "unknown", "risk_to_child": "none"}, "concern_of is given"),
    ],
)
def test_facts_that_cannot_stand_together_are_refused_by_name(facts, said):
    with pytest.raises(FactRefused) as refusal:
        vocabulary.check(facts)
    assert said in refusal.value.what


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"risk_to_child": "unknown", "child_age": "unknown", "court_order": "unknown"},
        {"child_age": 0, "court_order": False},
        {"child_age": 150},
        {"consent": "not_sought", "consent_written": "unknown"},
        {"scheme": "unknown", "applicant": "parent"},
    ],
)
def test_what_is_in_the_vocabulary_passes(facts):
    vocabulary.check(facts)


def test_a_refusal_says_three_things_and_the_same_in_json():
    refusal = SharewellError(what="Not done.", why="Because.", next="Do.", cites=("cpp 1",))
    assert str(refusal) == "Not done. Because. Do."
    assert refusal.as_json() == {
        "what": "Not done.",
        "why": "Because.",
        "next": "Do.",
        "cites": ["cpp 1"],
    }


def test_a_word_far_from_any_suggests_none():
    assert nearest("zzzz", ("immediate",)) == ""


def test_a_very_long_name_is_not_repeated_at_length():
    with pytest.raises(FactRefused) as refusal:
        vocabulary.check({"x" * 10_000: True})
    assert len(refusal.value.what) < 120
