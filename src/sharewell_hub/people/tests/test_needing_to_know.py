"""Need to know: a record is there for the desk and for whoever has to do with the child."""

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.cast import person
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.demo.clock import it_is
from sharewell_hub.disclosures.actions import send_disclosure
from sharewell_hub.disclosures.tests.conftest import decide, sending_of
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import keep_out, seal_record
from sharewell_hub.people.queries import relationships, sensitivity_of
from sharewell_hub.people.relating import break_glass, end, relate, set_sensitivity
from sharewell_hub.people.tests.test_keeping_people_out import seen


@pytest.fixture
def colleague(db):
    return person("Una", "Sprake", "oak-school", "teacher")


def test_whoever_records_a_child_has_to_do_with_them_and_a_colleague_has_not(
    teacher, safeguarding_lead, colleague, child
):
    assert seen(teacher) == {child.pk}
    assert seen(safeguarding_lead) == {child.pk}, "the desk needs no relationship of its own"
    assert seen(colleague) == set()


def test_a_colleague_who_is_asked_sees_it_until_that_ends(teacher, colleague, child):
    row = relate(teacher, child, colleague, kind="responsible_for")
    assert seen(colleague) == {child.pk}
    assert [each.practitioner for each in relationships(teacher, child)] == [teacher, colleague]
    end(teacher, row.pk)
    assert seen(colleague) == set()
    kinds = Entry.objects.filter(kind__startswith="relat").order_by("at").values_list("kind")
    assert [*kinds] == [("related",), ("relationship_ended",)]


def test_it_ends_by_itself(teacher, child):
    with it_is(timezone.now() + timedelta(days=364)):
        assert seen(teacher) == {child.pk}
    with it_is(timezone.now() + timedelta(days=366)):
        assert seen(teacher) == set()


def test_nobody_of_another_agency_is_added(teacher, social_worker, child):
    with pytest.raises(NotAllowed):
        relate(teacher, child, social_worker)
    assert seen(social_worker) == set()


def test_whoever_is_not_shown_it_ends_nothing(teacher, colleague, child):
    row = relationships(teacher, child).get()
    with pytest.raises(NotFound):
        end(colleague, row.pk)
    assert seen(teacher) == {child.pk}


def test_a_role_that_reads_no_cases_sees_none_even_with_a_relationship(teacher, child):
    officer = person("Orla", "Finch", "oak-school", "policy_officer")
    relate(teacher, child, officer)
    assert seen(officer) == set()


def test_a_restricted_record_is_for_those_who_reach_so_far(teacher, guardian, child):
    assert sensitivity_of(teacher, child) == "confidential"
    with pytest.raises(NotAllowed):
        set_sensitivity(teacher, child, "restricted")
    set_sensitivity(guardian, child, "restricted")
    assert seen(teacher) == set()
    assert seen(guardian) == {child.pk}
    set_sensitivity(guardian, child, "confidential")
    assert seen(teacher) == {child.pk}


def broken(viewer, child):
    return break_glass(
        viewer, child.pk, reason="Nobody else is here.", stepped_up_at=timezone.now()
    )


def test_breaking_the_glass_opens_for_an_hour_also_what_is_restricted(guardian, colleague, child):
    set_sensitivity(guardian, child, "restricted")
    broken(colleague, child)
    assert seen(colleague) == {child.pk}
    with it_is(timezone.now() + timedelta(minutes=59)):
        assert seen(colleague) == {child.pk}
    with it_is(timezone.now() + timedelta(minutes=61)):
        assert seen(colleague) == set()


def test_breaking_the_glass_opens_no_seal_and_nothing_to_whoever_is_kept_out(
    guardian, colleague, child
):
    broken(colleague, child)
    keep_out(guardian, child, colleague, reason="relative")
    assert seen(colleague) == set()


def test_breaking_the_glass_opens_no_seal(guardian, colleague, child):
    broken(colleague, child)
    seal_record(guardian, child, [])
    assert seen(colleague) == set()


def test_a_colleague_is_asked_in_on_the_page_and_out_again(browser_of, teacher, colleague, child):
    browser, theirs, address = browser_of(teacher), browser_of(colleague), f"/people/{child.pk}/who"
    assert theirs.get(address).status_code == 404
    nobody = browser.post(address, {"email": "nobody@oak-school.example", "kind": "works_with"})
    assert nobody.status_code == 422 and "nobody@oak-school.example" in nobody.content.decode()
    sent = browser.post(address, {"email": colleague.email.upper(), "kind": "works_with"})
    assert sent.status_code == 302
    assert theirs.get(address).status_code == 200
    row = relationships(teacher, child).get(practitioner=colleague)
    assert browser.post(f"/relationships/{row.pk}/end").status_code == 302
    assert theirs.get(address).status_code == 404
    assert theirs.post(f"/relationships/{row.pk}/end").status_code == 404


def test_sensitivity_is_changed_on_the_page_by_who_may(browser_of, teacher, guardian, child):
    address = f"/people/{child.pk}/sensitivity"
    assert browser_of(teacher).post(address, {"tier": "restricted"}).status_code == 404
    assert sensitivity_of(teacher, child) == "confidential"
    assert browser_of(guardian).post(address, {"tier": "restricted"}).status_code == 302
    assert sensitivity_of(guardian, child) == "restricted"
    assert browser_of(teacher).get(f"/people/{child.pk}/who").status_code == 404


def test_what_was_received_is_handed_on_to_a_colleague(
    browser_of, teacher, front_door, social_worker
):
    decision = decide(teacher)
    sent = send_disclosure(teacher, decision, sending_of(teacher, decision, front_door))
    helper = person("Ivo", "Marsh", "front-door", "practitioner")
    theirs, address = browser_of(helper), f"/received/{sent.reference}/accept"
    assert theirs.get(address).status_code == 404
    handing = f"/received/{sent.reference}/hand-on"
    desk = browser_of(social_worker)
    assert desk.get(handing).status_code == 200
    assert desk.post(handing, {"email": teacher.email}).status_code == 422
    assert desk.post(handing, {"email": helper.email}).status_code == 302
    assert helper.name in desk.get(handing).content.decode()
    assert theirs.get(address).status_code == 200
    assert theirs.get(f"/decisions/{decision.pk}").status_code == 404
    assert theirs.get(f"/people/{decision.subject_id}/who").status_code == 404
