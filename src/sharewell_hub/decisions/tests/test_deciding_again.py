"""Deciding again: a new decision takes the place of one that stays as it was, and only one does."""

import pytest

from journeys.cast import say_why
from sharewell_hub.concerns.models import Concern
from sharewell_hub.decisions import queries
from sharewell_hub.decisions.models import Decision
from sharewell_hub.decisions.tests.conftest import HARM, SAYS
from sharewell_hub.logbook.models import Entry

OTHERWISE = SAYS | {
    "decided": "do_not_share",
    "met": "all consent",
    "why": "The head does it today.",
}


@pytest.fixture
def waiting(walk_of, teacher):
    """Leave a worry on the desk, with the child's words and no decision."""
    visitor = walk_of(teacher)
    visitor.begin(child_said="He hits me.")
    visitor.client.post("/save", {"name": "Zebulon"})
    return Concern.objects.get()


@pytest.fixture
def taken_up(walk_of, waiting):
    """Bring somebody to the decision on that worry."""

    def take_up(practitioner):
        visitor = walk_of(practitioner)
        visitor.client.post(f"/concerns/{waiting.pk}/decide")
        visitor.go_on(
            risk_to_child=HARM, recipient_role="police", recipient_is_alleged_abuser="false"
        )
        return visitor

    return take_up


def test_a_worry_without_a_decision_stands_on_the_desk_until_there_is_one(
    taken_up, waiting, teacher, social_worker
):
    (late,) = queries.open_worries(teacher)
    assert late.child_said and late.concern == waiting
    assert late.decide_by > waiting.recorded_at
    assert queries.open_worries(social_worker) == []

    taken_up(teacher).client.post("/decide", SAYS)
    assert queries.open_worries(teacher) == []


def test_a_worry_is_read_before_it_is_decided(waiting, walk_of, safeguarding_lead):
    lead = walk_of(safeguarding_lead)
    say_why(lead.client, waiting.subject_id)
    page = lead.page(f"/concerns/{waiting.pk}/decide")
    assert "He hits me." in page and "Zebulon" in page


def test_deciding_on_it_asks_for_no_name_and_records_no_second_worry(taken_up, teacher):
    visitor = taken_up(teacher)
    assert 'name="name"' not in visitor.page("/decide")
    visitor.client.post("/decide", SAYS)
    assert Concern.objects.count() == Decision.objects.count() == 1


def test_a_new_decision_supersedes_and_the_old_one_stays(harm, teacher, safeguarding_lead, walk_of):
    harm(teacher).client.post("/decide", SAYS)
    first = Decision.objects.get()

    visitor = walk_of(safeguarding_lead)
    visitor.client.post(f"/decisions/{first.pk}/again")
    visitor.client.post("/decide", OTHERWISE)

    second = queries.recorded(teacher).get(supersedes=first.pk)
    assert second.decided == "do_not_share" and second.supersedes == first
    assert not queries.is_current(teacher, first)
    assert queries.current_decision(teacher, first.concern) == second
    assert Decision.objects.get(pk=first.pk).decided == "share"
    assert Entry.objects.filter(kind="decided_again", object_id=second.pk).count() == 1
    assert {said["by"] for said in second.said} == {str(teacher.pk)}


def test_of_two_who_decide_at_once_the_second_is_told_and_keeps_the_text(
    taken_up, teacher, safeguarding_lead
):
    first, second = taken_up(teacher), taken_up(safeguarding_lead)
    first.client.post("/decide", SAYS)
    standing = Decision.objects.get()

    told = second.client.post("/decide", OTHERWISE)
    page = told.content.decode()
    assert told.status_code == 422
    assert "somebody else decided on this worry meanwhile" in page
    assert "The head does it today." in page and str(standing.pk) in page
    assert Decision.objects.get() == standing

    second.client.post("/decide", OTHERWISE)
    assert queries.current_decision(teacher, standing.concern).decided == "do_not_share"


def test_of_two_who_supersede_at_once_the_second_is_told(harm, teacher, safeguarding_lead, walk_of):
    harm(teacher).client.post("/decide", SAYS)
    first = Decision.objects.get()
    visitors = [walk_of(teacher), walk_of(safeguarding_lead)]
    for visitor in visitors:
        visitor.client.post(f"/decisions/{first.pk}/again")
    answers = [visitor.client.post("/decide", OTHERWISE).status_code for visitor in visitors]
    assert answers == [302, 422]
    assert Decision.objects.count() == 2
