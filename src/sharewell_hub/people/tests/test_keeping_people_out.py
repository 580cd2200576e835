"""Keeping people out: to whoever is kept out, a record and what was sent of it do not exist."""

import pytest

from journeys.cast import say_why
from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.models import Practitioner
from sharewell_hub.disclosures.models import Disclosure
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.actions import keep_out, let_in_again, lift, seal_record
from sharewell_hub.people.models import Exclusion, Subject
from sharewell_hub.people.queries import subjects
from sharewell_hub.walls.seeing import seen_by


def seen(viewer):
    with seen_by(viewer.pk):
        alone = set(Subject.objects.values_list("pk", flat=True))
        assert alone == {each.pk for each in subjects(viewer)}
    return alone


def test_whoever_is_kept_out_sees_nothing_until_they_are_let_in(teacher, guardian, child):
    assert seen(teacher) == {child.pk}
    keep_out(guardian, child, teacher, reason="relative")
    keep_out(guardian, child, teacher, reason="relative")
    assert seen(teacher) == set()
    assert seen(guardian) == {child.pk}

    let_in_again(guardian, Exclusion.objects.get().pk)
    assert seen(teacher) == {child.pk}
    kinds = Entry.objects.filter(kind__in=["kept_out", "let_in_again"]).values_list("kind")
    assert [*kinds.order_by("at")] == [("kept_out",), ("let_in_again",)]


def test_a_sealed_record_is_there_for_those_named_alone(teacher, guardian, child):
    seal_record(guardian, child, [])
    assert seen(teacher) == set()
    assert seen(guardian) == {child.pk}
    seal_record(guardian, child, [teacher])
    assert seen(teacher) == {child.pk}
    keep_out(guardian, child, teacher, reason="complainant")
    assert seen(teacher) == set(), "being named opens no wall of another kind"
    lift(guardian, child)
    assert seen(teacher) == set()


def test_other_roles_decide_nothing(teacher, guardian, child):
    with pytest.raises(NotAllowed):
        keep_out(teacher, child, guardian, reason="relative")
    with pytest.raises(NotAllowed):
        seal_record(teacher, child, [])
    assert seen(guardian) == {child.pk}


def test_kept_out_there_is_no_page_of_it(browser_of, teacher, guardian, child):
    lead, theirs = browser_of(guardian), browser_of(teacher)
    address = f"/people/{child.pk}/walls"
    assert theirs.get(address).status_code == 200
    say_why(lead, child.pk)
    sent = lead.post(address, {"email": teacher.email.upper(), "reason": "knows_them"})
    assert sent.status_code == 302
    assert teacher.name in lead.get(address).content.decode()
    assert theirs.get(address).status_code == 404

    (row,) = Exclusion.objects.all()
    assert theirs.post(f"/kept-out/{row.pk}/end").status_code == 404
    assert lead.post(f"/kept-out/{row.pk}/end").status_code == 302
    assert theirs.get(address).status_code == 200


def test_an_address_that_nobody_has_comes_back_with_what_was_typed(browser_of, guardian, child):
    lead = browser_of(guardian)
    say_why(lead, child.pk)
    nobody = {"email": "nobody@nowhere.example", "reason": "relative"}
    sent = lead.post(f"/people/{child.pk}/walls", nobody)
    assert sent.status_code == 422 and "nobody@nowhere.example" in sent.content.decode()
    named = {"named": f"{guardian.email}\nnobody@nowhere.example"}
    sent = lead.post(f"/people/{child.pk}/seal", named)
    assert sent.status_code == 422 and "nobody@nowhere.example" in sent.content.decode()
    assert lead.post(f"/people/{child.pk}/seal", {"named": ""}).status_code == 302
    assert "and to nobody else" in lead.get(f"/people/{child.pk}/walls").content.decode()
    assert lead.post(f"/people/{child.pk}/unseal").status_code == 302


def test_kept_out_at_the_other_end_there_is_nothing_that_was_sent(at_the_borough, db):
    sent = Disclosure.objects.select_related("subject__recorded_by").first()
    at_desk = Practitioner.objects.filter(roles__contains=["lead_information_officer"])
    reader = at_desk.filter(agency=sent.recipient_agency).first()
    lead = sent.subject.recorded_by
    Practitioner.objects.filter(pk=lead.pk).update(roles=["lead_information_officer"])
    lead.refresh_from_db()
    with seen_by(reader.pk):
        assert Disclosure.objects.filter(pk=sent.pk).exists()
    keep_out(lead, sent.subject, reader, reason="alleged_abuser")
    with seen_by(reader.pk):
        assert not Disclosure.objects.filter(pk=sent.pk).exists()
