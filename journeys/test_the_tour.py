"""Every page there is, looked at once at a desk and once on a telephone, by somebody who may."""

import pytest
from django.urls import resolve

from journeys.tour import Tour
from sharewell_hub.look.doors import every_way

pytestmark = pytest.mark.browser
NO_PAGES = {
    "/health": "says ok to a machine",
    "/accounts/<uuid:id>/close": "is only sent to",
    "/accounts/<uuid:id>/open": "is only sent to",
    "/accounts/<uuid:id>/recover": "is only sent to, and shows the account",
    "/accounts/<uuid:id>/sign-out": "is only sent to",
    "/agreements/<uuid:id>/sign": "is only sent to",
    "/agreements/<uuid:id>/end": "is only sent to",
    "/break-glass/try": "is only sent to, and leads on",
    "/sign-in/open/<uuid:id>/end": "is only sent to",
    "/sign-in/open/end": "is only sent to",
    "/sign-in/with/<slug:slug>": "leads to the agency’s own sign-in",
    "/sign-in/with/<slug:slug>/done": "leads on from the agency’s own sign-in",
    "/sign-in/passkey": "talks to the script of the sign-in page",
    "/decisions/<uuid:id>/again": "is only sent to",
    "/decisions/<uuid:id>/share/call-back": "is only sent to, and shows the check",
    "/directory/<uuid:id>/key/withdraw": "is only sent to",
    "/exports/<uuid:id>": "is there once a file was made",
    "/exports/<uuid:id>/file": "is a file, encrypted",
    "/exports/switch": "is only sent to, and shows what left",
    "/disclosures/<uuid:id>/remind": "is only sent to",
    "/kept-out/<uuid:id>/end": "is only sent to",
    "/people/<uuid:id>/seal": "is only sent to, and shows the walls",
    "/people/<uuid:id>/unseal": "is only sent to",
    "/people/<uuid:id>/sensitivity": "is only sent to",
    "/people/<uuid:id>/shield": "is only sent to, and shows where the child lives",
    "/people/<uuid:id>/shield/down": "is only sent to",
    "/whereabouts/<uuid:id>/end": "is only sent to",
    "/received/<str:reference>/where": "is only sent to, and shows what was received",
    "/relationships/<uuid:id>/end": "is only sent to",
    "/holds/<uuid:id>/lift": "is only sent to",
    "/retention/<uuid:id>/erase": "is only sent to",
    "/retention/<uuid:id>/hold": "is only sent to",
    "/retention/<uuid:id>/keep": "is only sent to",
    "/log/entries/<uuid:id>.entry": "is a file",
    "/log/entries/<uuid:id>.tlog-proof": "is a file",
    "/log/files/<path:name>": "is a file",
    "/log/keys": "is a file",
    "/letters/<uuid:letter_id>/again": "is only sent to",
    "/received/<str:reference>/answer": "is only sent to, and shows what was received",
}
"""Addresses that show no page of their own, and why."""


def test_every_page_can_be_used_by_those_who_come_to_it(visitors, accounts, newcomers, width):
    names, came = set(), []

    def visit():
        came.append(visitors(width=width))
        return came[-1]

    def seen(name, page):
        assert name not in names
        names.add(name)

    Tour(visit, accounts, newcomers.pop(), seen).go()
    paths = {path for visitor in came for path in visitor.pages if path != "/nowhere"}
    routes = {f"/{resolve(path).route}" for path in paths}
    listed = {way.path for way in every_way()}
    assert listed - routes - set(NO_PAGES) == set(), "Nobody went there."
    assert set(NO_PAGES) <= listed
