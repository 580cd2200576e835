"""Telling: every outcome has its sentence, and every code its words."""

import itertools

import pytest

from sharewell.packs import load_library
from sharewell.terms.answer import Outcome
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.sentences import WORDS, advisers, cited, sentence, tell

HARM = {"risk_to_child": "reasonable_cause_significant_harm"}
NOW = {"risk_to_child": "immediate"}
TO = {"recipient_role": "statutory_child_protection"}
KINDS = [*Outcome, "share_must_now", "not_yet"]


def answer(act_now, *, consent="false", held=None):
    return {"act_now": act_now, "consent_needed": consent, "held_back": held}


@pytest.mark.parametrize("act", ["share", "take_advice", "ask_for_information"])
@pytest.mark.parametrize("outcome", Outcome, ids=str)
@pytest.mark.parametrize("facts", [{}, TO], ids=["to_nobody_yet", "to_social_care"])
def test_every_outcome_is_one_plain_sentence(marshland, act, outcome, facts):
    said = sentence(engine(), facts | {"act": act}, answer(outcome))

    assert said.endswith(".") and "{" not in said and "  " not in said and " ." not in said
    assert len(said) < 160
    assert said[0].isupper()


@pytest.mark.parametrize(
    ("outcome", "consent", "facts", "said"),
    [
        (
            "share_must",
            "false",
            HARM,
            "Yes. Share this today{to}. You do not need their agreement.",
        ),
        ("share_must", "false", NOW, "Yes. Share this now{to}. You do not need their agreement."),
        ("share_may", "true", {}, "Yes. You may share this{to}. It rests on their agreement."),
        (
            "share_may",
            "if_safe",
            {},
            "Yes. You may share this{to}. Ask for their agreement where that is safe; "
            "you need not wait for it.",
        ),
        ("do_not_share", "true", {}, "No. Do not share this{to}."),
        ("seek_advice", "if_safe", {}, "Take advice before you share this{to}."),
    ],
    ids=["harm", "danger_now", "on_agreement", "agreement_if_safe", "no", "advice"],
)
def test_the_sentence_says_whether_how_soon_with_whom_and_on_whose_agreement(
    marshland, outcome, consent, facts, said
):
    told = sentence(engine(), TO | facts, answer(outcome, consent=consent))
    assert told == said.format(to=" with children’s social care")


def test_what_is_held_back_is_not_yet_and_never_no(marshland):
    said = sentence(engine(), TO, answer("do_not_share", held="share_may"))
    assert said.startswith("Not yet.")


def test_every_code_of_an_answer_has_its_words():
    vocabulary = load_library().vocabulary
    answers = vocabulary.answers

    assert set(WORDS["first"]) == set(answers["preconditions"])
    assert (
        set(WORDS["agreement"]) == set(WORDS["agreement_beneath"]) == set(answers["consent_needed"])
    )
    assert set(WORDS["family"]) == set(answers["inform_subject"])
    assert set(WORDS["how_much"]) == set(WORDS["outcomes"]) == set(answers["outcome"])
    assert set(WORDS["tones"]) == {str(kind) for kind in KINDS}
    assert all(set(acts) == {str(kind) for kind in KINDS} for acts in WORDS["sentence"].values())
    assert set(WORDS["recipients"]) == set(vocabulary.facts["recipient_role"].values)
    assert {role.code for role in advisers()} <= set(ROLES)


def test_a_text_is_cited_once_with_its_edition_and_its_paragraphs_as_people_say_them(marshland):
    cites = ("marsh_2020 2.1", "marsh_2020 gr3", "marsh_2020 app.timely", "some_source 5")

    assert cited(engine(), cites) == [
        "The Marshland protocol, edition of 2020: 2.1, golden rule 3, appendix “timely”",
        "some_source: 5",
    ]
    assert cited(engine(), cites[:1], short=True) == ["The Marshland protocol: 2.1"]


def test_what_must_come_first_names_the_fact_that_opens_it(marshland):
    facts = TO | HARM | {"act": "share", "request_based": True}
    told = tell(engine(), facts, engine().decide(facts))

    assert [first.fact for first in told.first] == ["requester_verified"]
    assert told.not_yet == "When this is done, the answer becomes: share it."


def test_every_combination_of_parts_is_told_without_a_gap(marshland):
    facts = {
        "act": ["share", "take_advice"],
        "risk_to_child": ["none", "concern", "immediate"],
        "recipient_role": ["police", "alleged_abuser"],
        "consent": ["obtained", "refused", "partial", "not_sought"],
        "child_age": [12, 17],
        "public_interest_favours_sharing": [True, "unknown"],
    }
    outcomes = set()
    for values in itertools.product(*facts.values()):
        said = dict(zip(facts, values, strict=True)) | {"request_based": False}
        found = engine().decide(said)
        told = tell(engine(), said, found)
        outcomes.add(found.act_now)
        assert told.sentence and told.how_much and told.agreement and told.family and told.reasons
    assert outcomes >= set(Outcome) - {Outcome.SEEK_ADVICE}
