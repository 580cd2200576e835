"""Answering: one sentence first, then what goes with it, and never a score."""

import re
from xml.etree import ElementTree

import pytest

from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.tests.conftest import HARM
from sharewell_hub.look.drawing import WIDTH, path_svg

TO_CARE = {
    "risk_to_child": HARM,
    "recipient_role": "statutory_child_protection",
    "recipient_is_alleged_abuser": "false",
}


def test_the_answer_begins_with_one_sentence_and_goes_on_to_its_reasons(walk):
    page = walk.to_the_answer(**TO_CARE)

    assert "Yes. Share this today with children’s social care. You do not need their" in page
    assert "A child may be harmed, so those who protect must know." in page
    assert "The Marshland protocol, edition of 2020: 2.1" in page
    for heading in ("With whom", "How much", "Agreement", "The family", "What would change it"):
        assert f"<dt>{heading}</dt>" in page
    assert "Record what you decide, and why." in page
    assert "I disagree" in page
    assert not re.search(r"\bscore\b|\b\d+ ?%", page)


def test_in_danger_it_says_now(walk):
    page = walk.to_the_answer(danger="yes", **TO_CARE)
    assert "Share this now with children’s social care" in page
    assert "sw-answer--now" in page


def test_what_must_come_first_is_not_yet_and_can_be_said_to_be_done(walk):
    page = walk.to_the_answer(wants="answer", **TO_CARE)
    assert "Not yet." in page and "ring back through their agency’s own number" in page

    walk.client.post("/answer", {"do": "met", "fact": "requester_verified"})
    page = walk.page("/answer")
    assert "Yes. Share this today with children’s social care." in page


@pytest.mark.parametrize("fact", ["", "statutory_duty", "no_such_fact", "risk_to_child"])
def test_nothing_else_can_be_said_to_be_done_there(walk, fact):
    walk.to_the_answer(wants="answer", **TO_CARE)
    walk.client.post("/answer", {"do": "met", "fact": fact})
    assert "Not yet." in walk.page("/answer")


def test_whoever_is_not_sure_gets_the_advice_answer(walk):
    page = walk.to_the_answer(wants="not_sure", recipient_role="designated_safeguarding_lead")
    assert "Take advice from your designated safeguarding lead, without naming anybody." in page


def test_what_is_not_known_comes_with_whom_to_ask_in_ones_own_agency(
    walk_of, teacher, safeguarding_lead
):
    page = walk_of(teacher).to_the_answer()
    assert "<dt>Not known</dt>" in page and "<dt>Whom to ask</dt>" in page
    assert "Designated safeguarding lead (Dana Price)" in page


def test_disagreeing_needs_a_reason_and_takes_it_to_the_decision(harm, teacher):
    visitor = harm(teacher)
    assert "Fill in" in visitor.client.post("/answer", {"why": ""}).content.decode()
    assert visitor.client.post("/answer", {"why": "I know this family."}).url == "/decide"
    assert "I know this family." in visitor.page("/decide")


@pytest.mark.parametrize("why", ["x" * 8_001, "sudden\u202e turn"], ids=["far_too_long", "hidden"])
def test_a_reason_that_cannot_be_kept_comes_back(harm, teacher, why):
    page = harm(teacher).client.post("/answer", {"why": why}).content.decode()
    assert "There is a problem" in page and "turn" in page + "turn"


def test_the_path_is_drawn_with_a_title_and_told_in_words_beneath(walk):
    page = walk.to_the_answer(**TO_CARE)
    svg = ElementTree.fromstring(re.search('<svg class="sw-path".*?</svg>', page, re.S)[0])

    assert svg.get("role") == "img"
    assert svg[0].tag.endswith("title") and svg[1].tag.endswith("desc")
    assert not [each for each in svg.iter() if each.get("style")]
    assert "How worried are you? <strong>" in page


def test_each_step_of_the_path_in_words_has_its_own_paragraph(walk):
    page = walk.to_the_answer(wants="answer", **TO_CARE)
    words = page[page.index("The same in words") :]
    steps = re.findall("<li>(.*?)</li>", words[: words.index("</ol>")], re.S)
    assert "The Marshland protocol: 2.1" in next(each for each in steps if "must know" in each)
    assert "The Marshland protocol: 5" in next(
        each for each in steps if "called back first" in each
    )


def test_a_drawing_stays_on_a_telephone_and_takes_any_words_as_words(marshland):
    steps = engine().path({"risk_to_child": HARM, "recipient_role": "police"})
    drawn = path_svg(steps, "Yes. <b>Share</b> " + "this very long sentence " * 9)
    svg = ElementTree.fromstring(str(drawn))

    assert int(svg.get("width")) == WIDTH <= 360
    assert "<b>" not in str(drawn)
    assert all(len(text.text) <= 36 for text in svg.iter() if text.tag.endswith("text"))
    assert all(int(text.get("font-size")) >= 16 for text in svg.iter() if text.get("font-size"))
