"""Signing in by every way there is, in a browser, and being locked out."""

import time

import pytest

from journeys.authenticator import code_of, has_a_key

pytestmark = pytest.mark.browser


def signs_in(visitor, account, password=None):
    visitor.open("/sign-in?next=/sign-in/safety")
    visitor.say("login", account.email)
    visitor.say("password", password or account.password)
    visitor.press("Sign in")


def confirms(visitor, account):
    """Give the password once more, where a page about sign-in asks for it."""
    if visitor.path == "/sign-in/again":
        visitor.say("password", account.password)
        visitor.press("Confirm")


def signs_out(visitor):
    visitor.follow(visitor.page.get_by_role("button", name="Sign out"))


def test_an_authenticator_app_becomes_the_second_step(visitors, newcomers, width):
    account = newcomers.pop()
    visitor = visitors(width=width)
    signs_in(visitor, account)
    visitor.press("Add an authenticator app")
    confirms(visitor, account)
    secret = visitor.page.locator("code").inner_text()
    used = code_of(secret)
    visitor.say("code", used)
    visitor.press("Add this app")

    codes = visitor.page.locator(".sw-codes li").all_inner_texts()
    assert len(codes) == 10
    signs_out(visitor)
    signs_in(visitor, account)
    assert visitor.path == "/sign-in/code"

    visitor.say("code", "000000")
    visitor.press("Sign in")
    assert "problem" in visitor.shown()
    while code_of(secret) == used:
        time.sleep(0.5)
    visitor.say("code", code_of(secret))
    visitor.press("Sign in")
    assert visitor.path == "/sign-in/safety"


def test_a_recovery_code_stands_in_for_a_lost_phone_once(visitors, newcomers):
    account = newcomers.pop()
    visitor = visitors(scripts=False)
    signs_in(visitor, account)
    visitor.press("Add an authenticator app")
    confirms(visitor, account)
    visitor.say("code", code_of(visitor.page.locator("code").inner_text()))
    visitor.press("Add this app")
    code = visitor.page.locator(".sw-codes li").first.inner_text()

    signs_out(visitor)
    signs_in(visitor, account)
    visitor.say("code", code)
    visitor.press("Sign in")
    assert visitor.path == "/sign-in/safety"

    signs_out(visitor)
    signs_in(visitor, account)
    visitor.say("code", code)
    visitor.press("Sign in")
    assert visitor.path == "/sign-in/code"


def test_a_passkey_alone_signs_in(visitors, newcomers, width):
    account = newcomers.pop()
    visitor = visitors(width=width)
    has_a_key(visitor)
    signs_in(visitor, account)
    visitor.press("Add a passkey or security key")
    confirms(visitor, account)
    visitor.say("name", "work laptop")
    visitor.page.get_by_label("Sign me in with this key alone").check()
    visitor.press("Add this key")
    visitor.open("/sign-in/safety/keys")
    assert "work laptop" in visitor.shown()

    signs_out(visitor)
    visitor.open("/sign-in?next=/sign-in/safety")
    visitor.press("Sign in with a passkey")
    assert visitor.path == "/sign-in/safety"
    assert account.email in visitor.shown()


def test_a_key_is_the_second_step_after_a_password(visitors, newcomers):
    account = newcomers.pop()
    visitor = visitors()
    has_a_key(visitor)
    signs_in(visitor, account)
    visitor.press("Add a passkey or security key")
    confirms(visitor, account)
    visitor.say("name", "key ring")
    visitor.press("Add this key")

    signs_out(visitor)
    signs_in(visitor, account)
    assert visitor.path == "/sign-in/code"
    visitor.press("Use a passkey or security key")
    assert visitor.path == "/sign-in/safety"


def test_five_wrong_passwords_lock_the_account_here_and_now(visitors, newcomers, way):
    account = newcomers.pop()
    visitor = visitors(**way)
    for _ in range(5):
        signs_in(visitor, account, password="not the ducks at all")
        assert account.email not in visitor.page.title()
    assert "Sign-in is locked" in visitor.shown()

    signs_in(visitor, account)
    assert "Sign-in is locked" in visitor.shown()
    visitor.open("/sign-in/safety")
    assert visitor.path == "/sign-in"
