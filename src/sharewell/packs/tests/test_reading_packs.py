"""Reading packs: what stands in the file stands in the pack, with its paragraphs."""

from datetime import date

import pytest

from sharewell.packs import load_library
from sharewell.packs.checking import check_pack, cited_by
from sharewell.packs.tests.marshland import TODAY, marsh_stack, marshland, written_anew
from sharewell.terms.answer import Part
from sharewell.terms.errors import PackRefused

pack = marshland().packs["marsh_2020"]


def test_a_pack_says_what_it_is_and_until_when():
    assert (pack.title, pack.edition) == ("Marshland information sharing protocol", "2020")
    assert pack.in_force_from == date(2020, 4, 1)
    assert pack.banner == (
        "Marshland information sharing protocol, 2020: in force. Its review was due on 1 April "
        "2022. Nobody has said that it was reviewed. Check for a newer one."
    )


def test_a_historic_pack_says_so_and_still_decides(tmp_path):
    changed = written_anew(tmp_path, ('status = "in_force"', 'status = "historic"'))
    historic = load_library(shipped=changed).packs["marsh_2020"]
    assert "a dated text, kept as it was" in historic.banner
    assert historic.decides


def test_a_paragraph_without_a_source_is_the_packs_own():
    rules = {rule.id: rule for rule in pack.rules}
    assert rules["marsh_2020:must"].cites == ("marsh_2020 3",)
    assert rules["marsh_2020:court"].cites == ("fen_1990 s1",)
    assert rules["marsh_2020:court"].seen == "paraphrase"


def test_overrides_within_the_pack_need_no_prefix():
    rules = {rule.id: rule for rule in pack.rules}
    assert "marsh_2020:refused" in rules["marsh_2020:must"].overrides


def test_every_element_is_listed_by_the_paragraph_it_cites():
    cited = cited_by(pack)
    assert cited["fen_1990 s1"] == ("rule marsh_2020:court",)
    assert {
        "rule marsh_2020:verify",
        "question requester_verified",
        "question calling",
    } <= set(cited["marsh_2020 4"])
    assert {
        "checklist before",
        "checklist item who",
        "invariant it_is_always_recorded",
    } <= set(cited["marsh_2020 6"])
    assert {"[definitions.protector]", "[not_told.more_risk]"} <= set(cited["marsh_2020 3"])
    assert {"[help.consent]", "[consent_not_sought.more_risk]"} <= set(cited["marsh_2020 2"])


def test_every_paragraph_is_encoded_or_excused_or_named_as_left_out(tmp_path):
    assert check_pack(pack).left_out == ()
    assert (check_pack(pack).encoded, check_pack(pack).excused) == (6, 1)
    changed = written_anew(tmp_path, ('[excused]\n"7" = "heading"\n', ""))
    left = check_pack(load_library(shipped=changed).packs["marsh_2020"]).left_out
    assert left == ("marsh_2020 7",)


def test_reasons_definitions_help_and_checklists_are_read():
    assert pack.reasons["consent_not_sought"]["more_risk"].limb == "b"
    assert pack.reasons["not_told"]["more_risk"].limb == ""
    assert pack.definitions["protector"].cites == ("marsh_2020 3",)
    assert pack.help["consent"].says == "Agreement is a yes to this purpose."
    (checklist,) = pack.checklists
    assert [item.id for item in checklist.items] == ["who", "why"]
    assert checklist.items[0].not_applicable_when is not None
    assert pack.invariants[0].never == ("act_now = do_not_share", "preconditions empty")


def test_questions_fall_back_to_the_vocabulary():
    stack = marsh_stack()
    assert stack.questions["consent"].ask == "Has the family agreed?"
    assert stack.questions["consent"].presume == "not_sought"
    assert stack.questions["court_order"].ask == "A court has ordered it."
    assert stack.questions["risk_to_child"].labels["immediate"] == "Yes, now"
    assert set(stack.groups) == {"calling", "the_request"}


def test_harm_is_asked_first_then_the_packs_order_then_the_vocabularys():
    order = marsh_stack().order
    assert order[:5] == (
        *("risk_to_child", "risk_to_adult_serious_harm"),
        *("recipient_role", "request_based", "consent"),
    )
    assert set(order) == set(marsh_stack().vocabulary.facts)


def test_rules_of_a_part_are_given_in_the_order_of_who_speaks():
    assert [rule.sets for rule in marsh_stack().rules_of(Part.INFORM_SUBJECT)] == ["later"]


def test_the_same_stack_has_the_same_bytes_whenever_it_is_resolved():
    again = marshland().stack("marsh_2020", TODAY)
    assert again.canonical == marsh_stack().canonical
    later = marshland().stack("marsh_2020", TODAY.replace(year=2030))
    assert later.digest == again.digest


def test_a_library_names_its_stacks():
    assert marshland().stacks == ("marsh_2020",)


def test_an_example_may_stand_for_each_of_several_values(tmp_path):
    case = 'id = "immediate"'
    folder = written_anew(
        tmp_path, (case, f'{case}\neach = "concern_of in [abuse_or_neglect, unmet_need]"'),
        file="cases.toml",
    )  # fmt: skip
    examples = load_library(shipped=folder).packs["marsh_2020"].examples
    told = [each for each in examples if each.id.startswith("immediate")]
    assert [each.id for each in told] == ["immediate, abuse_or_neglect", "immediate, unmet_need"]
    assert [each.facts["concern_of"] for each in told] == ["abuse_or_neglect", "unmet_need"]
    assert told[0].expect == told[1].expect


def test_each_names_values_of_a_fact_that_has_none_yet(tmp_path):
    case = 'id = "immediate"'
    folder = written_anew(
        tmp_path, (case, f'{case}\neach = "risk_to_child in [none]"'), file="cases.toml"
    )
    examples = load_library(shipped=folder).packs["marsh_2020"].examples
    with pytest.raises(PackRefused, match="the fact has one already"):
        tuple(examples)
