"""Comparing two stacks: every situation counted, a few of them told, nothing where all is one."""

from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings

from sharewell.comparing.comparison import compare
from sharewell.comparing.side_by_side import Common
from sharewell.comparing.tests.two_editions import counted, edition
from sharewell.comparing.weighing import differences, parts_of, rules_of
from sharewell.deciding import Engine
from sharewell.deciding.tests.some_stacks import marsh_engine, stacks
from sharewell.packs.tests.marshland import marsh_stack
from sharewell.terms.answer import Part

MANY = 3_000
UNHURRIED = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
COURTS_HEAR_ADULTS = (
    'when = { all = ["court_order = true"] }',
    'when = { all = ["court_order = true", "child_age > 17"] }',
)


@pytest.mark.slow
@given(stacks(), stacks())
@UNHURRIED
def test_two_stacks_differ_exactly_where_weighing_each_situation_twice_says_so(one, other):
    common = Common(one, other)
    assume(prod(len(classes) for classes in common.classes) <= MANY)
    before, after = Engine(one), Engine(other)

    found = compare(before, after)

    groups, situations, differing = counted(before, after, common)
    assert {(group.part, group.was, group.becomes): group.count for group in found.groups} == groups
    assert (found.situations, found.differing) == (situations, differing)


@given(stacks(), stacks())
@UNHURRIED
def test_a_case_shows_its_difference_and_holds_no_fact_that_could_be_left_out(one, other):
    before, after = Engine(one), Engine(other)

    for group in compare(before, after).groups:
        assert 1 <= len(group.cases) <= 3
        for case in group.cases:
            pair = (group.was, group.becomes)
            assert pair in _differ(before, after, case.facts)[group.part]
            for name in case.facts:
                fewer = {each: value for each, value in case.facts.items() if each != name}
                if not one.vocabulary.contradiction(fewer):
                    assert _rules(before, after, fewer, group) != _told(case) or (
                        pair not in _differ(before, after, fewer)[group.part]
                    )


def test_an_edition_compared_with_itself_differs_nowhere():
    found = compare(marsh_engine(), marsh_engine())

    assert found.groups == ()
    assert found.differing == 0
    assert found.situations > 0
    assert found.as_json()["share"] == 0


def test_a_rule_that_speaks_no_more_is_told_by_the_facts_that_showed_it(tmp_path):
    found = compare(marsh_engine(), edition(tmp_path, COURTS_HEAR_ADULTS))

    group = next(g for g in found.groups if (g.was, g.becomes) == ("share_must", "seek_advice"))
    case = group.cases[0]
    assert case.facts == {"court_order": True}
    assert [reason.rule for reason in case.before.reasons] == ["marsh_2020:court"]
    assert case.before.reasons[0].cites == ("fen_1990 s1",)
    assert case.after.reasons[0].because == "Where the protocol says nothing, the adviser is asked."
    assert 0 < group.share < 1


def test_the_cases_of_a_group_each_have_other_rules(tmp_path):
    found = compare(marsh_engine(), edition(tmp_path, COURTS_HEAR_ADULTS))

    for group in found.groups:
        told = [(_told(case), tuple(case.facts.items())) for case in group.cases]
        assert len(set(told)) == len(told)


def test_an_outcome_that_must_wait_is_not_one_that_need_not(tmp_path):
    no_wait = edition(tmp_path, ('precondition = "verify_requester"\nholds = true\n',
                                 'precondition = "verify_requester"\n'))  # fmt: skip

    groups = {(g.part, g.was, g.becomes) for g in compare(marsh_engine(), no_wait).groups}

    waits = "verify_requester, nothing leaves before"
    assert groups == {(Part.PRECONDITION, waits, "verify_requester")}


def test_a_precondition_that_is_gone_is_one_group_of_its_own(tmp_path):
    changed = edition(
        tmp_path,
        ('precondition = "verify_requester"', 'precondition = "purpose_and_power_stated"'),
    )

    groups = {
        (g.was, g.becomes): g
        for g in compare(marsh_engine(), changed).groups
        if g.part is Part.PRECONDITION
    }

    new = "purpose_and_power_stated, nothing leaves before"
    assert ("verify_requester, nothing leaves before", "") in groups
    assert ("", new) in groups
    case = groups["", new].cases[0]
    assert case.before.reasons == ()
    assert [reason.rule for reason in case.after.reasons] == ["marsh_2020:verify"]


def test_duties_and_questions_are_named_where_one_has_them_and_where_words_differ(tmp_path):
    changed = edition(
        tmp_path,
        ('ask = "Has the family agreed?"', 'ask = "Do they agree?"'),
        ('duty = "ask_what_happened"', 'duty = "ask_how_it_went"'),
    )

    found = compare(marsh_engine(), changed)

    assert list(found.duties.only_before) == ["ask_what_happened"]
    assert list(found.duties.only_after) == ["ask_how_it_went"]
    before, after = found.questions.otherwise["consent"]
    assert before.startswith("Has the family agreed?")
    assert after.startswith("Do they agree?")
    assert found.questions.only_before == {}


def test_a_comparison_is_written_with_both_digests_and_numbers_of_any_size(tmp_path):
    changed = edition(tmp_path, COURTS_HEAR_ADULTS)

    said = compare(marsh_engine(), changed).as_json()

    assert said["before"] == {"stack": "marsh_2020", "pack_digest": marsh_stack().digest}
    assert said["after"]["pack_digest"] == changed.stack.digest
    assert int(said["differing"]) == round(said["share"] * int(said["situations"]))
    first = said["groups"][0]
    assert set(first) == {"part", "from", "to", "count", "share", "cases"}
    assert first["cases"][0]["before"]["reasons"][0]["cites"]


def _differ(before, after, facts):
    return differences(parts_of(before, facts), parts_of(after, facts))


def _told(case):
    return tuple(
        tuple(reason.rule for reason in side.reasons) for side in (case.before, case.after)
    )


def _rules(before, after, facts, group):
    pair = (group.was, group.becomes)
    return tuple(rules_of(engine, facts, group.part, pair) for engine in (before, after))


def test_where_all_situations_are_too_many_some_are_drawn_and_it_is_said(tmp_path):
    before, after = marsh_engine(), edition(tmp_path, COURTS_HEAR_ADULTS)
    exact, drawn = compare(before, after), compare(before, after, most=100)

    assert (exact.drawn, drawn.drawn) == (False, True)
    assert drawn.as_json()["drawn"] is True
    assert drawn == compare(before, after, most=100)
    assert abs(drawn.differing / drawn.situations - exact.differing / exact.situations) < 0.02
    often = {(g.part, g.was, g.becomes): g.share for g in exact.groups if g.share > 0.01}
    found = {(g.part, g.was, g.becomes): g for g in drawn.groups}
    for kind, share in often.items():
        assert abs(found[kind].share - share) < 0.02
    case = found[Part.OUTCOME, "share_must", "seek_advice"].cases[0]
    assert case.facts == {"court_order": True}
    assert [reason.rule for reason in case.before.reasons] == ["marsh_2020:court"]
