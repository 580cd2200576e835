"""On what footing something leaves: who rests on what, and that it never changes an answer."""

from dataclasses import replace
from datetime import date

import pytest

from sharewell.deciding import Engine
from sharewell.deciding.compiling import Compiled
from sharewell.deciding.weighing import speaking, with_silencers
from sharewell.packs import load_library
from sharewell.packs.tests.marshland import marshland, written_anew
from sharewell.terms.answer import BASIS, BESIDE
from sharewell.terms.errors import PackRefused

LIBRARY = load_library()
TODAY, BEFORE = date(2026, 11, 22), date(2026, 2, 4)
ENGINE = Engine(LIBRARY.stack("bromley_2017", TODAY))
WORRY = {"risk_to_child": "concern", "recipient_role": "statutory_child_protection"}
HARM = {**WORRY, "risk_to_child": "reasonable_cause_significant_harm"}
AGREED = {
    **{"risk_to_child": "none", "recipient_role": "support_service"},
    **{"consent": "obtained", "consent_covers": True},
}
CRIME = {"risk_to_child": "none", "serious_crime": True, "consent": "refused"}


def basis(engine=ENGINE, **facts):
    return engine.decide(facts).as_json()["basis"]


@pytest.mark.parametrize(
    ("sender", "stands_on"),
    [
        ("school", ("6(1)(e)", "education_act_2002")),
        ("hospital", ("6(1)(e)", "ca1989_s47")),
        ("childrens_social_care", ("6(1)(e)", "ca1989_s47")),
        ("police", ("6(1)(e)", "ca1989_s47")),
        ("voluntary", ("6(1)(ea)", "common_law")),
        ("early_years", ("6(1)(ea)", "common_law")),
        ("member_of_public", ("none", "common_law")),
    ],
)
def test_each_who_reports_harm_stands_on_something_of_their_own(sender, stands_on):
    said = basis(**HARM, sender=sender)
    assert (said["article_6"], said["gateway"]) == stands_on


@pytest.mark.parametrize(
    ("recipient", "power"),
    [
        ("statutory_child_protection", "education_act_2002"),
        ("police", "ca2004_s11"),
        ("practitioner_with_role", "ca2004_s11"),
        ("designated_safeguarding_lead", "ca2004_s11"),
    ],
)
def test_the_power_turns_on_who_receives(recipient, power):
    assert basis(**{**WORRY, "sender": "school", "recipient_role": recipient})["gateway"] == power


def test_anybody_may_disclose_to_the_police_under_section_115_and_nobody_to_a_charity():
    for sender in ("school", "voluntary", "member_of_public", "gp"):
        said = basis(**CRIME, sender=sender, recipient_role="police")
        assert said["gateway"] == "cda1998_s115", sender
    weighed = {**CRIME, "public_interest_favours_sharing": True}
    for recipient in ("support_service", "other_organisation", "housing"):
        said = basis(**weighed, sender="police", recipient_role=recipient, need_to_know=True)
        assert said["gateway"] != "cda1998_s115", recipient


def test_consent_comes_last():
    assert basis(**AGREED, sender="voluntary")["article_6"] == "6(1)(a)"
    assert basis(**AGREED, sender="school")["article_6"] == "6(1)(e)"
    at_risk = {**HARM, "consent": "obtained", "consent_covers": True}
    assert basis(**at_risk, sender="voluntary")["article_6"] == "6(1)(ea)"
    required = {**AGREED, "statutory_duty": True, "recipient_role": "statutory_social_care"}
    assert basis(**required, sender="voluntary")["article_6"] == "6(1)(c)"


def test_what_identifies_nobody_needs_none():
    none = {"article_6": "none", "article_9": "none", "gateway": "none"}
    assert basis(**AGREED, sender="school", identifies_person=False) == none
    without_names = {**AGREED, "consent": "not_sought", "anonymous_would_do": True}
    answer = ENGINE.decide({**without_names, "sender": "school"})
    assert (answer.act_now, answer.basis.as_json()) == ("share_anonymised", none)
    assert answer.basis.article_8 == ""


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"legitimate_purpose": False, "recipient_role": "member_of_public"}, "do_not_share"),
        ({"consent": "not_sought"}, "seek_consent_first"),
    ],
    ids=["refused", "to_be_asked_first"],
)
def test_where_nothing_leaves_there_is_none(changed, outcome):
    answer = ENGINE.decide({**AGREED, "sender": "school", **changed})
    assert answer.act_now == outcome
    assert set(answer.basis.as_json().values()) == {None}


def test_each_part_carries_its_words_its_reason_and_its_paragraph():
    found = ENGINE.decide({**HARM, "sender": "hospital", "consent": "refused"}).basis
    assert found.article_9.code == "9(2)(g)_18b"
    assert "limb (b)" in found.article_9.words
    assert found.article_9.cites == ("dpa2018 schedule 1, paragraph 18(2)(b)",)
    assert found.gateway.because.endswith("which the authority must enquire into.")
    assert "section 47" in found.article_8
    assert "legitimate aim (to protect a child from significant harm)" in found.article_8


def test_the_recognised_interest_begins_on_its_day():
    before = Engine(LIBRARY.stack("bromley_2017", BEFORE))
    charity = {**HARM, "sender": "voluntary"}
    assert basis(before, **charity)["article_6"] == "6(1)(f)"
    assert basis(**charity)["article_6"] == "6(1)(ea)"
    assert before.decide(charity).act_now == ENGINE.decide(charity).act_now


@pytest.mark.parametrize("nation", ["new_zealand", "victoria"])
def test_abroad_the_packs_name_none(nation):
    answer = ENGINE.decide({**HARM, "sender": "school", "jurisdiction": nation})
    assert set(answer.basis.as_json().values()) == {None}


@pytest.mark.slow
def test_taking_the_footing_away_changes_no_answer_and_no_duty():
    stack = ENGINE.stack
    without = Engine(
        replace(stack, rules=tuple(rule for rule in stack.rules if rule.part not in BASIS))
    )
    same = ("status", "act_now", "consent_needed", "inform_subject", "preconditions")
    same += ("held_back", "possible", "missing", "would_change", "duties")
    for example in LIBRARY.packs["bromley_2017"].examples:
        kept, bare = ENGINE.decide(example.facts), without.decide(example.facts)
        for part in same:
            assert getattr(kept, part) == getattr(bare, part), (example.id, part)


def test_the_compiled_form_names_the_rule_that_the_reference_does():
    stack, compiled = ENGINE.stack, Compiled(ENGINE.stack)
    rules = with_silencers(stack, (rule for rule in stack.rules if rule.part in BESIDE))
    for example in LIBRARY.packs["lawful_basis"].examples:
        facts = ENGINE.resolve(example.facts)
        truths = speaking(rules, facts, example.facts)
        first = [next((r for r in stack.rules_of(p) if truths[r.id]), None) for p in BASIS]
        assert compiled.basis(facts, example.facts) == tuple(first), example.id


LAW = """
[rules.task]
article_6 = "6(1)(e)"
when = { all = ["request_based = true"] }
because = "It is a task."
cites = ["1"]
[rules.interest]
article_6 = "6(1)(f)"
when = { all = ["requester_verified = true"] }
because = "It is an interest."
cites = ["1"]
"""
WORDS = """
[answer.article_6]
values = ["6(1)(e)", "6(1)(f)"]
[answer.article_6.words]
"6(1)(e)" = "public task"
"6(1)(f)" = "legitimate interests"
"""


def marsh_law(folder, *changes):
    """Marshland's pack as a law that names two bases."""
    written_anew(folder, ("[groups]", f"{WORDS}\n[groups]"), file="facts.toml")
    law = LAW
    for old, new in changes:
        law = law.replace(old, new)
    with (folder / "marsh" / "protocols" / "marsh_2020" / "pack.toml").open("a") as pack:
        pack.write(law)
    return load_library(shipped=folder / "marsh")


def test_two_that_can_be_named_together_need_an_override(tmp_path):
    changes = [('kind = "protocol"', 'kind = "law"')]
    written_anew(tmp_path, *changes)
    library = marsh_law(tmp_path)
    with pytest.raises(PackRefused) as refused:
        Engine(library.stack("marsh_2020", TODAY))
    assert "marsh_2020:task and marsh_2020:interest contradict" in refused.value.what
    assert "one says 6(1)(e), the other 6(1)(f)" in refused.value.why


def test_only_a_law_says_on_what_footing(tmp_path):
    with pytest.raises(PackRefused) as refused:
        marsh_law(tmp_path)
    assert refused.value.why == "It sets article_6, and the pack is no law."


def test_a_basis_that_the_vocabulary_does_not_know_is_refused(tmp_path):
    with pytest.raises(PackRefused) as refused:
        marsh_law(tmp_path, ("6(1)(e)", "6(1)(z)"))
    assert "article_6 is '6(1)(z)'" in refused.value.why


def test_a_code_without_words_is_refused(tmp_path):
    copy = written_anew(
        tmp_path,
        (
            "[groups]",
            '[answer.gateway]\nvalues = ["s1"]\n[answer.gateway.words]\ns1 = "w"\n[groups]',
        ),
        file="facts.toml",
    )
    with pytest.raises(PackRefused) as refused:
        load_library(shipped=copy)
    assert "[answer.gateway.aim]" in refused.value.what


def test_a_basis_may_not_silence_what_decides(tmp_path):
    written_anew(tmp_path, ('kind = "protocol"', 'kind = "law"'))
    first = next(rule.id for rule in marshland().packs["marsh_2020"].rules)
    library = marsh_law(
        tmp_path, ('because = "It is a task."', f'because = "t"\noverrides = ["{first}"]')
    )
    with pytest.raises(PackRefused) as refused:
        library.stack("marsh_2020", TODAY)
    assert "would change the answer" in refused.value.why


def test_what_is_only_reported_changes_no_footing_and_says_what_it_would_be():
    plan = replace(
        LIBRARY.plans["ca2004_16la"],
        packs=("ca2004_16la", "bromley_2017", "lawful_basis_2026", "lawful_basis"),
        treats_as_in_force=(),
    )
    plans = {**LIBRARY.plans, plan.id: plan}
    reported = Engine(replace(LIBRARY, plans=plans).stack(plan.id, TODAY))
    school = {**HARM, "sender": "school"}
    answer = reported.decide(school)
    assert answer.basis.as_json() == basis(**school)
    said = [text for text in answer.banners if "would become" in text]
    assert said[0].startswith("The lawful basis would become: legal obligation, were this in force")
    assert said[1].startswith("The power to share would become: the duty to share, Children Act")
    charity = reported.decide({**HARM, "sender": "voluntary"})
    assert not [text for text in charity.banners if "would become" in text]
