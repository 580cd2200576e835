"""Locking up: what a partnership's service sets, as Django's own check for deployment sees it."""

import os
import subprocess
import sys
import time

import pytest
from django.contrib.auth.hashers import get_hasher

from sharewell_hub.site.hashing import Argon2


def outside_a_demo(words, own_home):
    """Run a line of Python with the settings that a partnership gets."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SHAREWELL_")} | {
        "SHAREWELL_HOME": str(own_home),
        "SHAREWELL_HOSTS": "sharewell.example",
        "DJANGO_SETTINGS_MODULE": "sharewell_hub.site.settings",
    }
    program = f"import django; django.setup()\n{words}"
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", program],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.mark.slow
def test_djangos_own_check_for_deployment_finds_nothing(own_home):
    words = (
        "from django.core.checks import run_checks\n"
        "found = run_checks(include_deployment_checks=True)\n"
        "print([f'{f.id} {f.msg}' for f in found if not f.is_silenced()])"
    )
    assert outside_a_demo(words, own_home) == "[]\n"


def test_cookies_end_after_fifteen_minutes_and_are_out_of_reach(own_home):
    words = (
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_AGE, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, "
        "s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 3e7, s.DEBUG)"
    )
    assert outside_a_demo(words, own_home) == "900 True True Lax True True False\n"


def test_a_password_costs_memory_but_not_the_servers_breath(settings):
    settings.PASSWORD_HASHERS = ["sharewell_hub.site.hashing.Argon2"]
    hasher = get_hasher()
    assert isinstance(hasher, Argon2)
    began = time.process_time()
    kept = hasher.encode("correct horse battery staple", hasher.salt())
    assert time.process_time() - began < 1
    assert "argon2id" in kept
    assert 19 * 1024 <= hasher.decode(kept)["memory_cost"] <= 64 * 1024
    assert hasher.verify("correct horse battery staple", kept)
    assert not hasher.verify("correct horse battery stable", kept)
