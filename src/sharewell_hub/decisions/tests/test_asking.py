"""Asking: the packs ask, in their own words, and only what can still change the answer."""

import random
import re
import shutil
from html import escape, unescape

import pytest

from sharewell.terms.errors import FactRefused
from sharewell.terms.facts import Kind
from sharewell_hub.concerns.writing import WANTS
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.sentences import sentence
from sharewell_hub.decisions.tests.conftest import MARSHLAND

BELOW = {"risk_to_child": "concern", "recipient_role": "early_help"}
BOTH = {"if_shared": "The child is safe.", "if_not": "It goes on."}
MUST = {"act_now": "share_must", "consent_needed": "false", "held_back": None}
OWN = """
[pack]
id = "own_2026"
title = "Our own pack"
short = "our own pack"
edition = "first edition"
publisher = "Us"
kind = "local"
jurisdictions = ["england"]
status = "in_force"
joins = ["marshland"]
[[sources]]
id = "own_2026"
title = "Our own pack"
place = "here"
seen = "text"
[asking]
order = ["risk_to_child", "own_2026_swan_seen"]
[facts.own_2026_swan_seen]
kind = "bool"
says = "A swan was seen."
ask = "Was a swan seen?"
presume = false
cites = ["1"]
[questions.risk_to_child]
ask = "How large is your worry, in Swanland?"
cites = ["1"]
[questions.recipient_role]
ask = "Who would you tell?"
labels = { police = "the Swan Wardens" }
cites = ["1"]
[rules.swan]
outcome = "share_limited"
when = { all = ["own_2026_swan_seen = true"] }
because = "Where there is a swan, share a part."
cites = ["2"]
overrides = ["marsh_2020:must", "marsh_2020:abuser", "marsh_2020:advice", "marsh_2020:agreed",
  "marsh_2020:refused", "marsh_2020:not_asked", "marsh_2020:older", "marsh_2020:younger",
  "marsh_2020:weighed", "marsh_2020:weighed_against"]
"""


def one_answer(chance, fact):
    if chance.random() < 0.2:
        return "unknown"
    return chance.choice([0, 7, 12, 13, 15, 16, 17, 30] if fact.kind is Kind.YEARS else fact.values)


def as_typed(packs, answers):
    typed = dict(BOTH) if "public_interest_favours_sharing" in answers else {}
    for name, value in answers.items():
        if packs.stack.vocabulary.facts[name].kind is Kind.YEARS and value == "unknown":
            typed[f"{name}-unknown"] = "on"
        else:
            typed[name] = str(value).lower()
    return typed


def go_with(walk, chance):
    """Answer by chance, and compare every page with what the engine itself would say."""
    packs = engine()
    facts_of = packs.stack.vocabulary.facts
    wants, danger = chance.choice(list(WANTS)), chance.choice(["yes", "no"])
    facts = dict(WANTS[wants]) | ({"risk_to_child": "immediate"} if danger == "yes" else {})
    walk.begin(wants, danger)
    while (found := packs.decide(facts, would_change=False)).next is not None:
        page = unescape(walk.page("/question"))
        assert found.next.question in page
        assert all(f'name="{name}"' in page for name in found.next.facts)
        answers = {name: one_answer(chance, facts_of[name]) for name in found.next.facts}
        sent = walk.answer(**as_typed(packs, answers))
        if refused(packs, facts | answers):
            assert sent.status_code == 200
        else:
            assert sent.status_code == 302
            facts |= answers
    assert walk.client.get("/question").url == "/answer"
    assert sentence(packs, facts, found.as_json()) in unescape(walk.page("/answer"))


def question_in(page):
    return re.search("<h1.*?</h1>", page, re.S)[0]


def refused(packs, facts):
    try:
        packs.stack.vocabulary.check(facts)
    except FactRefused:
        return True
    return False


@pytest.mark.parametrize("seed", range(20))
def test_the_pages_ask_and_answer_what_the_engine_would(walk, seed):
    go_with(walk, random.Random(seed))


@pytest.mark.slow
@pytest.mark.parametrize("stack", ["current", "bromley_2017", "hmg_2018"])
def test_so_they_do_in_200_cases_on_the_packs_that_ship(walk, settings, stack):
    settings.SHAREWELL_PACKS, settings.SHAREWELL_STACK = None, stack
    for seed in range(200):
        walk.client.cookies.clear()
        go_with(walk, random.Random(seed))


@pytest.fixture
def own_packs(tmp_path, settings):
    """Put an area's own pack beside Marshland's."""
    shutil.copytree(MARSHLAND, tmp_path / "packs")
    (tmp_path / "packs" / "own_2026").mkdir()
    (tmp_path / "packs" / "own_2026" / "pack.toml").write_text(OWN)
    settings.SHAREWELL_PACKS = tmp_path / "packs"


def test_a_local_pack_renames_a_question_adds_a_fact_and_overrides_a_rule(walk, own_packs):
    walk.begin()
    assert "How large is your worry, in Swanland?" in walk.page("/question")

    page = walk.go_on(risk_to_child="immediate", own_2026_swan_seen="true")
    assert "Yes, in part. Share only what is needed." in page
    assert "Where there is a swan, share a part." in page
    told = sentence(engine(), {"recipient_role": "police"}, MUST)
    assert told == "Yes. Share this today with the Swan Wardens. You do not need their agreement."
    assert "Our own pack, first edition: 2" in page


def test_a_group_is_asked_on_one_page_with_years_as_a_number(walk):
    walk.begin()
    page = walk.until("child_age", **BELOW)

    assert "Two things about agreement" in page and "Both count." in page
    assert 'name="consent"' in page and 'inputmode="numeric"' in page
    sent = walk.answer(consent="partial", child_age="16")
    assert sent.status_code == 302


@pytest.mark.parametrize(
    "age",
    ["", "sixteen", "-1", "151", "1.5", "٧", "<b>7</b>", "9" * 30],
    ids=[
        "empty",
        "word",
        "negative",
        "too_old",
        "broken",
        "other_digits",
        "markup",
        "far_too_long",
    ],
)
def test_an_age_that_is_no_age_comes_back_as_it_was_typed(walk, age):
    walk.begin()
    walk.until("child_age", **BELOW)
    sent = walk.answer(consent="partial", child_age=age)

    page = sent.content.decode()
    assert sent.status_code == 200 and "There is a problem" in page
    assert escape(age) in page


@pytest.mark.parametrize(
    "typed", [{}, {"risk_to_child": "colossal"}, {"risk_to_child": "<script>"}], ids=str
)
def test_an_answer_that_is_none_is_asked_for_again(walk, typed):
    walk.begin()
    sent = walk.answer(**typed)
    assert sent.status_code == 200
    assert "There is a problem" in sent.content.decode()


def test_every_question_can_be_answered_with_i_dont_know(walk):
    page = walk.to_the_answer()
    assert "What is not known could change this" in page
    assert "How worried are you?" in page
    assert "Designated safeguarding lead" in page


def test_going_back_shows_what_was_answered_and_another_answer_takes_back_the_rest(walk):
    walk.begin()
    walk.until("consent", **BELOW)

    page = walk.page("/question?step=2")
    assert 'value="concern" checked' in page
    walk.answer(step="2", risk_to_child="none")
    assert 'name="risk_to_child"' not in walk.page("/question")
    assert 'name="recipient_role"' in walk.until("recipient_role")


def test_the_same_answer_sent_twice_is_one_answer(walk):
    walk.begin()
    walk.answer(step="2", risk_to_child="concern")
    once = walk.page("/question")
    walk.answer(step="2", risk_to_child="concern")
    assert question_in(walk.page("/question")) == question_in(once)


@pytest.mark.parametrize("step", ["0", "99", "-1", "two", "9" * 50])
def test_a_made_up_step_is_the_nearest_real_one(walk, step):
    walk.begin()
    assert 'name="risk_to_child"' in walk.page(f"/question?step={step}")


def test_the_public_interest_is_weighed_in_two_boxes_that_are_kept(walk):
    walk.begin()
    page = walk.until("public_interest_favours_sharing", **BELOW, consent="refused", child_age="7")
    assert "What might happen if it is not shared?" in page

    one_side = walk.answer(public_interest_favours_sharing="true", if_shared="She is safe.")
    assert "the answer rests on both sides" in one_side.content.decode()
    assert "She is safe." in one_side.content.decode()
    weighed = walk.answer(public_interest_favours_sharing="true", **BOTH)
    assert weighed.status_code == 302
    assert "You may share this with early help" in walk.go_on()


def test_nobody_need_weigh_what_they_cannot_and_what_was_written_is_kept(walk):
    walk.begin()
    page = walk.until("public_interest_favours_sharing", **BELOW, consent="refused", child_age="7")
    step = re.search('name="step" value="(.*?)"', page)[1]
    sent = walk.answer(public_interest_favours_sharing="unknown", if_shared="She may be safe.")
    assert sent.status_code == 302
    assert "She may be safe." in walk.page(f"/question?step={step}")


def test_whoever_must_act_now_sees_the_answer_so_far(walk):
    walk.begin(danger="yes")
    page = walk.page("/answer")
    assert "as far as it is known" in page and "Go on with the questions" in page
