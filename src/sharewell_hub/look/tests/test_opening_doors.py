"""Doors: no view without one, sign-in where it says so, and nothing that was typed is lost."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from sharewell.terms.errors import NotAllowed, NotFound
from sharewell_hub.look.doors import Door, door, every_view_has_a_door, every_way
from sharewell_hub.look.inspecting import LookingClient
from sharewell_hub.look.keeping import csrf_failed
from sharewell_hub.look.pages import show
from sharewell_hub.look.urls import urlpatterns as own_pages


def undeclared(request):
    return HttpResponse("secret")


@door("signed_in", rule="one's own record")
def record(request):
    return HttpResponse("a record", content_type="text/plain")


@door("public")
def signing_in(request):
    return HttpResponse("sign in", content_type="text/plain")


@door("public")
def refusing(request):
    raise NotAllowed(what="Nothing was sent.", why="It is not yours.", next="Ask.", cites=("x 1",))


@door("public")
def missing(request):
    raise NotFound(what="a", why="b", next="c")


@door("public")
def failing(request):
    raise RuntimeError


urlpatterns = [
    path("undeclared", undeclared),
    path("record", record, name="record"),
    path("refusing", refusing),
    path("missing", missing),
    path("failing", failing),
    path("sign-in", signing_in, name="account_login"),
    *own_pages,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_a_view_without_a_door_lets_nobody_in_and_stops_the_start(client):
    assert client.get("/undeclared").status_code == 404

    (fault,) = every_view_has_a_door(None)
    assert "/undeclared" in fault.msg
    assert fault.id == "look.E001"


def test_every_address_is_listed_with_its_door():
    ways = {way.path: way for way in every_way()}

    assert ways["/record"].door == Door("signed_in", "one's own record")
    assert ways["/record"].name == "record"
    assert ways["/undeclared"].door is None


def test_an_unknown_kind_of_door_is_refused():
    with pytest.raises(ValueError, match="not a door"):
        door("everybody")


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    answer = client.get("/record?from=letter")

    assert answer.headers["Location"] == "/sign-in?next=%2Frecord%3Ffrom%3Dletter"


def test_a_form_sent_after_the_sign_in_ended_keeps_what_was_typed(client):
    answer = client.post("/record", {"text": "<b>Bruises</b> on both arms", "ticked": ["1", "2"]})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="&lt;b&gt;Bruises&lt;/b&gt; on both arms"' in page
    assert page.count('name="ticked"') == 2


def test_a_secret_is_never_written_back_into_a_page(client):
    page = client.post("/record", {"text": "Bruises", "password": "swordfish"}).content.decode()

    assert "swordfish" not in page
    assert "Bruises" not in page


def test_signed_in_the_page_opens(browser_of, teacher):
    assert browser_of(teacher).get("/record").content == b"a record"


def test_a_refusal_that_no_page_answered_says_what_why_and_what_next(client):
    answer = client.get("/refusing")

    assert answer.status_code == 403
    for words in ("Nothing was sent.", "It is not yours.", "Ask.", "x 1"):
        assert words in answer.content.decode()


def test_what_is_not_there_and_what_is_not_for_me_look_the_same(client):
    def words(page):
        return page.content.decode().split("<main")[1].split("</main>")[0]

    one, other = client.get("/missing"), client.get("/nothing-at-all")

    assert one.status_code == other.status_code == 404
    assert words(one) == words(other)


def test_our_own_fault_is_told_without_a_trace():
    visitor = LookingClient(raise_request_exception=False)
    answer = visitor.get("/failing")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()


def test_a_form_with_an_old_safety_token_keeps_its_words_when_it_is_our_own():
    form = {"text": "Bruises"}
    own = RequestFactory(HTTP_ORIGIN="http://testserver").post("/record", form)
    foreign = RequestFactory(HTTP_ORIGIN="https://evil.example").post("/record", form)

    assert "Bruises" in csrf_failed(own).content.decode()
    assert "Bruises" not in csrf_failed(foreign).content.decode()


def test_a_form_without_a_safety_token_is_refused(db):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/record", {"text": "x"}).status_code == 403


def test_nothing_that_a_page_shows_is_kept_by_the_browser(client):
    assert client.get("/about").headers["Cache-Control"] == "no-store"


def test_a_page_can_be_drawn_without_a_visitor():
    assert b"Something went wrong" in show(None, "errors/500.html").content
