"""Every page says which texts the answers follow, how they stand, and what would change."""

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from sharewell_hub.decisions import following
from sharewell_hub.decisions.engine import engine
from sharewell_hub.decisions.models import Decision

BRAMBLE = "The Bramble note, 2019: a dated text, kept as it was. Check for a newer one."
WOULD = "It would become: share may, were this in force: They agreed. (reed_2030 1)"


def packs_named(*shorts):
    """Give packs that are dated texts under these names."""
    (pack,) = engine().stack.packs
    dated = replace(pack, status="historic")
    return [replace(dated, short=short, edition="2019") for short in shorts]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about", "/sign-in"])
def test_a_page_says_that_the_texts_it_follows_are_dated(client, settings, address):
    settings.SHAREWELL_STACK = "bromley_2017"
    page = client.get(address).content.decode()

    assert "The Bromley protocol, version 4.0" in page
    assert "Check for newer ones" in page


@pytest.mark.django_db
def test_a_page_names_three_dated_texts_and_folds_the_others(client, marshland, monkeypatch):
    packs = packs_named("the first", "the second", "the third", "the fourth", "the fifth")
    stack = SimpleNamespace(stack=SimpleNamespace(packs=packs))
    monkeypatch.setattr(following, "engine", lambda: stack)
    page = client.get("/about").content.decode()

    shown, folded = page.split("And 2 more dated texts")
    assert re.findall(r"<li>(The \w+), 2019", shown) == ["The first", "The second", "The third"]
    assert re.findall(r"<li>(The \w+), 2019", folded) == ["The fourth", "The fifth"]


@pytest.mark.django_db
def test_a_page_that_follows_no_dated_text_says_nothing_of_them(client, marshland):
    assert "dated texts" not in client.get("/about").content.decode()


def decided(*banners):
    packs = [
        {"id": "bramble", "title": "The Bramble note", "edition": "2019", "status": "historic"},
        {"id": "reed", "title": "The Reed note", "edition": "2030", "status": "pending"},
    ]
    return Decision(packs=packs, answer={"banners": list(banners)})


def test_a_decision_names_the_texts_that_spoke_and_what_stood_beside_them():
    decision = decided(BRAMBLE, WOULD)
    assert [one["id"] for one in following.texts_of(decision)] == ["bramble"]
    assert following.beside_the_texts(decision) == [WOULD]


def test_a_decision_that_named_none_of_its_texts_rests_on_all():
    assert [one["id"] for one in following.texts_of(decided())] == ["bramble", "reed"]
