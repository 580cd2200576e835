"""A stack says where each pack speaks, what is asked first, what is not in force yet."""

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.weighing import weigh
from sharewell.packs import load_library
from sharewell.packs.tests.marshland import MARSH, TODAY, local_pack
from sharewell.terms.errors import PackRefused

RULES = """
[rules.tide]
outcome = "share_anonymised"
when = { any = ["consent = refused", "confidential = true"] }
because = "At the coast nobody is named."
cites = ["3"]

[rules.tide_table]
duty = "read_the_tide_table"
when = { always = true }
do = "Read the tide table."
cites = ["3"]
"""
PLAN = """
[stack]
id = "coast"
title = "The coast"
packs = ["reeds", "marsh_2020"]
"""
PICKED = """
[picks.reeds]
any = ["public_knowledge = true", "child_age >= 16"]
"""


ASKED = """
[questions.consent]
ask = "Did they agree, at the coast?"
ask_when = { any = ["public_knowledge = false"] }
cites = ["3"]

[questions.scheme]
ask = "Is the tide coming in?"
cites = ["3"]
"""


def stack_of(folder, plan, status="in_force", more="", rules=RULES):
    path = local_pack(folder, rules, joins="[]") / "reeds" / "pack.toml"
    path.write_text(path.read_text().replace('"in_force"\n', f'"{status}"\n{more}', 1))
    (folder / "stacks").mkdir()
    (folder / "stacks" / "coast.toml").write_text(plan)
    return load_library(folder, shipped=MARSH).stack("coast", TODAY)


def test_a_pack_speaks_only_where_its_stack_picks_it(tmp_path):
    engine = Engine(stack_of(tmp_path, PLAN + PICKED))
    refused = {"consent": "refused", "risk_to_child": "none"}
    coast = engine.decide({**refused, "child_age": 17, "public_knowledge": False})
    inland = engine.decide({**refused, "child_age": 9, "public_knowledge": False})
    assert (coast.act_now, inland.act_now) == ("share_anonymised", "do_not_share")
    assert "read_the_tide_table" in {duty.code for duty in coast.duties}
    assert "read_the_tide_table" not in {duty.code for duty in inland.duties}
    assert "child_age" in coast.reasons[0].facts
    assert any("Reeds" in text for text in coast.banners)
    assert not any("Reeds" in text for text in inland.banners)


def test_a_question_is_asked_in_the_words_of_a_pack_that_speaks_everywhere(tmp_path):
    picked = stack_of(tmp_path / "picked", PLAN + PICKED, rules=ASKED + RULES)
    above = stack_of(tmp_path / "above", PLAN, rules=ASKED + RULES)
    asked, plainly = picked.questions["consent"], above.questions["consent"]

    assert (asked.ask, plainly.ask) == ("Has the family agreed?", "Did they agree, at the coast?")
    assert asked.cites == ("marsh_2020 2",)
    assert asked.ask_when == plainly.ask_when is not None
    assert picked.questions["scheme"].ask == "Is the tide coming in?"


def test_while_the_fact_that_picks_is_not_asked_both_stay_possible(tmp_path):
    engine = Engine(stack_of(tmp_path, PLAN + PICKED))
    answer = engine.decide({"consent": "refused", "risk_to_child": "none"})
    assert {"share_anonymised", "do_not_share"} <= set(answer.possible)
    assert "child_age" in answer.missing


def test_the_reference_and_the_compiled_form_pick_alike(tmp_path):
    engine = Engine(stack_of(tmp_path, PLAN + PICKED))
    for age in (9, 15, 16, 17):
        for consent in ("refused", "obtained", "not_sought"):
            facts = engine.resolve({"child_age": age, "consent": consent})
            assert engine.compiled.weigh(facts) == weigh(engine.stack, facts)


def test_a_stack_names_what_is_asked_first_after_harm(tmp_path):
    plan = PLAN.replace("packs =", 'order = ["consent", "child_age"]\npacks =')
    stack = stack_of(tmp_path, plan + PICKED)
    assert stack.order[2:4] == ("consent", "child_age")


def test_what_is_only_reported_says_what_it_would_change(tmp_path):
    engine = Engine(stack_of(tmp_path, PLAN, status="reported"))
    answer = engine.decide({"consent": "refused", "risk_to_child": "none"})
    assert answer.act_now == "do_not_share"
    would = "It would become: share anonymised, were this in force: At the coast nobody is named."
    assert any(text.startswith(would) for text in answer.banners)


def test_a_partnership_may_treat_what_is_reported_as_in_force(tmp_path):
    plan = PLAN.replace("packs =", 'treats_as_in_force = ["reeds"]\npacks =')
    engine = Engine(stack_of(tmp_path, plan, status="reported"))
    answer = engine.decide({"consent": "refused", "risk_to_child": "none"})
    assert answer.act_now == "share_anonymised"
    assert not any(text.startswith("It would become") for text in answer.banners)


def test_a_pack_that_has_ended_stands_in_no_stack(tmp_path):
    stack = stack_of(tmp_path, PLAN, more="in_force_to = 2025-01-01\n")
    assert [pack.id for pack in stack.packs] == ["marsh_2020"]


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (PLAN + PICKED.replace("picks.reeds", "picks.weeds"), "It names the pack 'weeds'"),
        (PLAN + PICKED.replace("child_age", "chill_age"), "It asks for 'chill_age'"),
        (PLAN.replace("packs =", 'order = ["sander"]\npacks ='), "It asks for 'sander'"),
        (PLAN + "[pickles.reeds]\nalways = true\n", "unknown key pickles"),
    ],
    ids=["a pack that is not there", "a fact that is not there", "in the order", "another table"],
)
def test_a_plan_that_names_what_is_not_there_is_refused(tmp_path, plan, why):
    with pytest.raises(PackRefused) as refused:
        stack_of(tmp_path, plan)
    assert why in refused.value.why
