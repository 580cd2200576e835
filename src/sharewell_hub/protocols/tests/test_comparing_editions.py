"""What another edition would change: told in situations, and in decisions that point to nobody."""

import pytest

from journeys.cast import person, say_why
from sharewell_hub.disclosures.tests.conftest import HARM, decide
from sharewell_hub.protocols import comparing
from sharewell_hub.protocols.models import KeptComparison

HERE = "/protocols/compare?from=marshland&to=marsh_2027"
CHANGED = "From “Share: it must be” to “Take advice”"


def page_of(browser, address=HERE):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def officer(browser_of, policy_officer, marsh):
    """Give the policy officer's browser."""
    return browser_of(policy_officer)


def test_a_change_is_told_as_a_situation_with_both_rules_and_their_paragraphs(officer):
    page = page_of(officer)

    assert CHANGED in page
    assert "A child may be harmed, so those who protect must know." in page
    assert "marsh_2020 2.1" in page
    assert "Nothing in the protocol answers this, so ask." in page
    assert "of all situations would be answered otherwise" in page


@pytest.mark.slow
def test_the_new_edition_says_how_it_stands_and_to_look_for_a_newer_one(officer):
    page = page_of(officer)

    assert "edition of 2027: in force. Its review was due on 1 April 2028." in page
    assert "Check for a newer one." in page


def test_an_edition_compared_with_itself_changes_nothing(officer):
    page = page_of(officer, "/protocols/compare?from=marshland&to=marshland")

    assert "0.00% of all situations" in page
    assert "In none of them would the outcome change" in page


@pytest.mark.slow
def test_before_two_are_chosen_nothing_is_worked_out(officer):
    page = page_of(officer, "/protocols/compare")

    assert "Next year’s edition" in page
    assert not KeptComparison.objects.exists()


@pytest.mark.slow
def test_a_pack_is_compared_in_the_stack_it_stands_in(officer):
    assert CHANGED in page_of(officer, "/protocols/compare?from=marsh_2020&to=marsh_2027")


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    ["?from=marshland", "?from=marshland&to=<script>", "?from=&to=", "?to=%00&from=%F0%9F%A6%86"],
    ids=["one_alone", "markup", "nothing", "nonsense"],
)
def test_a_name_that_is_not_offered_comes_back_with_a_plain_message(officer, query):
    page = page_of(officer, "/protocols/compare" + query)

    assert "<title>Error: What would change" in page
    assert "<script>alert" not in page
    assert not KeptComparison.objects.exists()


def test_a_comparison_is_worked_out_once_for_everybody(officer, browser_of, monkeypatch):
    page_of(officer)
    monkeypatch.delattr(comparing, "compare")
    guardian = person("Colm", "Byrne", "community-health", "caldicott_guardian")

    assert CHANGED in page_of(browser_of(guardian))
    assert KeptComparison.objects.count() == 1


def test_decisions_that_one_may_open_are_named_and_can_be_opened(
    browser_of, lead_information_officer, social_worker, front_door, marsh
):
    decision = decide(social_worker)
    lead = browser_of(lead_information_officer)
    page = page_of(lead)

    assert "1 that you may open" in page
    assert f"D-{decision.pk.hex[:8].upper()}" in page
    say_why(lead, decision.subject_id)
    opened = lead.get(f"/decisions/{decision.pk}")
    assert opened.status_code == 200


@pytest.mark.slow
def test_a_decision_that_would_not_change_is_counted_and_not_named(
    browser_of, lead_information_officer, social_worker, marsh
):
    decision = decide(social_worker, facts={"risk_to_child": "immediate"})
    page = page_of(browser_of(lead_information_officer))

    assert "1 that you may open" in page
    assert decision.pk.hex[:8].upper() not in page


@pytest.mark.parametrize(
    ("count", "said"), [(4, "fewer than 5"), (5, "Of the others: 5.")], ids=["four", "five"]
)
def test_what_one_may_not_open_is_numbers_from_five_on_and_never_references(
    browser_of, lead_information_officer, teacher, social_worker, marsh, count, said
):
    others = [decide(teacher) for _ in range(count)]
    decide(social_worker)
    page = page_of(browser_of(lead_information_officer))

    assert said in page
    for decision in others:
        assert str(decision.pk) not in page
        assert decision.pk.hex[:8].upper() not in page


def test_a_change_in_fewer_than_five_of_others_alone_is_not_told(officer, teacher, marsh):
    for facts in [{"risk_to_child": "immediate"}] * 5 + [{}] * 4:
        decide(teacher, facts=facts)
    page = page_of(officer)

    assert "0 that you may open, and 9 others" in page
    assert "In none of them would the outcome change" in page


def test_no_fact_of_anybodys_decision_is_shown(officer, teacher, marsh):
    for _ in range(6):
        decide(teacher, facts={**HARM, "child_age": 13})

    page = page_of(officer)

    assert "Zebulon" not in page
    assert "Bruises" not in page


@pytest.mark.parametrize("role", ["teacher", "social_worker", "lay_member", "mash_manager"])
def test_other_roles_are_refused_with_the_reason_and_who_to_ask(browser_of, marsh, db, role):
    answer = browser_of(person("Any", "Body", "front-door", role)).get(HERE)

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "your role does not look at the partnership’s decisions" in page
    assert "Policy and procedures officer" in page


@pytest.mark.slow
@pytest.mark.parametrize("role", ["policy_officer", "lead_information_officer"])
def test_those_who_answer_for_the_edition_see_it(browser_of, marsh, db, role):
    assert CHANGED in page_of(browser_of(person("Any", "Body", "police", role)))


def test_nobody_compares_without_signing_in(client, marsh, db):
    assert client.get(HERE).status_code == 302


@pytest.mark.slow
def test_a_decision_in_words_of_another_pack_is_counted_apart(officer, social_worker, marsh):
    page_of(officer)
    rows = [decide(social_worker) for _ in range(5)]
    with_own_word = {**rows[0].facts, "act": "give_a_talk"}
    found = comparing.weighed_again(
        comparing.engine_for("marshland"),
        comparing.engine_for("marsh_2027"),
        [comparing.Weighable(row.pk, True, with_own_word) for row in rows],
    )

    assert (found.own, found.unread, found.changed) == (0, 5, ())
