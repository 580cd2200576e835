"""Acts that reveal, disclose or export ask once more who is there, and keep what was typed."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from journeys.cast import PASSWORD
from sharewell_hub.agencies import stepping
from sharewell_hub.agencies.strength import AT, BY, strength
from sharewell_hub.agencies.urls import urlpatterns as own_pages
from sharewell_hub.look.doors import door, needs_step_up
from sharewell_hub.look.inspecting import LookingClient

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SENT = []


@door("signed_in")
@needs_step_up("disclose", field="step", value="send")
def send(request):
    SENT.append(request.POST.dict())
    return HttpResponse("sent", content_type="text/plain")


@needs_step_up("export")
@door("signed_in")
def export(request):
    assert request.method == "GET"
    return HttpResponse("everything", content_type="text/plain")


urlpatterns = [path("send", send), path("export", export), *own_pages]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
TYPED = {"text": "Bruises on <b>both</b> arms", "postcode": "ZZ1 1ZZ", "step": "send"}


@pytest.fixture(autouse=True)
def nothing_yet():
    cache.clear()
    SENT.clear()


@pytest.fixture
def browser(teacher):
    """A teacher's browser, signed in with the password just now."""
    one = LookingClient()
    one.post("/sign-in", {"login": teacher.email, "password": PASSWORD})
    return one


def wait(browser, minutes):
    session = browser.session
    session[AT] -= minutes * 60
    session.save()


def hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def app_of(person):
    TOTP.activate(person, SECRET)


def code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_signing_in_is_the_step_for_its_minutes_so_that_an_urgent_worry_leaves(browser):
    wait(browser, 9)

    assert browser.post("/send", TYPED).content == b"sent"
    assert browser.session[BY] == "password"


def test_ten_minutes_later_the_page_asks_and_the_text_is_kept_and_sent_once(browser):
    wait(browser, 10)
    answer = browser.post("/send", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Show that it is you, to send this" in page
    assert "No second step yet" in page
    assert SENT == []

    kept = hidden(page)
    again = browser.post("/send", kept | {"second_step_password": PASSWORD})

    assert again.content == b"sent"
    assert [TYPED | {"csrfmiddlewaretoken": kept["csrfmiddlewaretoken"]}] == SENT
    assert browser.post("/send", TYPED).content == b"sent"


def test_looking_at_the_page_around_the_act_asks_nothing(browser):
    wait(browser, 10)

    assert browser.post("/send", TYPED | {"step": "look"}).content == b"sent"


def test_a_page_that_takes_something_out_leads_back_to_itself(browser):
    wait(browser, 10)
    page = browser.get("/export?as=pdf").content.decode()
    assert "take this out of Sharewell" in page

    answer = browser.post("/export?as=pdf", hidden(page) | {"second_step_password": PASSWORD})

    assert answer.headers["Location"] == "/export?as=pdf"
    assert browser.get("/export?as=pdf").content == b"everything"


def test_a_wrong_password_does_nothing_keeps_the_text_and_five_end_the_sign_in(browser):
    wait(browser, 10)
    for _ in range(4):
        answer = browser.post("/send", TYPED | {"second_step_password": "wrong"})
        assert answer.status_code == 422
        assert "Bruises" in answer.content.decode()
    fifth = browser.post("/send", TYPED | {"second_step_password": "wrong"}).content.decode()

    assert "Your sign-in has ended" in fifth
    assert "Bruises" in fifth
    assert "wrong" not in hidden(fifth).values()
    assert browser.get("/export").status_code == 302
    assert SENT == []


def test_whoever_has_an_app_shows_its_code_and_a_password_is_not_enough(browser, teacher):
    app_of(teacher)
    wait(browser, 10)
    page = browser.post("/send", TYPED).content.decode()
    assert 'name="second_step_code"' in page
    assert 'name="second_step_password"' not in page

    assert browser.post("/send", TYPED | {"second_step_password": PASSWORD}).status_code == 422
    assert browser.post("/send", TYPED | {"second_step_code": "000000"}).status_code == 422
    assert browser.post("/send", TYPED | {"second_step_code": code()}).content == b"sent"
    assert browser.session[BY] == "app"


def test_a_code_that_was_used_opens_nothing_again(browser, teacher):
    app_of(teacher)
    wait(browser, 10)
    said = code()
    assert browser.post("/send", TYPED | {"second_step_code": said}).content == b"sent"
    wait(browser, 10)

    assert browser.post("/send", TYPED | {"second_step_code": said}).status_code == 422


def test_confirming_ones_password_elsewhere_does_not_stand_in_for_the_app(browser, teacher):
    app_of(teacher)
    wait(browser, 10)
    browser.post("/sign-in/again", {"password": PASSWORD})

    assert browser.post("/send", TYPED).status_code == 403


def test_a_key_is_asked_for_what_we_ask_it_and_a_false_answer_is_none(
    browser, teacher, monkeypatch
):
    key = Authenticator.objects.create(user=teacher, type="webauthn", data={"name": "hers"})
    monkeypatch.setattr(stepping.keys, "begin_authentication", lambda person: {"publicKey": {}})
    wait(browser, 10)
    assert "data-options" in browser.post("/send", TYPED).content.decode()

    def refuses(person, answer):
        raise ValidationError("not it")

    monkeypatch.setattr(stepping.keys, "complete_authentication", refuses)
    assert browser.post("/send", TYPED | {"credential": "{}"}).status_code == 422
    assert browser.post("/send", TYPED | {"credential": "[not json"}).status_code == 422
    monkeypatch.setattr(stepping.keys, "complete_authentication", lambda person, answer: key)
    assert browser.post("/send", TYPED | {"credential": "{}"}).content == b"sent"
    assert browser.session[BY] == "key"


def test_where_a_second_step_is_required_a_password_alone_sends_nothing(browser, teacher, settings):
    settings.SECOND_STEP_REQUIRED = True
    page = browser.post("/send", TYPED).content.decode()
    assert "Add a second step" in page
    assert "Bruises" in page
    assert browser.post("/send", TYPED | {"second_step_password": PASSWORD}).status_code == 403
    assert SENT == []

    app_of(teacher)
    assert browser.post("/send", TYPED | {"second_step_code": code()}).content == b"sent"


def test_nobody_is_asked_for_a_step_who_is_not_signed_in(client):
    assert client.post("/send", TYPED | {"second_step_password": "x"}).status_code == 403
    assert SENT == []


def test_whoever_asks_is_told_how_and_when(browser):
    request = RequestFactory().get("/")
    request.session = browser.session

    told = strength(request)

    assert (told.method, told.second_step, told.second_step_missing) == ("password", False, True)
    assert told.fresh
    assert abs(told.stepped_up_at.timestamp() - time.time()) < 60


def test_an_act_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="not an act"):
        needs_step_up("dance")
