"""Sign-in: nobody by guessing, everybody back where they were, and nothing left behind."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from journeys.cast import PASSWORD
from sharewell_hub.agencies.staying import SEEN
from sharewell_hub.drafts.cookie import NAME as DRAFT
from sharewell_hub.look.inspecting import LookingClient


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """Start each test with no tries counted against anybody."""
    cache.clear()


def sign_in(client, person, password=PASSWORD, next=""):
    return client.post("/sign-in", {"login": person.email, "password": password, "next": next})


def confirm(client, next="/sign-in/safety"):
    return client.post("/sign-in/again", {"password": PASSWORD, "next": next})


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def her_app(teacher):
    """A teacher's browser with an authenticator app just added, and the app's secret."""
    browser = LookingClient()
    sign_in(browser, teacher)
    confirm(browser)
    page = browser.get("/sign-in/safety/app").content.decode()
    secret = re.search(r"Secret: <code[^>]*>(\w+)<", page)[1]
    browser.post("/sign-in/safety/app", {"code": code_for(secret)})
    return browser, secret


def test_a_practitioner_signs_in_and_returns_to_the_page_that_asked(client, teacher):
    assert "next=%2Fdirectory" in client.get("/directory").headers["Location"]

    answer = sign_in(client, teacher, next="/directory")

    assert answer.headers["Location"] == "/directory"
    assert teacher.name in client.get("/directory").content.decode()


@pytest.mark.parametrize(
    "next",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:///evil.example"],
    ids=["another_host", "no_scheme", "script", "odd"],
)
def test_sign_in_never_leads_to_somebody_elses_page(client, teacher, next):
    assert sign_in(client, teacher, next=next).headers["Location"] == "/desk"


def test_the_sealed_draft_survives_sign_in(client, teacher):
    client.cookies[DRAFT] = "a-key-that-only-this-browser-holds"

    sign_in(client, teacher)

    assert client.cookies[DRAFT].value == "a-key-that-only-this-browser-holds"


def test_a_wrong_password_says_so_and_keeps_the_address(client, teacher):
    page = sign_in(client, teacher, "wrong").content.decode()

    assert "There is a problem" in page
    assert teacher.email in page
    assert "wrong" not in re.findall(r'value="([^"]*)"', page)


def test_an_address_that_nobody_has_gets_the_same_answer_as_a_wrong_password(client, teacher):
    def told(page):
        return re.findall(r"govuk-error-summary__list.*?</ul>", page, re.DOTALL)

    wrong = sign_in(client, teacher, "wrong").content.decode()
    nobody = client.post("/sign-in", {"login": "no.body@x.example", "password": "wrong"})

    assert told(wrong) == told(nobody.content.decode())


def test_five_wrong_passwords_lock_the_account_at_that_place_alone(client, teacher, gp):
    for _ in range(5):
        answer = sign_in(client, teacher, "wrong")
    assert answer.status_code == 429
    assert "Sign-in is locked for 15 minutes" in answer.content.decode()

    assert sign_in(client, teacher).status_code == 429
    assert sign_in(client, gp).status_code == 302
    elsewhere = LookingClient(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, teacher).status_code == 302


def test_a_closed_account_is_told_so_and_is_signed_out_at_once(browser_of, client, teacher):
    open_session = browser_of(teacher)
    teacher.is_active = False
    teacher.save()

    assert open_session.get("/directory").status_code == 302
    assert "/sign-in" in sign_in(client, teacher).headers.get("Location", "/sign-in")
    assert "account is closed" in client.get("/sign-in/inactive").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/sign-up", "/signup/", "/accounts/signup/", "/sign-in/password/reset"],
)
def test_nobody_opens_an_account_or_has_a_password_sent(client, db, address):
    assert client.get(address).status_code == 404


def test_signing_out_takes_a_post_and_forgets_the_draft(browser_of, teacher):
    browser = browser_of(teacher)
    browser.cookies[DRAFT] = "left"

    assert "Do you want to sign out?" in browser.get("/sign-out").content.decode()
    assert browser.get("/directory").status_code == 200
    assert browser.post("/sign-out").headers["Location"] == "/"

    assert browser.get("/directory").status_code == 302
    assert browser.cookies[DRAFT].value == ""


def test_a_sign_in_ends_after_fifteen_minutes_without_a_page(client, teacher, settings):
    sign_in(client, teacher)

    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] in (15 * 60, "")
    assert client.session.get_expiry_age() <= 15 * 60


def ends(browser):
    return Session.objects.get(pk=browser.session.session_key).expire_date


def test_every_minute_with_a_page_puts_off_the_end_of_a_sign_in(browser_of, teacher):
    browser = browser_of(teacher)
    browser.get("/directory")
    session = browser.session
    session[SEEN] -= 61
    session.save()
    before = ends(browser)

    browser.get("/directory")
    after = ends(browser)
    assert after > before

    browser.get("/directory")
    assert ends(browser) == after


def test_a_hostile_address_is_refused_plainly(client, db):
    for login in ("<script>alert(1)</script>", "x" * 5000, "a\x00b@x.example"):
        page = client.post("/sign-in", {"login": login, "password": "x"}).content.decode()
        assert "<script>alert(1)" not in page
        assert "There is a problem" in page


def test_an_authenticator_app_is_added_and_asked_for_from_then_on(her_app, teacher):
    browser, _ = her_app
    codes = browser.get("/sign-in/safety/codes").content.decode()
    assert "shown this once" not in browser.get("/sign-in/safety/codes").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10

    fresh = LookingClient()
    assert sign_in(fresh, teacher, next="/directory").headers["Location"] == reverse(
        "mfa_authenticate"
    )
    assert fresh.get("/directory").status_code == 302
    assert "There is a problem" in fresh.post("/sign-in/code", {"code": "000000"}).content.decode()
    one = re.search(r"<li>(\d{8})</li>", codes)[1]
    assert fresh.post("/sign-in/code", {"code": one}).headers["Location"] == "/directory"
    assert fresh.get("/directory").status_code == 200

    again = LookingClient()
    sign_in(again, teacher)
    assert "There is a problem" in again.post("/sign-in/code", {"code": one}).content.decode()


def test_the_secret_of_an_app_is_sealed_in_the_database(her_app, teacher):
    _, secret = her_app
    row = Authenticator.objects.get(user=teacher, type="totp")

    assert secret not in str(row.data)


def test_guessing_codes_ends_after_a_few_tries(her_app, teacher):
    fresh = LookingClient()
    sign_in(fresh, teacher)
    for _ in range(6):
        page = fresh.post("/sign-in/code", {"code": "123456"}).content.decode()

    assert "Too many" in page


def test_an_app_is_removed_only_after_confirming(her_app, teacher, browser_of):
    browser, _ = her_app
    assert browser.post("/sign-in/safety/app/remove").headers["Location"] == "/sign-in/safety"
    assert not Authenticator.objects.filter(user=teacher, type="totp").exists()

    unsure = browser_of(teacher)
    assert unsure.get("/sign-in/safety/app").headers["Location"].startswith("/sign-in/again")


def test_the_password_is_changed_and_the_old_one_stops_working(client, teacher):
    sign_in(client, teacher)
    new = "nine herons by the weir"
    answer = client.post(
        "/sign-in/safety/password",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302

    other = LookingClient()
    assert "There is a problem" in sign_in(other, teacher).content.decode()
    assert sign_in(other, teacher, new).status_code == 302


def test_a_weak_new_password_is_refused(client, teacher):
    sign_in(client, teacher)
    page = client.post(
        "/sign-in/safety/password",
        {"oldpassword": PASSWORD, "password1": "password", "password2": "password"},
    ).content.decode()

    assert "There is a problem" in page


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_change_password",
        "account_logout",
        "agencies:signed_in_again",
    ],
)
def test_every_page_of_ones_own_account_is_drawn_without_fault(client, teacher, name):
    sign_in(client, teacher)
    confirm(client)

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_change_password"])
def test_nobody_sees_an_account_without_signing_in(client, db, name):
    assert client.get(reverse(name)).headers["Location"].startswith("/sign-in?next=")


def test_confirming_that_it_is_you_brings_back_to_what_was_asked(browser_of, teacher):
    browser = browser_of(teacher)
    ask = browser.get("/sign-in/safety/app").headers["Location"]
    assert "Confirm that it is you" in browser.get(ask).content.decode()

    answer = confirm(browser, "/sign-in/safety/app")

    assert answer.headers["Location"] == "/sign-in/safety/app"
    assert browser.get("/sign-in/safety/app").status_code == 200


def test_another_persons_key_does_not_exist_for_me(client, teacher, gp):
    key = Authenticator.objects.create(user=gp, type="webauthn", data={"name": "hers"})
    sign_in(client, teacher)
    confirm(client)

    assert client.get(reverse("mfa_edit_webauthn", args=[key.pk])).status_code == 404
    assert client.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
