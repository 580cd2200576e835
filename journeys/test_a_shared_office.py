"""A shared office: somebody comes to the desk, a key is not the right one, scripts are off."""

import pytest

from journeys.test_signing_in import signs_in

pytestmark = pytest.mark.browser


def test_the_screen_is_hidden_and_shown_again(visitors, newcomers, width):
    visitor = visitors(width=width)
    signs_in(visitor, newcomers.pop())
    visitor.open("/directory")
    visitor.page.get_by_role("button", name="Hide this screen").click()
    cover = visitor.page.get_by_role("dialog")
    assert visitor.page.title() == "Sharewell"
    assert cover.bounding_box()["height"] >= visitor.page.viewport_size["height"]

    visitor.page.get_by_role("button", name="Show it again").click()
    assert not cover.is_visible()
    assert visitor.page.title() == "Directory – Sharewell"


def test_a_key_that_is_not_the_right_one_changes_nothing_and_says_so(visitors):
    visitor = visitors()
    visitor.open("/sign-in")
    visitor.remote.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": False}
    visitor.remote.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    visitor.page.get_by_text("The key was not used").wait_for(timeout=90_000)

    assert visitor.path == "/sign-in"


def test_without_scripts_nobody_is_offered_what_cannot_work(visitors):
    visitor = visitors(scripts=False)
    visitor.open("/sign-in")

    assert "passkey" not in visitor.page.locator("main").inner_text()
