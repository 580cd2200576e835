"""A partnership's own packs: they join a stack, replace, override, rename and add, without code."""

import pytest

from sharewell.deciding import Engine
from sharewell.packs import load_library
from sharewell.packs.tests.marshland import MARSH, TODAY, local_pack, marsh_stack
from sharewell.terms.answer import Part
from sharewell.terms.errors import PackRefused

ASKED_ANEW = """
[questions.consent]
ask = "Did the family say yes?"
labels = { refused = "They said no" }
cites = ["1"]
"""
OWN_FACT = """
[facts.reeds_flood]
kind = "bool"
says = "The marsh is flooded."
ask = "Is the marsh flooded?"
presume = false
cites = ["2"]

[rules.flooded]
outcome = "share_anonymised"
when = { all = ["reeds_flood = true"] }
because = "While it floods, nobody is named."
cites = ["2"]
"""
OVERRIDING = """
[rules.wait]
outcome = "seek_consent_first"
when = { all = ["risk_to_child = concern", "consent = not_sought"] }
because = "The Reeds ask first."
cites = ["3"]

[rules.no_following]
duty = "ask_the_warden"
when = { all = ["risk_to_child = immediate"] }
do = "Ask the warden."
cites = ["3"]
overrides = ["marsh_2020:follow_up"]
"""
REPLACING = """
[rules.verify_by_letter]
precondition = "purpose_and_power_stated"
holds = true
when = { all = ["request_based = true"] }
because = "The Reeds write letters."
cites = ["4"]
replaces = ["marsh_2020:verify", "marsh_2020:purpose"]
"""


def joined(folder, body, **about):
    library = load_library(local_pack(folder, body, **about), shipped=MARSH)
    return Engine(library.stack("marsh_2020", TODAY))


def test_a_local_pack_stands_on_top_of_the_stack_it_joins(tmp_path):
    engine = joined(tmp_path, OVERRIDING)
    assert [pack.id for pack in engine.stack.packs] == ["reeds", "marsh_2020"]
    assert engine.decide({}).act_now == "seek_consent_first"
    assert engine.decide({}).reasons[0].rule == "reeds:wait"
    assert engine.stack.digest != marsh_stack().digest


def test_a_renamed_question_keeps_what_it_does_not_say_anew(tmp_path):
    question = joined(tmp_path, ASKED_ANEW).question("consent")
    assert question.ask == "Did the family say yes?"
    assert question.labels["refused"] == "They said no"
    assert question.presume == "not_sought"
    assert question.cites == ("reeds 1",)


def test_a_fact_of_its_own_is_asked_and_decides(tmp_path):
    engine = joined(tmp_path, OWN_FACT)
    assert "reeds_flood" in engine.decide({}).missing
    assert engine.question("reeds_flood").ask == "Is the marsh flooded?"
    assert engine.question("reeds_flood").cites == ("reeds 2",)
    assert engine.decide({"reeds_flood": True}).act_now == "share_anonymised"
    assert engine.decide({}).presumed["reeds_flood"] is False


def test_an_overriding_rule_silences_another_packs_rule(tmp_path):
    engine = joined(tmp_path, OVERRIDING)
    codes = {duty.code for duty in engine.decide({"risk_to_child": "immediate"}).duties}
    assert "ask_the_warden" in codes
    assert "ask_what_happened" not in codes


def test_a_replaced_rule_is_gone_for_good(tmp_path):
    engine = joined(tmp_path, REPLACING)
    ids = {rule.id for rule in engine.stack.rules}
    assert not ids & {"marsh_2020:verify", "marsh_2020:purpose"}
    answer = engine.decide(
        {"request_based": True, "risk_to_child": "immediate", "purpose_stated": False}
    )
    assert answer.preconditions == ("purpose_and_power_stated",)
    assert answer.held_back == "share_must"


@pytest.mark.parametrize("status", ["reported", "pending"])
def test_what_is_only_reported_or_pending_changes_no_answer_but_is_shown(tmp_path, status):
    folder = local_pack(tmp_path, OVERRIDING + REPLACING)
    path = folder / "reeds" / "pack.toml"
    path.write_text(path.read_text().replace('status = "in_force"', f'status = "{status}"'))
    engine = Engine(load_library(folder, shipped=MARSH).stack("marsh_2020", TODAY))
    usual = Engine(marsh_stack())
    for facts in ({}, {"risk_to_child": "immediate"}, {"request_based": True}):
        assert engine.decide(facts).digested() == usual.decide(facts).digested()
    assert any("Reeds" in banner and "changes no answer" in banner for banner in engine.banners)


def test_a_pack_that_has_not_begun_does_not_stand_yet(tmp_path):
    folder = local_pack(tmp_path, OVERRIDING)
    path = folder / "reeds" / "pack.toml"
    path.write_text(path.read_text().replace("joins", "in_force_from = 2027-01-01\njoins"))
    library = load_library(folder, shipped=MARSH)
    assert library.stack("marsh_2020", TODAY).digest == marsh_stack().digest
    assert len(library.stack("marsh_2020", TODAY.replace(year=2028)).packs) == 2


def test_a_stack_of_ones_own_orders_packs_and_says_who_speaks_for_a_part(tmp_path):
    folder = local_pack(tmp_path, OVERRIDING, joins="[]")
    (folder / "stacks").mkdir()
    plan = '[stack]\nid = "both"\ntitle = "Both"\npacks = ["reeds", "marsh_2020"]\n'
    speaks = 'speaks = { outcome = ["marsh_2020", "reeds"] }\n'
    for id, text in {"both": plan, "other": plan.replace("both", "other") + speaks}.items():
        (folder / "stacks" / f"{id}.toml").write_text(text)
    library = load_library(folder, shipped=MARSH)
    upper = Engine(library.stack("both", TODAY))
    lower = Engine(library.stack("other", TODAY))
    facts = {"risk_to_child": "concern", "consent": "not_sought", "confidential": False}
    assert upper.decide(facts).act_now == "seek_consent_first"
    assert lower.decide(facts).act_now == "share_may"
    assert lower.decide({**facts, "confidential": True}).act_now == "seek_consent_first"
    assert lower.stack.speaks[Part.DUTY] == ("reeds", "marsh_2020")
    assert upper.stack.digest != lower.stack.digest


def test_a_pack_of_an_id_that_ships_is_refused(tmp_path):
    folder = local_pack(tmp_path, "", id="marsh_2020")
    with pytest.raises(PackRefused) as refused:
        load_library(folder, shipped=MARSH)
    assert "marsh_2020/pack.toml" in refused.value.what
    assert "ships with the library" in refused.value.why


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PackRefused) as refused:
        load_library(tmp_path / "none", shipped=MARSH)
    assert "there is no folder 'none'" in refused.value.what


def test_a_replaced_rule_must_be_one(tmp_path):
    with pytest.raises(PackRefused) as refused:
        joined(tmp_path, REPLACING.replace("marsh_2020:purpose", "marsh_2020:porpoise"))
    assert "Did you mean marsh_2020:purpose?" in refused.value.next


def test_the_order_of_packs_and_their_bytes_are_in_the_digest(tmp_path):
    folder = local_pack(tmp_path, ASKED_ANEW)
    path = folder / "reeds" / "pack.toml"
    before = load_library(folder, shipped=MARSH).stack("marsh_2020", TODAY)
    path.write_text("# A remark changes nothing.\n" + path.read_text())
    assert load_library(folder, shipped=MARSH).stack("marsh_2020", TODAY).digest == before.digest
    path.write_text(path.read_text().replace("say yes", "agree"))
    assert load_library(folder, shipped=MARSH).stack("marsh_2020", TODAY).digest != before.digest


def test_an_example_that_cannot_be_read_is_refused_before_anything_is_decided(tmp_path):
    folder = local_pack(tmp_path, OVERRIDING)
    (folder / "reeds" / "cases.toml").write_text("[[case]]\nfacts = {}\n")
    with pytest.raises(PackRefused, match="cases"):
        load_library(folder, shipped=MARSH)
