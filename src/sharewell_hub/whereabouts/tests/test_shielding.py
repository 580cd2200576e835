"""The shield: from everybody not named, a hidden place is as if nobody had recorded one."""

import re

import pytest
from django.db import connection

from journeys.cast import person
from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.access.models import Look
from sharewell_hub.access.queries import looks_at
from sharewell_hub.logbook.models import Entry
from sharewell_hub.people.models import Shield
from sharewell_hub.people.queries import subjects
from sharewell_hub.vault.models import Content
from sharewell_hub.walls.seeing import seen_by
from sharewell_hub.whereabouts.actions import (
    put_up_shield,
    take_down_shield,
    unshield,
    use_unshielding,
)
from sharewell_hub.whereabouts.models import Unshielding, Whereabouts
from sharewell_hub.whereabouts.tests.conftest import ADDRESS, POSTCODE, hide, lives
from sharewell_hub.whereabouts.tests.test_locating import known_to

REASON = "They fetch the children from there at four today."
VARIES = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


@pytest.fixture
def hidden(guardian, deputy, child, place):
    """Hide the place of the child from everybody but the guardian and the deputy."""
    hide(guardian, child, deputy)
    return place


def pages(browser, child):
    """Give what every address answers to somebody, without what differs each time."""
    path = f"/people/{child.pk}/where"
    answers = [browser.get(path), browser.post(f"{path}/show"), browser.post(path, {})]
    texts = [VARIES.sub("", each.content.decode()) for each in answers]
    return [each.status_code for each in answers], [t.replace(str(child.pk), "") for t in texts]


def test_a_hidden_place_is_there_for_those_named_alone(
    guardian, deputy, teacher, colleague, child, place, hidden
):
    assert known_to(guardian, child) == known_to(deputy, child) == {place.pk}
    assert known_to(teacher, child) == known_to(colleague, child) == set()


def test_hidden_or_never_recorded_is_the_same_to_the_last_byte(
    opens, teacher, safeguarding_lead, child, other_child, hidden
):
    for viewer in (teacher, safeguarding_lead):
        browser = opens(viewer, child, other_child)
        there, nowhere = pages(browser, child), pages(browser, other_child)
        name = ("Zebulon Quillfeather", "Ottoline Braithwood")
        assert [text.replace(*name) for text in there[1]] == nowhere[1]
        assert there[0] == nowhere[0] == [200, 404, 422]


def test_who_looked_tells_nobody_not_named_that_there_is_a_place(
    opens, guardian, safeguarding_lead, child, other_child, hidden
):
    for each in (child, other_child):
        opens(guardian, each).post(f"/people/{each.pk}/where/show")
        pages(opens(safeguarding_lead, each), each)
    told = {}
    for viewer in (safeguarding_lead, guardian):
        for each in (child, other_child):
            with seen_by(viewer.pk):
                alone = Look.objects.filter(subjects__contains=[each.pk], verb="locate")
                seen = [(one.name, one.became) for one in looks_at(viewer, each)]
                told[viewer, each] = (seen, alone.filter(allowed=True).count())
    theirs, nobodys = told[safeguarding_lead, child], told[safeguarding_lead, other_child]
    assert theirs[1] == nobodys[1] == 0
    assert [one for one in nobodys[0] if one[0] != guardian.name] == theirs[0]
    assert (guardian.name, "was let in") in told[guardian, child][0]


def test_it_is_in_force_at_once_and_ends_at_once(opens, guardian, deputy, teacher, child, place):
    theirs, lead = opens(teacher), opens(guardian, child)
    show = f"/people/{child.pk}/where/show"
    assert POSTCODE in theirs.post(show).content.decode()
    named = {"reason": "violence", "named": deputy.email}
    assert lead.post(f"/people/{child.pk}/shield", named).status_code == 302
    assert theirs.post(show).status_code == 404
    refused = Look.objects.filter(verb="locate", allowed=False, practitioner=teacher)
    assert [look.rules for look in refused] == [["shield"]]
    assert lead.post(f"/people/{child.pk}/shield/down").status_code == 302
    assert POSTCODE in theirs.post(show).content.decode()
    kinds = Entry.objects.filter(kind__startswith="shield").order_by("at")
    assert [entry.kind for entry in kinds] == ["shield_put_up", "shield_taken_down"]


def test_nothing_of_a_hidden_place_can_be_counted(teacher, child, hidden):
    with seen_by(teacher.pk):
        assert not Whereabouts.objects.exists() and not Shield.objects.exists()
        assert not Content.objects.filter(place__startswith="whereabouts").exists()
        assert subjects(teacher).filter(pk=child.pk).exists(), "the record itself stays"


def test_whoever_is_not_named_may_still_write_a_new_place_down(opens, teacher, guardian, child,
                                                               hidden):  # fmt: skip
    sent = opens(teacher).post(
        f"/people/{child.pk}/where", {"kind": "stays", "address": ADDRESS}, follow=True
    )
    assert sent.status_code == 200 and "Wrenfield" not in sent.content.decode()
    assert len(known_to(guardian, child)) == 2 and known_to(teacher, child) == set()


def test_of_two_shields_one_is_enough_and_only_ones_own_is_taken_down(
    guardian, deputy, safeguarding_lead, child, hidden
):
    third = person("Ada", "Wilmot", "oak-school", "caldicott_guardian")
    hide(third, child, safeguarding_lead)
    assert known_to(guardian, child) == known_to(third, child) == set()
    with seen_by(third.pk):
        take_down_shield(third, child)
    assert known_to(guardian, child) == {hidden.pk}
    assert known_to(third, child) == set()


def test_a_shield_names_somebody_else_as_well(opens, guardian, child):
    browser = opens(guardian, child)
    for named in (guardian.email, ""):
        said = {"reason": "refuge", "named": named}
        sent = browser.post(f"/people/{child.pk}/shield", said)
        assert sent.status_code == 422
    said = {"reason": "refuge", "named": "nobody@nowhere.example"}
    sent = browser.post(f"/people/{child.pk}/shield", said)
    assert sent.status_code == 422 and "nobody@nowhere.example" in sent.content.decode()
    assert not Shield.objects.exists()


def test_other_roles_hide_nothing(teacher, colleague, child):
    with pytest.raises(NotAllowed):
        put_up_shield(teacher, child, [colleague], reason="violence")
    with pytest.raises(NotAllowed):
        take_down_shield(teacher, child)
    assert not Shield.objects.exists()


def test_an_officer_lets_one_place_be_told_to_one_person_once(
    opens, guardian, child, hidden, front_door, social_worker
):
    browser, path = opens(guardian, child), f"/whereabouts/{hidden.pk}/unshield"
    said = {"destination": front_door.pk, "recipient": social_worker.email, "reason": REASON}
    assert browser.get(path).status_code == 200
    assert browser.post(path, said).status_code == 302
    (row,) = Unshielding.objects.all()
    assert (row.officer, row.recipient, row.used_at) == (guardian, social_worker, None)
    assert "Not told yet" in browser.get(path).content.decode()
    with seen_by(guardian.pk):
        use_unshielding(guardian, row)
        with pytest.raises(NotAllowed):
            use_unshielding(guardian, row)
    assert Entry.objects.filter(kind__in=["unshielded", "unshielding_used"]).count() == 2


@pytest.mark.parametrize(
    "wrong", [{"recipient": "nobody@nowhere.example"}, {"reason": "short"}, {"destination": "x"}]
)
def test_what_is_not_let_be_told_keeps_the_text(
    opens, guardian, child, hidden, front_door, social_worker, wrong
):
    said = {"destination": front_door.pk, "recipient": social_worker.email, "reason": REASON}
    sent = opens(guardian, child).post(f"/whereabouts/{hidden.pk}/unshield", said | wrong)
    assert sent.status_code == 422 and (wrong.get("reason") or REASON) in sent.content.decode()
    assert not Unshielding.objects.exists()


def test_nobody_else_lets_it_be_told(
    guardian, teacher, colleague, child, place, front_door, social_worker, deputy
):
    with seen_by(guardian.pk), pytest.raises(NotAllowed, match="not hidden"):
        unshield(guardian, place.pk, (front_door, social_worker), reason=REASON)
    hide(guardian, child, deputy)
    with seen_by(guardian.pk), pytest.raises(NotAllowed, match="must work"):
        unshield(guardian, place.pk, (front_door, deputy), reason=REASON)
    third = person("Ada", "Wilmot", "oak-school", "caldicott_guardian")
    for viewer, error in ((teacher, NotAllowed), (third, NotFound)):
        with seen_by(viewer.pk), pytest.raises(error):
            unshield(viewer, place.pk, (front_door, social_worker), reason=REASON)
    assert not Unshielding.objects.exists()


def test_a_shield_hides_one_child_and_no_other(teacher, guardian, child, other_child, hidden):
    theirs = lives(teacher, other_child)
    with seen_by(teacher.pk), connection.cursor() as cursor:
        cursor.execute("select id from whereabouts_whereabouts")
        assert cursor.fetchall() == [(theirs.pk,)]
