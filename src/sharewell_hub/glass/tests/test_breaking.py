"""Breaking the glass: one child for an hour, no wall passed, and one answer where nothing shows."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from journeys.cast import person
from sharewell.permitting import Asking, Thing, may
from sharewell.permitting import BrokenGlass as BrokenRow
from sharewell.permitting.table import LINES, READ
from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.roles import ROLES
from sharewell_hub.demo.clock import it_is
from sharewell_hub.glass.models import Attempt, Found
from sharewell_hub.glass.queries import TRIES_AN_HOUR
from sharewell_hub.glass.tests.conftest import (
    BORN,
    NAME,
    NOTHING,
    OPEN,
    REASON,
    WAYS,
    broke,
    said,
    sees,
    tries,
)
from sharewell_hub.outbox.models import Letter
from sharewell_hub.people.actions import keep_out, lift, record_subject, seal_record
from sharewell_hub.people.models import BrokenGlass, Subject
from sharewell_hub.vault.queries import open_content


def test_it_opens_one_child_for_an_hour_and_not_a_minute_longer(
    browser_of, teacher, child, guardian, safeguarding_lead
):
    other = record_subject(safeguarding_lead, name="Somebody Else", born_on=BORN)
    assert sees(teacher, Subject) == set()

    browser = browser_of(teacher)
    answer = broke(browser)
    assert answer.headers["Location"] == OPEN
    assert NAME in browser.get(OPEN).content.decode()
    assert sees(teacher, Subject) == {child.pk}
    assert open_content(BrokenGlass.objects.get().reason_content) == REASON
    with it_is(timezone.now() + timedelta(minutes=59)):
        assert sees(teacher, Subject) == {child.pk}
    with it_is(timezone.now() + timedelta(minutes=61)):
        assert sees(teacher, Subject) == set()
    assert other.pk not in sees(teacher, Subject)


@pytest.mark.parametrize(
    "written",
    ["zebulon  quillfeather", "Zebulon Quill-Feather", "ZEBULON QUILLFEATHER"],
)
def test_the_name_is_the_same_however_it_is_written(teacher, child, guardian, written):
    assert tries(teacher, name=written)


@pytest.mark.parametrize("changes", [{"name": "Zebulon"}, {"born": BORN + timedelta(days=1)}])
def test_one_identifier_alone_finds_nobody(teacher, child, guardian, changes):
    assert not tries(teacher, **changes)
    assert sees(teacher, Subject) == set()


def test_another_agencys_record_is_not_looked_for(social_worker, child, council):
    assert not tries(social_worker)
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_no_wall_is_passed_in_the_page_or_in_the_database(browser_of, teacher, child, hidden, way):
    changes = hidden[way]()
    browser = browser_of(teacher)

    assert broke(browser, **changes).headers["Location"] == NOTHING
    assert sees(teacher, Subject) == set()
    assert sees(teacher, BrokenGlass) == sees(teacher, Found) == set()
    assert NAME not in browser.get(OPEN).content.decode()
    assert browser.get(f"/people/{child.pk}/walls").status_code == 404


def test_a_seal_put_on_afterwards_closes_what_the_glass_had_opened(
    teacher, child, guardian, officer
):
    assert tries(teacher)
    seal_record(officer, child, [])
    assert sees(teacher, Subject) == set()
    lift(officer, child)
    assert sees(teacher, Subject) == {child.pk}
    keep_out(officer, child, teacher, reason="relative")
    assert sees(teacher, Subject) == set()


@pytest.mark.parametrize("kind", ["subject", "concern", "disclosure"])
def test_the_pure_function_lets_no_broken_glass_through_a_wall(kind):
    """Every verb, role, tier and purpose, with the glass broken a moment ago."""
    now = timezone.now()
    broken = BrokenRow(
        practitioner="somebody", child="child", at=now, stepped_up_at=now, reason_recorded=True
    )
    record = Thing(kind=kind, holder="school", child="child", people=frozenset({"child"}))
    asked = allowed = 0
    for (verb, of_kind), line in LINES.items():
        for role, tier, agency in product(ROLES, READ["tiers"], ("school", "hospital")):
            if of_kind != kind or line.tells_only:
                continue
            asking = Asking(
                practitioner="somebody", agency=agency, roles=frozenset({role}),
                trained_until=now + timedelta(days=1), stepped_up_at=now,
                broken_glass={"child": (broken,)},
            )  # fmt: skip
            thing = replace(record, tier=tier)
            for who, what in (
                (asking, replace(thing, sealed=True, named=frozenset({"somebody else"}))),
                (replace(asking, excluded_from={"child": "relative"}), thing),
            ):
                assert not may(who, verb, what, purpose="protect_child", now=now).allowed
                asked += 1
            allowed += may(asking, verb, thing, purpose="protect_child", now=now).allowed
    assert asked > 1000 and allowed > 10


def test_what_was_opened_stands_at_its_doors_and_no_purpose_is_asked_once_more(
    browser_of, teacher, child, guardian
):
    browser = browser_of(teacher)
    assert browser.get(f"/people/{child.pk}/walls").status_code == 404
    broke(browser)
    assert browser.get(f"/people/{child.pk}/walls").status_code == 200
    with it_is(timezone.now() + timedelta(minutes=61)):
        assert browser.get(f"/people/{child.pk}/walls").status_code in {302, 404}


def test_a_letter_says_nothing_of_the_child(teacher, child, guardian):
    tries(teacher)
    letter = Letter.objects.filter(destination_address=guardian.email).get()
    attempt = Attempt.objects.get()
    assert (letter.reference, letter.link_path) == (
        attempt.reference, f"/reviews/{attempt.reference}",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["supervisor", "designated_nurse", "policy_officer", "lay_member"])
def test_other_roles_break_nothing(browser_of, child, guardian, role):
    other = person("Una", "Sprake", "oak-school", role)
    browser = browser_of(other)
    for answer in (browser.get("/break-glass"), broke(browser)):
        assert answer.status_code == 403
        assert "your role does not break the glass" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_whoever_runs_the_accounts_breaks_nothing_in_any_other_role(child, guardian):
    keeper = person("Nell", "Harbury", "oak-school", "teacher", "account_administrator")
    with pytest.raises(NotAllowed):
        tries(keeper)


def test_it_can_be_tried_a_few_times_an_hour_whatever_was_found(
    browser_of, teacher, child, guardian
):
    for number in range(TRIES_AN_HOUR):
        tries(teacher, name=f"Nobody {number}")

    answer = broke(browser_of(teacher))
    assert answer.status_code == 422
    assert "as often as is possible" in answer.content.decode()
    assert REASON in answer.content.decode()
    assert not BrokenGlass.objects.exists()
    with it_is(timezone.now() + timedelta(minutes=61)):
        assert tries(teacher)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": "Because I must."}, "at least 20 characters"),
        ({"name": "…"}, "Enter the child’s name."),
        ({"born_on-day": ""}, "must include a day"),
    ],
    ids=["no_reason", "no_name", "no_birthday"],
)
def test_a_refusal_keeps_the_text_and_looks_for_nobody(
    browser_of, teacher, child, guardian, changes, told
):
    answer = broke(browser_of(teacher), **changes)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Attempt.objects.exists()


def test_it_asks_once_more_who_is_there_and_keeps_the_text(browser_of, teacher, child, guardian):
    browser = browser_of(teacher)
    browser.get("/break-glass")
    with it_is(timezone.now() + timedelta(minutes=12)):
        answer = broke(browser)
    assert answer.status_code == 403
    assert REASON in answer.content.decode()
    assert not Attempt.objects.exists()


def test_nobody_comes_here_without_signing_in(neighbour):
    assert neighbour.get("/break-glass").status_code == 302
    assert neighbour.post("/break-glass/try", said()).status_code == 403
