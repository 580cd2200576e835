"""Help where one stands: before not sharing, after "I don't know", and beside a hard word."""

import re

import pytest

from sharewell_hub.consents.models import Position
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.helping import answered, in_doubt, meanings, passages
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.tests.conftest import HARM, SAYS
from sharewell_hub.decisions.tests.test_asking import BELOW

NO_REVIEW = "No review has ever criticised anybody in Marshland for sharing too much."
NEEDS_NONE = "Agreement is not needed to keep a child safe."
NO_LAW = "No law of Marshland forbids it."
MET = "Before you record this"
REFUSED = {"decided": "do_not_share", "agreement": "refused", "why": "They said no."}


def sent(visitor, **changes):
    return visitor.client.post("/decide", SAYS | changes)


def said_first(page):
    """Give what stands open before the other things that hold people back."""
    return page[page.index(MET) : page.index("What else holds people back")]


def test_whoever_does_not_share_since_they_refused_meets_what_the_texts_say_of_it(harm, teacher):
    page = sent(harm(teacher), **REFUSED).content.decode()

    assert NO_REVIEW in said_first(page) and NEEDS_NONE in said_first(page)
    assert "The Marshland protocol: 7.2" in said_first(page)
    assert "Record it as it is" in page and "Change what I decide" in page
    assert not Decision.objects.exists() and not Position.objects.exists()


def test_one_press_more_records_it_as_it_is(harm, teacher):
    visitor = harm(teacher)
    page = sent(visitor, **REFUSED).content.decode()
    met = re.search(r'name="met" value="([^"]*)"', page)[1]
    assert sent(visitor, **REFUSED, met=met).status_code == 302
    assert Decision.objects.get().decided == "do_not_share"


def test_whoever_changes_their_mind_there_is_not_asked_again(harm, teacher):
    visitor = harm(teacher)
    sent(visitor, **REFUSED)
    assert sent(visitor, agreement="refused").status_code == 302
    assert Decision.objects.get().released


def test_another_reason_is_answered_as_well_before_it_is_recorded(harm, teacher):
    visitor = harm(teacher)
    law = REFUSED | {"why": "GDPR forbids it.", "agreement": "obtained", "met": "all consent"}
    assert NO_LAW in said_first(sent(visitor, **law).content.decode())


@pytest.mark.parametrize("changes", [{"decided": "share"}, {"decided": "share_part"}], ids=str)
def test_whoever_shares_is_not_held_up(harm, teacher, changes):
    assert sent(harm(teacher), **changes).status_code == 302


def test_whoever_follows_an_answer_not_to_share_is_not_held_up(harm, teacher):
    visitor = harm(teacher, recipient_role="alleged_abuser")
    assert sent(visitor, **REFUSED).status_code == 302


@pytest.mark.parametrize(
    ("why", "key"),
    [
        ("The GDPR does not allow it", "share_may"),
        ("I have no permission", "consent"),
        ("The mother refuses.", "consent"),
        ("I like the family", None),
        ("She flawed the form", None),
    ],
)
def test_what_somebody_writes_is_answered_where_its_words_name_what_holds_them(marshland, why, key):
    found = answered(engine(), {}, agreement="obtained", why=why)
    assert len(found) == 5
    assert [each["key"] for each in found if each["said"]] == ([key] if key else [])


def test_each_of_the_five_myths_is_answered_beside_any_stack(marshland):
    found = answered(engine(), {}, agreement="obtained", why="")
    cites = [one["cites"] for each in found for one in each["passages"]]
    for number in range(1, 6):
        assert [f"The myth-busting guide: myth {number}"] in cites


def test_the_packs_of_the_stack_speak_before_those_beside_it(marshland):
    first, second = passages(engine(), {}, "consent")
    assert first["cites"] == ["The Marshland protocol: 7.2"]
    assert second["cites"] == ["The myth-busting guide: myth 2"]
    assert passages(engine(), {}, "no_such_word") == []


def test_help_of_a_pack_that_is_in_the_stack_is_given_once(settings):
    settings.SHAREWELL_STACK = "hmg_2018"
    cites = [one["cites"] for one in passages(engine(), {}, "consent")]
    assert cites.count(["The myth-busting guide: myth 2"]) == 1


def test_where_no_pack_speaks_of_sharing_too_much_it_is_said_all_the_same(settings):
    settings.SHAREWELL_STACK = "uk_gdpr_dpa18"
    (found,) = passages(engine(), {}, "share_must")
    assert "No review has ever criticised" in found["says"]


def test_i_dont_know_about_harm_is_met_with_what_the_packs_say_of_it(walk):
    walk.begin()
    assert NO_REVIEW not in walk.page("/question")
    walk.answer(risk_to_child="unknown")
    page = walk.page("/question")
    assert "You need not be certain." in page and NO_REVIEW in page

    assert "You need not be certain." not in walk.until("recipient_role")


def test_only_what_was_not_known_is_helped_with(marshland):
    assert in_doubt(engine(), {}, {"risk_to_child": HARM}) == []
    assert in_doubt(engine(), {}, {"recipient_role": "unknown"}) == []


def test_whoever_may_share_reads_beside_the_buttons_that_nobody_was_blamed_for_it(harm, teacher):
    page = harm(teacher).page("/answer")
    assert page.index("Save and decide later") < page.index(NO_REVIEW)


def test_saving_for_later_meets_it_too(harm, teacher):
    assert NO_REVIEW in harm(teacher).page("/save")


def test_a_word_of_a_question_is_explained_beneath_it_and_not_in_its_name(walk):
    walk.begin()
    page = walk.until("consent", **BELOW)
    assert "Help with this question" in page and NEEDS_NONE in page
    assert "A yes from somebody who knows what they say yes to." in page
    for legend in re.findall("<legend.*?</legend>|<label.*?</label>", page, re.S):
        assert "mean?" not in legend
    assert "tied up" not in page


def test_a_word_without_further_help_is_asked_for_by_name(walk):
    walk.begin()
    page = walk.until("public_interest_favours_sharing", consent="refused", **BELOW)
    assert "What does “public interest” mean?" in page


def test_a_word_is_found_in_texts_whole_and_in_names(marshland):
    def terms(*texts, names=()):
        return [each["term"] for each in meanings(engine(), {}, texts, names)]

    assert terms("Is it in the Public Interest?") == ["public interest"]
    assert terms("A disagreement") == []
    assert terms("Two moorings") == ["mooring"]
    assert terms(names=["public_interest_favours_sharing"]) == ["public interest"]
    assert terms(names=["interest"]) == ["public interest"]
    assert terms(names=["risk_to_child"]) == []


def test_the_words_of_an_answer_are_explained_beneath_it(walk):
    page = walk.to_the_answer(risk_to_child="none", consent="refused")
    assert "What the words of this answer mean" in page
