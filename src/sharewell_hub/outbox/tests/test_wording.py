"""Wording: a letter carries a reference and a link, and no other text can get in."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sharewell.terms.errors import NotAllowed
from sharewell_hub.outbox.words import KINDS, REFERENCE, new_reference, refuse_other_words, worded

ID = "123e4567-e89b-42d3-a456-426614174000"
GOOD = {
    "shared": "/received/7KQD-3WXM",
    "answered": f"/disclosures/{ID}",
    "overdue": "/received/7KQD-3WXM",
    "review": "/reviews/7KQD-3WXM",
    "gate_review": "/reviews/7KQD-3WXM",
    "review_late": "/reviews/7KQD-3WXM",
    "recovery": "/sign-in/recover",
}
ALWAYS_THE_SAME = (
    "No letter was written: its … is none that a letter may carry. A letter travels in the open, "
    "so it carries a reference and a link and nothing else. Use a kind of letter, a reference and "
    "an address that outbox/words.py allows."
)
text = st.text(max_size=40)


def test_every_kind_has_an_example_here():
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("kind", GOOD)
def test_a_letter_says_its_reference_and_its_link(kind):
    refuse_other_words(kind=kind, reference="7KQD-3WXM", link_path=GOOD[kind])
    subject, body = worded(kind=kind, reference="7KQD-3WXM", link="https://s.example" + GOOD[kind])
    assert "7KQD-3WXM" in subject
    assert f"\nhttps://s.example{GOOD[kind]}\n" in body
    assert "\n" not in subject


@given(kind=st.sampled_from(sorted(KINDS)) | text, reference=text, path=text)
@example(kind="shared", reference="AMINA", path="/received/7KQD-3WXM")
@example(kind="shared", reference="7KQD-3WXM\nBcc: x@y.example", path="/received/7KQD-3WXM")
@example(kind="shared", reference="7KQD-3WXM", path="/received/7KQD-3WXM?name=Amina")
@example(kind="shared", reference="7KQD-3WXM", path="/received/7KQD-3WXM\nAmina")
@example(kind="answered", reference="7KQD-3WXM", path=f"//evil.example/{ID}")
@example(kind="shared", reference="7KQD-3WXM\n", path="/received/7KQD-3WXM")
def test_no_other_text_gets_in(kind, reference, path):
    try:
        refuse_other_words(kind=kind, reference=reference, link_path=path)
    except NotAllowed as refusal:
        said = re.sub(r"its (kind|reference|link) is", "its … is", str(refusal))
        assert said == ALWAYS_THE_SAME
        return
    assert REFERENCE.fullmatch(reference)
    left = re.sub("^/(received|reviews|disclosures)/", "", path)
    assert left == reference or REFERENCE.fullmatch(left) or len(left) == len(ID)
    assert not set(left) - set("0123456789abcdefBCDFGHJKLMNPQRSTVWXZ-")


@given(st.sampled_from(sorted(KINDS)), st.from_regex(REFERENCE, fullmatch=True))
def test_what_is_left_without_reference_and_link_is_always_the_same(kind, reference):
    link = "https://s.example/received/" + reference
    said = "\n".join(worded(kind=kind, reference=reference, link=link))
    fixed = "\n".join(worded(kind=kind, reference="", link=""))
    assert said.replace(link, "").replace(reference, "") == fixed


def test_references_are_letters_refused_by_nobody_and_never_words():
    drawn = {new_reference() for _ in range(500)}
    assert len(drawn) == 500
    assert all(REFERENCE.fullmatch(one) for one in drawn)
    assert not set("".join(drawn)) & set("AEIOUY")
