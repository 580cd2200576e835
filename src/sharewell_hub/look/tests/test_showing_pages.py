"""The pages that belong to no other room, and what every page carries."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from sharewell_hub.look import vendoring

BUDGET_BYTES = 60_000

pytestmark = pytest.mark.urls("sharewell_hub.look.urls")


@pytest.mark.parametrize(
    "address", ["/about", "/accessibility", "/help/sharing", "/help/privacy", "/help/signing-in"]
)
def test_a_page_to_read_is_there_for_everybody(client, db, address):
    page = client.get(address).content.decode()

    assert "No lawyer has read the packs" in page
    assert "Skip to main content" in page
    assert 'href="tel:999"' in page


def test_a_help_page_that_does_not_exist_is_not_found(client, db):
    assert client.get("/help/nothing").status_code == 404


def test_the_service_says_that_it_is_well_and_nothing_else(client, db):
    answer = client.get("/health")

    assert answer.content == b"ok"
    assert answer.headers["Content-Type"] == "text/plain"


def test_about_says_what_it_is_not_and_whose_words_it_follows(client, db):
    page = client.get("/about").content.decode()

    for words in ("No lawyer has read our packs", "does not decide", "does not score people"):
        assert words in page
    for text in ("London Child Protection", "Sussex", "Bromley", "golden rules", "E-CINS"):
        assert text in page


def test_only_reading_is_done_on_pages_to_read(client, db):
    assert client.post("/about").status_code == 405


def test_a_page_and_all_it_loads_fit_the_budget(client, db):
    page = client.get("/about").content
    loaded = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode()))
    weights = {name: packed(Path(finders.find(name)).read_bytes()) for name in loaded}

    assert len(loaded) >= 6
    assert packed(page) + sum(weights.values()) < BUDGET_BYTES / 2


def packed(data):
    return len(gzip.compress(data))


def test_the_vendored_files_are_the_ones_that_were_fetched_and_stripped():
    versions = (vendoring.VENDOR / "VERSIONS").read_text()
    for name in ("govuk-frontend.css", "govuk-frontend.js"):
        text = (vendoring.VENDOR / name).read_text()
        assert f"{hashlib.sha256(text.encode()).hexdigest()}  {name}" in versions
        vendoring.refuse_foreign_marks(name, text)
    assert f"govuk-frontend {vendoring.PACKAGES['govuk-frontend']}" in versions


def test_what_only_gov_uk_may_show_is_stripped_or_refused():
    strip = vendoring.strip
    left = strip(
        '@font-face{font-family:"GDS Transport";src:url(x.woff2)}a{b:url("https://x.example/y")}'
    )
    assert left == 'a{b:url("")}'
    with pytest.raises(SystemExit, match="GDS Transport"):
        vendoring.refuse_foreign_marks("x.css", 'a{font-family:"GDS Transport"}')
