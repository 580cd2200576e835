"""Sending: only items of the decision, each with its reasons, in the form that was decided."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sharewell.delivering.preparing import DONE, done
from sharewell.delivering.sending import Covered, Held, Sending, Ticked, check_sending
from sharewell.delivering.stating import Onward, Purpose
from sharewell.terms.answer import Outcome
from sharewell.terms.errors import NotAllowed, SharewellError, TooMuch

TODAY = date(2026, 11, 22)
ARMS, NEIGHBOUR, OLD_NOTE, ELSEWHERE = "arms", "neighbour", "old_note", "elsewhere"
HELD = {
    ARMS: Held(words="Bruises on both arms of Amina.", seen_on=TODAY, about_somebody_else=False),
    NEIGHBOUR: Held(words="The neighbour was there.", seen_on=None, about_somebody_else=True),
    OLD_NOTE: Held(
        words="She was hungry.", seen_on=TODAY - timedelta(days=366), about_somebody_else=False
    ),
}


def covered(**changes):
    said = {
        "decided": "share",
        "superseded": False,
        "outcome": Outcome.SHARE_MUST,
        "held_back": None,
        "preconditions": (),
        "items": HELD,
        "anonymised": False,
    }
    return Covered(**said | changes)


def ticked(item=ARMS, **changes):
    said = {
        "item": item,
        "words": HELD[item].words if item in HELD else "Something else.",
        "needed_because": "They decide about enquiries.",
        "certain": True,
        "checked_with": "the class teacher",
    }
    return Ticked(**said | changes)


def sending(*items, **changes):
    said = {
        "submission": uuid4(),
        "destination": uuid4(),
        "items": items or (ticked(),),
        "purpose": Purpose.PROTECT_CHILD,
        "onward": Onward.ASK_FIRST,
        "urgent": False,
        "answer_by": TODAY,
        "asks": "Tell us what you will do.",
        "means": "She may be hurt again.",
    }
    return Sending(**said | changes)


def check(sent, under=None):
    check_sending(sent, under or covered(), today=TODAY)


def test_what_was_decided_may_leave():
    check(sending())
    check(sending(), covered(decided="share_part"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"decided": "do_not_share"}, "decided not to share"),
        ({"decided": "take_advice"}, "take advice first"),
        ({"superseded": True}, "superseded by a newer one"),
        ({"held_back": "share_may", "preconditions": ("court_permission",)}, "The court has given"),
    ],
    ids=["not_to_share", "for_advice", "superseded", "held_back"],
)
def test_nothing_leaves_under_a_decision_that_does_not_release_it(changes, told):
    with pytest.raises(NotAllowed, match=told):
        check(sending(), covered(**changes))


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([ticked(ELSEWHERE)], "not part of the worry"),
        ([ticked(), ticked()], "ticked twice"),
        ([ticked(words=HELD[ARMS].words + " And her back.")], "none put in"),
        ([ticked(words=" ")], "none put in"),
        ([ticked(needed_because=" ")], "why this recipient needs it"),
        ([ticked(checked_with="")], "with whom it was checked"),
        ([ticked(OLD_NOTE)], "what its age means"),
        ([ticked(NEIGHBOUR)], "whom else it affects"),
    ],
    ids=[
        "another_worrys_item", "twice", "a_word_put_in", "no_words", "no_reason", "not_checked",
        "old_and_unexplained", "somebody_else_not_thought_of",
    ],
)  # fmt: skip
def test_more_or_less_than_was_decided_is_refused(items, told):
    with pytest.raises(TooMuch, match=told) as refusal:
        check(sending(*items))
    assert "london_2007 3.5.20" in refusal.value.cites


def test_nothing_ticked_is_nothing_sent():
    with pytest.raises(TooMuch, match="No item is ticked"):
        check(replace(sending(), items=()))


def test_uncertain_and_said_so_needs_no_witness():
    check(sending(ticked(certain=False, checked_with="")))


def test_old_items_and_other_people_may_go_once_explained():
    check(
        sending(
            ticked(OLD_NOTE, age_means="It shows how long it has gone on."),
            ticked(NEIGHBOUR, affects="The neighbour, who knows that we share it."),
        )
    )


@pytest.mark.parametrize(
    ("item", "rest"),
    [
        (ticked(), {}),
        (ticked(words="Bruises.", needed_because="Amina is at risk."), {}),
        (ticked(words="Bruises."), {"means": "AMINA’s arms"}),
        (ticked(words="Bruises."), {"asks": "Ring Amina"}),
    ],
    ids=["in_the_item", "in_the_reason", "in_what_it_means", "in_what_is_asked"],
)
def test_an_anonymised_form_holds_the_name_nowhere(item, rest):
    under = covered(outcome=Outcome.SHARE_ANONYMISED, anonymised=True, names=("Amina Example",))
    with pytest.raises(TooMuch, match="name is still in"):
        check(sending(item, **rest), under)
    check(sending(ticked(words="Bruises on both arms of [the child].")), under)


def test_what_must_be_done_first_is_done_by_somebody():
    under = covered(preconditions=("redact_address", "second_person_check"))
    with pytest.raises(NotAllowed, match="2 things must be done first"):
        check(sending(), under)
    with pytest.raises(NotAllowed, match="1 thing must be done first"):
        check(sending(done_by={"redact_address": "I did", "second_person_check": " "}), under)
    check(sending(done_by={"redact_address": "I", "second_person_check": "the deputy"}), under)


@pytest.mark.parametrize(
    ("changes", "so"),
    [
        ({}, False),
        ({"decided": "share_part"}, True),
        ({"outcome": Outcome.SHARE_LIMITED}, True),
        ({"anonymised": True}, True),
        ({"preconditions": ("redact_third_party",)}, True),
        ({"preconditions": ("legal_advice",)}, False),
    ],
    ids=["whole", "part", "limited", "anonymised", "redacted", "advice"],
)
def test_words_are_taken_out_where_the_answer_is_not_the_whole(changes, so):
    assert covered(**changes).takes_out is so


def test_every_precondition_is_said_in_words():
    assert done("legal_advice") == DONE["legal_advice"]
    assert done("own_area_form") == "Own area form"


ITEMS = some.lists(
    some.builds(
        ticked,
        some.sampled_from([ARMS, NEIGHBOUR, OLD_NOTE, ELSEWHERE]),
        needed_because=some.sampled_from(["", "needed"]),
        affects=some.sampled_from(["", "them"]),
        age_means=some.sampled_from(["", "long ago"]),
    ),
    max_size=4,
)


@given(
    items=ITEMS,
    decided=some.sampled_from(["share", "share_part", "do_not_share", "take_advice"]),
    superseded=some.booleans(),
    held_back=some.sampled_from([None, "share_may"]),
)
def test_whatever_passes_was_decided_on_and_has_its_reasons(items, decided, superseded, held_back):
    under = covered(decided=decided, superseded=superseded, held_back=held_back)
    try:
        check(sending(*items) if items else replace(sending(), items=()), under)
    except SharewellError as refusal:
        assert refusal.what.startswith("Nothing was sent")
    else:
        assert decided in ("share", "share_part")
        assert not superseded
        assert held_back is None
        assert items
        assert all(one.item in HELD and one.needed_because for one in items)
