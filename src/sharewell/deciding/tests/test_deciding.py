"""Deciding: the whole answer, its banners and its digests."""

import json
import subprocess
import sys
from hashlib import sha256

import pytest

from sharewell.deciding.tests.some_stacks import marsh_engine
from sharewell.terms.errors import FactRefused

engine = marsh_engine()
DANGER = {"risk_to_child": "immediate", "recipient_role": "police", "request_based": False}
KEYS = (
    *("status", "outcome", "act_now", "presumed", "consent_needed", "inform_subject"),
    *("preconditions", "held_back", "banners", "possible", "reasons", "duties", "basis"),
    *("would_change", "missing", "next", "at_most", "pack_digest", "facts_digest"),
    "result_digest",
)


def test_an_answer_has_the_keys_of_the_contract_in_their_order():
    for facts in ({}, DANGER, {**DANGER, "request_based": True}):
        said = engine.decide(facts).as_json()
        assert tuple(said) == KEYS
        json.loads(json.dumps(said))


def test_an_answer_reads_as_the_contract_says():
    said = engine.decide(DANGER).as_json()
    assert said["status"] == "determined"
    assert said["outcome"] == said["act_now"] == "share_must"
    assert (said["consent_needed"], said["inform_subject"]) == ("false", "later")
    assert (said["preconditions"], said["held_back"]) == ([], None)
    assert said["basis"] == {"article_6": None, "article_9": None, "gateway": None}
    assert (said["possible"], said["missing"], said["next"]) == (["share_must"], [], None)
    assert said["reasons"][0] == {
        "rule": "marsh_2020:must",
        "pack": "marsh_2020",
        "because": "A clear risk is shared with those who protect.",
        "cites": ["marsh_2020 3"],
        "seen": "text",
        "facts": ["risk_to_child", "recipient_role"],
    }
    assert said["duties"][0] == {
        "code": "record_decision",
        "do": "Record what was decided and why.",
        "cites": ["marsh_2020 6", "marsh_2020 2"],
        "certain": True,
    }


def test_while_a_question_is_open_there_is_something_to_do_now():
    said = engine.decide({}).as_json()
    assert (said["status"], said["outcome"], said["act_now"]) == ("ask", None, "seek_advice")
    assert said["next"] == {
        "question": "Is a child at risk?",
        "facts": ["risk_to_child"],
        "cites": [],
    }
    assert said["presumed"]["risk_to_child"] == "concern"
    assert "scheme" not in said["presumed"]


def test_three_parts_may_still_vary_when_the_outcome_does_not():
    answer = engine.decide({"court_order": True, "request_based": False})
    assert answer.status == "determined"
    assert (answer.consent_needed, answer.inform_subject) == ("false", "yes")


def test_facts_outside_the_vocabulary_are_refused():
    with pytest.raises(FactRefused):
        engine.decide({"risk": "none"})


def test_facts_that_no_rule_uses_are_accepted_and_ignored():
    plain = engine.decide(DANGER)
    more = engine.decide({**DANGER, "jurisdiction": "england"})
    assert more.outcome == plain.outcome
    assert more.facts_digest != plain.facts_digest


@pytest.mark.parametrize(
    ("jurisdiction", "warned"),
    [("england", False), ("unknown", False), ("scotland", True), ("wales", True)],
)
def test_elsewhere_the_texts_are_principles_only(jurisdiction, warned):
    banners = engine.decide({"jurisdiction": jurisdiction}).banners
    assert any("principles only" in banner for banner in banners) is warned
    if warned:
        assert jurisdiction.title() in banners[-1]


def test_every_answer_carries_the_edition_and_the_review():
    assert "2020: in force. Its review was due on 1 April 2022." in engine.decide({}).banners[0]


def written(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_digest_of_facts_is_of_the_facts_as_given():
    turned = dict(reversed(DANGER.items()))
    assert engine.decide(DANGER).facts_digest == engine.decide(turned).facts_digest
    assert engine.decide(DANGER).facts_digest == sha256(written(DANGER)).hexdigest()


def test_the_digest_of_a_result_holds_no_sentence():
    answer = engine.decide(DANGER)
    said = answer.as_json()
    kept = (
        *("status", "outcome", "act_now", "presumed", "consent_needed", "inform_subject"),
        *("preconditions", "held_back", "possible", "basis"),
    )
    digested = {key: said[key] for key in kept}
    digested["reasons"] = [reason["rule"] for reason in said["reasons"]]
    digested["duties"] = [duty["code"] for duty in said["duties"]]
    assert answer.result_digest == sha256(written(digested)).hexdigest()
    assert said["result_digest"] == answer.result_digest


def test_the_digest_of_the_packs_is_of_the_bytes_that_are_kept():
    stack = engine.stack
    assert stack.digest == sha256(stack.canonical).hexdigest() == engine.decide({}).pack_digest
    kept = json.loads(stack.canonical)
    how = {"stack", "speaks", "picks", "order", "deciding"}
    assert set(kept) == how | {"packs", "rules", "vocabulary"}
    assert written(kept) == stack.canonical


ANOTHER = """
from sharewell.deciding import Engine
from sharewell.packs.tests.marshland import marsh_stack
answer = Engine(marsh_stack()).decide({"risk_to_child": "concern", "consent": "refused"})
print(answer.pack_digest, answer.facts_digest, answer.result_digest)
"""


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_digests_are_the_same_in_every_process(seed):
    said = subprocess.run(
        [sys.executable, "-c", ANOTHER],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    here = engine.decide({"risk_to_child": "concern", "consent": "refused"})
    assert said == [here.pack_digest, here.facts_digest, here.result_digest]
