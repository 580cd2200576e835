"""A sign-in ends: left alone, after a working day, or because somebody ends it; no text is lost."""

import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from journeys.cast import PASSWORD
from sharewell_hub.agencies.commands import group
from sharewell_hub.agencies.devices import device_of
from sharewell_hub.agencies.models import Destination, SignIn
from sharewell_hub.agencies.retention import sweep
from sharewell_hub.agencies.staying import BEGAN, SEEN
from sharewell_hub.logbook.models import Entry
from sharewell_hub.look.inspecting import LookingClient

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAID = {"way": "called_switchboard", "source": "The council’s website"}


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


def signs_in(person, **browser):
    one = LookingClient(**browser)
    one.post("/sign-in", {"login": person.email, "password": PASSWORD})
    return one


def later(browser, key, seconds):
    """Put back what the session says of a time; the session itself has not run out."""
    session = browser.session
    session[key] -= seconds
    session.save()


@pytest.mark.parametrize(
    ("key", "lasts"), [(SEEN, 15 * 60), (BEGAN, 12 * 60 * 60)], ids=["unused", "a_working_day"]
)
def test_the_server_ends_a_sign_in_that_lasted_too_long(browser_of, teacher, key, lasts):
    browser = browser_of(teacher)
    browser.get("/directory")
    later(browser, key, lasts - 30)
    assert browser.get("/directory").status_code == 200

    browser = browser_of(teacher)
    browser.get("/directory")
    key_before = browser.session.session_key
    later(browser, key, lasts + 1)
    assert browser.get("/directory").status_code == 302
    assert not Session.objects.filter(pk=key_before).exists()


def test_every_page_says_until_when(browser_of, teacher):
    browser = browser_of(teacher)
    browser.get("/directory")
    later(browser, BEGAN, 12 * 60 * 60 - 5 * 60)
    page = browser.get("/directory").content.decode()
    ends = timezone.localtime(timezone.now() + timedelta(minutes=5))

    told = re.search(r"Signed in until (\d+)\.(\d+)(am|pm)", page)
    assert abs(int(told[2]) - ends.minute) % 59 <= 1
    assert "Signed in until" not in LookingClient().get("/").content.decode()


def test_what_was_sent_too_late_comes_back_and_is_recorded_once(
    lead_information_officer, school_office
):
    browser = LookingClient(enforce_csrf_checks=True)
    address = f"/directory/{school_office.pk}"

    def send(to, said):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page(to))[1]
        return browser.post(to, said | {"csrfmiddlewaretoken": token})

    def page(to):
        return browser.get(to).content.decode()

    send("/sign-in", {"login": lead_information_officer.email, "password": PASSWORD})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page(address))[1]
    later(browser, SEEN, 15 * 60 + 1)
    answer = browser.post(address, SAID | {"csrfmiddlewaretoken": token})
    assert answer.status_code == 403
    assert "Your sign-in has ended" in answer.content.decode()
    assert not Entry.objects.filter(kind="destination_verified").exists()

    send("/sign-in", {"login": lead_information_officer.email, "password": PASSWORD})
    for _ in range(2):
        kept = dict(
            re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
        )
        assert kept["source"] == SAID["source"]
        answer = browser.post(address, kept, headers={"origin": "http://testserver"})
    assert answer.status_code == 302
    assert Entry.objects.filter(kind="destination_verified").count() == 1
    assert Destination.objects.get(pk=school_office.pk).verified_source == SAID["source"]


def test_one_sees_where_one_is_signed_in_and_ends_another_one(teacher):
    here = signs_in(teacher, HTTP_USER_AGENT=FIREFOX)
    there = signs_in(teacher)
    assert there.get("/directory").status_code == 200
    page = here.get("/sign-in/open").content.decode()
    assert "Firefox on Windows" in page
    assert page.count("This one") == 1

    other = SignIn.objects.exclude(device="Firefox on Windows").get()
    assert here.post(f"/sign-in/open/{other.pk}/end").status_code == 302

    assert there.get("/directory").status_code == 302
    assert here.get("/directory").status_code == 200
    assert Entry.objects.filter(kind="sign_in_ended").count() == 1


def test_ending_this_one_signs_out(teacher):
    here = signs_in(teacher)

    assert (
        here.post(f"/sign-in/open/{SignIn.objects.get().pk}/end").headers["Location"] == "/sign-in"
    )
    assert here.get("/directory").status_code == 302


def test_another_persons_sign_in_does_not_exist_for_me(teacher, gp):
    hers, mine = signs_in(teacher), signs_in(gp)
    other = SignIn.objects.get(practitioner=teacher)

    assert mine.post(f"/sign-in/open/{other.pk}/end").status_code == 404
    assert hers.get("/directory").status_code == 200


def test_signing_out_everywhere_ends_all_of_them_here_too(teacher, gp):
    browsers, colleague = [signs_in(teacher) for _ in range(3)], signs_in(gp)

    browsers[0].post("/sign-in/open/end")

    assert [one.get("/directory").status_code for one in browsers] == [302, 302, 302]
    assert colleague.get("/directory").status_code == 200
    assert Entry.objects.filter(kind="signed_out_everywhere").count() == 1


def test_a_new_password_keeps_this_sign_in_in_the_list(teacher):
    here = signs_in(teacher)
    new = "nine herons by the weir"
    here.post(
        "/sign-in/safety/password",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert "This one" in here.get("/sign-in/open").content.decode()
    assert SignIn.objects.get().session_key == here.session.session_key


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("roles", "--role", "headteacher"), "roles_changed"),
        (("sign-out",), "signed_out_everywhere"),
    ],
)
def test_whoever_runs_the_service_ends_sign_ins_and_it_is_logged(teacher, words, kind):
    browser = signs_in(teacher)
    command, *rest = words
    CliRunner().invoke(group, [command, teacher.email, *rest], catch_exceptions=False)

    assert browser.get("/directory").status_code == 302
    assert Entry.objects.filter(kind=kind).count() == 1


def test_an_agency_that_leaves_is_signed_out_until_it_comes_back(teacher, gp):
    browser, other = signs_in(teacher), signs_in(gp)
    CliRunner().invoke(group, ["leave", "oak-school"], catch_exceptions=False)
    assert browser.get("/directory").status_code == 302
    assert other.get("/directory").status_code == 200
    late = LookingClient()
    answer = late.post("/sign-in", {"login": teacher.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/inactive"

    CliRunner().invoke(group, ["leave", "oak-school", "--undo"], catch_exceptions=False)
    assert signs_in(teacher).get("/directory").status_code == 200


def test_a_closed_account_is_opened_again(teacher):
    CliRunner().invoke(group, ["close", teacher.email], catch_exceptions=False)
    CliRunner().invoke(group, ["open", teacher.email], catch_exceptions=False)

    assert signs_in(teacher).get("/directory").status_code == 200


def test_sign_ins_are_forgotten_after_ninety_days(teacher):
    signs_in(teacher)
    assert sweep() == 0
    SignIn.objects.update(seen_at=timezone.now() - timedelta(days=91))

    assert sweep() == 1


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU OS 26_0 like Mac OS X) Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8", "A browser"),
        ("<script>alert(1)</script>" * 99, "A browser"),
    ],
)  # fmt: skip
def test_a_device_is_named_in_three_words(agent, device):
    assert device_of(agent) == device
