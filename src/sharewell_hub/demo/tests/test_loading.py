"""Loading: once, wholly, nobody real, everybody able to sign in."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.test import Client
from django.utils import timezone

from sharewell.terms.errors import NotAllowed
from sharewell_hub.agencies.actions import add_agency
from sharewell_hub.agencies.models import Agency, Practitioner
from sharewell_hub.agencies.roles import KINDS, ROLES
from sharewell_hub.concerns.models import Concern, Item
from sharewell_hub.decisions.models import Decision
from sharewell_hub.demo import loading
from sharewell_hub.demo.borough import OPENS_EVERY_ACCOUNT, agencies, people
from sharewell_hub.demo.commands import group
from sharewell_hub.demo.loading import load
from sharewell_hub.demo.story import acts, day_of, family, first_things, moment_of
from sharewell_hub.logbook.queries import entries

TOLD = "".join(path.read_text() for path in Path(loading.__file__).parent.glob("*.toml"))
PHONE = re.compile(r"\b0[\d ]{9,12}\b")
DRAMA = re.compile(r"01632 960\d{3}|07700 900\d{3}")


def rows():
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model.__module__.startswith("sharewell_hub.")
    }


def test_loading_twice_changes_nothing(borough):
    before, log = rows(), list(entries())
    assert not load()
    assert rows() == before
    assert list(entries()) == log


def test_loading_that_is_broken_off_leaves_nothing(db, monkeypatch):
    def breaks_off(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(loading, "tell", breaks_off)
    with pytest.raises(ZeroDivisionError):
        load()
    assert not any(rows().values())


def test_a_service_with_agencies_of_its_own_is_left_alone(db):
    add_agency(slug="a-real-school", name="A Real School", kind="school")
    with pytest.raises(NotAllowed, match="agencies of its own"):
        load()
    assert Agency.objects.count() == 1


@pytest.mark.slow
def test_every_account_signs_in(borough):
    for email in Practitioner.objects.values_list("email", flat=True):
        browser = Client(REMOTE_ADDR="127.0.0.1")
        browser.post("/sign-in", {"login": email, "password": OPENS_EVERY_ACCOUNT})
        assert "_auth_user_id" in browser.session, email


def test_there_are_ten_agencies_and_more_and_each_has_its_lead_information_officer(borough):
    assert len(agencies()) > 10
    for agency in agencies():
        assert agency.kind in KINDS
        roles = {role for one in agency.people for role in one.roles}
        assert roles <= set(ROLES)
        assert agency.slug == "partnership" or "lead_information_officer" in roles


@pytest.mark.parametrize("role", ROLES)
def test_somebody_of_the_borough_is_in_every_role_that_the_protocols_name(role):
    assert any(role in one.roles for one in people().values())


def test_nobody_is_real():
    assert {one.email.rsplit(".", 1)[1] for one in people().values()} == {"example"}
    for agency in agencies():
        assert all(service.entry["mailbox"].endswith(".example") for service in agency.services)
    numbers = PHONE.findall(TOLD)
    assert numbers
    assert [each for each in numbers if not DRAMA.fullmatch(each.strip())] == []
    assert re.findall(r"NHS number (\d)", TOLD) == ["9"]


def test_names_are_nobodys_twice():
    names = [one.name for one in people().values()]
    assert len(set(names)) == len(names)


def test_one_destination_is_overdue_and_one_was_never_verified():
    checked = [service.checked for agency in agencies() for service in agency.services]
    assert None in checked
    assert any(days is not None and days > 180 for days in checked)


def test_the_story_was_done_by_acts_that_are_logged_in_their_order(borough):
    kinds = [entry.kind for entry in entries()]
    assert kinds.count("worry_recorded") == sum(act.act == "worry" for act in acts())
    assert kinds.count("disclosed") == sum(act.act == "send" for act in acts())
    assert kinds.count("replied") == sum(act.act == "answer" for act in acts())
    assert entries().last().at <= timezone.now()


@pytest.mark.parametrize(
    "now",
    [datetime(2026, 11, 22, 2), datetime(2026, 11, 23, 0, 5), datetime(2027, 1, 1, 12)],
    ids=["sunday_night", "just_after_midnight", "new_year"],
)
def test_nothing_of_the_story_lies_ahead_and_no_school_is_open_on_a_sunday(now):
    moment = timezone.make_aware(now)
    for days in range(160):
        assert day_of(days, moment).weekday() < 5
        assert day_of(days + 1, moment) < day_of(days, moment)
    last = datetime.combine(day_of(0, moment), max(a.at for a in acts() if a.days_ago == 0))
    assert timezone.make_aware(last) <= moment
    assert moment - timezone.make_aware(last) < timedelta(days=4)


def test_each_act_happened_on_its_own_day(borough, loaded):
    _name, began = loaded
    moments = sorted(moment_of(act, began) for act in acts() if act.act == "worry")
    assert [one.recorded_at for one in Concern.objects.order_by("recorded_at")] == moments
    for decision in Decision.objects.filter(supersedes=None):
        assert decision.decided_at - decision.concern.recorded_at == timedelta(minutes=1)
    for item in Item.objects.exclude(seen_on=None):
        assert timezone.localdate(item.concern.recorded_at) >= item.seen_on


def test_acts_stand_in_the_order_in_which_they_happened():
    order = [(-act.days_ago, act.at) for act in acts()]
    assert order == sorted(order)
    assert {act.who for act in acts()} | {each.who for each in first_things()} <= set(people())
    assert {act.told["about"] for act in acts() if "about" in act.told} == set(family())


@pytest.mark.slow
def test_the_command_says_who_one_can_be_and_what_to_try(db):
    said = CliRunner().invoke(group, ["load"]).output
    assert all(one.email in said for one in people().values())
    assert OPENS_EVERY_ACCOUNT in said
    assert "You are Tess Adeyemi" in said
    assert "stands as you left it" in CliRunner().invoke(group, ["load"]).output
