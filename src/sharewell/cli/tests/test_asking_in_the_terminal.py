"""`sharewell ask`: a conversation that asks only what still matters."""

import json

import pytest

from sharewell.cli.engines import Engines, today
from sharewell.terms.conditions import UNKNOWN
from sharewell.terms.facts import Kind


@pytest.fixture
def converse(reeds, run):
    """Hold a conversation: answer what is asked from the facts, and else as it is presumed."""

    def conversed(facts, *arguments, before=""):
        engine = Engines(today()).of("reeds")
        said, typed = {}, before
        while (question := engine.decide(said).next) is not None:
            for name in question.facts:
                said[name] = facts.get(name, engine.asker.stand_in(name))
                typed += _typed(engine.stack.vocabulary.facts[name], said[name])
        ended = run("ask", "--stack", "reeds", *arguments, input=typed)
        assert ended.exit_code == 0, ended.output
        return ended.stdout, said

    return conversed


def _typed(fact, value):
    if fact.kind is Kind.YEARS:
        return TYPED.get(value, f"{value}\n")
    return f"{[*fact.values, UNKNOWN].index(value) + 1}\n"


TYPED = {UNKNOWN: "?\n"}
DANGER = {"risk_to_child": "immediate", "request_based": False}


def test_it_asks_until_the_answer_stands_and_gives_its_reasons(converse):
    said, _ = converse(DANGER)
    assert said.startswith("The Reeds partnership, 1: in force. Check for a newer one.")
    assert "\nIs a child in danger?  [reeds 2; at most" in said
    assert "  4  Yes, now\n  5  I don't know\n" in said
    assert "Answer: share must" in said
    assert "Why: A clear risk is shared. [reeds 2]" in said
    assert "Do: Write it down. [reeds 4]" in said


def test_questions_of_one_page_are_asked_together(converse):
    said, _ = converse({**DANGER, "request_based": True})
    page = said.index("About who is asking  [reeds 3; at most")
    assert page < said.index("Was the caller known?") < said.index("Did they say why?")
    assert "Answer: do not share" in said
    assert "Not yet. When these are met: share must" in said
    assert "First: verify requester" in said
    assert "First: purpose and power stated" in said


@pytest.mark.parametrize(
    ("age", "answer"), [(3, "share may"), (9, "seek advice"), (UNKNOWN, "seek advice")]
)
def test_an_age_is_asked_as_a_number_and_may_be_unknown(converse, age, answer):
    said, _ = converse({"risk_to_child": "none", "request_based": False, "child_age": age})
    assert "Age in whole years, or ? if not known" in said
    assert f"Answer: {answer}" in said


def test_an_age_that_nobody_has_counts_as_not_known(converse, monkeypatch):
    monkeypatch.setitem(TYPED, UNKNOWN, "900\n")
    said, _ = converse({"risk_to_child": "none", "request_based": False, "child_age": UNKNOWN})
    assert "Answer: seek advice" in said


def test_the_whole_answer_can_be_had_as_json(converse):
    said, facts = converse(DANGER, "--json")
    answer = json.loads(said.splitlines()[-1])
    assert answer["facts"] == facts
    assert (answer["outcome"], answer["next"]) == ("share_must", None)


def test_a_stack_that_nobody_has_is_refused_in_three_lines(reeds, run):
    ended = run("ask", "--stack", "reed")
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (1, 3)


def test_a_number_that_is_no_choice_is_asked_again(converse):
    said, _ = converse(DANGER, before="9\n")
    assert "9 is not in the range" in said


def test_it_says_on_what_footing_it_would_be_shared(reeds, converse):
    plan = '[stack]\nid = "reeds"\ntitle = "t"\npacks = ["reeds", "lawful_basis"]\n'
    (reeds / "stacks" / "reeds.toml").write_text(plan)
    said, _ = converse(DANGER)
    assert "  Footing: vital interests [uk_gdpr article 6(1)(d)]" in said
