"""A key of one's own: a practitioner adds a passkey, and signs in with it, in a real browser."""

import pytest
from django.core.cache import cache

from journeys import cast
from journeys.browsing import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="session", autouse=True)
def the_browser_and_the_tables_share_a_thread():
    """Let Django use its tables although the browser's own loop waits in this thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture
def address(live_address):
    """A passkey belongs to a name, so the server is asked by its name and not its number."""
    cache.clear()
    return live_address.replace("127.0.0.1", "localhost")


@pytest.fixture
def visit(browser, address):
    came = []

    def come(width=WIDE, scripts=True):
        came.append(Visitor(browser, address, width=width, scripts=scripts))
        return came[-1]

    yield come
    for visitor in came:
        visitor.leave()


def sign_in(visitor, person):
    visitor.open("/sign-in?next=/directory")
    visitor.say("login", person.email)
    visitor.say("password", cast.PASSWORD)
    visitor.follow(visitor.page.get_by_role("button", name="Sign in", exact=True))


def holding_a_key(visitor):
    visitor.remote.send("WebAuthn.enable")
    said = visitor.remote.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return said["authenticatorId"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_passkey_is_added_and_then_signs_in_by_itself(visit, width):
    teacher = cast.person("Tess", "Adeyemi", "oak-school", "teacher")
    visitor = visit(width)
    key = holding_a_key(visitor)
    sign_in(visitor, teacher)
    assert visitor.path == "/directory"

    visitor.open("/sign-in/safety/keys/new")
    visitor.say("password", cast.PASSWORD)
    visitor.press("Confirm")
    visitor.page.get_by_label("Sign me in with this key alone").check()
    visitor.press("Add this key")
    assert "Your recovery codes" in visitor.shown()
    assert visitor.remote.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    visitor.open("/sign-in/safety/keys")
    assert "Signs you in by itself." in visitor.shown()

    visitor.press("Sign out")
    visitor.open("/sign-in?next=/directory")
    visitor.press("Sign in with a passkey")

    assert visitor.path == "/directory"


def test_a_key_is_a_second_step_after_the_password(visit):
    teacher = cast.person("Tess", "Adeyemi", "oak-school", "teacher")
    visitor = visit()
    holding_a_key(visitor)
    sign_in(visitor, teacher)
    visitor.open("/sign-in/safety/keys/new")
    visitor.say("password", cast.PASSWORD)
    visitor.press("Confirm")
    visitor.press("Add this key")
    visitor.open("/sign-in/safety")
    visitor.press("Sign out")

    sign_in(visitor, teacher)
    assert visitor.path == "/sign-in/code"
    visitor.press("Use a passkey or security key")

    assert visitor.path == "/directory"


def test_a_key_that_is_not_known_changes_nothing_and_says_so(visit):
    visitor = visit()
    visitor.open("/sign-in")
    visitor.remote.send("WebAuthn.enable")
    visitor.remote.send(
        "WebAuthn.addVirtualAuthenticator", {"options": {**KEY, "isUserVerified": False}}
    )
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    visitor.page.get_by_text("The key was not used").wait_for(timeout=90_000)

    assert visitor.path == "/sign-in"


def test_without_scripts_nobody_is_offered_what_cannot_work(visit):
    visitor = visit(scripts=False)
    visitor.open("/sign-in")

    assert "passkey" not in visitor.page.locator("main").inner_text()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_screen_is_hidden_and_shown_again(visit, width):
    teacher = cast.person("Tess", "Adeyemi", "oak-school", "teacher")
    visitor = visit(width)
    sign_in(visitor, teacher)
    visitor.page.get_by_role("button", name="Hide this screen").click()
    assert visitor.page.title() == "Sharewell"
    cover = visitor.page.get_by_role("dialog")
    assert cover.bounding_box()["height"] >= visitor.page.viewport_size["height"]

    visitor.page.get_by_role("button", name="Show it again").click()
    assert not cover.is_visible()
    assert visitor.page.title() == "Directory – Sharewell"
