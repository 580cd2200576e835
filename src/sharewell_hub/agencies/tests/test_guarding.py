"""Guessed passwords: whoever guesses bars themselves, and never the person whose account it is."""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from journeys.cast import PASSWORD
from sharewell_hub.agencies import guarding
from sharewell_hub.agencies.models import Practitioner, SignIn
from sharewell_hub.agencies.places import address_of, remember_device
from sharewell_hub.look.inspecting import LookingClient

HER_SCHOOL = "198.51.100.7"
ELSEWHERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def looked_at(monkeypatch):
    """Count the passwords that were really looked at."""
    seen, really = [], Practitioner.check_password
    monkeypatch.setattr(
        Practitioner, "check_password", lambda self, said: seen.append(1) or really(self, said)
    )
    return seen


def tries(person, password, address, browser=None):
    browser = browser or LookingClient()
    said = {"login": person.email, "password": password}
    return browser.post("/sign-in", said, REMOTE_ADDR=address)


def is_in(browser):
    return SESSION_KEY in browser.session


def her_laptop(person, address=HER_SCHOOL):
    """A device on which somebody has signed in before, and signed out."""
    browser = LookingClient()
    tries(person, PASSWORD, address, browser)
    assert is_in(browser)
    browser.post("/sign-out", REMOTE_ADDR=address)
    return browser


def elsewhere():
    number = 0
    while True:
        number += 1
        yield f"203.0.{number // 250}.{number % 250 + 1}"


@pytest.mark.slow
def test_after_a_thousand_wrong_tries_her_own_device_lets_her_in_at_once_and_nobody_else(
    teacher, looked_at
):
    laptop = her_laptop(teacher)
    looked_at.clear()
    thief, places = LookingClient(), elsewhere()
    for number in range(1000):
        guess = PASSWORD if number > 500 and number % 10 == 0 else f"guess {number}"
        tries(teacher, guess, next(places), thief)
        assert not is_in(thief)
    assert len(looked_at) <= 20
    assert AccessAttempt.objects.count() <= 20

    began = time.monotonic()
    tries(teacher, PASSWORD, "192.0.2.99", laptop)
    assert is_in(laptop)
    assert time.monotonic() - began < 2


@pytest.mark.slow
def test_pupils_who_guess_in_the_school_bar_neither_her_laptop_nor_her_home(teacher, looked_at):
    laptop = her_laptop(teacher)
    her_laptop(teacher, "198.51.100.200")
    for number in range(100):
        answer = tries(teacher, f"guess {number}", HER_SCHOOL)
    assert answer.status_code == 429

    tries(teacher, PASSWORD, HER_SCHOOL, laptop)
    assert is_in(laptop)
    tries(teacher, PASSWORD, "198.51.100.200", fresh := LookingClient())
    assert is_in(fresh)


@pytest.mark.slow
def test_a_known_place_lets_her_in_on_a_new_device_during_an_attack_from_elsewhere(teacher):
    her_laptop(teacher)
    places = elsewhere()
    for _ in range(60):
        tries(teacher, "guess", next(places))

    tries(teacher, PASSWORD, HER_SCHOOL, new := LookingClient())
    assert is_in(new)


def test_a_known_device_that_guesses_is_barred_too(teacher):
    laptop = her_laptop(teacher)
    for _ in range(5):
        answer = tries(teacher, "guess", HER_SCHOOL, laptop)
    assert answer.status_code == 429

    assert tries(teacher, PASSWORD, "192.0.2.50", laptop).status_code == 429


def test_a_device_is_known_for_one_person_and_not_after_signing_out_everywhere(teacher, gp):
    laptop = her_laptop(teacher)
    stolen = {name: morsel.value for name, morsel in laptop.cookies.items() if "known" in name}
    (cookie,) = stolen
    places = elsewhere()
    for _ in range(30):
        tries(gp, "guess", next(places))
        tries(teacher, "guess", next(places))
    forged = LookingClient()
    forged.cookies[cookie] = stolen[cookie].split(".")[0] + "." + "0" * 64
    assert tries(teacher, PASSWORD, next(places), forged).status_code == 429
    assert tries(gp, PASSWORD, next(places), laptop).status_code == 429

    Practitioner.objects.filter(pk=teacher.pk).update(sign_outs=1)
    assert tries(teacher, PASSWORD, next(places), laptop).status_code == 429


def test_one_place_that_tries_many_accounts_is_barred(teacher, gp, looked_at):
    for number in range(150):
        someone = f"somebody{number}@oak-school.marlingford.example"
        said = {"login": someone, "password": "seven ducks"}
        answer = LookingClient().post("/sign-in", said, REMOTE_ADDR=ELSEWHERE)
    assert answer.status_code == 429

    assert tries(gp, PASSWORD, ELSEWHERE).status_code == 429
    assert tries(gp, PASSWORD, HER_SCHOOL).status_code == 302


def test_the_lock_ends_although_the_guessing_goes_on(teacher):
    for _ in range(5):
        tries(teacher, "guess", ELSEWHERE)
    ago = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=ago)
    for _ in range(5):
        assert tries(teacher, "guess", ELSEWHERE).status_code == 429
    AccessAttempt.objects.update(attempt_time=ago - timedelta(minutes=2))

    assert tries(teacher, PASSWORD, ELSEWHERE).status_code == 302


def test_nothing_that_was_typed_is_kept_with_the_tries(teacher):
    tries(teacher, "guess", ELSEWHERE)
    kept = str(AccessAttempt.objects.values().get())

    assert teacher.email not in kept
    assert "guess" not in kept
    assert "198.51" not in str(SignIn.objects.values())


def test_nothing_of_any_other_box_or_of_the_address_is_kept_with_the_tries(teacher):
    typed = {"login": teacher.email, "password": "guess", "other": "Zebulon Quillfeather"}
    LookingClient().post("/sign-in?child=Quillfeather", typed)
    LookingClient().post("/sign-in?next=/desk&child=Quillfeather", typed)
    kept = str([*AccessAttempt.objects.values()])
    assert AccessAttempt.objects.get().failures_since_start == 2
    assert "Quillfeather" not in kept and "guess" not in kept


def test_whoever_was_helped_back_in_is_known_on_that_device(teacher):
    places = elsewhere()
    for _ in range(40):
        tries(teacher, "guess", next(places))
    new = LookingClient()
    assert tries(teacher, PASSWORD, next(places), new).status_code == 429
    answer = new.get("/sign-in")
    remember_device(RequestFactory().get("/"), answer, teacher)
    new.cookies.update(answer.cookies)

    tries(teacher, PASSWORD, next(places), new)
    assert is_in(new)


def test_the_urgent_page_needs_nobody_to_sign_in_and_stays_while_all_slots_are_taken(
    client, teacher, front_door
):
    assert guarding.SLOTS.acquire(timeout=1)
    assert guarding.SLOTS.acquire(timeout=1)
    try:
        began = time.monotonic()
        answer = tries(teacher, PASSWORD, ELSEWHERE, client)
        assert answer.status_code == 403
        assert "very many people are signing in" in answer.content.decode()
        assert time.monotonic() - began < 2
        page = client.get("/danger/now").content.decode()
    finally:
        guarding.SLOTS.release()
        guarding.SLOTS.release()

    assert 'href="tel:999"' in page
    assert "01632 960999" in page
    assert tries(teacher, PASSWORD, ELSEWHERE, client).status_code == 302


@pytest.mark.parametrize(
    ("behind", "claimed", "found"),
    [
        (None, HER_SCHOOL, ELSEWHERE),
        (("HTTP_X_FORWARDED_PROTO", "https"), f"{HER_SCHOOL}, 203.0.113.9", "203.0.113.9"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "<script>", "192.0.2.0"),
    ],
    ids=["no_proxy", "a_proxy", "nonsense"],
)
def test_nobody_comes_from_where_they_only_say_they_are(settings, behind, claimed, found):
    settings.SECURE_PROXY_SSL_HEADER = behind
    request = RequestFactory().get("/", REMOTE_ADDR=ELSEWHERE, HTTP_X_FORWARDED_FOR=claimed)

    assert address_of(request) == found
